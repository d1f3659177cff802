-- Generated from supabase/schemas by "npm run migration"; do not edit.

do $$
begin
  if to_regnamespace('private') is not null then
    raise exception 'This database was built by migrations from before 1.0 and cannot be upgraded: start with an empty one';
  end if;
end
$$;

-- supabase/schemas/00_kernel/setup.sql

-- The schemas, extensions and default privileges that everything else builds on.

create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- Nothing is granted by default; each file grants what it means to. The global revoke is needed because a per-schema
-- one does not undo PUBLIC's right to execute.
create schema private;

alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated;
alter default privileges for role postgres in schema public revoke all on sequences from anon, authenticated;
alter default privileges for role postgres in schema public revoke execute on functions from anon, authenticated;
grant usage on schema private to authenticated, service_role;

-- The HTTP client of the doorbell. The local stack has its own.
do $$ begin
  if to_regnamespace('net') is null then
    create extension pg_net;
  end if;
end $$;

-- supabase/schemas/00_kernel/fail.sql

-- How SQL ends a request with an HTTP error.

create function private.fail(status integer, code text, message text, extra jsonb default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || status, message = message, hint = code, detail = coalesce(extra::text, '');
end
$$;
comment on function private.fail is
  'Ends the request with an HTTP status, a code of shared/http/errors.ts and a message that the caller may see. '
  'extra: {details: […], retry_after: seconds, …}; other keys appear next to the code.';

create function private.problem(path text, code text, message text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('path', path, 'code', code, 'message', message)
$$;
comment on function private.problem is 'One entry of the details of an error.';

create function private.invalid(path text, code text, message text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(422, 'VALIDATION_ERROR', format('The request is not valid: %s: %s', path, message),
    jsonb_build_object('details', jsonb_build_array(private.problem(path, code, message))))
$$;
comment on function private.invalid is 'Ends the request with 422 for one field.';

-- Postgres's own words name constraints and quote the failing row, with columns that callers may not see.
create function private.fail_broken_rule(state text, message text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  relation constant text := substring(message from 'relation "(\w+)"');
  rule constant text := substring(message from 'constraint "(\w+)"');
  field constant text := coalesce(substring(message from 'in column "(\w+)"'),
    substring(rule from '^' || relation || '_(\w+)_check\d*$'), 'request');
begin
  if state = '23505' then
    perform private.fail(409, 'CONFLICT', 'This exists already');
  end if;
  perform private.invalid(field, case state when '23502' then 'required' else 'not_allowed' end,
    case state when '23502' then 'is missing' else 'has a value that is not allowed' end);
end
$$;
comment on function private.fail_broken_rule is
  'Ends the request with 422, or 409 for a duplicate, because a constraint refused a row. state and message are '
  'SQLSTATE and SQLERRM.';

create function private.require_version(present integer, if_match integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if if_match <> present then
    perform private.fail(412, 'VERSION_MISMATCH',
      format('If-Match is %s but the current version is %s; fetch it again and retry', if_match, present));
  end if;
end
$$;
comment on function private.require_version is
  'Ends the request with 412 if the row has another version than if_match. A null if_match accepts every version.';
grant execute on function private.fail, private.problem, private.invalid, private.fail_broken_rule,
  private.require_version to authenticated;

-- supabase/schemas/00_kernel/request.sql

-- The HTTP request that runs the transaction, if one does.

create function private.request_header(name text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return nullif(current_setting('request.headers', true), '')::json ->> name;
end
$$;
comment on function private.request_header is
  'A header of the HTTP request by its lower-case name. Null if no request runs the transaction.';

-- supabase/schemas/00_kernel/rows.sql

-- What tables share: ids that sort by time, and versions.

-- Without search_path, so that it can be inlined. It needs none, because its body is parsed when it is created.
create function private.uuidv7() returns uuid
language sql volatile
return (
  lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0')
  || '7' || substr(gen_random_uuid()::text, 16)
)::uuid;
comment on function private.uuidv7 is
  'An id that starts with the time (RFC 9562). Tables that grow with traffic use it, so that new rows are '
  'neighbours in the indexes.';

-- A row's version is its ETag. The triggers leave out writers that set the version themselves.
create function private.touch() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;

-- supabase/schemas/00_kernel/names.sql

-- Guarantees: names that look the same are the same wherever a name is a key. shared/input/names.ts holds the same
-- rules for TypeScript.

-- Parts of bracket expressions. A joiner shapes its neighbours in Arabic, Indic or Mongolian script and in emoji; after
-- an unjoined character (Latin, Greek, Cyrillic, Chinese …) and its accents it changes nothing.
create function private.characters(kind text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case kind
    when 'blank' then '\u0009-\u000D \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800\u3000\u3164\uFFA0'
    when 'hidden' then '\u0001-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u200B\u200E\u200F'
      '\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB'
    when 'joiner' then '\u034F\u115F\u1160\u180E\u200C\u200D'
    when 'mark' then '\u0300-\u034E\u0350-\u036F\u0483-\u0489\u302A-\u302F\u3099\u309A'
    when 'unjoined' then '\u0001-\u02FF\u0370-\u0482\u048A-\u058F\u1E00-\u1FFF\u2010-\u2027\u2030-\u205E'
      '\u2C60-\u2C7F\u2E80-\u3029\u3030-\u3098\u309B-\uA4CF\uA720-\uA7FF\uAB30-\uAB6F'
      '\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFFEF'
  end
$$;

-- The slow half of private.name_key. Case is folded by lower, upper and lower case of no particular language: ß is ss,
-- ς is σ, and I, İ, ı and i are one letter. Names have at most 200 characters; of a longer text only the first 1,000
-- count, because the search for joiners takes the square of the length.
create function private.fold_name(name text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  blank constant text := private.characters('blank');
  joiner constant text := private.characters('joiner');
  needless constant text := '(?<=(?:^|[' || private.characters('unjoined') || blank || '])['
    || private.characters('mark') || joiner || ']*)[' || joiner || ']|[' || joiner || '](?=[' || joiner || ']*(?:$|['
    || blank || ']))';
  key text := regexp_replace(left(name, 1000), '[' || private.characters('hidden') || ']+', '', 'g');
begin
  key := replace(lower(upper(lower(normalize(key) collate "und-x-icu"))), 'ς', 'σ');
  if key ~ ('[' || joiner || ']') then
    key := regexp_replace(key, needless, '', 'g');
  end if;
  key := regexp_replace(key, 'i\u0307+', 'i', 'g');
  return normalize(btrim(regexp_replace(key, '[' || blank || ']+', ' ', 'g')));
end
$$;

-- Without search_path, so that the planner can inline the test for plain names. Its body was parsed when it was
-- created.
create function private.name_key(name text) returns text
language sql immutable parallel safe
return case
  when name ~ '^[!-~]([ -~]*[!-~])?$' and strpos(name, '  ') = 0 then lower(name collate "C")
  else private.fold_name(name)
end;
comment on function private.name_key is
  'The name as names are compared: in NFC, every kind and number of blanks one space, without characters that do not '
  'show, and without regard to case.';

create function private.name_keys(names text[]) returns text[]
language sql immutable parallel safe set search_path = '' as $$
  select array(select private.name_key(n.name) from unnest(names) with ordinality as n (name, at) order by n.at)
$$;

create function private.tidy_ends(name text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  edge constant text := '[' || private.characters('blank') || private.characters('hidden')
    || private.characters('joiner') || ']+';
begin
  return regexp_replace(regexp_replace(name, '^' || edge, ''), edge || '$', '');
end
$$;

-- Without search_path for the reason that private.name_key is.
create function private.tidy(name text) returns text
language sql immutable parallel safe
return case when name ~ '^[!-~]([ -~]*[!-~])?$' then name else private.tidy_ends(name) end;
comment on function private.tidy is 'The text without blanks and characters that do not show at its ends.';

grant execute on function private.characters, private.fold_name, private.name_key, private.name_keys,
  private.tidy_ends, private.tidy to authenticated, service_role;

-- supabase/schemas/00_kernel/lists.sql

-- Shared by list functions: newest first, keyset cursors, bounded pages, search by part of a name.

-- Without search_path, so that the planner can inline it and use the index of the list. It needs none, because its
-- body is parsed when it is created.
create function private.after_cursor(created_at timestamptz, id uuid, after_time timestamptz, after_id uuid)
returns boolean
language sql immutable parallel safe
return after_time is null or (created_at, id) < (after_time, after_id);
comment on function private.after_cursor is
  'True for rows that follow the cursor (after_time, after_id) in a list sorted by created_at desc, id desc. A null '
  'after_time starts at the first row.';

create function private.page_limit(page_size integer) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select greatest(least(page_size, 101), 1)
$$;
comment on function private.page_limit is
  'The rows to read: 1 to 100, and one more, which tells the caller that there are more.';

create function private.contains_pattern(search text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select '%' || regexp_replace(private.name_key(search), '([\\%_])', '\\\1', 'g') || '%'
$$;
comment on function private.contains_pattern is 'A LIKE pattern for name keys that contain `search` literally.';

grant execute on function private.after_cursor, private.page_limit, private.contains_pattern to authenticated;

-- supabase/schemas/00_kernel/scopes.sql

-- Roles, and the scopes that each role grants. shared/access/scopes.ts is generated from role_scopes.

-- In ascending order, so that roles can be compared: role >= 'manager'.
create type public.member_role as enum ('viewer', 'member', 'manager', 'admin', 'owner');

create table private.role_scopes (
  role public.member_role not null,
  scope text not null check (scope ~ '^[a-z_]+:[a-z]+$'),
  primary key (role, scope)
);
alter table private.role_scopes enable row level security;

create function private.add_scopes(least_role public.member_role, variadic scopes text[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.role_scopes (role, scope)
  select r.role, s.scope
  from unnest(scopes) s (scope)
  join unnest(enum_range(null::public.member_role)) r (role) on r.role >= least_role
$$;
comment on function private.add_scopes is
  'Grants scopes to a role and every role above it. Called by register.sql files.';

-- supabase/schemas/00_kernel/caller.sql

-- Who calls, for which tenant, with which scopes. Every policy and every definer function asks here.

create function private.fail_dead_key() returns void
language sql volatile set search_path = '' as $$
  select private.fail(401, 'UNAUTHORIZED',
    'This API key is not valid: it is unknown, expired, revoked or rotated out, or its tenant is suspended')
$$;

create type private.key_identity as (
  client_id uuid, id uuid, name text, prefix text, scopes text[], expires_at timestamptz
);

-- A token names its key and the secret it was exchanged for. The key's row is read in each statement, so a key that
-- was revoked gets a 401 instead of empty tables.
create function private.calling_key(claims jsonb) returns private.key_identity
language plpgsql stable set search_path = '' as $$
declare
  key private.key_identity;
begin
  select k.client_id, k.id, k.name, k.prefix, k.scopes, k.expires_at into key
  from private.live_api_keys k
  where k.secret_prefix = claims ->> 'key_prefix'
    and k.id::text = claims ->> 'key_id'
    and k.client_id::text = claims -> 'app_metadata' ->> 'client_id';
  if not found then
    perform private.fail_dead_key();
  end if;
  return key;
end
$$;
comment on function private.calling_key is
  'The live key that the claims of a token name. Raises 401 if the key is dead.';

-- Definer: the caller may not read the tables that say who they are.
-- These functions are in plpgsql because it keeps their plans: every statement under a policy calls them.
create function private.client_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
  key private.key_identity;
begin
  if claims ? 'key_id' then
    key := private.calling_key(claims);
    return case when key.scopes <> '{}' then key.client_id end;
  end if;
  return (
    select m.client_id
    from public.client_members m
    join public.clients c on c.id = m.client_id
    where m.user_id = auth.uid()
      and m.client_id::text = claims -> 'app_metadata' ->> 'client_id'
      and c.status = 'active');
end
$$;
comment on function private.client_id is
  'The caller''s tenant if it is active and the caller is a member of it at this moment, or holds a live API key with '
  'scopes; otherwise null. Raises 401 for a dead key.';

-- Definer: see private.client_id. A key has scopes and no role, not even its creator's.
create function private.role() returns public.member_role
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.client_id();
begin
  if auth.jwt() ? 'key_id' then
    return null;
  end if;
  return (select m.role from public.client_members m where m.client_id = tenant and m.user_id = auth.uid());
end
$$;

-- Definer: see private.client_id, whose query it repeats: three functions that call each other would cost more than
-- the page of a list that they guard.
create function private.tenant_with(scope text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
  key private.key_identity;
begin
  if claims ? 'key_id' then
    key := private.calling_key(claims);
    return case when tenant_with.scope = any (key.scopes) then key.client_id end;
  end if;
  return (
    select m.client_id
    from public.client_members m
    join public.clients c on c.id = m.client_id
    join private.role_scopes s on s.role = m.role
    where m.user_id = (claims ->> 'sub')::uuid
      and m.client_id::text = claims -> 'app_metadata' ->> 'client_id'
      and c.status = 'active'
      and s.scope = tenant_with.scope);
end
$$;
comment on function private.tenant_with is
  'The caller''s tenant if the caller''s role or API key grants the scope in it, otherwise null. Raises 401 for a '
  'dead key.';

create function private.can(scope text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.tenant_with(scope) is not null;
end
$$;
comment on function private.can is 'True if the caller''s role or API key grants the scope in their tenant.';

create function private.authorize(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  tenant constant uuid := private.tenant_with(scope);
begin
  if tenant is not null then
    return tenant;
  end if;
  if auth.uid() is null then
    perform private.fail(401, 'UNAUTHORIZED', 'Sign in first: this needs the token of a user');
  end if;
  if private.client_id() is null then
    perform private.fail(403, 'FORBIDDEN', 'You are not a member of an active tenant');
  end if;
  perform private.fail(403, 'FORBIDDEN', format('You do not have the scope %s', scope));
  return null;
end
$$;
comment on function private.authorize is
  'The first line of a security definer function. Returns the caller''s tenant; raises 401 without a user and 403 '
  'without a tenant or the scope.';

create function private.caller_id() returns uuid
language sql stable set search_path = '' as $$
  select coalesce((auth.jwt() ->> 'key_id')::uuid, auth.uid())
$$;
comment on function private.caller_id is 'The calling API key, otherwise the user.';

grant execute on function private.client_id, private.role, private.tenant_with, private.can, private.authorize
  to authenticated;
-- With the secret key they raise an error that says to use a user's token.
grant execute on function private.authorize, private.tenant_with, private.client_id, private.fail to service_role;

-- supabase/schemas/00_kernel/day_bounds.sql

-- A day means the tenant's day, wherever a request names one.

create function public.day_bounds(first_day date default null, last_day date default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := coalesce(
    (select c.time_zone from public.clients c where c.id = (select private.client_id())), 'UTC');
begin
  return jsonb_build_object('from', first_day::timestamp at time zone zone,
    'until', (last_day + 1)::timestamp at time zone zone);
end
$$;
comment on function public.day_bounds is
  'When first_day begins and last_day has ended in the tenant''s time zone: {from, until}, null for a null. In UTC '
  'for a caller without a tenant.';
grant execute on function public.day_bounds to authenticated;

-- supabase/schemas/00_kernel/operator.sql

-- The operator holds the project's secret key and names the tenant to act for.

create function private.is_operator() returns boolean
language sql stable set search_path = '' as $$
  select coalesce(auth.jwt() ->> 'role' = 'service_role', false)
$$;
comment on function private.is_operator is 'True if the request carries the project''s secret key.';

-- The operator belongs to no tenant and names one. A user's tenant comes from the token, whatever the header says.
create function private.acting_tenant(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  named constant text := private.request_header('x-client-id');
  tenant uuid;
begin
  if not private.is_operator() then
    return private.authorize(scope);
  end if;
  if named is null then
    perform private.fail(400, 'BAD_REQUEST', 'The secret key belongs to no tenant: name one in the header x-client-id');
  end if;
  select c.id into tenant from public.clients c where c.id = named::uuid;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such tenant');
  end if;
  return tenant;
end
$$;
comment on function private.acting_tenant is
  'For a user private.authorize. With the secret key, the tenant named by the header x-client-id: 400 without the '
  'header, 404 if no such tenant exists.';

-- supabase/schemas/00_kernel/audit_groups.sql

-- A transaction that writes many rows as one change, such as an import, opens a group. The group's record gets the
-- audit entry and its rows get none. Only definers can write groups, so no caller can open one.

create table private.audit_groups (
  transaction_id xid8 primary key default pg_current_xact_id(),
  resource text not null,
  record_id text not null
);
alter table private.audit_groups enable row level security;

create function private.open_audit_group(resource text, record_id uuid) returns void
language sql volatile set search_path = '' as $$
  insert into private.audit_groups (resource, record_id) values (resource, record_id)
$$;
comment on function private.open_audit_group is
  'Until private.close_audit_group, changes of this transaction are covered by the audit entry of the named record, '
  'which the caller writes before or after the group.';

create function private.close_audit_group() returns void
language sql volatile set search_path = '' as $$
  delete from private.audit_groups g where g.transaction_id = pg_current_xact_id()
$$;

create function private.in_audit_group() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from private.audit_groups g where g.transaction_id = pg_current_xact_id_if_assigned());
end
$$;

-- supabase/schemas/00_kernel/audit.sql

-- Records each change of an audited table. Tables are audited with private.enable_audit.

create function private.record_changes(resource text, action text, before jsonb[], after jsonb[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.audit_log
    (client_id, action, resource, record_id, before, after, actor_id, key_id, request_id, ip, user_agent)
  select
    (coalesce(c.after, c.before) ->> case when record_changes.resource = 'clients' then 'id'
      else 'client_id' end)::uuid,
    record_changes.action, record_changes.resource,
    coalesce(coalesce(c.after, c.before) ->> 'id', coalesce(c.after, c.before) ->> 'key'),
    c.before, c.after,
    auth.uid(), (auth.jwt() ->> 'key_id')::uuid,
    left(private.request_header('x-request-id'), 200),
    left(private.request_header('x-forwarded-for'), 200),
    left(private.request_header('user-agent'), 500)
  from unnest(record_changes.before, record_changes.after) as c (before, after)
  where c.before is distinct from c.after;
end
$$;

-- Runs once per statement. Its transition tables hold the old and new rows in the same order. The trigger's arguments
-- are columns to leave out; a row in which only those changed gets no entry.
-- Definer: every writer leaves an entry, but nobody may write the log directly.
create function private.audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hidden constant text[] := coalesce(tg_argv[0:], '{}');
  before jsonb[];
  after jsonb[];
begin
  if private.in_audit_group() then
    return null;
  end if;
  if tg_op <> 'INSERT' then
    select array_agg(to_jsonb(o) - hidden) into before from old_rows o;
  end if;
  if tg_op <> 'DELETE' then
    select array_agg(to_jsonb(n) - hidden) into after from new_rows n;
  end if;
  perform private.record_changes(tg_table_name, lower(tg_op), before, after);
  return null;
end
$$;

create function private.enable_audit(audited regclass, variadic hidden text[] default '{}') returns void
language plpgsql set search_path = '' as $$
declare
  arguments constant text := (select coalesce(string_agg(quote_literal(h), ', '), '') from unnest(hidden) h);
begin
  execute format('create trigger audit_insert after insert on %s referencing new table as new_rows
    for each statement execute function private.audit(%s)', audited, arguments);
  execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function private.audit(%s)', audited, arguments);
  execute format('create trigger audit_delete after delete on %s referencing old table as old_rows
    for each statement execute function private.audit(%s)', audited, arguments);
end
$$;
comment on function private.enable_audit is
  'Audits every later change of a table. Hidden columns (secrets, digests, counters) are not copied.';

-- supabase/schemas/00_kernel/currencies.sql

-- ISO 4217, active codes.
create table private.currencies (code text primary key check (code ~ '^[A-Z]{3}$'));
alter table private.currencies enable row level security;

insert into private.currencies (code)
select unnest(string_to_array(
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF '
  'CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD '
  'GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP '
  'LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB '
  'PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB '
  'TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER '
  'ZAR ZMW ZWG', ' '));

-- supabase/schemas/00_kernel/tenants.sql

-- Guarantees: every row of the product belongs to one tenant, a row of clients.

create type public.client_status as enum ('active', 'suspended');

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  status public.client_status not null default 'active',
  currency text not null default 'USD' references private.currencies,
  time_zone text not null default 'UTC' check (now() at time zone time_zone is not null),
  created_at timestamptz not null default now()
);
alter table public.clients enable row level security;

create policy "members see their tenant" on public.clients
  for select to authenticated using (id = (select private.client_id()));
grant select on public.clients to authenticated;

select private.enable_audit('public.clients');

-- supabase/schemas/00_kernel/members.sql

-- Guarantees: a token names the active tenant and role of its user as they are now.

create table public.client_members (
  client_id uuid not null references public.clients,
  user_id uuid not null references auth.users on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (client_id, user_id)
);
create index on public.client_members (user_id);

-- No policy to write: only the service role changes memberships.
alter table public.client_members enable row level security;
-- Every role may read teams. A key sees the members only if it has that scope.
create policy "teams:read sees the tenant's members" on public.client_members
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('teams:read')));
grant select on public.client_members to authenticated;

-- Definer: auth.users belongs to the auth service. The newest membership is the active one.
create function private.sync_app_metadata() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed_user constant uuid := case when tg_op = 'DELETE' then old.user_id else new.user_id end;
begin
  update auth.users u
  set raw_app_meta_data = (coalesce(u.raw_app_meta_data, '{}') - 'client_id' - 'role' - 'limits') || coalesce(
    (select jsonb_strip_nulls(
       jsonb_build_object('client_id', m.client_id, 'role', m.role, 'limits', private.rate_limits(m.client_id)))
     from public.client_members m where m.user_id = changed_user
     order by m.created_at desc, m.client_id limit 1), '{}')
  where u.id = changed_user;
  return null;
end
$$;
create trigger sync_app_metadata after insert or update or delete on public.client_members
  for each row execute function private.sync_app_metadata();

select private.enable_audit('public.client_members');

-- supabase/schemas/00_kernel/audit_log.sql

-- Guarantees: each change leaves an entry that nobody can alter or remove.

create table public.audit_log (
  id bigint generated always as identity,
  client_id uuid not null references public.clients,
  occurred_at timestamptz not null default now(),
  action text not null check (action in ('insert', 'update', 'delete')),
  resource text not null,
  record_id text,
  before jsonb,
  after jsonb,
  actor_id uuid,
  key_id uuid,
  request_id text,
  ip text,
  user_agent text,
  primary key (client_id, id)
);
create index on public.audit_log (client_id, resource, id desc);
comment on column public.audit_log.ip is 'As reported by the request. It can be forged.';
alter table public.audit_log enable row level security;

create policy "auditors see their tenant's entries" on public.audit_log
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('audit:read')));
grant select on public.audit_log to authenticated;
revoke insert, update, delete, truncate on public.audit_log from service_role;

create function private.refuse_audit_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'audit_log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on public.audit_log
  for each statement execute function private.refuse_audit_change();

-- supabase/schemas/00_kernel/idempotency.sql

-- Guarantees: the same Idempotency-Key with the same content has one effect and one answer for 24 hours.

create table private.idempotency_keys (
  client_id uuid not null references public.clients,
  caller_id uuid not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (client_id, caller_id, route, key)
);
create index on private.idempotency_keys (created_at);
alter table private.idempotency_keys enable row level security;

create function private.fingerprint(request jsonb) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(request::text, 'UTF8'))
$$;

-- If an equal request is still running, the insert waits until it ends.
-- Definer: callers may not read or change stored answers directly.
create function private.replay(route text, fingerprint bytea) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent_key constant text := private.request_header('idempotency-key');
  tenant uuid;
  earlier private.idempotency_keys;
begin
  if sent_key is null then
    return null;
  end if;
  if length(sent_key) > 255 then
    perform private.fail(400, 'BAD_REQUEST', 'Idempotency-Key is longer than 255 characters');
  end if;
  tenant := private.client_id();
  insert into private.idempotency_keys as k (client_id, caller_id, route, key, fingerprint)
  values (tenant, private.caller_id(), replay.route, sent_key, replay.fingerprint)
  on conflict on constraint idempotency_keys_pkey do update
    set fingerprint = excluded.fingerprint, response = null, created_at = now()
    where k.created_at < now() - interval '24 hours';
  if found then
    return null;
  end if;

  select * into strict earlier from private.idempotency_keys k
  where k.client_id = tenant and k.caller_id = private.caller_id() and k.route = replay.route and k.key = sent_key;
  if earlier.fingerprint <> replay.fingerprint then
    perform private.fail(409, 'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request in the last 24 hours');
  end if;
  return earlier.response || '{"replayed": true}';
end
$$;
comment on function private.replay is
  'The stored answer {status, body, replayed} if this caller sent this Idempotency-Key with this content before. '
  'Otherwise null: do the work and end with private.remember. Raises 409 if the content differs.';

-- Definer: see private.replay.
create function private.remember(route text, response jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent_key constant text := private.request_header('idempotency-key');
begin
  if sent_key is not null then
    update private.idempotency_keys k set response = remember.response
    where k.client_id = private.client_id() and k.caller_id = private.caller_id()
      and k.route = remember.route and k.key = sent_key;
  end if;
  return response;
end
$$;
comment on function private.remember is 'Stores the answer {status, body} for equal requests and returns it.';
grant execute on function private.fingerprint, private.replay, private.remember to authenticated;

-- supabase/schemas/00_kernel/secrets.sql

-- Secrets of endpoints, sources and channels. Only ciphertext is stored (AES-256-GCM: iv of 12 bytes, ciphertext, tag
-- of 16 bytes); the functions encrypt and decrypt. Deleting an owner deletes its secrets, by a trigger of its table.

create table private.secret_kinds (
  kind text primary key check (kind ~ '^[a-z_]+$'),
  max_bytes integer not null default 1024 check (max_bytes between 29 and 65536),
  mover name not null default 'move_secrets'
);
comment on table private.secret_kinds is
  'Everything that is stored encrypted. Re-encrypting moves the secrets of every kind.';
comment on column private.secret_kinds.max_bytes is 'The longest ciphertext that is accepted.';
comment on column private.secret_kinds.mover is
  'The function in private that stores what was re-encrypted: private.move_secrets, or one that is called alike.';
alter table private.secret_kinds enable row level security;

create table private.secrets (
  client_id uuid not null references public.clients,
  kind text not null references private.secret_kinds,
  owner_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 65536),
  fingerprint text,
  expires_at timestamptz,
  tried_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (client_id, kind, owner_id, id)
);
comment on column private.secrets.key_id is 'The name of the key that encrypted it.';
comment on column private.secrets.expires_at is 'Null for the current secret. Former secrets stay valid until then.';
comment on column private.secrets.tried_at is 'When re-encrypting last failed. Such rows are tried after the others.';
create unique index secrets_current on private.secrets (client_id, kind, owner_id) where expires_at is null;
create index on private.secrets (kind, key_id);
alter table private.secrets enable row level security;

create function private.add_secret(tenant uuid, kind text, owner_id uuid, secret jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ciphertext constant bytea := decode(secret ->> 'ciphertext', 'base64');
  longest constant integer := (select k.max_bytes from private.secret_kinds k where k.kind = add_secret.kind);
begin
  if length(ciphertext) > longest then
    perform private.invalid('secret', 'length', format('has %s bytes, the limit is %s', length(ciphertext), longest));
  end if;
  insert into private.secrets (client_id, kind, owner_id, key_id, ciphertext, fingerprint)
  values (tenant, add_secret.kind, add_secret.owner_id, secret ->> 'key_id', ciphertext, secret ->> 'fingerprint');
end
$$;

create function private.forget_secrets(tenant uuid, kind text, owner_id uuid) returns void
language sql volatile set search_path = '' as $$
  delete from private.secrets s
  where s.client_id = tenant and s.kind = forget_secrets.kind and s.owner_id = forget_secrets.owner_id
$$;

-- Callers of keep_secret and rotate_secret lock the owner first, so that two changes at once wait for each other.
create function private.keep_secret(tenant uuid, kind text, owner_id uuid, secret jsonb) returns void
language sql volatile set search_path = '' as $$
  select private.forget_secrets(tenant, kind, owner_id);
  select private.add_secret(tenant, kind, owner_id, secret);
$$;
comment on function private.keep_secret is
  'Stores secret {key_id, ciphertext (base64), fingerprint?} and deletes the owner''s former ones.';

create function private.rotate_secret(tenant uuid, kind text, owner_id uuid, secret jsonb, overlap_hours integer)
returns void
language plpgsql volatile set search_path = '' as $$
begin
  if overlap_hours is null or overlap_hours not between 0 and 168 then
    perform private.invalid('overlap_hours', 'range', 'must be 0–168');
  end if;
  update private.secrets s
  set expires_at = least(s.expires_at, now() + make_interval(hours => overlap_hours))
  where s.client_id = tenant and s.kind = rotate_secret.kind and s.owner_id = rotate_secret.owner_id;
  -- Five secrets at most, because each is tried on each message.
  delete from private.secrets s
  where s.client_id = tenant and s.kind = rotate_secret.kind and s.owner_id = rotate_secret.owner_id
    and (s.expires_at <= now() or s.id not in (
      select r.id from private.secrets r
      where r.client_id = tenant and r.kind = rotate_secret.kind and r.owner_id = rotate_secret.owner_id
      order by r.id desc limit 4));
  perform private.add_secret(tenant, kind, owner_id, secret);
end
$$;
comment on function private.rotate_secret is
  'Stores a new current secret. All former ones end after the overlap at the latest, and the oldest of more than four '
  'at once. Raises 422 unless the overlap is 0–168 hours.';

create function private.valid_secrets(tenant uuid, kind text, owner_id uuid) returns json
language plpgsql stable set search_path = '' as $$
begin
  return (
    select json_agg(json_build_object('key_id', s.key_id,
      'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', '')) order by s.id desc)
    from private.secrets s
    where s.client_id = tenant and s.kind = valid_secrets.kind and s.owner_id = valid_secrets.owner_id
      and (s.expires_at is null or s.expires_at > now()));
end
$$;
comment on function private.valid_secrets is
  'The valid secrets, newest first: [{key_id, ciphertext (base64)}]. Null if the owner has none.';

-- Definer: whoever deletes an owner may not write secrets.
create function private.forget_owners_secrets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.forget_secrets(o.client_id, tg_argv[0], o.id) from old_rows o;
  return null;
end
$$;

create function private.delete_secrets_with(owners regclass, kind text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  execute format('create trigger forget_secrets after delete on %s referencing old table as old_rows
    for each statement execute function private.forget_owners_secrets(%L)', owners, kind);
end
$$;
comment on function private.delete_secrets_with is
  'From now on, deleting a row of the table (client_id, id) deletes its secrets of this kind.';

-- supabase/schemas/00_kernel/re_encrypt_secrets.sql

-- Moves secrets to the newest key. The functions decrypt and encrypt; these find what to move and store the result.

-- Replanned for each call: the secrets of one tenant are found by tenant, those of all by key, which `<>` could not
-- use.
create function private.stale_secrets(newest_key text, page_size integer, tenant uuid)
returns setof private.secrets
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  most constant integer := least(greatest(page_size, 1), 500);
begin
  return query
  select s.* from private.secret_kinds k
  cross join lateral (
    select * from private.secrets s
    where s.kind = k.kind and (s.key_id < newest_key or s.key_id > newest_key)
      and (tenant is null or s.client_id = tenant)
    order by s.tried_at nulls first, s.client_id, s.owner_id, s.id
    limit most) s
  order by s.tried_at nulls first, s.client_id, s.owner_id, s.id
  limit most;
end
$$;
comment on function private.stale_secrets is
  'Secrets of every kind that are not under the newest key, of one tenant or all (null). '
  'Those that failed before come last.';

create function private.count_stale_secrets(newest_key text, tenant uuid) returns bigint
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select coalesce(sum(c.stale), 0) from private.secret_kinds k
    cross join lateral (
      select count(*) as stale from private.secrets s
      where s.kind = k.kind and (s.key_id < newest_key or s.key_id > newest_key)
        and (tenant is null or s.client_id = tenant)) c);
end
$$;

-- Locks in one order, so that two runs wait and do not deadlock.
create function private.move_secrets(kind text, newest_key text, moves jsonb, tenant uuid)
returns table (client_id uuid, owner_id uuid)
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform from private.secrets s
  join jsonb_to_recordset(moves) as m (client_id uuid, owner_id uuid)
    on s.client_id = m.client_id and s.kind = move_secrets.kind and s.owner_id = m.owner_id
  order by s.client_id, s.owner_id, s.id for no key update of s;
  return query
  update private.secrets s
  set key_id = newest_key, ciphertext = decode(m.ciphertext, 'base64'), tried_at = null
  from jsonb_to_recordset(moves) as m (client_id uuid, owner_id uuid, former text, ciphertext text)
  where s.client_id = m.client_id and s.kind = move_secrets.kind and s.owner_id = m.owner_id
    and s.ciphertext = decode(m.former, 'base64') and (tenant is null or m.client_id = tenant)
  returning s.client_id, s.owner_id;
end
$$;
comment on function private.move_secrets is
  'Compares and swaps: a secret that was rotated or moved since it was read stays as it is. moves: [{client_id, '
  'owner_id, former, ciphertext}], text in base64. Returns the owner of each secret that moved.';

create function private.move_secrets_of_all_kinds(newest_key text, moves jsonb, tenant uuid) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  part record;
  moved bigint;
  total bigint := 0;
begin
  for part in
    select k.kind, k.mover, jsonb_agg(m) as moves
    from private.secret_kinds k
    join jsonb_array_elements(moves) m on m ->> 'kind' = k.kind
    group by k.kind
    order by k.kind
  loop
    execute format('select count(*) from private.%I($1, $2, $3, $4)', part.mover)
    into moved using part.kind, newest_key, part.moves, tenant;
    total := total + moved;
  end loop;
  return total;
end
$$;
comment on function private.move_secrets_of_all_kinds is
  'Moves secrets of any kind, each kind by its mover: [{kind, client_id, owner_id, former, ciphertext}]. Returns how '
  'many.';

create function private.mark_failed_secrets(failures jsonb, tenant uuid) returns void
language sql volatile set search_path = '' as $$
  update private.secrets s set tried_at = now()
  from jsonb_to_recordset(failures) as f (kind text, client_id uuid, owner_id uuid, ciphertext text)
  where s.client_id = f.client_id and s.kind = f.kind and s.owner_id = f.owner_id
    and s.ciphertext = decode(f.ciphertext, 'base64') and (tenant is null or f.client_id = tenant)
$$;
comment on function private.mark_failed_secrets is 'failures: [{kind, client_id, owner_id, ciphertext (base64)}].';

-- supabase/schemas/00_kernel/event_types.sql

-- What endpoints can subscribe to. Each capability registers its own types.

create table private.event_types (
  type text primary key check (type ~ '^[a-z_]+(\.[a-z_]+)*\.([a-z_]+|\*)$'),
  description text not null,
  scope text not null default 'audit:read'
);
alter table private.event_types enable row level security;
comment on column private.event_types.scope is
  'Reads the resource in the event''s data. Receiving the event and seeing its deliveries need it.';

-- Definer: event types are private.
create function public.list_event_types() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select jsonb_agg(jsonb_build_object('type', t.type, 'description', t.description, 'scope', t.scope)
      order by t.type)
    from private.event_types t);
end
$$;
comment on function public.list_event_types is
  'The event types that endpoints can subscribe to and the scope that each needs: [{type, description, scope}]. '
  'Raises 401, 403.';
grant execute on function public.list_event_types to authenticated;

-- supabase/schemas/00_kernel/outbox.sql

-- Guarantees: an event exists exactly when the change it describes is committed.

create table private.outbox (
  id uuid primary key default private.uuidv7(),
  client_id uuid not null references public.clients,
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)+$' or type ~ '^inbound\.[^[:space:][:cntrl:]*"\\]+$'),
  data jsonb not null,
  request_id text,
  created_at timestamptz not null default now(),
  recipient_id uuid
);
comment on column private.outbox.recipient_id is 'The one subscriber that it is for. Null: everyone who subscribes.';
create index on private.outbox (client_id, created_at);
alter table private.outbox enable row level security;

create function private.emit_event(client_id uuid, type text, data jsonb) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  event_id uuid;
begin
  insert into private.outbox (client_id, type, data, request_id)
  values (emit_event.client_id, emit_event.type, emit_event.data, left(private.request_header('x-request-id'), 200))
  returning id into event_id;
  return event_id;
end
$$;
comment on function private.emit_event is
  'Writes an event in the caller''s transaction. data is the resource as the API shows it.';

create function private.emit_events(type text, client_ids uuid[], data jsonb[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.outbox (client_id, type, data, request_id)
  select e.client_id, emit_events.type, e.data, left(private.request_header('x-request-id'), 200)
  from unnest(client_ids, emit_events.data) as e (client_id, data)
$$;
comment on function private.emit_events is
  'private.emit_event for many events of one type in one statement: data[i] belongs to client_ids[i].';

-- supabase/schemas/00_kernel/setting_definitions.sql

-- The settings there are, with types, bounds and defaults. Each capability registers its own.

create table private.setting_definitions (
  key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
  default_value jsonb not null,
  type text not null check (type in ('integer', 'number', 'boolean', 'string')),
  minimum numeric,
  maximum numeric,
  allowed jsonb,
  description text not null,
  operator_only boolean not null default false
);
alter table private.setting_definitions enable row level security;
comment on column private.setting_definitions.minimum is 'For a string, the minimum length in characters.';

create function private.setting_problem(definition private.setting_definitions, value jsonb) returns text
language sql immutable set search_path = '' as $$
  select case
    when definition.type in ('integer', 'number') and jsonb_typeof(value) is distinct from 'number'
      or definition.type in ('boolean', 'string') and jsonb_typeof(value) is distinct from definition.type
      then format('must be of type %s', definition.type)
    when definition.type = 'integer' and value::numeric <> trunc(value::numeric) then 'must be a whole number'
    when definition.type in ('integer', 'number') and not value::numeric
      between coalesce(definition.minimum, value::numeric) and coalesce(definition.maximum, value::numeric)
      then format('must be %s–%s', definition.minimum, definition.maximum)
    when definition.type = 'string' and not length(value #>> '{}')
      between coalesce(definition.minimum, 0) and coalesce(definition.maximum, 1000)
      then format('must have %s–%s characters', coalesce(definition.minimum, 0), coalesce(definition.maximum, 1000))
    when definition.allowed is not null and not definition.allowed @> value
      then format('must be one of %s', (select string_agg(a, ', ')
        from jsonb_array_elements_text(definition.allowed) a))
  end
$$;
comment on function private.setting_problem is 'Says why a value does not fit its definition. Null if it does.';

-- supabase/schemas/00_kernel/settings.sql

-- Guarantees: a tenant's settings keep to their definitions, whoever writes them.

create table public.settings (
  client_id uuid not null references public.clients,
  key text not null references private.setting_definitions,
  value jsonb,
  version integer not null default 1,
  updated_by uuid default auth.uid(),
  updated_at timestamptz not null default now(),
  primary key (client_id, key)
);
comment on column public.settings.value is
  'Null means the default. The row stays, to keep its version and its last author.';
alter table public.settings enable row level security;

create policy "members see their tenant's settings" on public.settings
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('settings:read')));
grant select on public.settings to authenticated;

select private.enable_audit('public.settings');
create trigger touch before update on public.settings
  for each row when (new.version = old.version) execute function private.touch();

-- The operator writes this table directly, so the bounds are checked here and not only in the settings API.
-- Definer: writers may not read definitions.
create function private.check_setting() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem text;
begin
  select private.setting_problem(d, new.value) into problem from private.setting_definitions d where d.key = new.key;
  if problem is not null then
    perform private.fail(422, 'VALIDATION_ERROR', format('Setting %s is %s, %s', new.key, new.value, problem),
      jsonb_build_object('details', jsonb_build_array(
        jsonb_build_object('path', new.key, 'code', 'out_of_bounds', 'message', problem))));
  end if;
  return new;
end
$$;
create trigger check_setting before insert or update on public.settings
  for each row when (new.value is not null) execute function private.check_setting();

create function private.setting(client_id uuid, key text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(s.value, d.default_value)
    from private.setting_definitions d
    left join public.settings s on s.client_id = setting.client_id and s.key = d.key
    where d.key = setting.key);
end
$$;
comment on function private.setting is
  'The tenant''s value of a setting, otherwise its default. Null for an unknown key.';

-- supabase/schemas/00_kernel/change_settings.sql

-- Guarantees: several settings change together or not at all, nobody overwrites a change they have not seen, and only
-- the operator sets what is operator_only.

-- A null value restores the default.
create function private.write_setting(tenant uuid, key text, value jsonb, if_match integer) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  definition constant private.setting_definitions := private.setting_definition(key);
  written public.settings;
begin
  if definition.operator_only and not private.is_operator() then
    perform private.fail(403, 'FORBIDDEN', format('Only the operator may set %s', definition.key));
  end if;
  select * into written from public.settings s
  where s.client_id = tenant and s.key = definition.key and s.value is not distinct from write_setting.value
    and (if_match is null or s.version = if_match)
  for no key update;
  if found then
    return private.setting_json(definition, written);
  end if;
  insert into public.settings as s (client_id, key, value)
  values (tenant, definition.key, write_setting.value)
  on conflict on constraint settings_pkey do update
    set value = excluded.value, updated_by = auth.uid()
    where if_match is null or s.version = if_match
  returning * into written;
  -- What was not there is version 0, a row that was just made version 1.
  if if_match is not null and written.version is distinct from if_match + 1 then
    perform private.fail(412, 'VERSION_MISMATCH',
      format('If-Match is not the current version of setting %s; fetch it again and retry', definition.key));
  end if;
  return private.setting_json(definition, written);
end
$$;

-- Definer: see list_settings.
create function public.put_setting(key text, change jsonb, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
begin
  return private.write_setting(tenant, key, coalesce(change -> 'value', 'null'), if_match);
end
$$;
comment on function public.put_setting is
  'Sets a setting to the value of change {value} and returns it. if_match is the version that the caller read, 0 '
  'for a setting that was never set. Raises 400, 401, 403 (also for settings that only the operator may set), 404, '
  '412 VERSION_MISMATCH, 422 out of bounds.';
grant execute on function public.put_setting to authenticated;

-- Definer: see list_settings.
create function public.reset_setting(key text, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
begin
  return private.write_setting(tenant, key, null, if_match);
end
$$;
comment on function public.reset_setting is
  'Restores the default of a setting and returns it. Raises the same errors as put_setting.';
grant execute on function public.reset_setting to authenticated;

-- The problems of changes {key: value}, in the order of the keys.
create function private.change_problems(changes jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('path', p.key, 'code', p.code, 'message', p.message) order by p.key)
  from (
    select c.key,
      case when d.key is null then 'unknown_key' when d.operator_only and not private.is_operator() then 'operator_only'
        else 'out_of_bounds' end as code,
      case when d.key is null then 'there is no such setting'
        when d.operator_only and not private.is_operator() then 'only the operator may set it'
        when c.value <> 'null' then private.setting_problem(d, c.value) end as message
    from jsonb_each(changes) c
    left join private.setting_definitions d on d.key = c.key
  ) p
  where p.message is not null
$$;

-- Definer: see list_settings. It writes in the order of the keys so that concurrent changes do not deadlock.
create function public.patch_settings(changes jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
  problems jsonb;
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    perform private.fail(422, 'VALIDATION_ERROR', 'changes must be an object {key: value, …}');
  end if;
  problems := private.change_problems(changes);
  if problems is not null then
    perform private.fail(422, 'VALIDATION_ERROR',
      format('Nothing was changed: %s %s', problems -> 0 ->> 'path', problems -> 0 ->> 'message'),
      jsonb_build_object('details', problems));
  end if;
  insert into public.settings as s (client_id, key, value)
  select tenant, c.key, nullif(c.value, 'null') from jsonb_each(changes) c order by c.key
  on conflict on constraint settings_pkey do update set value = excluded.value, updated_by = auth.uid()
    where s.value is distinct from excluded.value;
  return private.settings_json(tenant, array(select jsonb_object_keys(changes)));
end
$$;
comment on function public.patch_settings is
  'Sets several settings, all or none, and returns them. A null restores the default. Raises 400, 401, 403, 404, '
  'and 422 with one detail per bad key (unknown_key, operator_only, out_of_bounds).';
grant execute on function public.patch_settings to authenticated;

-- supabase/schemas/00_kernel/read_settings.sql

-- Reading settings and their definitions.

create function private.setting_definition(key text) returns private.setting_definitions
language plpgsql stable set search_path = '' as $$
declare
  definition private.setting_definitions;
begin
  select * into definition from private.setting_definitions d where d.key = setting_definition.key;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no setting %s', key));
  end if;
  return definition;
end
$$;

create function private.setting_json(definition private.setting_definitions, setting public.settings) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('key', definition.key, 'value', coalesce(setting.value, definition.default_value),
    'default_value', definition.default_value, 'is_default', setting.value is null,
    'description', definition.description, 'operator_only', definition.operator_only,
    'version', coalesce(setting.version, 0), 'updated_by', setting.updated_by, 'updated_at', setting.updated_at)
$$;
comment on function private.setting_json is 'A setting as the API returns it. Version 0 means that it was never set.';

create function private.settings_json(tenant uuid, keys text[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.setting_json(d, s) order by d.key), '[]')
  from private.setting_definitions d
  left join public.settings s on s.client_id = tenant and s.key = d.key
  where d.key = any (keys)
$$;

-- Definer: callers may not read definitions.
create function public.list_settings() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
begin
  return private.settings_json(tenant, array(select d.key from private.setting_definitions d));
end
$$;
comment on function public.list_settings is
  'All settings with value, default and last change: [{key, value, default_value, is_default, description, '
  'operator_only, version, updated_by, updated_at}]. The secret key names the tenant in x-client-id. Raises 400, '
  '401, 403, 404.';
grant execute on function public.list_settings to authenticated;

-- Definer: see list_settings.
create function public.get_setting(key text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
  definition constant private.setting_definitions := private.setting_definition(key);
begin
  return private.settings_json(tenant, array[definition.key]) -> 0;
end
$$;
comment on function public.get_setting is
  'Returns one setting, as list_settings shows it. Raises 400, 401, 403, 404.';
grant execute on function public.get_setting to authenticated;

-- Definer: callers may not read the table, because they must not be able to lock it.
create function public.list_setting_definitions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    perform private.authorize('settings:read');
  end if;
  return (select jsonb_agg(to_jsonb(d) order by d.key) from private.setting_definitions d);
end
$$;
comment on function public.list_setting_definitions is
  'The settings there are: [{key, type, default_value, minimum, maximum, allowed, description, operator_only}]. '
  'Raises 401, 403.';
grant execute on function public.list_setting_definitions to authenticated;

-- supabase/schemas/00_kernel/setting_changes.sql

-- The history of settings, read from the audit log.

create index settings_history on public.audit_log (client_id, record_id, id desc) where resource = 'settings';

create view public.settings_audit with (security_invoker = true) as
select a.client_id, a.id, a.record_id as key,
  nullif(a.before -> 'value', 'null') as old_value, nullif(a.after -> 'value', 'null') as new_value,
  a.actor_id as changed_by, a.key_id, a.request_id, a.occurred_at as changed_at
from public.audit_log a
where a.resource = 'settings';
comment on view public.settings_audit is
  'Each change of a setting. A null value means the default. Rows of audit_log, under its policies.';
grant select on public.settings_audit to authenticated;

-- Definer: the operator has no policy. Each call gets its own plan, because a null filter must not keep the others from
-- using their index.
create function public.list_setting_changes(
  key text default null, after_id bigint default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(to_jsonb(p) - 'client_id' order by p.id desc), '[]') into rows
  from (
    select * from public.settings_audit a
    where a.client_id = tenant
      and (list_setting_changes.key is null or a.key = list_setting_changes.key)
      and (after_id is null or a.id < after_id)
    order by a.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.settings_audit a
    where a.client_id = tenant and (list_setting_changes.key is null or a.key = list_setting_changes.key);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_setting_changes is
  'Changes of settings after the cursor after_id, newest first: {rows: [{id, key, old_value, new_value, changed_by, '
  'key_id, request_id, changed_at}], total}. total is null unless with_total. Raises 400, 401, 403, 404.';
grant execute on function public.list_setting_changes to authenticated;

-- supabase/schemas/00_kernel/rate_limits.sql

-- Requests a minute by caller. The tiers are generated into shared/access/rate_tiers.ts; a tenant's own numbers are its
-- settings limits.<tier> and travel in the tokens, so that no request has to ask for them.

create table private.rate_tiers (
  tier text primary key check (tier ~ '^[a-z_]+$'),
  per_minute integer not null check (per_minute between 1 and 60000)
);
alter table private.rate_tiers enable row level security;

create function private.add_rate_tier(tier text, per_minute integer, description text) returns void
language sql volatile set search_path = '' as $$
  insert into private.rate_tiers (tier, per_minute) values (tier, per_minute);
  insert into private.setting_definitions
    (key, default_value, type, minimum, maximum, description, operator_only)
  values ('limits.' || tier, to_jsonb(per_minute), 'integer', 1, 60000, description, true);
$$;
comment on function private.add_rate_tier is
  'Adds a tier and the setting limits.<tier>, with which the operator changes it for a tenant. Called by register.sql '
  'files.';

create function private.rate_limits(tenant uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_object_agg(split_part(s.key, '.', 2), s.value)
  from public.settings s
  where s.client_id = tenant and s.value is not null
    and s.key in (select 'limits.' || t.tier from private.rate_tiers t)
$$;
comment on function private.rate_limits is
  'The numbers that the operator has set for the tenant: {tier: requests a minute}. Null if there are none.';

-- Definer: auth.users belongs to the auth service.
create function private.sync_rate_limits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
begin
  update auth.users u
  set raw_app_meta_data = (u.raw_app_meta_data - 'limits')
    || jsonb_strip_nulls(jsonb_build_object('limits', private.rate_limits(tenant)))
  from public.client_members m
  where m.client_id = tenant and u.id = m.user_id and u.raw_app_meta_data ->> 'client_id' = tenant::text;
  return null;
end
$$;
create trigger sync_rate_limits after insert or update on public.settings
  for each row when (new.key like 'limits.%') execute function private.sync_rate_limits();
create trigger sync_rate_limits_away after delete on public.settings
  for each row when (old.key like 'limits.%') execute function private.sync_rate_limits();

-- supabase/schemas/00_kernel/write_budget.sql

-- Guarantees: a tenant writes through the Data API about as often as limits.data_api_writes says, whichever caller or
-- function does it. Rolled-back requests do not count.

-- No counter, which all writes of a tenant would wait for: one write in many leaves a mark that stands for all of them.
-- Unlogged, because marks are worthless after a minute.
create unlogged table private.write_marks (
  client_id uuid not null references public.clients on delete cascade,
  marked_at timestamptz not null default clock_timestamp()
);
create index on private.write_marks (client_id, marked_at);
create index on private.write_marks using brin (marked_at);
alter table private.write_marks enable row level security;

-- Definer: callers may not read or write marks. At 200 marks a minute the bound is right within some percent.
create function private.count_write() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := auth.jwt() -> 'app_metadata' ->> 'client_id';
  budget constant integer := private.setting(tenant, 'limits.data_api_writes');
  writes_a_mark constant integer := greatest(budget / 200, 1);
  marks constant bigint := (
    select count(*) from private.write_marks m
    where m.client_id = tenant and m.marked_at > clock_timestamp() - interval '1 minute');
begin
  if marks * writes_a_mark >= budget then
    perform private.fail(429, 'RATE_LIMITED', format('The tenant wrote more than %s times in a minute', budget),
      '{"retry_after": 10}');
  end if;
  insert into private.write_marks (client_id)
  select c.id from public.clients c where c.id = tenant and random() * writes_a_mark < 1;
end
$$;
grant execute on function private.count_write to authenticated;

-- PostgREST runs it at the start of each request, as the caller.
create function public.check_request() returns void
language plpgsql volatile set search_path = '' as $$
begin
  if auth.jwt() -> 'app_metadata' ? 'client_id' and current_user = 'authenticated'
    and current_setting('request.method', true) not in ('GET', 'HEAD')
    and current_setting('transaction_read_only') = 'off' then
    perform private.count_write();
  end if;
end
$$;
comment on function public.check_request is
  'Runs before each request of the Data API. Raises 429 RATE_LIMITED if the tenant writes too often.';
grant execute on function public.check_request to anon, authenticated, service_role;

do $$ begin
  execute format('alter role authenticator in database %I set pgrst.db_pre_request = %L',
    current_database(), 'public.check_request');
  notify pgrst, 'reload config';
end $$;

-- supabase/schemas/00_kernel/api_keys.sql

-- Guarantees: an API key is stored only as a digest and stops working in the next statement after it is revoked,
-- expires or is rotated out, together with every token exchanged for it.

create table public.api_keys (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100 and name = trim(name)),
  prefix text not null,
  mode text not null default 'live' check (mode in ('live', 'test')),
  scopes text[] not null check (cardinality(scopes) <= 100),
  allowed_cidrs cidr[]
    check (cardinality(allowed_cidrs) between 1 and 50 and array_position(allowed_cidrs, null) is null),
  expires_at timestamptz,
  rotated_at timestamptz,
  overlap_ends_at timestamptz,
  revoked_at timestamptz,
  revoked_because text check (revoked_because in ('requested', 'parent_revoked', 'member_removed', 'member_demoted')),
  last_used_at timestamptz,
  use_count bigint not null default 0,
  last_denied_at timestamptz,
  denied_count bigint not null default 0,
  created_by uuid not null default auth.uid(),
  created_by_key uuid,
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index on public.api_keys (client_id, created_at desc, id desc);
create unique index on public.api_keys (id);
comment on column public.api_keys.mode is 'Test keys are for development: they work on the same data and end soon.';
comment on column public.api_keys.allowed_cidrs is 'Where the key works. Null: everywhere.';
comment on column public.api_keys.overlap_ends_at is 'Until then the secret before the last rotation works too.';
comment on column public.api_keys.revoked_because is
  'parent_revoked: the key that made it, or its secret, was revoked. member_demoted: the role left it no scope.';
comment on column public.api_keys.use_count is
  'Requests as reported by the functions, each at most once a minute. A function that is killed loses what it had not '
  'reported.';
comment on column public.api_keys.denied_count is 'How many of them were refused with 403 or 429, reported likewise.';
alter table public.api_keys enable row level security;

create policy "api_keys:manage sees the tenant's API keys" on public.api_keys
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('api_keys:manage')));
grant select on public.api_keys to authenticated;

-- Being used is not a change that somebody made.
select private.enable_audit('public.api_keys', 'last_used_at', 'use_count', 'last_denied_at', 'denied_count');

-- A key has two while a rotation overlaps. The key itself never reaches the database.
create table private.api_key_secrets (
  prefix text primary key check (prefix ~ '^[0-9a-z]{8}$'),
  digest bytea not null check (length(digest) = 32),
  client_id uuid not null,
  key_id uuid not null,
  expires_at timestamptz,
  created_by uuid default auth.uid(),
  created_by_key uuid default (auth.jwt() ->> 'key_id')::uuid,
  foreign key (client_id, key_id) references public.api_keys on delete cascade
);
create index on private.api_key_secrets (client_id, key_id);
alter table private.api_key_secrets enable row level security;
comment on column private.api_key_secrets.digest is
  'SHA-256 of the whole key. It has 256 random bits, so a slow hash would add nothing.';

-- Everyone who knows a secret of the key because they made it.
create view private.api_key_makers with (security_invoker = true) as
select k.client_id, k.id as key_id, k.created_by as user_id, k.created_by_key as maker_key_id from public.api_keys k
union
select s.client_id, s.key_id, s.created_by, s.created_by_key from private.api_key_secrets s
where s.expires_at is null or s.expires_at > now();

create view private.live_api_keys with (security_invoker = true) as
select s.prefix as secret_prefix, s.digest, least(s.expires_at, k.expires_at) as ends_at, k.*
from private.api_key_secrets s
join public.api_keys k on k.client_id = s.client_id and k.id = s.key_id
join public.clients c on c.id = k.client_id
where k.revoked_at is null
  and c.status = 'active'
  and (s.expires_at is null or s.expires_at > now())
  and (k.expires_at is null or k.expires_at > now());

-- supabase/schemas/00_kernel/on_behalf.sql

-- The service role acting on behalf of a caller, who is a member or an API key.

create function private.require_member(tenant uuid, caller uuid, scope text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if caller is not null and not exists (
    select from public.client_members m
    join public.clients c on c.id = m.client_id and c.status = 'active'
    join private.role_scopes s on s.role = m.role and s.scope = require_member.scope
    where m.client_id = tenant and m.user_id = caller
  ) and not exists (
    select from private.live_api_keys k where k.client_id = tenant and k.id = caller
      and require_member.scope = any (k.scopes)
  ) then
    perform private.fail(403, 'FORBIDDEN', format('You do not have the scope %s', scope));
  end if;
end
$$;

create function private.claims_of(caller uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    (select jsonb_build_object('sub', k.created_by, 'key_id', k.id) from public.api_keys k
      where k.id = claims_of.caller),
    jsonb_build_object('sub', claims_of.caller))
$$;
comment on function private.claims_of is
  'The claims that audit entries record when the service role acts for a caller.';

-- supabase/schemas/00_kernel/exchange_api_keys.sql

-- Exchanges an API key for the claims of a short-lived token.

-- Constant time: it does not depend on which byte differs.
create function private.same_digest(a bytea, b bytea) returns boolean
language sql immutable set search_path = '' as $$
  select bit_count(('x' || encode(a, 'hex'))::bit(256) # ('x' || encode(b, 'hex'))::bit(256)) = 0
$$;

-- A key is counted at most once a minute, so that its row is not written with each request.
create function private.count_key_uses(key_id uuid, uses integer, denials integer, allowed boolean) returns boolean
language plpgsql volatile set search_path = '' as $$
declare
  denied constant integer := greatest(denials, 0) + case when allowed then 0 else 1 end;
begin
  update public.api_keys k
  set use_count = k.use_count + greatest(uses, 1), denied_count = k.denied_count + denied,
    last_used_at = case when allowed then now() else k.last_used_at end,
    last_denied_at = case when denied > 0 then now() else k.last_denied_at end
  where k.id = count_key_uses.key_id
    and coalesce(greatest(k.last_used_at, k.last_denied_at) <= now() - interval '1 minute', true);
  return found;
end
$$;

-- Definer: only the functions, with the secret key, exchange; nobody reads digests.
create function public.exchange_api_key(
  prefix text, digest text, uses integer default 1, denials integer default 0, address inet default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  key record;
  allowed boolean;
begin
  select * into key from private.live_api_keys k where k.secret_prefix = exchange_api_key.prefix;
  if not found or not private.same_digest(key.digest, decode(exchange_api_key.digest, 'hex')) then
    perform private.fail_dead_key();
  end if;
  allowed := coalesce(address <<= any (key.allowed_cidrs), key.allowed_cidrs is null);
  return jsonb_build_object('key_id', key.id, 'client_id', key.client_id, 'user_id', key.created_by, 'scopes',
    key.scopes,
    'limits', coalesce(private.rate_limits(key.client_id), '{}'),
    'counted', private.count_key_uses(key.id, uses, denials, allowed),
    'allowed', allowed, 'restricted', key.allowed_cidrs is not null,
    'seconds', least(60, ceil(extract(epoch from key.ends_at - now())))::integer);
end
$$;
comment on function public.exchange_api_key is
  'The claims of a token for the key with this prefix and SHA-256 (hexadecimal): {key_id, client_id, user_id, '
  'scopes, limits, seconds, counted, allowed, restricted}. seconds: how long the token may live. uses, denials: '
  'requests, and refused ones, since the key was last counted, which happens at most once a minute. allowed: whether '
  'the key works from this address; if not, the caller must refuse. restricted: it works only from some. Raises 401.';
grant execute on function public.exchange_api_key to service_role;

-- supabase/schemas/00_kernel/check_api_keys.sql

-- What a new API key may be.

create function private.check_new_key(wanted public.api_keys) returns void
language plpgsql stable set search_path = '' as $$
begin
  if wanted.name is null or wanted.name <> trim(wanted.name) or length(wanted.name) not between 1 and 100 then
    perform private.invalid('name', 'length', 'must have 1–100 characters, without spaces around them');
  end if;
  if coalesce(cardinality(wanted.scopes), 0) = 0 or array_position(wanted.scopes, null) is not null then
    perform private.invalid('scopes', 'required', 'must name at least one scope');
  end if;
  if wanted.mode is null or wanted.mode not in ('live', 'test') then
    perform private.invalid('mode', 'unknown_value', 'must be live or test');
  end if;
  if cardinality(wanted.allowed_cidrs) not between 1 and 50 then
    perform private.invalid('allowed_cidrs', 'length', 'must have 1–50 networks; null means everywhere');
  end if;
  if wanted.expires_at <= now() then
    perform private.invalid('expires_at', 'past', 'must be in the future');
  end if;
  if wanted.expires_at >= '10000-01-01 00:00:00+00' then
    perform private.invalid('expires_at', 'range', 'must be before the year 10000');
  end if;
  if wanted.mode = 'test' and wanted.expires_at > now() + interval '90 days' then
    perform private.invalid('expires_at', 'range', 'must be within 90 days for a test key');
  end if;
end
$$;

create function private.read_networks(networks text[]) returns cidr[]
language plpgsql immutable set search_path = '' as $$
begin
  return networks::cidr[];
exception when invalid_text_representation then
  perform private.invalid('allowed_cidrs', 'invalid_format', 'must be addresses or networks, such as 203.0.113.0/24');
  return null;
end
$$;

-- supabase/schemas/00_kernel/change_api_keys.sql

-- Guarantees: a key can do what it was given, and never more than its creator.

create function private.api_key_status(key public.api_keys) returns text
language sql stable set search_path = '' as $$
  select case when key.revoked_at is not null then 'revoked' when key.expires_at <= now() then 'expired'
    else 'active' end
$$;

create function private.api_key_json(key public.api_keys) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(key) - 'client_id'
    || jsonb_build_object('prefix', format('fl_%s_%s', key.mode, key.prefix), 'status', private.api_key_status(key))
$$;
grant execute on function private.api_key_status, private.api_key_json to authenticated;

-- Creating, rotating and ending the keys of a tenant wait for each other. The second look is after the wait: a caller
-- who lost the right meanwhile makes no key.
create function private.authorize_keys() returns uuid
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_api_keys(private.authorize('api_keys:manage'));
  return private.authorize('api_keys:manage');
end
$$;

-- A caller can create or rotate only keys whose scopes and lifetime they have themselves. Keys that manage keys are
-- an owner's decision: without that, an admin could leave one behind.
create function private.require_own(scopes text[], expires_at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
  foreign_scope text;
  own_end timestamptz;
begin
  select s into foreign_scope from unnest(scopes) s where not private.can(s) limit 1;
  if found then
    perform private.fail(403, 'FORBIDDEN', format('You cannot give the scope %s: it is not yours', foreign_scope));
  end if;
  if 'api_keys:manage' = any (scopes) and private.role() is distinct from 'owner' then
    perform private.fail(403, 'FORBIDDEN', 'Only an owner may create or rotate a key with the scope api_keys:manage');
  end if;
  if claims ? 'key_id' then
    own_end := (private.calling_key(claims)).expires_at;
    if own_end < coalesce(expires_at, 'infinity') then
      perform private.fail(403, 'FORBIDDEN',
        format('This key expires at %s and cannot create or rotate one that expires later', own_end));
    end if;
  end if;
end
$$;

create function private.keep_key_digest(key public.api_keys, digest text) returns void
language sql volatile set search_path = '' as $$
  insert into private.api_key_secrets (prefix, digest, client_id, key_id)
  values (key.prefix, decode(keep_key_digest.digest, 'hex'), key.client_id, key.id)
$$;

create function private.check_key_digest(prefix text, digest text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if prefix !~ '^[0-9a-z]{8}$' or digest !~ '^[0-9a-f]{64}$' or prefix is null or digest is null then
    perform private.fail(422, 'VALIDATION_ERROR',
      'prefix must be 8 of a–z and 0–9, digest the hexadecimal SHA-256 of the key');
  end if;
  if exists (select from private.api_key_secrets s where s.prefix = check_key_digest.prefix) then
    perform private.fail(409, 'CONFLICT', 'This prefix is taken; generate another key');
  end if;
end
$$;

-- Definer: callers may not write keys or digests, because a key must not exceed its creator's scopes.
create function public.create_api_key(
  name text, scopes text[], prefix text, digest text, expires_at timestamptz default null, mode text default 'live',
  allowed_cidrs text[] default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  key public.api_keys;
  earlier jsonb;
begin
  key.client_id := private.authorize_keys();
  key.name := name;
  key.scopes := array(select distinct s from unnest(scopes) s order by s);
  key.mode := mode;
  key.allowed_cidrs := private.read_networks(allowed_cidrs);
  earlier := private.replay('create_api_key',
    private.fingerprint(jsonb_build_array(name, key.scopes, expires_at, mode, key.allowed_cidrs)));
  if earlier is not null then
    return earlier;
  end if;
  key.expires_at := coalesce(expires_at, case when mode = 'test' then now() + interval '90 days' end);
  perform private.check_new_key(key), private.require_own(key.scopes, key.expires_at),
    private.check_key_digest(prefix, digest);
  insert into public.api_keys (client_id, name, prefix, mode, scopes, allowed_cidrs, expires_at, created_by_key)
  values (key.client_id, key.name, create_api_key.prefix, key.mode, key.scopes, key.allowed_cidrs, key.expires_at,
    (auth.jwt() ->> 'key_id')::uuid)
  returning * into key;
  perform private.keep_key_digest(key, digest);
  return private.remember('create_api_key', jsonb_build_object('status', 201, 'body', private.api_key_json(key)));
end
$$;
comment on function public.create_api_key is
  'Creates an API key. The caller generates it and sends only its prefix and SHA-256 (hexadecimal). A test key ends '
  'within 90 days. Returns {status, body: key, replayed?}. Raises 401, 403 for scopes or a lifetime that the caller '
  'does not have, 409 IDEMPOTENCY_KEY_REUSED or CONFLICT, 422.';
grant execute on function public.create_api_key to authenticated;

create function private.lock_api_key(tenant uuid, key_id uuid) returns public.api_keys
language plpgsql volatile set search_path = '' as $$
declare
  key public.api_keys;
begin
  select * into key from public.api_keys k where k.client_id = tenant and k.id = key_id for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such API key');
  end if;
  return key;
end
$$;

-- supabase/schemas/00_kernel/rotate_api_keys.sql

-- Rotating API keys.

-- Definer: see create_api_key.
create function public.rotate_api_key(
  key_id uuid, prefix text, digest text, overlap_hours integer default 24, test_digest text default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize_keys();
  earlier constant jsonb := private.replay('rotate_api_key',
    private.fingerprint(jsonb_build_array(key_id, overlap_hours)));
  key public.api_keys;
  new_digest text;
begin
  if earlier is not null then
    return earlier;
  end if;
  if overlap_hours is null or overlap_hours not between 0 and 168 then
    perform private.invalid('overlap_hours', 'range', 'must be 0–168');
  end if;
  key := private.lock_api_key(tenant, key_id);
  if key.revoked_at is not null or key.expires_at <= now() then
    perform private.fail(409, 'API_KEY_INACTIVE', 'The key is revoked or expired; create another one');
  end if;
  new_digest := case key.mode when 'test' then test_digest else digest end;
  perform private.require_own(key.scopes, key.expires_at), private.check_key_digest(prefix, new_digest);
  delete from private.api_key_secrets s
  where s.client_id = tenant and s.key_id = key.id and (s.prefix <> key.prefix or overlap_hours = 0);
  update private.api_key_secrets s set expires_at = now() + make_interval(hours => overlap_hours)
    where s.prefix = key.prefix;
  update public.api_keys k
  set prefix = rotate_api_key.prefix, rotated_at = now(),
    overlap_ends_at = case when overlap_hours > 0 then now() + make_interval(hours => overlap_hours) end
  where k.client_id = tenant and k.id = key.id
  returning * into key;
  perform private.keep_key_digest(key, new_digest);
  return private.remember('rotate_api_key', jsonb_build_object('status', 200, 'body', private.api_key_json(key)));
end
$$;
comment on function public.rotate_api_key is
  'Gives a key a new secret. digest is of its text as a live key, test_digest as a test key. The current secret works '
  'for overlap_hours more; older ones stop at once. Returns {status, body: key, replayed?}. Raises 401, 403, 404, 409 '
  'API_KEY_INACTIVE, IDEMPOTENCY_KEY_REUSED or CONFLICT, 422.';
grant execute on function public.rotate_api_key to authenticated;

-- supabase/schemas/00_kernel/revoke_api_keys.sql

-- Guarantees: a key ends together with the key or the member that made it, and loses each scope that its member loses.

create function private.lock_api_keys(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('api_keys'), hashtext(tenant::text))
$$;

create function private.end_api_keys(tenant uuid, key_ids uuid[], reason text) returns void
language sql volatile set search_path = '' as $$
  with recursive ended (id) as (
    select unnest(key_ids)
    union
    select m.key_id
    from ended e
    join private.api_key_makers m on m.client_id = tenant and m.maker_key_id = e.id
  ), forgotten as (
    delete from private.api_key_secrets s using ended e where s.client_id = tenant and s.key_id = e.id
  )
  update public.api_keys k
  set revoked_at = now(), overlap_ends_at = null,
    revoked_because = case when k.id = any (key_ids) then reason else 'parent_revoked' end
  from ended e
  where k.client_id = tenant and k.id = e.id and k.revoked_at is null
$$;
comment on function private.end_api_keys is
  'Revokes keys, and every key that one of them created or rotated. The caller holds private.lock_api_keys.';

create function private.key_scopes(role public.member_role) returns text[]
language sql stable set search_path = '' as $$
  select array_agg(s.scope) from private.role_scopes s
  where s.role = key_scopes.role and (s.scope <> 'api_keys:manage' or key_scopes.role = 'owner')
$$;
comment on function private.key_scopes is 'The scopes that a member of this role may give to a key.';

create function private.keys_of_member(tenant uuid, user_id uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select array(
    select m.key_id from private.api_key_makers m where m.client_id = tenant and m.user_id = keys_of_member.user_id)
$$;

create function private.narrow_api_keys(tenant uuid, user_id uuid, role public.member_role) returns void
language plpgsql volatile set search_path = '' as $$
declare
  allowed constant text[] := private.key_scopes(role);
  affected constant uuid[] := private.keys_of_member(tenant, user_id);
begin
  perform private.end_api_keys(tenant,
    array(select k.id from public.api_keys k where k.id = any (affected) and not k.scopes && allowed),
    'member_demoted');
  update public.api_keys k
  set scopes = array(select unnest(k.scopes) intersect select unnest(allowed) order by 1)
  where k.client_id = tenant and k.id = any (affected) and k.revoked_at is null and not k.scopes <@ allowed;
end
$$;
comment on function private.narrow_api_keys is
  'Takes from a member''s keys the scopes that the role does not grant, and revokes keys that have none left.';

-- Also runs when the auth service deletes a user, because that deletes the memberships.
-- Definer: callers who change members may not write keys.
create function private.follow_members() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_api_keys(t.client_id) from (select distinct o.client_id from old_rows o order by 1) t;
  perform private.end_api_keys(o.client_id, private.keys_of_member(o.client_id, o.user_id), 'member_removed')
  from old_rows o
  where not exists (
    select from public.client_members m where m.client_id = o.client_id and m.user_id = o.user_id);
  perform private.narrow_api_keys(m.client_id, m.user_id, m.role)
  from old_rows o
  join public.client_members m on m.client_id = o.client_id and m.user_id = o.user_id and m.role < o.role;
  return null;
end
$$;
create trigger end_keys_of_removed after delete on public.client_members referencing old table as old_rows
  for each statement execute function private.follow_members();
create trigger narrow_keys_of_demoted after update on public.client_members referencing old table as old_rows
  for each statement execute function private.follow_members();

-- Definer: callers may not write events.
create function private.emit_api_key_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.emit_event(new.client_id,
    case when new.revoked_at is null then 'api_key.narrowed' else 'api_key.revoked' end, private.api_key_json(new));
  return null;
end
$$;
create trigger emit_event after update on public.api_keys
  for each row
  when (old.revoked_at is null and (new.revoked_at is not null or new.scopes <> old.scopes))
  execute function private.emit_api_key_event();

-- Definer: see create_api_key. The row stays, because audit entries refer to it.
create function public.revoke_api_key(key_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize_keys();
  key public.api_keys := private.lock_api_key(tenant, key_id);
begin
  perform private.end_api_keys(tenant, array[key.id], 'requested');
  return private.api_key_json(private.lock_api_key(tenant, key.id));
end
$$;
comment on function public.revoke_api_key is
  'Revokes a key and every key that it created or rotated, at once and for good, and returns it. Revoking it again '
  'changes nothing. Raises 401, 403, 404.';
grant execute on function public.revoke_api_key to authenticated;

-- supabase/schemas/00_kernel/read_api_keys.sql

-- Reading API keys.

create function public.get_api_key(key_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  key public.api_keys;
begin
  perform private.authorize('api_keys:manage');
  select * into key from public.api_keys k where k.id = key_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such API key');
  end if;
  return private.api_key_json(key);
end
$$;
comment on function public.get_api_key is 'Returns an API key, even a revoked one. Raises 401, 403, 404.';
grant execute on function public.get_api_key to authenticated;

-- Each call gets its own plan, because null filters must not keep the page from using its index.
create function public.list_api_keys(
  status text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  statuses constant text[] := case when status is null then '{active,expired}' else array[status] end;
  rows jsonb;
  total bigint;
begin
  perform private.authorize('api_keys:manage');
  select coalesce(jsonb_agg(p.shown order by p.created_at desc, p.id desc), '[]') into rows
  from (
    select private.api_key_json(k) as shown, k.created_at, k.id from public.api_keys k
    where private.api_key_status(k) = any (statuses)
      and private.after_cursor(k.created_at, k.id, after_time, after_id)
    order by k.created_at desc, k.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.api_keys k where private.api_key_status(k) = any (statuses);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_api_keys is
  'API keys after the cursor (after_time, after_id), newest first: {rows, total}. status is active, expired or '
  'revoked; without it the list leaves out revoked keys. total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_api_keys to authenticated;

-- supabase/schemas/00_kernel/event_scopes.sql

-- Who may read which events: an event needs the scope that reads its resource.

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is created.
create function private.subscribes(event_types text[], type text) returns boolean
language sql immutable parallel safe
return event_types && array['*', type, split_part(type, '.', 1) || '.*'];
grant execute on function private.subscribes to authenticated;

create function private.scopes_of(tenant uuid, member uuid, key_id uuid) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  if key_id is not null then
    return (select k.scopes from private.live_api_keys k where k.client_id = tenant and k.id = key_id limit 1);
  elsif member is not null then
    return array(
      select s.scope from public.client_members m join private.role_scopes s on s.role = m.role
      where m.client_id = tenant and m.user_id = member);
  end if;
  return array(select t.scope from private.event_types t);
end
$$;
comment on function private.scopes_of is
  'What a key, otherwise a member, may do in the tenant now. Null or empty if the key is dead or the member was '
  'removed. Without both it is the operator, who may read every event.';

create function private.caller_scopes() returns text[]
language sql stable set search_path = '' as $$
  select private.scopes_of(private.client_id(), auth.uid(), (auth.jwt() ->> 'key_id')::uuid)
$$;

create function private.types_readable_with(scopes text[]) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array(select t.type from private.event_types t where t.scope = any (scopes));
end
$$;
comment on function private.types_readable_with is 'The event types whose scope is one of these.';

-- Definer: callers cannot read event types.
create function private.readable_event_types() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.types_readable_with(private.caller_scopes());
end
$$;
comment on function private.readable_event_types is 'The event types whose resource the caller may read.';
grant execute on function private.readable_event_types to authenticated;

create function private.require_event_types(event_types text[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  readable constant text[] := private.readable_event_types();
  refused record;
begin
  select w.type, t.scope into refused
  from unnest(event_types) w (type)
  left join private.event_types t on private.subscribes(array[t.type], w.type)
    and (t.type = w.type or w.type ~ '^[a-z_]+\.[^[:space:][:cntrl:]*"\\]+$')
  where w.type <> '*' and (t.type is null or t.type <> all (readable))
  order by t.type nulls first limit 1;
  if found and refused.scope is null then
    perform private.invalid('event_types', 'unknown_value', format('there is no event type "%s"', refused.type));
  elsif found then
    perform private.fail(403, 'FORBIDDEN',
      format('You do not have the scope %s, which the event type %s needs', refused.scope, refused.type));
  end if;
end
$$;
comment on function private.require_event_types is
  'Raises 422 for an unknown event type and 403 for one that the caller may not read. "*" stands for those they may.';

-- supabase/schemas/00_kernel/schedules.sql

-- Guarantees: a scheduled task never overlaps itself, and each run leaves a record.

create table private.scheduled_tasks (
  name text primary key check (name ~ '^[a-z_]{1,100}$'),
  schedule text not null,
  command text not null,
  created_at timestamptz not null default now()
);
alter table private.scheduled_tasks enable row level security;
comment on column private.scheduled_tasks.command is
  'One statement. The result of a run is the value it returns, otherwise the number of rows it changed.';

create table private.task_runs (
  id bigint generated always as identity primary key,
  name text not null references private.scheduled_tasks on delete cascade,
  trigger text not null check (trigger in ('schedule', 'manual')),
  started_at timestamptz not null,
  duration_ms integer not null,
  succeeded boolean not null,
  result text
);
create index on private.task_runs (name, id desc);
alter table private.task_runs enable row level security;
comment on column private.task_runs.result is 'The result of the command, or the error if it failed.';

-- A failed run must leave a record, so every error is caught here, except a cancelled statement.
create function private.run_task(name text, trigger text default 'schedule') returns private.task_runs
language plpgsql volatile set search_path = '' as $$
declare
  task private.scheduled_tasks;
  began constant timestamptz := clock_timestamp();
  outcome text;
  changed bigint;
  succeeded boolean := true;
  run private.task_runs;
begin
  select * into task from private.scheduled_tasks t where t.name = run_task.name;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  if not pg_try_advisory_xact_lock(hashtext('run_task'), hashtext(task.name)) then
    return null;
  end if;
  begin
    if task.command ~* '^\s*(select|with)\M' then
      execute task.command into outcome;
    else
      execute task.command;
      get diagnostics changed = row_count;
      outcome := changed;
    end if;
  exception when others then
    succeeded := false;
    outcome := sqlerrm;
    raise warning 'scheduled task % failed: %', task.name, sqlerrm;
  end;
  insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded, result)
  values (task.name, run_task.trigger, began, extract(epoch from clock_timestamp() - began) * 1000, succeeded,
    left(nullif(outcome, ''), 1000))
  returning * into run;
  return run;
end
$$;
comment on function private.run_task is
  'Runs a scheduled task and records the run. Returns null, without a run, if the task is already running.';

create function private.schedule_task(name text, schedule text, command text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.scheduled_tasks as t (name, schedule, command)
  values (schedule_task.name, schedule_task.schedule, schedule_task.command)
  on conflict on constraint scheduled_tasks_pkey do update set schedule = excluded.schedule, command = excluded.command;
  perform cron.schedule(schedule_task.name, schedule_task.schedule,
    format('select private.run_task(%L)', schedule_task.name));
end
$$;
comment on function private.schedule_task is
  'Adds or changes a scheduled task. The schedule is in cron syntax, in UTC. Called by register.sql files.';

create function private.announce_schedules() returns timestamptz
language plpgsql volatile set search_path = '' as $$
begin
  perform cron.alter_job(j.jobid, active => j.active)
  from cron.job j where j.command = any (
    select format('select private.run_task(%L)', t.name) from private.scheduled_tasks t);
  return clock_timestamp();
end
$$;
comment on function private.announce_schedules is
  'Makes pg_cron read its jobs again. It misses jobs that a large migration adds, because so many changes of the '
  'catalog in one transaction overflow the queue by which it hears of them. Returns when it was told.';

-- supabase/schemas/00_kernel/read_schedules.sql

-- Scheduled tasks and their runs in the API.

-- Definer: callers may not read tasks or runs.
create function public.list_schedules() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.jobs_tenant('jobs:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'schedule', t.schedule, 'last_run', r.started_at,
      'duration_ms', r.duration_ms, 'succeeded', r.succeeded,
      'result', case when private.is_operator() then r.result when not r.succeeded then 'It failed' end)
      order by t.name), '[]')
    from private.scheduled_tasks t
    left join lateral (select * from private.task_runs r where r.name = t.name order by r.id desc limit 1) r on true);
end
$$;
comment on function public.list_schedules is
  'All scheduled tasks with their last run: [{name, schedule, last_run, duration_ms, succeeded, result}]. Only the '
  'secret key sees results, because they are about all tenants. Raises 401, 403.';
grant execute on function public.list_schedules to authenticated;

-- Definer: see public.list_schedules. Only the service role may call this, because tasks cover all tenants.
create function public.run_schedule(name text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run constant private.task_runs := private.run_task(name, 'manual');
begin
  if run.id is null then
    perform private.fail(409, 'TASK_RUNNING', format('The scheduled task %s is already running', name));
  end if;
  return to_jsonb(run);
end
$$;
comment on function public.run_schedule is
  'Runs a scheduled task now: {id, name, trigger, started_at, duration_ms, succeeded, result}. Raises 404, 409 '
  'TASK_RUNNING.';
revoke execute on function public.run_schedule from public, anon, authenticated;
grant execute on function public.run_schedule to service_role;

-- Definer: see public.run_schedule.
create function public.list_task_runs(name text, after_id bigint default null, page_size integer default 20,
  with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  if not exists (select from private.scheduled_tasks t where t.name = list_task_runs.name) then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  select coalesce(jsonb_agg(to_jsonb(p) order by p.id desc), '[]') into rows
  from (
    select * from private.task_runs r
    where r.name = list_task_runs.name and r.id < coalesce(after_id, 9223372036854775807)
    order by r.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from private.task_runs r where r.name = list_task_runs.name;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_task_runs is
  'Runs of a scheduled task after the cursor after_id, newest first: {rows, total}. total is null unless '
  'with_total. Raises 404.';
revoke execute on function public.list_task_runs from public, anon, authenticated;
grant execute on function public.list_task_runs to service_role;

-- supabase/schemas/00_kernel/tenant_runs.sql

-- Guarantees: in a run over tenants, one that fails costs the others nothing. It is kept and tried again by itself.

create table private.tenant_failures (
  id bigint generated always as identity primary key,
  task text not null check (length(task) between 1 and 100),
  client_id uuid not null references public.clients on delete cascade,
  work text not null,
  argument jsonb,
  attempts integer not null default 1,
  error text not null,
  since timestamptz not null default clock_timestamp(),
  next_try timestamptz not null default clock_timestamp(),
  unique nulls not distinct (task, client_id, argument)
);
create index on private.tenant_failures (next_try);
alter table private.tenant_failures enable row level security;
comment on table private.tenant_failures is
  'The tenants whose part of a run failed. Only the operator sees them. Runs leave them out until a retry succeeds.';

create function private.keep_tenant_failure(task text, tenant uuid, work text, argument jsonb, error text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.tenant_failures (task, client_id, work, argument, error)
  values (keep_tenant_failure.task, tenant, keep_tenant_failure.work, keep_tenant_failure.argument, left(error, 1000))
  on conflict do nothing;
  raise warning '% failed for tenant %: %', task, tenant, error;
end
$$;

-- Halves the tenants until those that fail are alone, so that a few failures cost few repetitions.
-- A tenant that holds its own locks may delay the others by a second.
create function private.try_tenants(task text, tenants uuid[], work text, argument jsonb) returns bigint
language plpgsql volatile set search_path = '' set lock_timeout = '1s' as $$
declare
  half constant integer := cardinality(tenants) / 2;
  done bigint;
begin
  begin
    execute format('select %s($1, $2)', work) into done using tenants, argument;
    return done;
  exception when others then
    if half = 0 then
      perform private.keep_tenant_failure(task, tenants[1], work, argument, sqlerrm);
      return 0;
    end if;
  end;
  return private.try_tenants(task, tenants[:half], work, argument)
    + private.try_tenants(task, tenants[half + 1:], work, argument);
end
$$;

create function private.run_for_tenants(task text, tenants uuid[], work text, argument jsonb default null)
returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  healthy constant uuid[] := array(
    select t.id from unnest(tenants) with ordinality t (id, place)
    where not exists (
      select from private.tenant_failures f
      where f.client_id = t.id and f.task = run_for_tenants.task
        and f.argument is not distinct from run_for_tenants.argument)
    order by t.place);
begin
  return case when healthy = '{}' then 0 else private.try_tenants(task, healthy, work, argument) end;
end
$$;
comment on function private.run_for_tenants is
  'Calls work(tenants uuid[], argument jsonb), which returns a count, and returns the total. If a tenant makes it '
  'fail, the others are done without it and private.retry_tenants tries it again. work must call nothing outside.';

create function private.retry_tenant(failure private.tenant_failures) returns boolean
language plpgsql volatile set search_path = '' set lock_timeout = '1s' as $$
begin
  execute format('select %s($1, $2)', failure.work) using array[failure.client_id], failure.argument;
  delete from private.tenant_failures f where f.id = failure.id;
  return true;
exception when others then
  update private.tenant_failures f
  set attempts = f.attempts + 1, error = left(sqlerrm, 1000),
    next_try = clock_timestamp() + make_interval(mins => least(2 ^ (f.attempts - 1), 60)::integer)
  where f.id = failure.id;
  raise warning '% failed again for tenant %: %', failure.task, failure.client_id, sqlerrm;
  return false;
end
$$;
comment on function private.retry_tenant is
  'Tries the tenant''s part of a run again. After a failure it waits a minute, then twice as long each time, at most '
  'an hour.';

create function private.retry_tenants() returns text
language plpgsql volatile set search_path = '' as $$
declare
  outcome record;
begin
  select count(*) as tried, count(*) filter (where r.succeeded) as succeeded into outcome
  from (
    select private.retry_tenant(f) as succeeded
    from (
      select * from private.tenant_failures d where d.next_try <= clock_timestamp()
      order by d.next_try limit 100 for update skip locked
    ) f
  ) r;
  return format('%s of %s succeeded', outcome.succeeded, outcome.tried);
end
$$;
comment on function private.retry_tenants is
  'Tries again the tenants whose part of a run failed and whose pause is over.';

-- supabase/schemas/00_kernel/retention.sql

-- Guarantees: rows that a rule ends are deleted in batches, and a tenant whose rows cannot be deleted delays no other.

create table private.retention_rules (
  retained regclass primary key,
  ends_after text not null,
  aged_by text not null,
  only_if text not null default 'true',
  by_tenant boolean not null
);
alter table private.retention_rules enable row level security;
comment on column private.retention_rules.ends_after is 'Days, or the key of the setting that holds them.';
comment on column private.retention_rules.aged_by is 'The time, in terms of the row r, that the days are counted from.';

create function private.retain(retained regclass, ends_after text, aged_by text, only_if text default 'true')
returns void
language sql volatile set search_path = '' as $$
  insert into private.retention_rules (retained, ends_after, aged_by, only_if, by_tenant)
  values (retained, ends_after, aged_by, only_if, exists (
    select from pg_catalog.pg_attribute a where a.attrelid = retain.retained and a.attname = 'client_id'))
$$;
comment on function private.retain is
  'Adds the rule that ends the rows of a table. private.delete_expired applies it. Called by register.sql files.';

-- What the rows of tenants are compared with. An empty array of tenants is the rows that belong to none.
create function private.expired_rows(rule private.retention_rules) returns text
language sql stable set search_path = '' as $$
  select case when not rule.by_tenant
    then format('from %s r where %s < now() - make_interval(days => %s) and (%s)', rule.retained, rule.aged_by,
      rule.ends_after, rule.only_if)
    else format('from %s r left join (select c.id, now() - make_interval(days => %s) as oldest from public.clients c
      offset 0) t on t.id = r.client_id
      where %s < coalesce(t.oldest, now() - make_interval(days => %s)) and (%s)', rule.retained,
      case when rule.ends_after ~ '^\d+$' then rule.ends_after
        else format('private.setting(c.id, %L)::integer', rule.ends_after) end, rule.aged_by,
      case when rule.ends_after ~ '^\d+$' then rule.ends_after else '3650' end, rule.only_if)
  end
$$;

create function private.delete_expired_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  rule constant private.retention_rules := (
    select r from private.retention_rules r where r.retained = (argument ->> 'retained')::regclass);
  whose constant text := case when not rule.by_tenant then 'true' when tenants = '{}' then 'r.client_id is null'
    else 'r.client_id = any ($1)' end;
  total bigint := 0;
  deleted bigint;
begin
  for batch in 1..10 loop
    execute format('delete from %s where ctid = any (array(select r.ctid %s and %s limit 10000))', rule.retained,
      private.expired_rows(rule), whose) using tenants;
    get diagnostics deleted = row_count;
    total := total + deleted;
    exit when deleted < 10000;
  end loop;
  return total;
end
$$;
comment on function private.delete_expired_of is
  'Deletes up to 100,000 expired rows of the tenants. For private.run_for_tenants.';

create function private.delete_expired(retained regclass) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  rule constant private.retention_rules := (
    select r from private.retention_rules r where r.retained = delete_expired.retained);
  argument constant jsonb := jsonb_build_object('retained', retained::text);
  tenants uuid[];
  total bigint := private.delete_expired_of('{}', argument);
begin
  if rule.by_tenant then
    execute format('select array(select distinct r.client_id %s and r.client_id is not null)',
      private.expired_rows(rule)) into tenants;
    total := total + private.run_for_tenants('delete_expired', tenants, 'private.delete_expired_of', argument);
  end if;
  return total;
end
$$;
comment on function private.delete_expired is 'Applies the rule of a table and returns how many rows it deleted.';

-- A rule that fails stops no other.
create function private.delete_all_expired() returns text
language plpgsql volatile set search_path = '' as $$
declare
  rule private.retention_rules;
  failed text[] := '{}';
  total bigint := 0;
begin
  for rule in select * from private.retention_rules r order by r.retained::text loop
    begin
      total := total + private.delete_expired(rule.retained);
    exception when others then
      failed := failed || format('%s: %s', rule.retained, sqlerrm);
    end;
  end loop;
  if failed <> '{}' then
    raise warning 'rows that should have ended are still there: %', array_to_string(failed, '; ');
  end if;
  return concat_ws('; ', format('%s rows deleted', total), nullif(array_to_string(failed, '; '), ''));
end
$$;
comment on function private.delete_all_expired is 'Applies the rules of all tables.';

-- supabase/schemas/00_kernel/budgets.sql

-- Guarantees: a tenant stores no more than its budgets allow, and counting never makes writers wait for each other.

create table private.budgets (
  budget text primary key check (budget ~ '^[a-z_]+$'),
  unit text not null check (unit in ('rows', 'bytes')),
  key text not null unique references private.setting_definitions
);
alter table private.budgets enable row level security;
comment on column private.budgets.key is 'The setting limits.<budget> holds the tenant''s maximum.';

-- No foreign key to clients: a mark costs no more than an insert.
create table private.usage_marks (
  client_id uuid not null,
  budget text not null,
  rows bigint not null,
  bytes bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.usage_marks (client_id, budget);
alter table private.usage_marks enable row level security;
comment on table private.usage_marks is
  'What was added and taken away; the sum is a tenant''s usage. Writers only add marks, private.sum_usage joins them.';

create function private.add_budget(budget text, unit text, maximum bigint, description text) returns void
language sql volatile set search_path = '' as $$
  insert into private.setting_definitions
    (key, default_value, type, minimum, maximum, description, operator_only)
  values ('limits.' || budget, to_jsonb(maximum), 'integer', 0, 1000000000000, description, true);
  insert into private.budgets (budget, unit, key) values (budget, unit, 'limits.' || budget);
$$;
comment on function private.add_budget is
  'Adds a budget and the setting limits.<budget>, with which the operator changes it for a tenant. Called by '
  'register.sql files.';

create function private.budget_used(tenant uuid, budget text) returns bigint
language plpgsql stable set search_path = '' set enable_seqscan = 'off' as $$
begin
  if (select b.unit from private.budgets b where b.budget = budget_used.budget) = 'bytes' then
    return (select coalesce(sum(m.bytes), 0) from private.usage_marks m where m.client_id = tenant);
  end if;
  return (select coalesce(sum(m.rows), 0) from private.usage_marks m
    where m.client_id = tenant and m.budget = budget_used.budget);
end
$$;
comment on function private.budget_used is
  'How much of a budget the tenant has used: its rows, or the bytes of all rows.';

create function private.fail_budget(budget text, used bigint, maximum bigint) returns void
language sql volatile set search_path = '' as $$
  select private.fail(429, 'STORAGE_BUDGET_EXCEEDED',
    format('The tenant''s budget limits.%s is %s and this would use %s; delete something or ask for more', budget,
      maximum, used),
    jsonb_build_object('retry_after', 3600, 'details', jsonb_build_array(
      private.problem('limits.' || budget, 'budget_exceeded', format('at most %s', maximum))
        || jsonb_build_object('limit', 'limits.' || budget, 'used', used, 'maximum', maximum))))
$$;

create function private.require_budget(tenant uuid, budget text, adding bigint default 0) returns void
language plpgsql volatile set search_path = '' as $$
declare
  used constant bigint := private.budget_used(tenant, budget) + adding;
  maximum constant bigint := private.setting(tenant, 'limits.' || budget);
begin
  if used > maximum then
    perform private.fail_budget(budget, used, maximum);
  end if;
end
$$;
comment on function private.require_budget is
  'Ends the request with 429 STORAGE_BUDGET_EXCEEDED if the tenant''s usage and adding together exceed the budget.';

create function private.count_usage(tenant uuid, budget text, rows bigint, bytes bigint default 0) returns void
language sql volatile set search_path = '' as $$
  insert into private.usage_marks (client_id, budget, rows, bytes) values (tenant, budget, rows, bytes)
$$;
comment on function private.count_usage is 'Adds to the tenant''s usage, or with negative numbers takes away from it.';

create function private.sum_usage() returns bigint
language sql volatile set search_path = '' as $$
  with many as (
    select m.client_id, m.budget from private.usage_marks m group by 1, 2 having count(*) > 10
  ), gone as (
    delete from private.usage_marks m using many where m.client_id = many.client_id and m.budget = many.budget
    returning m.client_id, m.budget, m.rows, m.bytes
  ), summed as (
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select g.client_id, g.budget, sum(g.rows), sum(g.bytes) from gone g group by 1, 2
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_usage is
  'Replaces the marks of a tenant and budget by their sum, where there are many.';

-- supabase/schemas/00_kernel/count_rows.sql

-- Triggers that count the rows of tables for budgets.

-- Definer: writers may not write marks. Its argument is the budget.
create function private.count_inserted() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mark record;
begin
  for mark in
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select n.client_id, tg_argv[0], count(*), sum(pg_column_size(n.*)) from new_rows n group by n.client_id
    returning client_id
  loop
    perform private.require_budget(mark.client_id, tg_argv[0]), private.require_budget(mark.client_id, 'bytes');
  end loop;
  return null;
end
$$;

-- Definer: see private.count_inserted.
create function private.count_deleted() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.usage_marks (client_id, budget, rows, bytes)
  select o.client_id, tg_argv[0], -count(*), -sum(pg_column_size(o.*)) from old_rows o group by o.client_id;
  return null;
end
$$;

-- Definer: see private.count_inserted.
create function private.count_updated() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mark record;
begin
  for mark in
    insert into private.usage_marks (client_id, budget, rows, bytes)
    select c.client_id, tg_argv[0], 0, sum(c.bytes)
    from (
      select n.client_id, pg_column_size(n.*)::bigint as bytes from new_rows n
      union all
      select o.client_id, -pg_column_size(o.*)::bigint from old_rows o
    ) c
    group by c.client_id having sum(c.bytes) <> 0
    returning client_id, bytes
  loop
    if mark.bytes > 0 then
      perform private.require_budget(mark.client_id, 'bytes');
    end if;
  end loop;
  return null;
end
$$;

create function private.count_rows(counted regclass, budget text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  execute format('create trigger count_inserted after insert on %s referencing new table as new_rows
    for each statement execute function private.count_inserted(%L)', counted, budget);
  execute format('create trigger count_deleted after delete on %s referencing old table as old_rows
    for each statement execute function private.count_deleted(%L)', counted, budget);
  execute format('create trigger count_updated after update on %s referencing old table as old_rows
    new table as new_rows for each statement execute function private.count_updated(%L)', counted, budget);
end
$$;
comment on function private.count_rows is
  'Counts the rows and bytes of a table with client_id for a budget, and refuses what goes over it. Called by '
  'register.sql files.';

-- supabase/schemas/00_kernel/counted_limits.sql

-- Guarantees: a tenant, or a parent such as an agent, has at most as many children as its limit, however many writers.

create table private.counted_limits (
  key text primary key references private.setting_definitions,
  counted regclass not null,
  parent text[] not null check (parent[1] = 'client_id'),
  noun text not null
);
alter table private.counted_limits enable row level security;
comment on column private.counted_limits.parent is 'The columns that name the parent, such as {client_id, agent_id}.';

create function private.most_counted(counted private.counted_limits, tenant uuid) returns bigint
language plpgsql stable set search_path = '' as $$
declare
  most bigint;
begin
  execute format(
    'select coalesce(max(c.rows), 0)
     from (select count(*) as rows from %s where client_id = $1 group by %s) c',
    counted.counted, array_to_string(counted.parent, ', ')) into most using tenant;
  return most;
end
$$;
comment on function private.most_counted is 'The children of the tenant''s parent that has most of them.';

create function private.fail_limit(counted private.counted_limits, used bigint, maximum bigint) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'LIMIT_REACHED', format('At most %s %s are allowed', maximum, counted.noun),
    jsonb_build_object('details', jsonb_build_array(
      private.problem(counted.key, 'limit_reached', format('at most %s', maximum))
        || jsonb_build_object('limit', counted.key, 'used', used, 'maximum', maximum))))
$$;

-- The lock makes writers of one tenant count one after the other, so that they cannot pass the limit together.
-- Definer: callers may not read limits, and may not see all rows that count. Its argument is the limit's key.
create function private.check_counted_limit() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = 'off' as $$
declare
  counted constant private.counted_limits := (select l from private.counted_limits l where l.key = tg_argv[0]);
  columns constant text := array_to_string(counted.parent, ', ');
  tenant uuid;
  maximum bigint;
  present bigint;
begin
  for tenant in select distinct n.client_id from new_rows n order by 1 loop
    perform pg_advisory_xact_lock(hashtext(counted.key), hashtext(tenant::text));
    maximum := private.setting(tenant, counted.key);
    execute format(
      'select max(k.rows) from (select distinct %1$s from new_rows where client_id = $1) p,
       lateral (select count(*) as rows from %2$s c where (%3$s) = (%4$s)) k', columns, counted.counted,
      'c.' || array_to_string(counted.parent, ', c.'), 'p.' || array_to_string(counted.parent, ', p.'))
    into present using tenant;
    if present > maximum then
      perform private.fail_limit(counted, present - 1, maximum);
    end if;
  end loop;
  return null;
end
$$;

create function private.limit_rows(counted regclass, key text, maximum integer, noun text,
  parent text[] default '{client_id}') returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only)
  values (limit_rows.key, to_jsonb(limit_rows.maximum), 'integer', 0, 1000000, 'At most so many ' || noun, true);
  insert into private.counted_limits (key, counted, parent, noun)
  values (limit_rows.key, limit_rows.counted, limit_rows.parent, limit_rows.noun);
  execute format('create trigger %I after insert on %s referencing new table as new_rows
    for each statement execute function private.check_counted_limit(%L)',
    'check_' || split_part(key, '.', 2), counted, key);
end
$$;
comment on function private.limit_rows is
  'Limits the rows that a tenant, or a parent named by more columns, may have in a table: 409 LIMIT_REACHED. Adds the '
  'setting, with which the operator changes it. Called by register.sql files.';

-- supabase/schemas/00_kernel/read_usage.sql

-- Definer: callers may not read marks. The secret key names the tenant in x-client-id.
create function public.list_usage() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('limit', u.key, 'used', u.used,
      'maximum', private.setting(tenant, u.key),
      'unit', u.unit) order by u.key), '[]')
    from (
      select b.key, b.unit, private.budget_used(tenant, b.budget) as used from private.budgets b
      union all
      select l.key, 'rows', private.most_counted(l, tenant) from private.counted_limits l
    ) u);
end
$$;
comment on function public.list_usage is
  'What the tenant uses of its limits: [{limit, used, maximum, unit}]. A limit for each parent shows the parent that '
  'is nearest to it. Raises 400, 401, 403, 404.';
grant execute on function public.list_usage to authenticated;

-- supabase/schemas/00_kernel/queues.sql

-- Queues and the types of their jobs.

create table private.queues (
  queue text primary key check (queue ~ '^[a-z_]+$'),
  worker_path text not null check (worker_path ~ '^/[a-z-]+/v1/[a-z/-]+$'),
  max_workers smallint not null default 2 check (max_workers > 0),
  lease_seconds integer not null default 75 check (lease_seconds between 1 and 3600),
  read_scope text not null default 'jobs:read'
);
alter table private.queues enable row level security;
comment on table private.queues is 'Queues, each with the path of its worker below the functions'' URL.';
comment on column private.queues.lease_seconds is
  'How long a claimed job belongs to its worker. Longer than a worker lives (50 s) plus its last job.';
comment on column private.queues.read_scope is 'Shows the queue''s jobs to callers who do not have jobs:read.';

-- Definer: callers may not read private.queues.
create function private.readable_queues() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.can('jobs:read') then
    return array(select q.queue from private.queues q);
  end if;
  return array(select q.queue from private.queues q where private.can(q.read_scope));
end
$$;
comment on function private.readable_queues is 'The queues whose jobs the caller may see in their tenant.';
grant execute on function private.readable_queues to authenticated;

create table private.job_types (
  type text primary key check (type ~ '^[a-z_]+(\.[a-z_]+)*$'),
  queue text not null references private.queues,
  effect text check (effect ~ '^private\.[a-z_]+$'),
  unique (queue, type),
  -- The worker of this queue does no work outside the database.
  check (queue <> 'jobs' or effect is not null)
);

-- end_jobs turns sequential scans off. Without this index the planner would overrate these few rows and compile the
-- plan.
create index on private.job_types (type) where effect is not null;
alter table private.job_types enable row level security;
comment on column private.job_types.effect is
  'A function (jobs private.ended_job[]) returns void that makes the jobs'' database changes. It is called with the '
  'attempts that end in one call, and commits with their end or not at all. Jobs of the queue jobs consist of their '
  'effect alone.';

-- supabase/schemas/00_kernel/workers.sql

-- The workers on the queues: their heartbeats, leases and counts.

-- Each worker writes its heartbeat and counts to its own row, so that none waits for another.
create table private.workers (
  id uuid primary key,
  queue text not null references private.queues,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  claimed integer not null default 0,
  completed integer not null default 0,
  failed integer not null default 0,
  dead integer not null default 0,
  postponed integer not null default 0,
  stale integer not null default 0
) with (fillfactor = 50);
alter table private.workers enable row level security;
comment on column private.workers.stale is
  'Results that arrived after the job''s lease had ended and another worker had it. They changed nothing.';

create function private.present_workers(queue text) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from private.workers w
    where w.queue = present_workers.queue and w.ended_at is null
      and w.seen_at > clock_timestamp() - interval '3 seconds');
end
$$;
comment on function private.present_workers is 'How many workers are on the queue. Each reports every second.';

-- One row per claimed set instead of one per job, so that a claim changes no index of the queue.
create table private.leases (
  id bigint generated always as identity primary key,
  worker_id uuid not null,
  queue text not null references private.queues,
  job_ids uuid[] not null,
  ends_at timestamptz not null
);
create index on private.leases (queue, ends_at);
alter table private.leases enable row level security;

-- Completed jobs by tenant and minute.
create table private.job_throughput (
  queue text not null references private.queues,
  client_id uuid references public.clients,
  minute timestamptz not null,
  completed integer not null,
  unique nulls not distinct (queue, client_id, minute)
) with (fillfactor = 50);
alter table private.job_throughput enable row level security;

-- supabase/schemas/00_kernel/jobs.sql

-- Guarantees: a job exists exactly when the transaction that added it committed.

create table public.job_queue (
  id uuid primary key default private.uuidv7(),
  client_id uuid references public.clients,
  queue text not null,
  type text not null,
  payload jsonb not null default '{}',
  status text not null default 'pending'
    check (status in ('scheduled', 'pending', 'running', 'parked', 'completed', 'dead', 'cancelled')),
  priority smallint not null default 5 check (priority between 0 and 10),
  attempts integer not null default 0 check (attempts >= 0),
  max_attempts integer not null default 8 check (max_attempts between 1 and 100),
  scheduled_for timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  error_message text,
  result jsonb,
  lane uuid not null,
  dedupe_key text check (length(dedupe_key) between 1 and 200),
  token bigint not null default 0,
  lease_until timestamptz,
  request_id text default left(private.request_header('x-request-id'), 200),
  created_at timestamptz not null default now(),
  phase text not null generated always as (
    case when status in ('pending', 'running') then 'active' when status in ('completed', 'cancelled') then 'finished'
      else status end
  ) stored,
  foreign key (queue, type) references private.job_types (queue, type),
  check ((status = 'running') = (lease_until is not null)),
  check ((status in ('completed', 'dead', 'cancelled')) = (completed_at is not null))
);
comment on column public.job_queue.client_id is 'Null for the system''s jobs, which no tenant sees.';
comment on column public.job_queue.status is
  'scheduled waits for its time, pending for a worker, parked until it is released. dead has no attempt left.';
comment on column public.job_queue.priority is 'The highest priority of a tenant''s jobs runs first.';
comment on column public.job_queue.lane is
  'Tenants take turns, and so do their lanes. The lane is the tenant, or something whose jobs should not wait for '
  'the tenant''s other jobs, such as an endpoint.';
comment on column public.job_queue.dedupe_key is 'Unique among the unfinished jobs of a tenant and queue.';
comment on column public.job_queue.phase is
  'active (pending or running), scheduled, parked, dead or finished. Indexes use it instead of status, so that a '
  'claim changes no index.';
comment on column public.job_queue.token is
  'The fencing token. It counts the claims, and only the last claimer may end the job.';

-- The indexes of workers hold no finished jobs, and none holds status, lease or attempts.
create index job_queue_active on public.job_queue (queue, lane, priority desc, scheduled_for) where phase = 'active';
create index job_queue_scheduled on public.job_queue (queue, scheduled_for) where phase = 'scheduled';
create unique index job_queue_dedupe on public.job_queue
  (queue, dedupe_key, coalesce(client_id, '00000000-0000-0000-0000-000000000000'))
  where dedupe_key is not null and phase in ('active', 'scheduled', 'parked');
create index job_queue_newest on public.job_queue (client_id, created_at desc, id desc);
create index job_queue_unfinished on public.job_queue (client_id, phase, queue) where phase <> 'finished';

-- Leaves room on the page for the new row version of a claim.
alter table public.job_queue set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0);
alter table public.job_queue enable row level security;

-- A job about an event also needs the scope of the event.
create policy "jobs:read or the queue's own scope sees the tenant's jobs" on public.job_queue
  for select to authenticated
  using (client_id = (select private.client_id()) and queue = any ((select private.readable_queues())::text[])
    and (not payload ? 'event_type'
      or private.subscribes((select private.readable_event_types()), payload ->> 'event_type')));
grant select (
  id, client_id, queue, type, payload, status, priority, attempts, max_attempts, scheduled_for, started_at,
    completed_at,
  error_message, result, request_id, created_at, phase, lane
) on public.job_queue to authenticated;

create function private.enqueue_job(
  queue text, type text, payload jsonb default '{}', client_id uuid default null, priority integer default 5,
  max_attempts integer default 8, delay interval default '0', dedupe_key text default null, lane uuid default null
) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  job_id uuid;
begin
  loop
    insert into public.job_queue (queue, type, payload, client_id, priority, max_attempts, dedupe_key, lane, status,
      scheduled_for)
    values (enqueue_job.queue, enqueue_job.type, enqueue_job.payload, enqueue_job.client_id, enqueue_job.priority,
      enqueue_job.max_attempts, enqueue_job.dedupe_key,
      coalesce(enqueue_job.lane, enqueue_job.client_id, '00000000-0000-0000-0000-000000000000'),
      case when delay > '0' then 'scheduled' else 'pending' end, now() + delay)
    on conflict do nothing
    returning id into job_id;
    exit when found;
    select j.id into job_id from public.job_queue j
    where j.queue = enqueue_job.queue and j.dedupe_key = enqueue_job.dedupe_key
      and coalesce(j.client_id, '00000000-0000-0000-0000-000000000000')
        = coalesce(enqueue_job.client_id, '00000000-0000-0000-0000-000000000000')
      and j.phase in ('active', 'scheduled', 'parked');
    -- Otherwise it ended between the two statements.
    exit when found;
  end loop;
  return job_id;
end
$$;
comment on function private.enqueue_job is
  'Adds a job in the caller''s transaction and returns its id, or the id of the unfinished job with the same '
  'dedupe_key. To add many, insert into job_queue.';

-- supabase/schemas/00_kernel/doorbell.sql

-- Wakes workers through pg_net. A lost ring delays a job and loses nothing, because cron rings again.

create function private.set_doorbell(functions_url text, secret_key text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  entry record;
begin
  for entry in
    select v.name, v.secret, s.id from (values ('functions_url', set_doorbell.functions_url),
      ('secret_key', set_doorbell.secret_key)) v (name, secret)
    left join vault.secrets s on s.name = v.name
  loop
    if entry.id is null then
      perform vault.create_secret(entry.secret, entry.name, 'For the doorbell that wakes workers');
    else
      perform vault.update_secret(entry.id, entry.secret);
    end if;
  end loop;
  perform private.announce_schedules();
end
$$;
comment on function private.set_doorbell is
  'Stores the functions'' URL (…/functions/v1) and the project''s secret key in the Vault, and makes pg_cron read its '
  'jobs. Without them no worker is woken.';

-- Rings once per transaction.
create function private.ring(queue text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_setting('frontline.rung_' || queue, true) = 'yes' or private.present_workers(queue) > 0 then
    return;
  end if;
  perform set_config('frontline.rung_' || queue, 'yes', true);
  perform net.http_post(
    url.decrypted_secret || q.worker_path,
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from private.queues q
  join vault.decrypted_secrets url on url.name = 'functions_url'
  join vault.decrypted_secrets key on key.name = 'secret_key'
  where q.queue = ring.queue;
end
$$;
comment on function private.ring is
  'Wakes the queue''s worker when the transaction commits, unless one is running. The call may be lost; the job''s '
  'row is not.';

-- Definer: callers who enqueue may not read the Vault or use pg_net.
create function private.ring_doorbell() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.ring(q.queue)
  from (select distinct n.queue from new_rows n where n.status = 'pending') q;
  return null;
end
$$;
create trigger doorbell after insert on public.job_queue referencing new table as new_rows
  for each statement execute function private.ring_doorbell();

create function private.next_due(queue text) returns timestamptz
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  if exists (
    select from public.job_queue j where j.phase = 'active' and j.queue = next_due.queue and j.lease_until is null) then
    return now();
  end if;
  return least(
    (select j.scheduled_for from public.job_queue j
     where j.phase = 'scheduled' and j.queue = next_due.queue order by j.scheduled_for limit 1),
    (select l.ends_at from private.leases l where l.queue = next_due.queue order by l.ends_at limit 1));
end
$$;
comment on function private.next_due is
  'When the queue next has work: a job becomes due or a lease ends. Null if nothing is waiting.';

create function private.ring_queues() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  rung integer;
begin
  perform private.ring(q.queue) from private.queues q where private.next_due(q.queue) <= now() + interval '1 minute';
  get diagnostics rung = row_count;
  return rung;
end
$$;
comment on function private.ring_queues is
  'Wakes the worker of each queue that has work within a minute. Returns how many queues have.';

-- supabase/schemas/00_kernel/return_jobs.sql

-- Guarantees: a scheduled job is claimed once it is due, and a job whose worker was lost runs again.

create function private.return_jobs(queue text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  lost uuid[];
begin
  update public.job_queue j set status = 'pending'
  where j.id = any (array(
    select s.id from public.job_queue s
    where s.phase = 'scheduled' and s.queue = return_jobs.queue and s.scheduled_for <= now()
    order by s.scheduled_for limit 1000
    for update skip locked));

  with ended as (
    delete from private.leases l
    where l.id = any (array(
      select e.id from private.leases e where e.queue = return_jobs.queue and e.ends_at < now()
      order by e.ends_at limit 10
      for update skip locked))
    returning l.job_ids
  )
  select array_agg(i.id) into lost from ended e cross join unnest(e.job_ids) i (id);
  if lost is not null then
    update public.job_queue j
    set status = case when j.attempts < j.max_attempts then 'pending' else 'dead' end,
      completed_at = case when j.attempts < j.max_attempts then null else now() end,
      lease_until = null, error_message = 'The worker was lost before it reported a result'
    where j.id = any (lost) and j.lease_until < now();
  end if;
end
$$;
comment on function private.return_jobs is 'Makes jobs pending whose time has come or whose worker was lost.';

-- supabase/schemas/00_kernel/lanes_after.sql

-- A loose index scan: one probe per lane, no matter how many jobs it has. Running jobs are skipped.
create function private.lanes_after(queue text, lane uuid, at_most integer) returns uuid[]
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  return (
    with recursive ahead (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from ahead a cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > a.lane and j.lease_until is null
        order by j.lane limit 1) n
    ), from_the_first (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane <= lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from from_the_first f cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > f.lane and j.lane <= lanes_after.lane
          and j.lease_until is null
        order by j.lane limit 1) n
    )
    select array(select l.lane from (table ahead union all table from_the_first) l limit at_most));
end
$$;
comment on function private.lanes_after is
  'The next lanes with pending jobs: those after this lane, then from the first one.';

-- supabase/schemas/00_kernel/claim_jobs.sql

-- Guarantees: a job has one worker at a time, tenants and lanes take turns, and no tenant takes all places.

create table private.slow_lanes (
  lane uuid primary key,
  since timestamptz not null default now()
);
alter table private.slow_lanes enable row level security;
comment on table private.slow_lanes is 'Lanes whose jobs take long. A worker holds one job of each at a time.';

create function private.lane_limit(lane uuid) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (select 1 from private.slow_lanes s where s.lane = lane_limit.lane);
end
$$;
comment on function private.lane_limit is 'How many jobs of the lane a worker may hold. Null: no limit of its own.';

create function private.lock_waiting(queue text, lanes uuid[], share integer, lane_limit integer, busy jsonb)
returns table (location tid, client_id uuid, turn bigint, place bigint, priority smallint)
language plpgsql volatile set search_path = '' as $$
begin
  return query
  select w.row, w.client_id, l.turn, w.place, w.priority
  from unnest(lanes) with ordinality l (lane, turn)
  cross join lateral (
    select j.row, j.client_id, row_number() over () as place, j.priority
    from (
      select p.ctid as row, p.client_id, p.priority from public.job_queue p
      where p.phase = 'active' and p.queue = lock_waiting.queue and p.lane = l.lane and p.lease_until is null
      order by p.priority desc, p.scheduled_for
      limit greatest(least(share, least(lane_limit, private.lane_limit(l.lane))
        - coalesce((busy ->> l.lane::text)::integer, 0)), 0)
      for update skip locked
    ) j
  ) w;
end
$$;
comment on function private.lock_waiting is 'The jobs that may be claimed from each lane, in their order.';

-- The planner settings do not depend on the table's size: plans are cached, and the queue may have been empty when they
-- were made.
create function private.claim(
  queue text, after_lane uuid, batch integer, lane_limit integer, busy jsonb, tenant_limit integer, held jsonb,
    ends_at timestamptz, out jobs json, out job_ids uuid[], out last_lane uuid
) language plpgsql volatile set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_hashjoin = off as $$
declare
  lanes constant uuid[] := private.lanes_after(queue, after_lane, batch);
  share constant integer := ceil(batch::numeric / greatest(cardinality(lanes), 1));
begin
  with rounds as (
    select w.location, w.turn, w.client_id,
      row_number() over (partition by w.client_id order by w.priority desc, w.place, w.turn) as round
    from private.lock_waiting(queue, lanes, share, lane_limit, busy) w
  ), taken as (
    update public.job_queue j
    set status = 'running', attempts = j.attempts + 1, token = j.token + 1, started_at = clock_timestamp(),
      lease_until = ends_at
    where j.ctid = any (array(
      select r.location from rounds r
      where tenant_limit is null or r.round <= tenant_limit - coalesce((held ->> r.client_id::text)::integer, 0)
      order by r.round, r.turn limit batch))
    returning j.id, j.token, j.type, j.client_id, j.payload, j.attempts, j.max_attempts, j.lane, j.request_id,
      j.created_at
  )
  -- json is written three times as fast as jsonb.
  select json_agg(json_build_object('id', t.id, 'token', t.token, 'type', t.type, 'client_id', t.client_id,
      'payload', t.payload, 'attempt', t.attempts, 'max_attempts', t.max_attempts, 'lane', t.lane,
      'request_id', t.request_id, 'created_at', t.created_at)), array_agg(t.id)
    into jobs, job_ids
  from taken t;
  last_lane := lanes[cardinality(lanes)];
end
$$;
comment on function private.claim is
  'Takes up to a batch of pending jobs. Tenants take turns, each with its highest priorities first, and so do their '
  'lanes. A lane gets its share, at most lane_limit minus its count in busy, {lane: count}; a tenant at most '
  'tenant_limit minus its count in held, {client_id: count}.';

-- Definer: only the service role may call this, and it has no rights in private.
create function public.claim_jobs(
  worker_id uuid, queue text, batch integer, after_lane uuid default null, lane_limit integer default null,
    busy jsonb default '{}', tenant_limit integer default null, held jsonb default '{}'
) returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  settings constant private.queues := (select q from private.queues q where q.queue = claim_jobs.queue);
  is_new constant boolean := not exists (select from private.workers w where w.id = worker_id);
  ends_at constant timestamptz := clock_timestamp() + make_interval(secs => settings.lease_seconds);
  jobs json;
  job_ids uuid[];
  last_lane uuid;
  lease_id bigint;
begin
  if is_new and private.present_workers(queue) >= settings.max_workers then
    return json_build_object('jobs', '[]'::json, 'dismissed', true);
  end if;
  perform private.return_jobs(queue);
  if batch > 0 then
    select c.jobs, c.job_ids, c.last_lane into jobs, job_ids, last_lane
    from private.claim(queue, coalesce(after_lane, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), least(batch, 1000),
      lane_limit, busy, tenant_limit, held, ends_at) c;
  end if;
  if job_ids is not null then
    insert into private.leases (worker_id, queue, job_ids, ends_at)
      values (worker_id, claim_jobs.queue, job_ids, ends_at)
    returning id into lease_id;
  end if;
  insert into private.workers as w (id, queue, claimed)
    values (worker_id, claim_jobs.queue, coalesce(cardinality(job_ids), 0))
  on conflict on constraint workers_pkey do update
    set seen_at = clock_timestamp(), ended_at = null, claimed = w.claimed + excluded.claimed;
  return json_build_object('jobs', coalesce(jobs, '[]'), 'lease_id', lease_id, 'dismissed', false, 'last_lane',
    last_lane, 'lease_seconds', settings.lease_seconds,
    'due_in', case when job_ids is null then extract(epoch from private.next_due(queue) - clock_timestamp())
      else 0 end);
end
$$;
comment on function public.claim_jobs is
  'For workers: takes up to batch jobs for lease_seconds and records the worker''s heartbeat. after_lane is the lane '
  'where the last call ended. lane_limit and tenant_limit bound what the worker holds of one lane and one tenant; busy '
  'and held are what it holds, {lane: jobs} and {client_id: jobs}. Returns {jobs: [{id, token, type, client_id, '
  'payload, attempt, max_attempts, lane, request_id, created_at}], lease_id, dismissed, last_lane, lease_seconds, '
  'due_in}. dismissed: there are enough workers, so this one should end. due_in: seconds until there is more to do, '
  'or null.';
revoke execute on function public.claim_jobs from public, anon, authenticated;
grant execute on function public.claim_jobs to service_role;

-- supabase/schemas/00_kernel/ended_jobs.sql

-- What becomes of a job when an attempt ends.

create type private.ended_job as (
  id uuid, client_id uuid, type text, payload jsonb, attempt integer, status text, result jsonb, error text,
  started_at timestamptz, scheduled_for timestamptz, request_id text
);
comment on type private.ended_job is
  'An attempt that ended. status is the new status of its job: completed, scheduled (to be tried again), dead, '
  'parked or pending (given back).';

create function private.backoff(attempt integer) returns interval
language sql volatile set search_path = '' as $$
  select make_interval(secs => least(5 * 2 ^ (attempt - 1), 3600) * (0.75 + random() / 2))
$$;
comment on function private.backoff is
  'The pause after an attempt: 5 s, doubling up to an hour, ± 25 % so that jobs that failed together do not retry '
  'together.';

-- How many attempts of a tenant ended, by outcome.
create type private.ended_count as (
  client_id uuid, ended bigint, completed bigint, failed bigint, dead bigint, postponed bigint
);

create function private.apply_effects(ended private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  effect record;
begin
  for effect in
    select f.type, f.effect from private.job_types f where f.type in (select e.type from unnest(ended) e)
  loop
    execute format('select %s($1)', effect.effect)
      using array(select e from unnest(ended) e where e.type = effect.type);
  end loop;
end
$$;
comment on function private.apply_effects is 'Calls the effect of each job type with the attempts of that type.';

-- supabase/schemas/00_kernel/end_jobs.sql

-- Jobs without an effect are only counted.
create function private.end_jobs(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_hashjoin = off as $$
declare
  with_effect constant text[] := array(select t.type from private.job_types t where t.effect is not null);
  counts private.ended_count[];
  ended private.ended_job[];
begin
  with sent as (
    select r.*, case
        when r.outcome in ('completed', 'parked', 'pending') then r.outcome
        when r.outcome = 'rejected' then 'dead'
        else 'scheduled'
      end as status
    from jsonb_to_recordset(results)
      as r (id uuid, token bigint, outcome text, result jsonb, error text, retry_after numeric)
  ), ended_jobs as (
    update public.job_queue j
    set status = case when s.outcome = 'failed' and j.attempts >= j.max_attempts then 'dead' else s.status end,
      attempts = j.attempts - (s.outcome in ('postponed', 'parked', 'pending'))::integer,
      lease_until = null,
      result = s.result,
      error_message = left(s.error, 1000),
      completed_at = case when s.status in ('completed', 'dead') or s.outcome = 'failed'
        and j.attempts >= j.max_attempts then clock_timestamp() end,
      scheduled_for = case when s.status = 'scheduled'
        then clock_timestamp() + coalesce(make_interval(secs => s.retry_after::float8), private.backoff(j.attempts))
        else j.scheduled_for end
    from sent s
    where j.id = s.id and j.token = s.token and j.lease_until is not null
    returning j.id, j.client_id, j.type, j.payload, j.attempts, j.status, j.result, j.error_message, j.started_at,
      j.scheduled_for, j.request_id
  ), tenants as (
    select e.client_id, count(*) as ended, count(*) filter (where e.status = 'completed') as completed,
      count(*) filter (where e.status in ('scheduled', 'dead') and e.error_message is not null) as failed,
      count(*) filter (where e.status = 'dead') as dead,
      count(*) filter (where e.status in ('parked', 'pending') or e.status = 'scheduled'
        and e.error_message is null) as postponed
    from ended_jobs e group by e.client_id
  )
  select
    array(select t::private.ended_count from tenants t),
    array(
      select (e.id, e.client_id, e.type, e.payload, e.attempts, e.status, e.result, e.error_message, e.started_at,
        e.scheduled_for, e.request_id)::private.ended_job
      from ended_jobs e where e.type = any (with_effect))
  into counts, ended;

  perform private.apply_effects(ended);
  return counts;
end
$$;
comment on function private.end_jobs is
  'Ends the attempts whose token is still the job''s, with the effects of their types, and counts the outcomes by '
  'tenant. results: [{id, token, outcome, result?, error?, retry_after?}]. Outcomes: completed; failed (tried again '
  'after retry_after seconds or the usual pause, dead when no attempt is left); rejected (dead at once); postponed, '
  'parked and pending (do not count as an attempt).';

-- supabase/schemas/00_kernel/complete_jobs.sql

-- Guarantees: a job's database changes commit together with its end, once.

-- One failing effect must fail only its own job, so the jobs are ended one by one.
create function private.end_jobs_one_by_one(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = '' as $$
declare
  counts private.ended_count[] := '{}';
  attempt jsonb;
begin
  for attempt in select r.value from jsonb_array_elements(results) r loop
    begin
      counts := counts || private.end_jobs(jsonb_build_array(attempt));
    exception when others then
      raise warning 'the effect of job % failed: %', attempt ->> 'id', sqlerrm;
      counts := counts || private.end_jobs(jsonb_build_array((attempt - 'result' - 'retry_after')
        || jsonb_build_object('outcome', 'failed', 'error', 'The job''s effect failed')));
    end;
  end loop;
  return counts;
end
$$;

create function private.count_ended(worker_id uuid, counts private.ended_count[], results integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  total private.ended_count;
begin
  -- In the order of the tenants, so that two workers do not deadlock.
  insert into private.job_throughput as t (queue, client_id, minute, completed)
  select w.queue, c.client_id, date_trunc('minute', now()), sum(c.completed)
  from unnest(counts) c cross join private.workers w
  where w.id = worker_id and c.completed > 0
  group by w.queue, c.client_id order by c.client_id
  on conflict (queue, client_id, minute) do update set completed = t.completed + excluded.completed;

  select null, coalesce(sum(c.ended), 0), coalesce(sum(c.completed), 0), coalesce(sum(c.failed), 0),
    coalesce(sum(c.dead), 0),
    coalesce(sum(c.postponed), 0)
  into total from unnest(counts) c;
  update private.workers w
  set seen_at = clock_timestamp(), completed = w.completed + total.completed, failed = w.failed + total.failed,
    dead = w.dead + total.dead, postponed = w.postponed + total.postponed, stale = w.stale + results - total.ended
  where w.id = worker_id;
  return total.ended;
end
$$;
comment on function private.count_ended is
  'Adds a worker''s results to its own counts and to the tenants'' throughput. Returns how many ended an attempt.';

-- Definer: see claim_jobs.
create function public.complete_jobs(worker_id uuid, results jsonb, ended_leases bigint[] default '{}') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  counts private.ended_count[];
begin
  begin
    counts := private.end_jobs(results);
  exception when others then
    counts := private.end_jobs_one_by_one(results);
  end;
  delete from private.leases l where l.id = any (ended_leases) and l.worker_id = complete_jobs.worker_id;
  return jsonb_build_object('ended', private.count_ended(worker_id, counts, jsonb_array_length(results)));
end
$$;
comment on function public.complete_jobs is
  'For workers: ends attempts together with their effects; see private.end_jobs. A result with an old token changes '
  'nothing. ended_leases: leases whose jobs all have a result. Returns {ended: number of attempts ended}.';
revoke execute on function public.complete_jobs from public, anon, authenticated;
grant execute on function public.complete_jobs to service_role;

-- supabase/schemas/00_kernel/end_worker.sql

-- Definer: see claim_jobs.
create function public.end_worker(worker_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  worked_on text;
begin
  update private.workers w set ended_at = clock_timestamp() where w.id = worker_id returning w.queue into worked_on;
  delete from private.leases l
  where l.worker_id = end_worker.worker_id
    and not exists (select from public.job_queue j where j.id = any (l.job_ids) and j.lease_until is not null);
  if private.next_due(worked_on) <= now() + interval '5 seconds' then
    perform private.ring(worked_on);
  end if;
end
$$;
comment on function public.end_worker is
  'For workers: records that this worker ends and wakes the next one if there is more to do.';
revoke execute on function public.end_worker from public, anon, authenticated;
grant execute on function public.end_worker to service_role;

-- supabase/schemas/00_kernel/change_jobs.sql

-- Retrying and cancelling jobs.

create function private.jobs_tenant(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  if private.is_operator() and private.request_header('x-client-id') is null then
    return null;
  end if;
  return private.acting_tenant(scope);
end
$$;
comment on function private.jobs_tenant is
  'The tenant whose jobs the caller acts on. With the secret key it is the one in x-client-id; without that header '
  'it is null, which means the system''s jobs.';

create function private.lock_job(tenant uuid, job_id uuid) returns public.job_queue
language plpgsql volatile set search_path = '' as $$
declare
  job public.job_queue;
begin
  select j.* into job from public.job_queue j
  where j.id = lock_job.job_id and j.client_id is not distinct from tenant
    and (not j.payload ? 'event_type'
      or private.subscribes(private.readable_event_types(), j.payload ->> 'event_type'))
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such job');
  end if;
  return job;
end
$$;

create function private.job_json(job public.job_queue) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(job) - 'lane' - 'dedupe_key' - 'token' - 'lease_until' - 'phase'
$$;
comment on function private.job_json is 'A job as the API returns it.';

create function private.record_job_change(before public.job_queue, after public.job_queue) returns void
language sql volatile set search_path = '' as $$
  select private.record_changes('job_queue', 'update', array[private.job_json(before)], array[private.job_json(after)])
  where after.client_id is not null
$$;

-- Definer: callers may not write jobs directly, because each change depends on the state of the job.
create function public.retry_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('dead', 'cancelled', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_RETRYABLE',
      format('The job is %s: only one that is dead, cancelled, scheduled or parked can be retried', before.status));
  end if;
  begin
    update public.job_queue j
    set status = 'pending', attempts = 0, scheduled_for = now(), completed_at = null, error_message = null
    where j.id = before.id
    returning j.* into after;
  exception when unique_violation then
    perform private.fail(409, 'CONFLICT', 'Another job with the same dedupe key is already waiting');
  end;
  perform private.record_job_change(before, after);
  perform private.ring(after.queue);
  return private.job_json(after);
end
$$;
comment on function public.retry_job is
  'Runs a dead, cancelled, scheduled or parked job now, resets its attempt count and returns it. Raises 401, 403, '
  '404, 409 JOB_NOT_RETRYABLE, CONFLICT.';
grant execute on function public.retry_job to authenticated;

-- Definer: see public.retry_job.
create function public.cancel_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('pending', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_CANCELLABLE',
      format('The job is %s: only one that waits can be cancelled', before.status));
  end if;
  update public.job_queue j set status = 'cancelled', completed_at = now()
  where j.id = before.id
  returning j.* into after;
  perform private.record_job_change(before, after);
  return private.job_json(after);
end
$$;
comment on function public.cancel_job is
  'Cancels a waiting job and returns it. Raises 401, 403, 404, 409 JOB_NOT_CANCELLABLE.';
grant execute on function public.cancel_job to authenticated;

-- supabase/schemas/00_kernel/job_stats.sql

-- Definer: callers see how many jobs they have, and how many workers are on each queue.
create function public.job_stats() returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.jobs_tenant('jobs:read');
  queues jsonb;
begin
  with unfinished as (
    select j.queue, count(*) filter (where j.status = 'pending') as pending,
      count(*) filter (where j.status = 'scheduled') as scheduled,
      count(*) filter (where j.status = 'running') as running, count(*) filter (where j.status = 'parked') as parked,
      count(*) filter (where j.status = 'dead') as dead,
      min(j.scheduled_for) filter (where j.status in ('pending', 'scheduled')
        and j.scheduled_for <= now()) as oldest_due
    from public.job_queue j
    where j.phase <> 'finished'
      and (j.client_id = tenant or tenant is null and private.is_operator())
    group by j.queue
  ), finished as (
    select t.queue, sum(t.completed) as completed from private.job_throughput t
    where t.minute > now() - interval '1 hour' and (t.client_id = tenant or tenant is null and private.is_operator())
    group by t.queue
  )
  select coalesce(jsonb_agg(jsonb_build_object('queue', q.queue,
    'pending', coalesce(u.pending, 0), 'scheduled', coalesce(u.scheduled, 0), 'running', coalesce(u.running, 0),
    'parked', coalesce(u.parked, 0), 'dead', coalesce(u.dead, 0),
    'oldest_due_seconds', round(extract(epoch from now() - u.oldest_due), 3),
    'completed_last_hour', coalesce(f.completed, 0), 'workers', private.present_workers(q.queue)) order by q.queue),
      '[]') into queues
  from private.queues q left join unfinished u using (queue) left join finished f using (queue);
  return jsonb_build_object('queues', queues, 'workers', case when private.is_operator() then (
    select coalesce(jsonb_agg(to_jsonb(w) order by w.started_at desc), '[]')
    from (select * from private.workers w order by w.started_at desc limit 50) w) end);
end
$$;
comment on function public.job_stats is
  'Counts by queue: {queues: [{queue, pending, scheduled, running, parked, dead, oldest_due_seconds, '
  'completed_last_hour, workers}], workers}. The secret key gets the counts of all tenants and the system, or of '
  'the tenant in x-client-id, and each worker''s row; for others workers is null. Raises 401, 403.';
grant execute on function public.job_stats to authenticated;

-- supabase/schemas/00_kernel/register.sql

-- The kernel's own scopes, rate tiers, queue and schedules.

select
  private.add_scopes('viewer', 'settings:read', 'jobs:read'),
  private.add_scopes('manager', 'jobs:write'),
  private.add_scopes('admin', 'settings:write', 'api_keys:manage', 'audit:read');

-- Requests without sign-in are counted by address, so no tenant can have its own number.
insert into private.rate_tiers (tier, per_minute) values ('anonymous', 120);
select
  private.add_rate_tier('read', 600, 'Reads a minute, and at once, by one user or key'),
  private.add_rate_tier('write', 300, 'Writes a minute, and at once, by one user or key'),
  private.add_rate_tier('tenant', 12000, 'Requests a minute, and at once, by all users, keys and sources together');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.data_api_writes', '12000', 'integer', 1, 60000,
    'Writes a minute through the Data API, by functions or by hand, all callers together', true);

select
  private.add_budget('bytes', 'bytes', 20000000000, 'Bytes of all rows that are counted'),
  private.limit_rows('public.client_members', 'limits.members', 1000, 'members'),
  private.limit_rows('public.api_keys', 'limits.api_keys', 1000, 'API keys, revoked ones included');

insert into private.event_types (type, description, scope) values
  ('api_key.narrowed', 'An API key lost scopes because its member''s role changed', 'api_keys:manage'),
  ('api_key.revoked', 'An API key was revoked: by request, with the key that made it, or with its member',
    'api_keys:manage');

insert into private.queues (queue, worker_path) values ('jobs', '/jobs/v1/worker');

-- pg_cron before 1.5 has no seconds.
select
  private.schedule_task(
    'ring_queues',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.ring_queues()'),
  private.schedule_task('sum_usage', '* * * * *', 'select private.sum_usage()'),
  private.schedule_task('retry_tenants', '* * * * *', 'select private.retry_tenants()'),
  private.schedule_task('delete_old_jobs', '11 3 * * *', $$select private.delete_expired('public.job_queue')$$),
  private.schedule_task('delete_write_marks', '*/10 * * * *',
    $$delete from private.write_marks where marked_at < now() - interval '10 minutes'$$),
  private.schedule_task('expire_idempotency_keys', '17 * * * *',
    $$select private.delete_expired('private.idempotency_keys')$$),
  private.schedule_task('delete_all_expired', '47 * * * *', 'select private.delete_all_expired()'),
  private.schedule_task('delete_old_job_runs', '41 2 * * *',
    $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$)
from pg_extension e where e.extname = 'pg_cron';

select
  private.retain('public.job_queue', '7',
    $$r.completed_at + case when r.status = 'dead' then interval '23 days' else interval '0' end$$),
  private.retain('private.workers', '1', 'r.seen_at'),
  private.retain('private.leases', '1', 'r.ends_at'),
  private.retain('private.job_throughput', '1', 'r.minute'),
  private.retain('private.task_runs', '14', 'r.started_at',
    'r.id <> (select max(l.id) from private.task_runs l where l.name = r.name)'),
  private.retain('private.tenant_failures', '7', 'r.since', 'r.argument is not null'),
  private.retain('private.idempotency_keys', '1', 'r.created_at'),
  private.retain('private.secrets', '1', 'r.expires_at'),
  private.retain('private.api_key_secrets', '1', 'r.expires_at'),
  private.retain('public.api_keys', '365', 'least(r.revoked_at, r.expires_at)');

-- supabase/schemas/05_rows/row_errors.sql

-- The errors that rows of an import or of recorded calls can have: {field, code, message}. Callers test the
-- condition themselves and build an error only for the rows that fail it: a function call for each value would cost
-- more than the check.

create function private.quoted(value text) returns text
language sql immutable set search_path = '' as $$
  select case when strpos(value, '''') > 0 then '"' || value || '"' else '''' || value || '''' end
$$;
comment on function private.quoted is 'The text in quotes for a message, as it was sent: no character is doubled.';

create function private.row_error(field text, code text, message text) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select jsonb_build_object('field', field, 'code', code, 'message', message)
$$;

create function private.missing_error(field text, instead text default null) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'required', concat_ws(', ', field || ' is missing', 'give ' || instead))
$$;

create function private.both_given_error(field text, other text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'ambiguous', format('%s and %s are both given, give one', field, other))
$$;

create function private.length_error(field text, value text, maximum integer) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'length',
    format('%s has %s characters, at most %s are allowed', field, length(value), maximum))
$$;

create function private.value_error(field text, code text, value text, rule text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, code, format('%s is %s, must be %s', field, private.quoted(left(value, 50)), rule))
$$;

create function private.number_error(field text, code text, value text, rule text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, code, format('%s is %s, must %s', field, left(value, 50), rule))
$$;

create function private.duplicate_error(field text, value text, first_row integer) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'duplicate_in_file',
    format('%s %s is already in row %s', field, private.quoted(value), first_row))
$$;

create function private.unknown_id_error(field text, id text, noun text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'unknown_reference',
    format('%s %s is not %s of yours', field, private.quoted(left(id, 50)), noun))
$$;

create function private.unknown_name_error(field text, name text, hint text default '') returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'unknown_reference',
    format('%s %s is not known', field, private.quoted(left(name, 200))) || hint)
$$;

-- supabase/schemas/05_rows/row_problems.sql

-- Problems that a function found while it read the request, such as a cell that is not a date. They come before what
-- SQL finds, and a field has one error.

create type private.row_problems as ("row" integer, errors jsonb[], fields text[], unreadable boolean);
comment on type private.row_problems is
  'The problems of one row. unreadable: one of them concerns the whole row, so nothing else is reported for it.';

create function private.problems_by_row(problems jsonb) returns setof private.row_problems
language sql stable set search_path = '' as $$
  select (p.problem ->> 'row')::integer, array_agg(p.problem - 'row' order by p.ordinality),
    array_agg(p.problem ->> 'field'), bool_or(p.problem ->> 'field' is null)
  from jsonb_array_elements(problems) with ordinality as p (problem, ordinality)
  group by 1
$$;

create function private.merge_errors(reported private.row_problems, found jsonb[]) returns jsonb[]
language sql immutable set search_path = '' as $$
  select case
    when reported.unreadable then reported.errors
    else reported.errors || array(select f from unnest(found) f where f ->> 'field' <> all (reported.fields))
  end
$$;
comment on function private.merge_errors is
  'All errors of a row: those reported first, then those found for other fields.';

-- supabase/schemas/05_rows/dates.sql

create function private.is_calendar_day(iso_date text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select substr(iso_date, 9, 2)::integer <= extract(day from
    make_date(left(iso_date, 4)::integer, substr(iso_date, 6, 2)::integer, 1) + interval '1 month - 1 day')
$$;
comment on function private.is_calendar_day is
  'True if the month has that day. The text begins with YYYY-MM-DD, month 01–12 and day 01–31.';

-- supabase/schemas/05_rows/names.sql

-- Finds what rows refer to by name or id. `subject` is a table of the schema public with client_id, id and name.

-- Dynamic, so it is planned for the table's present size: a plan kept from when the table was empty may read all rows
-- of a large tenant. Lateral with a limit, so that each lookup can only be a probe of the index.
create function private.resolve_names(tenant uuid, subject text, ids text[], names text[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  uuid_pattern constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  resolved jsonb := '{}';
begin
  if names is not null then
    execute format(
      'select coalesce(jsonb_object_agg(x.name, k.id), ''{}'')
       from (select distinct unnest($2) as name) x, lateral (
         select s.id from public.%I s
         where s.client_id = $1 and private.name_key(s.name) = private.name_key(x.name) limit 1) k', subject)
    into resolved using tenant, names;
  end if;
  if ids is not null then
    execute format(
      'select $3 || coalesce(jsonb_object_agg(''id '' || k.id, k.id), ''{}'')
       from (select distinct unnest($2) as id) x, lateral (
         select s.id from public.%I s where s.client_id = $1 and s.id = x.id limit 1) k', subject)
    into resolved using tenant, (select array_agg(i::uuid) from unnest(ids) i where i ~ uuid_pattern), resolved;
  end if;
  return resolved;
end
$$;
comment on function private.resolve_names is
  'Ids by name as given, and by "id <uuid>" for rows given by id. Ids are in lower case.';

create function private.similar_name(tenant uuid, subject text, name text) returns text
language plpgsql stable set search_path = '' as $$
declare
  most_similar text;
begin
  execute format(
    'select s.name from public.%I s
     where s.client_id = $1 and private.name_key(s.name) operator(extensions.%%) $2
     order by extensions.similarity(private.name_key(s.name), $2) desc, s.name limit 1', subject)
  into most_similar using tenant, private.name_key(similar_name.name);
  return most_similar;
end
$$;
comment on function private.similar_name is 'The most similar name in the table, null if none is similar.';

-- supabase/schemas/10_crm/organizations.sql

-- Companies that opportunities are with. A tenant knows each name once, see private.name_key.

create table public.organizations (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 200),
  batch_id uuid,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
comment on column public.organizations.batch_id is 'The import that created it, null if none did.';

create unique index organizations_name on public.organizations (client_id, private.name_key(name));
create index organizations_batch on public.organizations (client_id, batch_id) where batch_id is not null;
-- Finds similar names for "did you mean". Names rarely change, so the index costs little to maintain.
create index organizations_similar on public.organizations using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);

-- For a tenant that ANALYZE has not seen, statistics on client_id estimate zero rows. Every index that begins with
-- client_id then looks equally good, and a probe may read all of the tenant's rows. Without statistics the planner
-- picks the index that matches.
alter table public.organizations alter column client_id set statistics 0;

create trigger touch before update on public.organizations
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.organizations');

-- No policy for writes: imports and the operator write.
alter table public.organizations enable row level security;
create policy "opportunities:read may see organizations" on public.organizations
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.organizations to authenticated;

-- supabase/schemas/10_crm/principals.sql

-- Parties on whose behalf an opportunity is pursued. Only the operator writes them.

create table public.principals (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 200),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index principals_name on public.principals (client_id, private.name_key(name));
create index principals_similar on public.principals using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);
alter table public.principals alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.principals
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.principals');

-- No policy for writes: only the operator writes.
alter table public.principals enable row level security;
create policy "opportunities:read may see principals" on public.principals
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.principals to authenticated;

-- supabase/schemas/10_crm/products.sql

-- Products that opportunities are about. A tenant knows each name once, see private.name_key.

create table public.products (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 200),
  batch_id uuid,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
comment on column public.products.batch_id is 'The import that created it, null if none did.';

create unique index products_name on public.products (client_id, private.name_key(name));
create index products_batch on public.products (client_id, batch_id) where batch_id is not null;
create index products_similar on public.products using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);
alter table public.products alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.products
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.products');

-- No policy for writes: imports and the operator write.
alter table public.products enable row level security;
create policy "opportunities:read may see products" on public.products
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.products to authenticated;

-- supabase/schemas/10_crm/opportunities.sql

-- Guarantees: an opportunity belongs to an organization, principal and product of its own tenant, holds only valid
-- values, and an external id names at most one opportunity of a tenant.

create type public.opportunity_stage as enum
  ('prospecting', 'engaging', 'qualified', 'proposal', 'negotiation', 'won', 'lost');

create table public.opportunities (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  external_id text check (length(external_id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  organization_id uuid not null,
  principal_id uuid,
  product_id uuid,
  stage public.opportunity_stage not null default 'prospecting',
  probability_percent numeric(5, 2) check (probability_percent between 0 and 100),
  amount numeric(14, 2) check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_close_date date check (expected_close_date between '1900-01-01' and '2199-12-31'),
  deal_owner text check (length(deal_owner) between 1 and 200),
  notes text check (length(notes) <= 10000),
  context jsonb not null default '{}' check (jsonb_typeof(context) = 'object' and pg_column_size(context) <= 65536),
  custom_context jsonb not null default '{}'
    check (jsonb_typeof(custom_context) = 'object' and pg_column_size(custom_context) <= 65536),
  batch_id uuid,
  batch_row integer,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, organization_id) references public.organizations,
  foreign key (client_id, principal_id) references public.principals,
  foreign key (client_id, product_id) references public.products
);
comment on column public.opportunities.batch_id is 'The import that created it, null if none did.';
comment on column public.opportunities.batch_row is 'Its row in that import, counted from 1.';

create unique index opportunities_external_id on public.opportunities (client_id, external_id);
create index opportunities_organization on public.opportunities (client_id, organization_id);
create index opportunities_product on public.opportunities (client_id, product_id) where product_id is not null;
create index opportunities_batch on public.opportunities (client_id, batch_id, batch_row) where batch_id is not null;
alter table public.opportunities alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.opportunities
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.opportunities');

-- No policy for writes: imports and the operator write.
alter table public.opportunities enable row level security;
create policy "opportunities:read may see opportunities" on public.opportunities
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.opportunities to authenticated;

-- supabase/schemas/20_batch_import/register.sql

-- What the capability batch_import adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'opportunities:read'),
  private.add_scopes('member', 'opportunities:import');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('import.max_rows', '500', 'integer', 1, 1000, 'Maximum rows in one import'),
  ('import.batches_per_hour', '5', 'integer', 1, 10000, 'Imports that one user may start in an hour');

select private.add_rate_tier('import', 120, 'Imports a minute, and at once, by one user or key');

insert into private.event_types (type, description, scope) values
  ('batch.completed', 'An import was written; data is the batch', 'opportunities:read'),
  ('batch.failed', 'An import was refused; data is the batch with its first errors', 'opportunities:read');

select
  private.add_budget('rows_opportunities', 'rows', 2000000, 'Opportunities'),
  private.add_budget('rows_organizations', 'rows', 500000, 'Organizations'),
  private.add_budget('rows_products', 'rows', 100000, 'Products');
select
  private.count_rows('public.opportunities', 'rows_opportunities'),
  private.count_rows('public.organizations', 'rows_organizations'),
  private.count_rows('public.products', 'rows_products');

-- supabase/schemas/20_batch_import/row_types.sql

-- A row of an import at each step: read, resolved, checked.

create type private.row_action as enum ('create', 'update', 'unchanged', 'skip', 'reject');

create type private.sent_opportunity as (
  row integer,
  external_id text,
  name text,
  organization_id text,
  organization text,
  principal_id text,
  principal text,
  product_id text,
  product text,
  stage text,
  probability_percent text,
  amount text,
  currency text,
  expected_close_date text,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb
);
comment on type private.sent_opportunity is 'A row as text, trimmed, null where empty.';

create type private.resolved_opportunity as (
  row integer,
  external_id text,
  name text,
  organization_id text,
  organization text,
  principal_id text,
  principal text,
  product_id text,
  product text,
  stage text,
  probability_percent text,
  amount text,
  currency text,
  expected_close_date text,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb,
  found_organization uuid,
  found_principal uuid,
  found_product uuid,
  probability numeric,
  money numeric,
  known public.opportunities,
  first_row integer,
  named integer,
  cleared text[]
);
comment on type private.resolved_opportunity is
  'A sent row with the ids of what it names, its numbers, the known opportunity that it matches, the first row that '
  'matches the same, the number of opportunities that have its name (with match=name only), and the columns of the '
  'known opportunity that it clears. Flat, because reading fields of a nested row is slow.';

create type private.checked_row as (
  row integer,
  action private.row_action,
  opportunity_id uuid,
  external_id text,
  name text,
  organization_id uuid,
  organization text,
  principal_id uuid,
  product_id uuid,
  product text,
  stage public.opportunity_stage,
  probability_percent numeric,
  amount numeric,
  currency text,
  expected_close_date date,
  deal_owner text,
  notes text,
  context jsonb,
  custom_context jsonb,
  errors jsonb,
  cleared text[]
);
comment on type private.checked_row is 'A row, ready to be written, and what will be done with it.';

-- supabase/schemas/20_batch_import/batches.sql

-- Guarantees: an import is written whole or not at all, together with its batch, audit entry, event and idempotency
-- record. Quota and duplicate checks hold under concurrency, and an import can be rolled back.

create type public.batch_status as enum ('processing', 'completed', 'failed', 'cancelled', 'rolled_back');

create table public.opportunity_batches (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  status public.batch_status not null,
  filename text check (length(filename) between 1 and 255),
  total_records integer not null check (total_records >= 0),
  successful_records integer not null default 0,
  failed_records integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  unknown_columns text[] not null default '{}' check (pg_column_size(unknown_columns) <= 1000000),
  options jsonb not null default '{}' check (pg_column_size(options) <= 1000000),
  errors jsonb not null default '[]' check (pg_column_size(errors) <= 8000000),
  warnings jsonb not null default '[]' check (pg_column_size(warnings) <= 1000000),
  content_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (client_id, id),
  check (successful_records = created + updated + unchanged + skipped),
  check (status <> 'completed' or successful_records + failed_records = total_records)
);
create index on public.opportunity_batches (client_id, created_at desc, id desc);
create index on public.opportunity_batches (client_id, created_by, created_at desc, id desc);
create index on public.opportunity_batches (client_id, content_hash) where status in ('processing', 'completed');
alter table public.opportunity_batches alter column client_id set statistics 0; -- see organizations
select private.enable_audit('public.opportunity_batches', 'errors', 'content_hash');

-- The CRM tables know that a row may come from a batch, but not what a batch is.
alter table public.opportunities add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.organizations add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.products add foreign key (client_id, batch_id) references public.opportunity_batches;

-- No policy for writes: only the functions of this capability write.
alter table public.opportunity_batches enable row level security;
create policy "opportunities:read may see their own batches, managers all" on public.opportunity_batches
  for select to authenticated
  using (
    client_id = (select private.tenant_with('opportunities:read'))
    and (created_by = (select auth.uid()) or (select private.role()) >= 'manager')
  );
grant select (client_id, id, status, filename, total_records, successful_records, failed_records, created, updated,
  unchanged, skipped, unknown_columns, options, errors, warnings, created_by, created_at, completed_at)
  on public.opportunity_batches to authenticated;

create function private.batch_json(batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(batch) - array['client_id', 'content_hash']
$$;
comment on function private.batch_json is 'A batch as the API shows it.';

-- Applies the policy above inside definers, which bypass it.
create function private.visible_batch(tenant uuid, batch_id uuid, lock boolean) returns public.opportunity_batches
language plpgsql volatile set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select * into batch from public.opportunity_batches b
  where b.client_id = tenant and b.id = batch_id
    and (b.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Batch not found');
  end if;
  if lock then
    select * into batch from public.opportunity_batches b where b.client_id = tenant and b.id = batch_id for update;
  end if;
  return batch;
end
$$;
comment on function private.visible_batch is
  'A batch that the caller may see, locked for an update if `lock`. Raises 404.';

create function private.emit_batch_event(batch public.opportunity_batches) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- Events go to other systems and must stay small. The API has all errors.
  perform private.emit_event(batch.client_id, 'batch.' || batch.status,
    private.batch_json(batch) || jsonb_build_object('errors', jsonb_path_query_array(batch.errors, '$[0 to 19]')));
end
$$;

-- supabase/schemas/20_batch_import/batch_rows.sql

-- The rows that a batch wrote. Created opportunities carry batch_id and batch_row; for updated ones this table keeps
-- the row as it was and the version that the batch left.

create table private.batch_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  opportunity_id uuid not null,
  before jsonb not null,
  version integer not null,
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_rows enable row level security;

-- Definer: earlier values are private, but which rows a visible batch wrote is not.
create function public.list_batch_rows(batch_id uuid, after_row integer default 0, page_size integer default 20)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
  size constant integer := private.page_limit(page_size);
begin
  return (
    with created as (
      select o.batch_row as row, 'created' as action, o.id
      from public.opportunities o
      where o.client_id = tenant and o.batch_id = batch.id and o.batch_row > after_row
      order by o.batch_row limit size
    ),
    updated as (
      select u.row, 'updated' as action, u.opportunity_id as id
      from private.batch_rows u
      where u.client_id = tenant and u.batch_id = batch.id and u.row > after_row and batch.status = 'completed'
      order by u.row limit size
    ),
    page as (
      select w.row, w.action, to_jsonb(o) - 'client_id' as opportunity
      from (select * from created union all select * from updated) w
      join public.opportunities o on o.client_id = tenant and o.id = w.id
      order by w.row limit size
    )
    select coalesce(jsonb_agg(to_jsonb(p) order by p.row), '[]') from page p);
end
$$;
comment on function public.list_batch_rows is
  'The opportunities that a batch created or updated, as they are now, in the order of its rows: '
  '[{row, action: created|updated, opportunity}]. Raises 401, 403, 404.';
grant execute on function public.list_batch_rows to authenticated;

-- supabase/schemas/20_batch_import/error_rows.sql

-- The invalid rows of a batch as they were sent, so that a person can correct and import them again.

create table private.batch_error_rows (
  client_id uuid not null,
  batch_id uuid not null,
  row integer not null,
  record jsonb not null check (pg_column_size(record) <= 6000000),
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id, row),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_error_rows enable row level security;
comment on column private.batch_error_rows.record is 'An array of cells for a CSV file, otherwise a JSON object.';

create table private.batch_columns (
  client_id uuid not null,
  batch_id uuid not null,
  columns text[] not null check (pg_column_size(columns) <= 1000000),
  created_at timestamptz not null default now(),
  primary key (client_id, batch_id),
  foreign key (client_id, batch_id) references public.opportunity_batches
);
alter table private.batch_columns enable row level security;

create function private.keep_error_rows(
  tenant uuid, batch uuid, checked private.checked_row[], opportunities jsonb, source jsonb
) returns void
language sql volatile set search_path = '' as $$
  insert into private.batch_error_rows (client_id, batch_id, row, record)
  select tenant, batch, r.row, coalesce(source -> 'rows' -> (r.row - 1), opportunities -> (r.row - 1))
  from unnest(checked) r
  where r.action = 'reject';

  insert into private.batch_columns (client_id, batch_id, columns)
  select tenant, batch, array(select jsonb_array_elements_text(source -> 'columns'))
  where jsonb_typeof(source -> 'columns') = 'array';
$$;

-- Definer: the rows as sent are private to those who may see the batch.
create function public.batch_error_rows(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  batch constant public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => false);
  columns constant jsonb := (
    select to_jsonb(c.columns) from private.batch_columns c where c.client_id = tenant and c.batch_id = batch.id);
  rows jsonb;
begin
  select coalesce(
    jsonb_agg(jsonb_build_object('row', e.row, 'record', e.record, 'errors', p.errors) order by e.row), '[]')
  into rows
  from private.batch_error_rows e
  join (
    select (b ->> 'row')::integer as row, jsonb_agg(b - 'row' order by n) as errors
    from jsonb_array_elements(batch.errors) with ordinality as x (b, n)
    group by 1
  ) p on p.row = e.row
  where e.client_id = tenant and e.batch_id = batch.id;
  return jsonb_build_object('columns', columns, 'delimiter', batch.options -> 'delimiter', 'rows', rows);
end
$$;
comment on function public.batch_error_rows is
  'The invalid rows of a batch: {columns: [header] of a CSV file or null, delimiter, rows: [{row, record, '
  'errors: [{field, code, message}]}]}. record is an array of cells for a CSV file, the object for JSON. '
  'Raises 401, 403, 404.';
grant execute on function public.batch_error_rows to authenticated;

-- supabase/schemas/20_batch_import/read_opportunities.sql

-- First step of an import: rows of JSON become rows of text.

create function private.read_opportunities(opportunities jsonb, first_row integer)
returns setof private.sent_opportunity
language sql stable set search_path = '' as $$
  select
    s.ordinality::integer + first_row - 1,
    nullif(btrim(s.external_id), ''), nullif(private.tidy(s.name), ''),
    nullif(btrim(s.organization_id), ''), nullif(private.tidy(s.organization), ''),
    nullif(btrim(s.principal_id), ''), nullif(private.tidy(s.principal), ''),
    nullif(btrim(s.product_id), ''), nullif(private.tidy(s.product), ''),
    nullif(s.stage, ''), nullif(s.probability_percent, ''), nullif(s.amount, ''), nullif(s.currency, ''),
    nullif(s.expected_close_date, ''), nullif(btrim(s.deal_owner), ''), nullif(s.notes, ''),
    s.context, s.custom_context
  from rows from (jsonb_to_recordset(opportunities) as (
    external_id text, name text, organization_id text, organization text, principal_id text, principal text,
    product_id text, product text, stage text, probability_percent text, amount text, currency text,
    expected_close_date text, deal_owner text, notes text, context jsonb, custom_context jsonb
  )) with ordinality as s
$$;

-- supabase/schemas/20_batch_import/known_opportunities.sql

-- Finds the opportunities that an import already knows by external_id.

-- Dynamic for the reason that private.resolve_names is.
create function private.known_opportunities(tenant uuid, external_ids text[]) returns public.opportunities[]
language plpgsql stable set search_path = '' as $$
declare
  known public.opportunities[];
begin
  execute
    'select array_agg(k.opportunity) from (select distinct unnest($2) as id) x, lateral (
      select o as opportunity from public.opportunities o where o.client_id = $1 and o.external_id = x.id limit 1) k'
  into known using tenant, external_ids;
  return known;
end
$$;

-- supabase/schemas/20_batch_import/opportunities_by_name.sql

-- Finds the opportunities that an import already knows by name (match=name).

-- Dynamic for the reason that private.resolve_names is. It reads all of the tenant's opportunities: an index for this
-- option would cost every import.
create function private.opportunities_by_name(tenant uuid, names text[])
returns table (key text, opportunity public.opportunities, found integer)
language plpgsql stable set search_path = '' as $$
begin
  return query execute
    'select k.key, (array_agg(o order by o.id))[1], count(*)::integer
     from (select distinct private.name_key(unnest($2)) as key) k
     join public.opportunities o on private.name_key(o.name) = k.key
     where o.client_id = $1 group by k.key'
  using tenant, names;
end
$$;
comment on function private.opportunities_by_name is
  'For each name key one opportunity that has it, and how many have.';

-- A row given by external_id and one given by name may match the same opportunity.
create function private.mark_repeated(resolved private.resolved_opportunity[]) returns private.resolved_opportunity[]
language plpgsql immutable set search_path = '' as $$
declare
  first_rows constant jsonb := (
    select jsonb_object_agg(k.id, k.row)
    from (select (r.known).id, min(r.row) as row from unnest(resolved) r where (r.known).id is not null group by 1) k);
begin
  for i in 1..cardinality(resolved) loop
    resolved[i].first_row := least(resolved[i].first_row, (first_rows ->> (resolved[i].known).id::text)::integer);
  end loop;
  return resolved;
end
$$;
comment on function private.mark_repeated is 'The rows with the first row that matches the same opportunity.';

-- supabase/schemas/20_batch_import/cleared_fields.sql

-- Fields that an update empties: those that the row holds as null.

create function private.cleared_fields(opportunities jsonb, first_row integer, empty text)
returns table ("row" integer, fields text[])
language sql stable set search_path = '' as $$
  select o.ordinality::integer + first_row - 1, array_agg(distinct c.field)
  from jsonb_array_elements(opportunities) with ordinality as o (opportunity, ordinality)
  cross join lateral jsonb_each(o.opportunity) as f (name, value)
  cross join lateral (
    select case when f.name in ('organization', 'principal', 'product') then f.name || '_id' else f.name end as field,
      case
        when f.name in ('organization', 'principal', 'product') then f.name || '_id'
        when f.name in ('organization_id', 'principal_id', 'product_id') then left(f.name, -3)
      end as other
  ) c
  where c.field in ('name', 'organization_id', 'principal_id', 'product_id', 'stage', 'probability_percent', 'amount',
      'currency', 'expected_close_date', 'deal_owner', 'notes', 'context', 'custom_context')
    and (f.value = 'null'
      or empty = 'clear' and jsonb_typeof(f.value) = 'string' and private.tidy(f.value #>> '{}') = '')
    and private.tidy(coalesce(o.opportunity ->> c.other, '')) = ''
  group by o.ordinality
$$;
comment on function private.cleared_fields is
  'The columns that each row sets to nothing: by null and, with empty = clear, by an empty text. An organization, '
  'principal or product is cleared only if neither its name nor its id is given.';

create function private.empty_values(fields text[]) returns jsonb
language plpgsql immutable strict set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(f, case when f in ('context', 'custom_context') then '{}'::jsonb else 'null' end)
    from unnest(fields) f);
end
$$;
comment on function private.empty_values is 'The values of cleared columns, {column: value}; null if there are none.';

create function private.clear_error(field text) returns jsonb
language sql stable set search_path = '' as $$
  select private.row_error(field, 'required',
    format('%s is empty, but an opportunity needs one; leave the field out to keep its value', field))
$$;

-- supabase/schemas/20_batch_import/resolve_opportunities.sql

-- Second step of an import: finds what the rows name and what they would update.

-- Reads no table itself, so its plan can be kept.
create function private.resolve_opportunities(
  tenant uuid, opportunities jsonb, place jsonb default '{}', options jsonb default '{}'
) returns setof private.resolved_opportunity
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  start constant integer := coalesce((place ->> 'first_row')::integer, 1);
  by_name constant boolean := options @> '{"match": "name"}';
  number_pattern constant text := '^-?[0-9]+([.][0-9]+)?$';
begin
  return query
  with sent as materialized (
    select s.* from private.read_opportunities(opportunities, start) s
  ),
  lookup as materialized (
    select
      private.resolve_names(tenant, 'organizations',
        array_agg(lower(s.organization_id)) filter (where s.organization_id is not null),
        array_agg(s.organization) filter (where s.organization is not null)) as organizations,
      private.resolve_names(tenant, 'principals',
        array_agg(lower(s.principal_id)) filter (where s.principal_id is not null),
        array_agg(s.principal) filter (where s.principal is not null)) as principals,
      private.resolve_names(tenant, 'products',
        array_agg(lower(s.product_id)) filter (where s.product_id is not null),
        array_agg(s.product) filter (where s.product is not null)) as products,
      private.known_opportunities(tenant,
        array_agg(s.external_id) filter (where s.external_id is not null)) as opportunities
    from sent s
  ),
  first as (
    select s.external_id, coalesce((place -> 'first_rows' ->> s.external_id)::integer, min(s.row)) as row
    from sent s group by s.external_id
  ),
  known as (
    select o as opportunity, o.external_id from lookup l, unnest(l.opportunities) o
  ),
  keyed as materialized (
    select s.row, private.name_key(s.name) as key from sent s where by_name and s.external_id is null
  ),
  named as (
    select k.row, n.opportunity, n.found, min(k.row) over (partition by k.key) as first_row
    from keyed k
    left join private.opportunities_by_name(tenant, array(select e.key from keyed e)) n on n.key = k.key
  ),
  cleared as (
    select c.row, c.fields from private.cleared_fields(opportunities, start, options ->> 'empty') c
    where options @> '{"on_conflict": "update"}'
  )
  select
    s.*,
    coalesce(l.organizations ->> s.organization,
      l.organizations ->> ('id ' || lower(s.organization_id)))::uuid,
    coalesce(l.principals ->> s.principal, l.principals ->> ('id ' || lower(s.principal_id)))::uuid,
    coalesce(l.products ->> s.product, l.products ->> ('id ' || lower(s.product_id)))::uuid,
    case when s.probability_percent ~ number_pattern and length(s.probability_percent) <= 40
      then s.probability_percent::numeric end,
    case when s.amount ~ number_pattern and length(s.amount) <= 40 then s.amount::numeric end,
    case when n.row is null then k.opportunity when n.found = 1 then n.opportunity end,
    coalesce(f.row, n.first_row),
    n.found,
    case when (k.opportunity).id is not null or n.found = 1 then c.fields end
  from sent s
  cross join lookup l
  left join first f on f.external_id = s.external_id
  left join known k on k.external_id = s.external_id
  left join named n on n.row = s.row
  left join cleared c on c.row = s.row;
end
$$;
comment on function private.resolve_opportunities is
  'The rows of an import with the ids of what they name. A name or id that is not found leaves its id null. place: '
  'where the rows stand in a larger file, {first_row, first_rows: {external_id: row}}.';

-- supabase/schemas/20_batch_import/name_hints.sql

-- Suggests similar names for names that are not known.

-- What to add to the error for an unknown name.
create function private.name_hints(
  tenant uuid, resolved private.resolved_opportunity[], create_missing jsonb
) returns jsonb
language sql stable set search_path = '' as $$
  with unknown as (
    select 'organizations' as subject, r.organization as name from unnest(resolved) r
    where r.found_organization is null and not create_missing ? 'organizations'
    union
    select 'principals', r.principal from unnest(resolved) r where r.found_principal is null
    union
    select 'products', r.product from unnest(resolved) r
    where r.found_product is null and not create_missing ? 'products'
  )
  select coalesce(jsonb_object_agg(u.subject || ' ' || u.name,
    ', did you mean ' || private.quoted(private.similar_name(tenant, u.subject, u.name)) || '?'), '{}')
  -- No stored name is longer, and comparing costs more than the length.
  from unknown u where length(u.name) <= 200
$$;
comment on function private.name_hints is
  '{"<table> <name>": ", did you mean ''<similar name>''?" or null}.';

-- supabase/schemas/20_batch_import/judge_references.sql

-- Third step of an import, first part: what is wrong with the names and ids that a row refers to.

-- The error for a name that could be created says so, unless a similar name exists.
create function private.judge_references(
  resolved private.resolved_opportunity[], hints jsonb, create_missing jsonb
) returns table ("row" integer, organization jsonb, principal jsonb, product jsonb)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  create_organizations constant boolean := create_missing ? 'organizations';
  create_products constant boolean := create_missing ? 'products';
begin
  return query
  select r.row,
    case
      when r.organization_id is not null and r.organization is not null
        then private.both_given_error('organization', 'organization_id')
      when 'organization_id' = any (r.cleared) then private.clear_error('organization')
      when r.organization_id is null and r.organization is null and (r.known).id is not null then null
      when r.organization_id is null and r.organization is null
        then private.missing_error('organization', 'its name or organization_id')
      when length(r.organization) > 200 then private.length_error('organization', r.organization, 200)
      when r.found_organization is null and r.organization_id is not null
        then private.unknown_id_error('organization_id', r.organization_id, 'an organization')
      when r.found_organization is null and not create_organizations
        then private.unknown_name_error('organization', r.organization, coalesce(
          hints ->> ('organizations ' || r.organization), '; create_missing=organizations would create it'))
    end,
    case
      when r.principal_id is not null and r.principal is not null
        then private.both_given_error('principal', 'principal_id')
      when r.principal_id is not null and r.found_principal is null
        then private.unknown_id_error('principal_id', r.principal_id, 'a principal')
      when r.principal is not null and r.found_principal is null
        then private.unknown_name_error('principal', r.principal,
          coalesce(hints ->> ('principals ' || r.principal), ''))
    end,
    case
      when r.product_id is not null and r.product is not null
        then private.both_given_error('product', 'product_id')
      when r.product_id is not null and r.found_product is null
        then private.unknown_id_error('product_id', r.product_id, 'a product')
      when length(r.product) > 200 then private.length_error('product', r.product, 200)
      when r.product is not null and r.found_product is null and not create_products
        then private.unknown_name_error('product', r.product, coalesce(
          hints ->> ('products ' || r.product), '; create_missing=products would create it'))
    end
  from unnest(resolved) r;
end
$$;

-- supabase/schemas/20_batch_import/judge_values.sql

-- Third step of an import, second part: what is wrong with the other values of a row.

create function private.judge_values(resolved private.resolved_opportunity[])
returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  currencies constant jsonb := (select jsonb_object_agg(c.code, true) from private.currencies c);
  stages constant text[] := enum_range(null::public.opportunity_stage);
  date_pattern constant text := '^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
begin
  return query
  select r.row, array[
    case
      when 'stage' = any (r.cleared) then private.clear_error('stage')
      when r.stage <> all (stages)
        then private.value_error('stage', 'unknown_value', r.stage, 'one of ' || array_to_string(stages, ', '))
    end,
    case
      when r.probability_percent is not null and r.probability is null
        then private.value_error('probability_percent', 'format', r.probability_percent, 'a number')
      when not r.probability between 0 and 100
        then private.number_error('probability_percent', 'range', r.probability_percent, 'be 0–100')
      when scale(trim_scale(r.probability)) > 2
        then private.number_error('probability_percent', 'format', r.probability_percent, 'have at most 2 decimals')
    end,
    case
      when r.amount is not null and r.money is null
        then private.value_error('amount', 'format', r.amount, 'a number like 1234.50')
      when not r.money between 0 and 999999999999.99
        then private.number_error('amount', 'range', r.amount, 'be 0–999999999999.99')
      when scale(trim_scale(r.money)) > 2
        then private.number_error('amount', 'format', r.amount, 'have at most 2 decimals')
    end,
    case
      when 'currency' = any (r.cleared) then private.clear_error('currency')
      when not currencies ? r.currency
        then private.value_error('currency', 'unknown_value', r.currency, 'an ISO 4217 code like EUR')
    end,
    case
      when case
        when r.expected_close_date !~ date_pattern then true
        when right(r.expected_close_date, 2) > '28' then not private.is_calendar_day(r.expected_close_date)
      end
        then private.value_error('expected_close_date', 'format', r.expected_close_date,
          'a calendar date, YYYY-MM-DD, 1900–2199')
    end,
    case when length(r.deal_owner) > 200 then private.length_error('deal_owner', r.deal_owner, 200) end,
    case when length(r.notes) > 10000 then private.length_error('notes', r.notes, 10000) end,
    case
      when jsonb_typeof(r.context) <> 'object'
        then private.row_error('context', 'type', 'context must be a JSON object')
      when pg_column_size(r.context) > 65536
        then private.row_error('context', 'length', 'context is larger than 65,536 bytes')
    end,
    case
      when jsonb_typeof(r.custom_context) <> 'object'
        then private.row_error('custom_context', 'type', 'custom_context must be a JSON object')
      when pg_column_size(r.custom_context) > 65536
        then private.row_error('custom_context', 'length', 'custom_context is larger than 65,536 bytes')
    end
  ]
  from unnest(resolved) r;
end
$$;

-- supabase/schemas/20_batch_import/judge_opportunities.sql

-- Third step of an import: what is wrong with each row, one error a field.

-- Names the field that tells which opportunity the row is.
create function private.unknown_row_error(field text, value text) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when field = 'external_id' and value is null then private.missing_error(field)
    else private.row_error(field, 'unknown_reference',
      format('%s %s is not known; on_missing=create would create it, skip would leave it out', field,
        private.quoted(value)))
  end
$$;

create function private.judge_opportunities(
  resolved private.resolved_opportunity[], hints jsonb, options jsonb
) returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  on_conflict constant text := options ->> 'on_conflict';
  on_missing constant text := coalesce(options ->> 'on_missing', 'create');
begin
  return query
  select r.row, case
    when on_missing = 'skip' and (r.known).id is null and coalesce(r.named, 0) < 2 then '{}'
    else array_remove(array[
      case
        when r.name is null and 'name' = any (r.cleared) then private.clear_error('name')
        when r.name is null and (r.known).id is null then private.missing_error('name')
        when length(r.name) > 200 then private.length_error('name', r.name, 200)
        when r.named > 1 then private.row_error('name', 'ambiguous',
          format('name %s is the name of several opportunities, give external_id', private.quoted(r.name)))
      end,
      f.organization, f.principal, f.product,
      case
        when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
        when r.first_row < r.row
          then private.duplicate_error(m.field, coalesce(r.external_id, r.name), r.first_row)
        when (r.known).id is not null and on_conflict = 'error'
          then private.row_error(m.field, 'already_exists', format('%s %s is already known; on_conflict=skip or '
            'update would accept it', m.field, private.quoted(coalesce(r.external_id, r.name))))
        when (r.known).id is null and on_missing = 'error' and coalesce(r.named, 0) < 2
          then private.unknown_row_error(m.field, coalesce(r.external_id, r.name))
      end
    ] || v.errors, null)
  end
  from unnest(resolved) r
  cross join lateral (
    select case when r.external_id is null and options @> '{"match": "name"}' then 'name' else 'external_id' end
  ) m (field)
  join private.judge_references(resolved, hints, options -> 'create_missing') f on f.row = r.row
  join private.judge_values(resolved) v on v.row = r.row;
end
$$;
comment on function private.judge_opportunities is
  'The errors of each row, in the order of the fields; an empty array for a valid row.';

-- supabase/schemas/20_batch_import/check_opportunities.sql

-- Last step before an import writes: reads, resolves and judges the rows, and decides what to do with each.

-- Checks every value again, whoever the caller is. Set-based, and it reads no table itself, so its plan can be kept.
create function private.check_opportunities(
  tenant uuid, opportunities jsonb, problems jsonb, options jsonb, place jsonb default '{}'
) returns private.checked_row[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  found constant private.resolved_opportunity[] := array(
    select r from private.resolve_opportunities(tenant, opportunities, place, options) r);
  resolved constant private.resolved_opportunity[] := case when options @> '{"match": "name"}'
    then private.mark_repeated(found) else found end;
  hints constant jsonb := private.name_hints(tenant, resolved, options -> 'create_missing');
  on_conflict constant text := options ->> 'on_conflict';
  on_missing constant text := options ->> 'on_missing';
begin
  return array(
    with merged as (
      select j.row, case when p.row is null then j.errors else private.merge_errors(p, j.errors) end as errors
      from private.judge_opportunities(resolved, hints, options) j
      left join private.problems_by_row(problems) p on p.row = j.row
    ),
    judged as materialized (
      select r.*, cardinality(m.errors) = 0 as valid, m.errors,
        case when r.cleared is null then r.known else jsonb_populate_record(r.known, private.empty_values(r.cleared))
        end as kept
      from unnest(resolved) r
      join merged m on m.row = r.row
    )
    select row(
      j.row,
      case
        when not j.valid then 'reject'
        when (j.known).id is null then case when on_missing = 'skip' then 'skip' else 'create' end
        when on_conflict = 'skip' then 'skip'
        -- Values that the row leaves out stay as they are.
        when row((j.known).name, (j.known).organization_id, (j.known).principal_id, (j.known).product_id,
            (j.known).stage, (j.known).probability_percent, (j.known).amount, (j.known).currency,
            (j.known).expected_close_date, (j.known).deal_owner, (j.known).notes,
            (j.known).context, (j.known).custom_context)
          is not distinct from row(coalesce(j.name, (j.kept).name),
            case when coalesce(j.organization, j.organization_id) is null then (j.kept).organization_id
              else j.found_organization end,
            coalesce(j.found_principal, (j.kept).principal_id), coalesce(j.found_product, (j.kept).product_id),
            coalesce(j.stage::public.opportunity_stage, (j.kept).stage),
            coalesce(j.probability, (j.kept).probability_percent), coalesce(j.money, (j.kept).amount),
            coalesce(j.currency, (j.kept).currency),
            coalesce(j.expected_close_date::date, (j.kept).expected_close_date),
            coalesce(j.deal_owner, (j.kept).deal_owner), coalesce(j.notes, (j.kept).notes),
            coalesce(j.context, (j.kept).context), coalesce(j.custom_context, (j.kept).custom_context))
          then 'unchanged'
        else 'update'
      end::private.row_action,
      (j.known).id, j.external_id, j.name, j.found_organization, j.organization, j.found_principal, j.found_product,
      j.product,
      case when j.valid then j.stage::public.opportunity_stage end,
      case when j.valid then j.probability end,
      case when j.valid then j.money end,
      j.currency,
      case when j.valid then j.expected_close_date::date end,
      j.deal_owner, j.notes, j.context, j.custom_context,
      case when not j.valid then to_jsonb(j.errors) end,
      j.cleared
    )::private.checked_row
    from judged j
    order by j.row);
end
$$;
comment on function private.check_opportunities is
  'The rows of an import, ready to be written, each with its action and errors. problems: what the function '
  'found while it read the request. place: see private.resolve_opportunities.';

-- supabase/schemas/20_batch_import/import_arguments.sql

create function private.check_import_arguments(opportunities jsonb, problems jsonb, options jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  defaults constant jsonb :=
    '{"on_error": "abort", "on_conflict": "error", "create_missing": [], "dry_run": false, "force": false}';
  optional constant text[] := '{on_missing,empty,match}';
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (values
    ('opportunities', 'must be an array of objects',
      jsonb_typeof(opportunities) is distinct from 'array'
      or opportunities @? '$[*] ? (@.type() != "object")'),
    ('problems', 'must be an array of {row, field, code, message}',
      jsonb_typeof(problems) is distinct from 'array'
      or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")'),
    ('options', 'must be an object with on_error, on_conflict, on_missing, match, empty, create_missing, '
      'dry_run, force',
      jsonb_typeof(options) is distinct from 'object'
      or options - optional - array(select jsonb_object_keys(defaults)) <> '{}'),
    ('options.on_error', 'must be abort or skip', not coalesce(options ->> 'on_error', 'abort') = any ('{abort,skip}')),
    ('options.on_conflict', 'must be error, skip or update',
      not coalesce(options ->> 'on_conflict', 'error') = any ('{error,skip,update}')),
    ('options.on_missing', 'must be create, skip or error',
      not coalesce(options ->> 'on_missing', 'create') = any ('{create,skip,error}')),
    ('options.match', 'must be external_id or name',
      not coalesce(options ->> 'match', 'external_id') = any ('{external_id,name}')),
    ('options.empty', 'must be keep or clear', not coalesce(options ->> 'empty', 'keep') = any ('{keep,clear}')),
    ('options.create_missing', 'must be a list of organizations, products',
      jsonb_typeof(coalesce(options -> 'create_missing', '[]')) <> 'array'
      or not coalesce(options -> 'create_missing', '[]') <@ '["organizations", "products"]'),
    ('options.dry_run', 'must be true or false', jsonb_typeof(coalesce(options -> 'dry_run', 'false')) <> 'boolean'),
    ('options.force', 'must be true or false', jsonb_typeof(coalesce(options -> 'force', 'false')) <> 'boolean')
  ) as c (path, message, wrong)
  where c.wrong;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import is not valid', jsonb_build_object('details', details));
  end if;
  return defaults || jsonb_strip_nulls(options);
end
$$;
comment on function private.check_import_arguments is
  'The options with their defaults. Raises 422 for invalid arguments.';

-- supabase/schemas/20_batch_import/import_quota.sql

-- Serializes the caller's imports until the transaction ends: only then can the quota be counted exactly.
create function private.check_import_rate(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  quota constant integer := private.setting(tenant, 'import.batches_per_hour');
  wait_seconds integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('import by %s of %s', auth.uid(), tenant), 0));
  select ceil(extract(epoch from i.created_at + interval '1 hour' - now())) into wait_seconds
  from (
    select b.created_at from public.opportunity_batches b
    where b.client_id = tenant and b.created_by = auth.uid() and b.created_at > now() - interval '1 hour'
      and not exists (select from private.uploads u where u.client_id = tenant and u.batch_id = b.id)
    union all
    select u.created_at from private.uploads u
    where u.client_id = tenant and u.created_by = auth.uid() and u.created_at > now() - interval '1 hour'
  ) i
  order by i.created_at desc offset quota - 1 limit 1;
  if found then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED', format('You may start %s imports in an hour', quota),
      jsonb_build_object('retry_after', greatest(wait_seconds, 1)));
  end if;
end
$$;
comment on function private.check_import_rate is
  'Raises 429 if the caller has used up the hourly quota. An upload counts when it begins, its batch does not.';

-- Serializes imports of equal content in the tenant, for the same reason.
create function private.check_duplicate_import(tenant uuid, content_hash bytea, force boolean) returns void
language plpgsql volatile set search_path = '' as $$
declare
  first_batch uuid;
begin
  if force then
    return;
  end if;
  perform pg_advisory_xact_lock(
    hashtextextended(format('import of %s by %s', encode(content_hash, 'hex'), tenant), 0));
  select b.id into first_batch from public.opportunity_batches b
  where b.client_id = tenant and b.content_hash = check_duplicate_import.content_hash
    and b.status in ('processing', 'completed') and b.created_at > now() - interval '24 hours'
  order by b.created_at limit 1;
  if found then
    perform private.fail(409, 'DUPLICATE_BATCH',
      'The same content was imported in the last 24 hours; force=true imports it again',
      jsonb_build_object('batch_id', first_batch));
  end if;
end
$$;
comment on function private.check_duplicate_import is
  'Raises 409 if the tenant imported the same content in 24 hours.';

-- supabase/schemas/20_batch_import/missing_names.sql

-- Creates the organizations and products that an import names and the tenant does not know.

create function private.create_missing_names(tenant uuid, batch uuid, subject text, names text[]) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if cardinality(names) is null then
    return '{}';
  end if;
  execute format(
    'insert into public.%I (client_id, name, batch_id)
     select distinct on (private.name_key(n)) $1, n, $2 from unnest($3) with ordinality u (n, i)
     order by private.name_key(n), i
     on conflict (client_id, private.name_key(name)) do nothing', subject)
  using tenant, batch, names;
  -- Another import may have created some of them in the meantime.
  return private.resolve_names(tenant, subject, null, names);
end
$$;
comment on function private.create_missing_names is 'Returns the ids of the names, as private.resolve_names does.';

create function private.create_missing(tenant uuid, batch uuid, checked private.checked_row[])
returns private.checked_row[]
language plpgsql volatile set search_path = '' as $$
declare
  organizations constant jsonb := private.create_missing_names(tenant, batch, 'organizations', (
    select array_agg(r.organization order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.organization_id is null and r.organization is not null));
  products constant jsonb := private.create_missing_names(tenant, batch, 'products', (
    select array_agg(r.product order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.product_id is null and r.product is not null));
begin
  if organizations = '{}' and products = '{}' then
    return checked;
  end if;
  for i in 1..cardinality(checked) loop
    checked[i].organization_id := coalesce(
      checked[i].organization_id, (organizations ->> checked[i].organization)::uuid);
    checked[i].product_id := coalesce(
      checked[i].product_id, (products ->> checked[i].product)::uuid);
  end loop;
  return checked;
end
$$;
comment on function private.create_missing is
  'Creates the organizations and products that the rows name, and fills in their ids.';

-- supabase/schemas/20_batch_import/write_opportunities.sql

-- Inserted in order of the external id, so that two imports of the same rows wait for each other and do not deadlock.
create function private.create_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  tenant_currency constant text := (select c.currency from public.clients c where c.id = tenant);
  creator constant uuid := auth.uid();
begin
  insert into public.opportunities
    (client_id, external_id, name, organization_id, principal_id, product_id, stage, probability_percent, amount,
     currency, expected_close_date, deal_owner, notes, context, custom_context, batch_id, batch_row, created_by)
  select
    tenant, r.external_id, r.name, r.organization_id, r.principal_id, r.product_id,
    coalesce(r.stage, 'prospecting'), r.probability_percent, r.amount, coalesce(r.currency, tenant_currency),
    r.expected_close_date, r.deal_owner, r.notes, coalesce(r.context, '{}'), coalesce(r.custom_context, '{}'),
    batch, r.row, creator
  from unnest(checked) r
  where r.action = 'create'
  order by r.external_id;
end
$$;

-- A field that the row leaves out keeps its value; one that it clears has none.
create function private.update_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns bigint
language sql volatile set search_path = '' as $$
  with current as materialized (
    select o.* from public.opportunities o
    where o.client_id = tenant
      and o.id in (select r.opportunity_id from unnest(checked) r where r.action = 'update')
    order by o.id for update
  ),
  kept as (
    insert into private.batch_rows (client_id, batch_id, row, opportunity_id, before, version)
    select tenant, batch, r.row, c.id, to_jsonb(c), c.version + 1
    from current c
    join unnest(checked) r on r.opportunity_id = c.id
    returning row
  ),
  written as (
    update public.opportunities o set
      name = coalesce(r.name, k.name),
      organization_id = coalesce(r.organization_id, k.organization_id),
      principal_id = coalesce(r.principal_id, k.principal_id),
      product_id = coalesce(r.product_id, k.product_id),
      stage = coalesce(r.stage, k.stage),
      probability_percent = coalesce(r.probability_percent, k.probability_percent),
      amount = coalesce(r.amount, k.amount),
      currency = coalesce(r.currency, k.currency),
      expected_close_date = coalesce(r.expected_close_date, k.expected_close_date),
      deal_owner = coalesce(r.deal_owner, k.deal_owner),
      notes = coalesce(r.notes, k.notes),
      context = coalesce(r.context, k.context),
      custom_context = coalesce(r.custom_context, k.custom_context)
    from current c
    join unnest(checked) r on r.opportunity_id = c.id
    cross join lateral jsonb_populate_record(c::public.opportunities, private.empty_values(r.cleared)) k
    where o.client_id = tenant and o.id = c.id
    returning o.id
  )
  select count(*) from written
$$;
comment on function private.update_opportunities is
  'Updates the rows to update and keeps what they were in private.batch_rows; returns how many there were.';

create function private.write_import(
  tenant uuid, checked private.checked_row[], batch public.opportunity_batches, opportunities jsonb, source jsonb
) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.opportunity_batches select batch.*;
  perform private.open_audit_group('opportunity_batches', batch.id);
  if batch.status = 'completed' then
    if batch.options -> 'create_missing' <> '[]' then
      checked := private.create_missing(tenant, batch.id, checked);
    end if;
    perform private.create_opportunities(tenant, batch.id, checked);
    if batch.updated > 0 and private.update_opportunities(tenant, batch.id, checked) < batch.updated then
      raise exception 'an opportunity was deleted during the import' using errcode = 'serialization_failure';
    end if;
  end if;
  if batch.failed_records > 0 then
    perform private.keep_error_rows(tenant, batch.id, checked, opportunities, source);
  end if;
  perform private.close_audit_group();
  perform private.emit_batch_event(batch);
end
$$;
comment on function private.write_import is
  'Writes a checked import: the batch, the opportunities, what updated ones were, the invalid rows, and the event.';

-- supabase/schemas/20_batch_import/import_summary.sql

-- Returns the batch that a checked import becomes, not yet stored.
create function private.summarize_import(
  tenant uuid, checked private.checked_row[], options jsonb, filename text, source jsonb, content_hash bytea
) returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select
    count(*), count(*) filter (where r.action = 'reject'),
    count(*) filter (where r.action = 'create'), count(*) filter (where r.action = 'update'),
    count(*) filter (where r.action = 'unchanged'), count(*) filter (where r.action = 'skip')
  into batch.total_records, batch.failed_records, batch.created, batch.updated, batch.unchanged, batch.skipped
  from unnest(checked) r;

  select coalesce(jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object('row', r.row, 'line', source -> 'lines' -> (r.row - 1))) || e
    order by r.row), '[]')
  into batch.errors
  from unnest(checked) r, jsonb_array_elements(r.errors) e
  where r.action = 'reject';

  batch.status := 'completed';
  if batch.failed_records > 0 and (options ->> 'on_error' = 'abort' or batch.failed_records = batch.total_records) then
    batch.status := 'failed';
    batch.created := 0; batch.updated := 0; batch.unchanged := 0; batch.skipped := 0;
  end if;
  batch.client_id := tenant; batch.id := gen_random_uuid();
  batch.filename := filename;
  batch.successful_records := batch.created + batch.updated + batch.unchanged + batch.skipped;
  batch.unknown_columns := array(select jsonb_array_elements_text(coalesce(source -> 'unknown_columns', '[]')));
  batch.options := options || coalesce(
    jsonb_strip_nulls(jsonb_build_object('mapping', source -> 'mapping', 'values', source -> 'values',
      'formats', source -> 'formats', 'delimiter', source -> 'delimiter')), '{}');
  batch.warnings := coalesce(source -> 'warnings', '[]');
  batch.content_hash := content_hash;
  batch.created_by := auth.uid();
  batch.created_at := now(); batch.completed_at := clock_timestamp();
  return batch;
end
$$;

create function private.dry_run_json(checked private.checked_row[], batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'would_create', count(*) filter (where r.action = 'create'),
    'would_update', count(*) filter (where r.action = 'update'),
    'unchanged', count(*) filter (where r.action = 'unchanged'),
    'skipped', count(*) filter (where r.action = 'skip'),
    'would_create_organizations', count(distinct private.name_key(r.organization))
      filter (where r.action in ('create', 'update') and r.organization_id is null),
    'would_create_products', count(distinct private.name_key(r.product))
      filter (where r.action in ('create', 'update') and r.product_id is null),
    'unknown_columns', batch.unknown_columns,
    'errors', batch.errors,
    'warnings', batch.warnings)
  from unnest(checked) r
$$;

create function private.import_answer(batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select case batch.status
    when 'completed' then jsonb_build_object('status', 201, 'body', private.batch_json(batch))
    else jsonb_build_object('status', 422, 'body', jsonb_build_object(
      'code', 'VALIDATION_ERROR', 'batch_id', batch.id, 'details', batch.errors,
      'unknown_columns', batch.unknown_columns, 'warnings', batch.warnings,
      'message', format('%s of %s rows are not valid, nothing was imported',
        batch.failed_records, batch.total_records)))
  end
$$;

-- supabase/schemas/20_batch_import/import_size.sql

-- How large one import may be. Functions take bodies of 5 MB; callers of the Data API meet the same bounds here.

create function private.check_import_bytes(opportunities jsonb, problems jsonb, options jsonb, filename text,
  source jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  too_large text;
begin
  select a.argument into too_large
  from (values
    ('opportunities', pg_column_size(opportunities), 20000000), ('problems', pg_column_size(problems), 4000000),
    ('options', pg_column_size(options), 20000), ('filename', octet_length(filename), 1020),
    ('source', pg_column_size(source), 20000000),
    ('source.mapping', pg_column_size(source -> 'mapping'), 100000),
    ('source.values', pg_column_size(source -> 'values'), 500000),
    ('source.formats', pg_column_size(source -> 'formats'), 100000),
    ('source.columns', pg_column_size(source -> 'columns'), 900000),
    ('source.unknown_columns', pg_column_size(source -> 'unknown_columns'), 900000),
    ('source.warnings', pg_column_size(source -> 'warnings'), 900000)
  ) as a (argument, bytes, most)
  where a.bytes > a.most limit 1;
  if found then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', format('%s is too large', too_large));
  end if;
end
$$;

create function private.check_import_size(opportunities jsonb, max_rows integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  rows constant integer := jsonb_array_length(opportunities);
begin
  if rows > max_rows then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The import has %s rows, at most %s are allowed',
        case when rows > 1000 then 'more than 1000' else rows::text end, max_rows));
  elsif rows = 0 then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import has no rows', jsonb_build_object('details',
      jsonb_build_array(private.problem('opportunities', 'too_small', 'must have at least one row'))));
  end if;
end
$$;

-- supabase/schemas/20_batch_import/import_opportunities.sql

-- Definer: members may not write opportunities, batches or events by hand, only through this function, whole.
create function public.import_opportunities(
  opportunities jsonb, problems jsonb default '[]', options jsonb default '{}', filename text default null,
  source jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  settled constant jsonb := private.check_import_arguments(opportunities, problems, options);
  dry_run constant boolean := settled @> '{"dry_run": true}';
  content_hash constant bytea := sha256(convert_to(opportunities::text, 'UTF8'));
  checked private.checked_row[];
  batch public.opportunity_batches;
  answer jsonb;
begin
  perform private.check_import_bytes(opportunities, problems, options, filename, source);
  perform private.check_import_size(opportunities, private.setting(tenant, 'import.max_rows')::integer);
  if not dry_run then
    answer := private.replay('import_opportunities',
      sha256(content_hash || convert_to(concat_ws(' ', problems, settled, filename, source), 'UTF8')));
    if answer is not null then
      return answer;
    end if;
    perform private.check_import_rate(tenant);
    perform private.check_duplicate_import(tenant, content_hash, settled @> '{"force": true}');
  end if;

  -- Another import may create or delete one of these rows between the check and the write. Then check again.
  for attempt in 1..3 loop
    begin
      checked := private.check_opportunities(tenant, opportunities, problems, settled);
      batch := private.summarize_import(tenant, checked, settled, filename, source, content_hash);
      if dry_run then
        return jsonb_build_object('status', 200, 'body', private.dry_run_json(checked, batch));
      end if;
      perform private.write_import(tenant, checked, batch, opportunities, source);
      return private.remember('import_opportunities', private.import_answer(batch));
    exception when unique_violation or serialization_failure then
      null; -- the next attempt sees what the other import did
    end;
  end loop;
  perform private.fail(503, 'SERVICE_UNAVAILABLE', 'Other imports keep changing the same opportunities, try again',
    '{"retry_after": 1}');
  return null;
end
$$;
comment on function public.import_opportunities is
  'Imports up to import.max_rows opportunities in one transaction. Returns {status, body, replayed?}: 201 with the '
  'batch, 422 with the errors of all rows and the id of the failed batch, 200 for a dry run. Raises 401, 403, '
  '409 DUPLICATE_BATCH or IDEMPOTENCY_KEY_REUSED, 413 BATCH_TOO_LARGE, 422, 429 BATCH_QUOTA_EXCEEDED, 503. '
  'opportunities: array of objects, element i is row i + 1. problems: what reading them found, [{row, field, code, '
  'message}]. source: {warnings}, and for a CSV file as sent {columns, rows, lines, delimiter, unknown_columns, '
  'mapping, values, formats}.';
grant execute on function public.import_opportunities to authenticated;

-- supabase/schemas/20_batch_import/cancel_batch.sql

-- Definer: members may not write batches by hand.
create function public.cancel_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
begin
  if batch.status <> 'processing' then
    perform private.fail(409, 'BATCH_NOT_PROCESSING',
      format('The batch is %s; only a processing batch can be cancelled', batch.status));
  end if;
  update public.opportunity_batches b set status = 'cancelled', completed_at = now()
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return private.batch_json(batch);
end
$$;
comment on function public.cancel_batch is
  'Cancels a processing batch and returns it. Raises 401, 403, 404, 409 BATCH_NOT_PROCESSING.';
grant execute on function public.cancel_batch to authenticated;

-- supabase/schemas/20_batch_import/rollback_batch.sql

-- Undoes an import, except for rows that were edited since.

create function private.lock_batch_rows(tenant uuid, batch uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.opportunities o
  where o.client_id = tenant
    and (o.batch_id = batch
      or o.id in (select r.opportunity_id from private.batch_rows r where r.client_id = tenant and r.batch_id = batch))
  order by o.id for update;
end
$$;

create function private.delete_created(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with deleted as (
    delete from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version = 1
    returning o.id
  )
  select count(*) from deleted
$$;

-- A restored row gets its old version back, so that the batch before this one can still be rolled back.
create function private.restore_updated(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with restored as (
    update public.opportunities o set
      (name, organization_id, principal_id, product_id, stage, probability_percent, amount, currency,
       expected_close_date, deal_owner, notes, context, custom_context, version, updated_at) =
      (b.name, b.organization_id, b.principal_id, b.product_id, b.stage, b.probability_percent, b.amount, b.currency,
       b.expected_close_date, b.deal_owner, b.notes, b.context, b.custom_context, b.version, b.updated_at)
    from private.batch_rows r, jsonb_populate_record(null::public.opportunities, r.before) b
    where r.client_id = tenant and r.batch_id = batch
      and o.client_id = tenant and o.id = r.opportunity_id and o.version = r.version
    returning o.id
  )
  select count(*) from restored
$$;

create function private.edited_since(tenant uuid, batch uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'opportunity_id', e.opportunity_id, 'external_id', e.external_id, 'row', e.row, 'reason', e.reason)
    order by e.row), '[]')
  from (
    select o.id as opportunity_id, o.external_id, o.batch_row as row, 'edited since the import' as reason
    from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version > 1
    union all
    select r.opportunity_id, r.before ->> 'external_id', r.row,
      case when o.id is null then 'deleted since the import' else 'edited since the import' end
    from private.batch_rows r
    left join public.opportunities o on o.client_id = tenant and o.id = r.opportunity_id
    where r.client_id = tenant and r.batch_id = batch and o.version is distinct from r.version
  ) e
$$;

-- A later import may have taken a row away from its organization; its rollback gives it back.
create function private.is_wanted_back(tenant uuid, batch uuid, field text, name_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from private.batch_rows r
    join public.opportunity_batches b on b.client_id = r.client_id and b.id = r.batch_id and b.status = 'completed'
    where r.client_id = tenant and r.batch_id <> batch and r.before ->> field = name_id::text)
$$;

-- Locks first: a writer whose new row refers to a name holds the name until its row can be seen here.
create function private.delete_unused_names(tenant uuid, batch uuid, out organizations bigint, out products bigint)
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.organizations n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  perform from public.products n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  delete from public.organizations n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.organization_id = n.id)
    and not private.is_wanted_back(tenant, batch, 'organization_id', n.id);
  get diagnostics organizations = row_count;
  delete from public.products n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.product_id = n.id)
    and not private.is_wanted_back(tenant, batch, 'product_id', n.id);
  get diagnostics products = row_count;
end
$$;

create function private.undo_batch(tenant uuid, batch uuid) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  kept jsonb;
  deleted bigint;
  restored bigint;
  unused record;
begin
  perform private.open_audit_group('opportunity_batches', batch);
  perform private.lock_batch_rows(tenant, batch);
  kept := private.edited_since(tenant, batch);
  deleted := private.delete_created(tenant, batch);
  restored := private.restore_updated(tenant, batch);
  unused := private.delete_unused_names(tenant, batch);
  perform private.close_audit_group();
  return jsonb_build_object('deleted', deleted, 'restored', restored, 'kept', kept,
    'organizations_deleted', unused.organizations, 'products_deleted', unused.products);
end
$$;

-- Definer: members may not delete or change opportunities by hand.
create function public.rollback_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
  outcome jsonb;
begin
  if batch.status = 'rolled_back' then
    perform private.fail(409, 'BATCH_ALREADY_ROLLED_BACK', 'The batch is already rolled back');
  elsif batch.status <> 'completed' then
    perform private.fail(409, 'BATCH_NOT_ROLLBACKABLE',
      format('The batch is %s; only a completed batch can be rolled back', batch.status));
  elsif batch.created_at < now() - make_interval(days => private.setting(tenant, 'import.rollback_days')::integer) then
    perform private.fail(409, 'BATCH_NOT_ROLLBACKABLE',
      format('A batch can be rolled back for %s days', private.setting(tenant, 'import.rollback_days')));
  end if;
  outcome := private.undo_batch(tenant, batch.id);
  update public.opportunity_batches b set status = 'rolled_back'
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return jsonb_build_object('batch', private.batch_json(batch)) || outcome;
end
$$;
comment on function public.rollback_batch is
  'Undoes a completed batch, except for rows edited since: {batch, deleted, restored, kept: [{opportunity_id, '
  'external_id, row, reason}], organizations_deleted, products_deleted}. Raises 401, 403, 404, '
  '409 BATCH_ALREADY_ROLLED_BACK or BATCH_NOT_ROLLBACKABLE.';
grant execute on function public.rollback_batch to authenticated;

-- supabase/schemas/20_batch_import/retention.sql

-- How long imports are kept. A batch goes after the rows that refer to it.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('import.rollback_days', '90', 'integer', 1, 3650, 'Days that an import can be rolled back'),
  ('import.error_days', '90', 'integer', 1, 3650, 'Days that the invalid rows of an import are kept'),
  ('import.batch_days', '730', 'integer', 1, 3650, 'Days that the history of an import is kept');
select
  private.retain('private.batch_rows', 'import.rollback_days', 'r.created_at'),
  private.retain('private.batch_error_rows', 'import.error_days', 'r.created_at'),
  private.retain('private.batch_columns', 'import.error_days', 'r.created_at'),
  private.retain('public.opportunity_batches', 'import.batch_days', 'r.created_at', $$r.status <> 'processing'
    and not exists (select from private.batch_rows b where b.client_id = r.client_id and b.batch_id = r.id)
    and not exists (select from private.batch_error_rows b where b.client_id = r.client_id and b.batch_id = r.id)
    and not exists (select from private.uploads u where u.client_id = r.client_id and u.batch_id = r.id)
    and not exists (select from private.batch_columns b where b.client_id = r.client_id and b.batch_id = r.id)$$);

-- supabase/schemas/20_batch_import/import_mappings.sql

-- Guarantees: a tenant keeps at most 100 mappings for its imports, each under its own name, of bounded size.

create table public.import_mappings (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object' and length(mapping::text) <= 100000),
  values jsonb not null check (jsonb_typeof(values) = 'object' and length(values::text) <= 100000),
  formats jsonb not null check (jsonb_typeof(formats) = 'object' and length(formats::text) <= 1000),
  options jsonb not null check (jsonb_typeof(options) = 'object' and length(options::text) <= 2000),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index import_mappings_name on public.import_mappings (client_id, private.name_key(name));
create trigger touch before update on public.import_mappings
  for each row when (new.version = old.version) execute function private.touch();
select private.enable_audit('public.import_mappings');

-- No policy for writes: put_import_mapping counts before it writes.
alter table public.import_mappings enable row level security;
create policy "opportunities:import may see mappings" on public.import_mappings
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:import')));
grant select on public.import_mappings to authenticated;

create function public.get_import_mapping(name text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  found_mapping jsonb;
begin
  perform private.authorize('opportunities:import');
  select to_jsonb(m) - 'client_id' into found_mapping
  from public.import_mappings m
  where private.name_key(m.name) = private.name_key(get_import_mapping.name);
  if found_mapping is null then
    perform private.fail(404, 'NOT_FOUND', format('No mapping is saved as "%s"', left(name, 100)));
  end if;
  return found_mapping;
end
$$;
comment on function public.get_import_mapping is
  'The saved mapping with this name, in any case. Raises 401, 403, 404.';
grant execute on function public.get_import_mapping to authenticated;

-- supabase/schemas/20_batch_import/change_import_mappings.sql

-- Saves and removes mappings of imports. The functions service checks what is in them, and again when they are used.

create function private.check_import_mapping(name text, content jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (
    select 'name' as path, 'must have 1–100 characters' as message
    where name is null or length(private.tidy(name)) not between 1 and 100
    union all
    select p.path, format('must be an object of at most %s characters', p.longest)
    from (values ('mapping', 100000), ('values', 100000), ('formats', 1000), ('options', 2000)) as p (path, longest)
    where jsonb_typeof(content -> p.path) is distinct from 'object' or length((content -> p.path)::text) > p.longest
  ) c;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The mapping is not valid', jsonb_build_object('details', details));
  end if;
end
$$;

-- Definer: members may not write mappings by hand, because their number is bounded. The lock makes writers of a tenant
-- wait for each other, so that the count holds.
create function public.put_import_mapping(name text, content jsonb, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  present public.import_mappings;
  saved public.import_mappings;
begin
  perform private.check_import_mapping(name, content);
  perform pg_advisory_xact_lock(hashtext('import mappings'), hashtext(tenant::text));
  select * into present from public.import_mappings m
  where m.client_id = tenant and private.name_key(m.name) = private.name_key(put_import_mapping.name);
  perform private.require_version(coalesce(present.version, 0), if_match);
  if present.id is null and (select count(*) >= 100 from public.import_mappings m where m.client_id = tenant) then
    perform private.fail(409, 'CONFLICT', 'There are 100 saved mappings, which is the maximum; delete one first');
  end if;
  saved := jsonb_populate_record(present, content);
  if present.id is null then
    insert into public.import_mappings (client_id, name, mapping, values, formats, options)
    values (tenant, private.tidy(put_import_mapping.name), saved.mapping, saved.values, saved.formats, saved.options)
    returning * into saved;
  elsif (saved.mapping, saved.values, saved.formats, saved.options)
      is distinct from (present.mapping, present.values, present.formats, present.options) then
    update public.import_mappings m
    set mapping = saved.mapping, values = saved.values, formats = saved.formats, options = saved.options
    where m.client_id = tenant and m.id = present.id
    returning * into saved;
  end if;
  return jsonb_build_object(
    'status', case when present.id is null then 201 else 200 end, 'body', to_jsonb(saved) - 'client_id');
end
$$;
comment on function public.put_import_mapping is
  'Saves content {mapping, values, formats, options} under a name: {status: 201 if it is new, else 200, body}. The '
  'same content again changes nothing. if_match is 0 for a name that is not there. Raises 401, 403, 409 for more than '
  '100, 412 VERSION_MISMATCH, 422.';

-- Definer: members may not delete mappings by hand, so that If-Match counts.
create function public.delete_import_mapping(name text, if_match integer default null) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  present public.import_mappings;
begin
  select * into present from public.import_mappings m
  where m.client_id = tenant and private.name_key(m.name) = private.name_key(delete_import_mapping.name)
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND',
      format('No mapping is saved as "%s"', left(delete_import_mapping.name, 100)));
  end if;
  perform private.require_version(present.version, if_match);
  delete from public.import_mappings m where m.client_id = tenant and m.id = present.id;
end
$$;
comment on function public.delete_import_mapping is
  'Removes a saved mapping. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

grant execute on function public.put_import_mapping, public.delete_import_mapping to authenticated;

-- supabase/schemas/21_uploads/uploads.sql

-- Guarantees: a file sent in parts is imported whole or not at all, as one batch, however often it is interrupted.

create type private.upload_status as enum
  ('uploading', 'reading', 'checking', 'ready', 'promoting', 'completed', 'failed', 'cancelled');

create table private.uploads (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  status private.upload_status not null default 'uploading',
  filename text not null check (length(filename) between 1 and 255),
  size bigint check (size >= 0),
  target text not null check (target = 'opportunities'),
  options jsonb not null,
  reading jsonb not null,
  auto_promote boolean not null,
  parts integer check (parts between 1 and 1000),
  state jsonb not null default '{}',
  slices integer not null default 0,
  slices_checked integer not null default 0,
  rows_read integer not null default 0,
  rows_checked integer not null default 0,
  rows_bad integer not null default 0,
  rows_written integer not null default 0,
  would_create integer not null default 0,
  would_update integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  batch_id uuid,
  error jsonb,
  caller_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  reported_at timestamptz,
  completed_at timestamptz,
  primary key (client_id, id),
  foreign key (client_id, batch_id) references public.opportunity_batches,
  check ((status in ('completed', 'failed', 'cancelled')) = (completed_at is not null))
);
comment on column private.uploads.options is
  'The options of the import, as private.check_import_arguments returns them.';
comment on column private.uploads.reading is
  'How to read the file: {mapping, values, formats, delimiter, encoding, round}. The function checks it.';
comment on column private.uploads.state is
  'Where reading and checking stand and what they found out about the file. The worker writes it with each slice.';
comment on column private.uploads.reported_at is 'When the last import.progress was emitted.';
create index on private.uploads (client_id, created_at desc, id desc);
create index on private.uploads (client_id, created_by, created_at desc);
create index on private.uploads (completed_at);
create index on private.uploads (created_at) where completed_at is null;
alter table private.uploads enable row level security;

create function private.visible_upload(tenant uuid, upload_id uuid, lock boolean default false)
returns private.uploads
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads;
begin
  select * into upload from private.uploads u
  where u.client_id = tenant and u.id = upload_id and (u.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Upload not found');
  end if;
  if lock then
    select * into upload from private.uploads u where u.client_id = tenant and u.id = upload_id for update;
  end if;
  return upload;
end
$$;
comment on function private.visible_upload is
  'An upload that the caller may see, their own or for managers any of the tenant, locked for an update if `lock`. '
  'Raises 404.';

create function private.end_upload(
  upload private.uploads, status private.upload_status, code text default null, message text default null
) returns private.uploads
language plpgsql volatile set search_path = '' as $$
begin
  update private.uploads u
  set status = end_upload.status, completed_at = clock_timestamp(),
    error = case when message is not null then jsonb_build_object('code', code, 'message', message) end
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  perform private.emit_event(upload.client_id, 'import.' || upload.status, private.upload_json(upload));
  return upload;
end
$$;
comment on function private.end_upload is 'Ends an upload as completed, failed or cancelled, with its event.';

-- supabase/schemas/21_uploads/upload_slices.sql

-- Slices of an upload: some thousand rows each, as sent, then as checked. They are gone a day after the upload has
-- ended.

create table private.upload_slices (
  client_id uuid not null,
  upload_id uuid not null,
  slice integer not null,
  first_row integer not null,
  row_count integer not null,
  rows jsonb,
  lines integer[] not null,
  external_ids text[] not null,
  opportunities jsonb,
  error_kinds jsonb not null default '[]',
  primary key (client_id, upload_id, slice),
  foreign key (client_id, upload_id) references private.uploads
);
comment on column private.upload_slices.rows is 'The cells as sent, until the slice is checked.';
comment on column private.upload_slices.external_ids is 'By row; empty for a row without one.';
comment on column private.upload_slices.opportunities is 'The rows as private.check_opportunities takes them.';
comment on column private.upload_slices.error_kinds is '[{field, code, count, first_row}].';
alter table private.upload_slices enable row level security;

create table private.upload_errors (
  client_id uuid not null,
  upload_id uuid not null,
  row integer not null,
  line integer not null,
  record jsonb not null,
  errors jsonb not null,
  primary key (client_id, upload_id, row),
  foreign key (client_id, upload_id) references private.uploads
);
comment on table private.upload_errors is 'The bad rows of uploads with their cells as sent.';
alter table private.upload_errors enable row level security;

create table private.upload_duplicates (
  client_id uuid not null,
  upload_id uuid not null,
  external_id text not null,
  first_row integer not null,
  primary key (client_id, upload_id, external_id),
  foreign key (client_id, upload_id) references private.uploads
);
comment on table private.upload_duplicates is 'The external ids that a file has more than once.';
alter table private.upload_duplicates enable row level security;

create function private.find_upload_duplicates(tenant uuid, upload_id uuid) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_duplicates (client_id, upload_id, external_id, first_row)
  select tenant, find_upload_duplicates.upload_id, x.id, min(s.first_row + x.place - 1)
  from private.upload_slices s, unnest(s.external_ids) with ordinality x (id, place)
  where s.client_id = tenant and s.upload_id = find_upload_duplicates.upload_id and x.id <> ''
  group by x.id having count(*) > 1
$$;

-- Where a slice stands in its file, as private.check_opportunities takes it.
create function private.slice_place(slice private.upload_slices) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('first_row', slice.first_row, 'first_rows', coalesce((
    select jsonb_object_agg(d.external_id, d.first_row) from private.upload_duplicates d
    where d.client_id = slice.client_id and d.upload_id = slice.upload_id
      and d.external_id = any (slice.external_ids)), '{}'))
$$;

-- supabase/schemas/21_uploads/upload_parts.sql

-- The parts of a file as they were sent, until a day after the upload has ended.

create table private.upload_parts (
  client_id uuid not null,
  upload_id uuid not null,
  part integer not null check (part between 1 and 1000),
  bytes bytea not null,
  size integer not null generated always as (octet_length(bytes)) stored check (size <= 4194304),
  facts jsonb not null,
  sent_at timestamptz not null default now(),
  primary key (client_id, upload_id, part),
  foreign key (client_id, upload_id) references private.uploads
);
comment on column private.upload_parts.facts is
  'What the function saw in the bytes: it decides the encoding of the file by the facts of all parts.';
alter table private.upload_parts alter column bytes set storage external;
alter table private.upload_parts enable row level security;

create function private.received_bytes(tenant uuid, upload_id uuid) returns bigint
language sql stable set search_path = '' as $$
  select coalesce(sum(p.size), 0) from private.upload_parts p
  where p.client_id = tenant and p.upload_id = received_bytes.upload_id
$$;

create function private.check_upload_bytes(tenant uuid, bytes bigint) returns void
language plpgsql stable set search_path = '' as $$
declare
  most constant bigint := private.setting(tenant, 'import.max_upload_bytes')::bigint;
begin
  if bytes > most then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', format(
      'The file has %s bytes, at most %s are allowed: split it, or raise the setting import.max_upload_bytes',
      to_char(bytes, 'FM999,999,999,999'), to_char(most, 'FM999,999,999,999')));
  end if;
end
$$;

-- Definer: members may not write parts by hand.
create function public.put_upload_part(upload_id uuid, part integer, content text, facts jsonb default '{}')
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.visible_upload(tenant, upload_id);
  sent constant bytea := decode(content, 'base64');
begin
  if part not between 1 and 1000 then
    perform private.invalid('part', 'out_of_bounds', 'must be 1–1000');
  elsif octet_length(sent) > 4194304 then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', 'The part is too long, at most 4,194,304 bytes');
  end if;
  -- Parts may arrive side by side, and none after the upload was completed or cancelled.
  select * into upload from private.uploads u where u.client_id = tenant and u.id = upload.id for share;
  if upload.status <> 'uploading' then
    perform private.fail(409, 'UPLOAD_NOT_OPEN', format('The upload is %s and takes no more parts', upload.status));
  end if;
  insert into private.upload_parts as p (client_id, upload_id, part, bytes, facts)
  values (tenant, upload.id, put_upload_part.part, sent, put_upload_part.facts)
  on conflict on constraint upload_parts_pkey do update
    set bytes = excluded.bytes, facts = excluded.facts, sent_at = now();
  perform private.check_upload_bytes(tenant, private.received_bytes(tenant, upload.id));
  return jsonb_build_object('part', part, 'bytes', octet_length(sent));
end
$$;
comment on function public.put_upload_part is
  'Stores a part of an upload, in base64; a part sent again is replaced. Returns {part, bytes}. Raises 401, 403, '
  '404, 409 UPLOAD_NOT_OPEN, 413, 422.';
grant execute on function public.put_upload_part to authenticated;

-- supabase/schemas/21_uploads/upload_json.sql

-- An upload as the API and events show it.

create function private.upload_progress(upload private.uploads) returns numeric
language sql immutable set search_path = '' as $$
  select round(case upload.status
    when 'uploading' then 0
    when 'reading' then 0.1 + 0.3 * coalesce(
      (upload.state ->> 'start')::numeric / nullif((upload.state ->> 'bytes')::numeric, 0), 0)
    when 'checking' then 0.4 + 0.3 * upload.slices_checked / greatest(upload.slices, 1)
    when 'ready' then 0.7
    when 'promoting' then 0.7
    else 1
  end, 3)
$$;
comment on function private.upload_progress is
  'Reading, checking and promoting take about a third each. Rows that a promote has written show when it commits.';

create function private.upload_eta(upload private.uploads) returns integer
language sql stable set search_path = '' as $$
  select ceil(extract(epoch from clock_timestamp() - upload.started_at) * (1 - p.done) / (p.done - 0.1))::integer
  from (select private.upload_progress(upload) as done) p
  where upload.status in ('reading', 'checking', 'promoting') and p.done > 0.15
$$;

create function private.upload_errors_by_kind(tenant uuid, upload_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(k) order by k.first_row, k.field, k.code), '[]') from (
    select e.kind ->> 'field' as field, e.kind ->> 'code' as code, sum((e.kind ->> 'count')::integer) as count,
      min((e.kind ->> 'first_row')::integer) as first_row
    from private.upload_slices s, jsonb_array_elements(s.error_kinds) as e (kind)
    where s.client_id = tenant and s.upload_id = upload_errors_by_kind.upload_id
    group by 1, 2
  ) k
$$;

create function private.upload_json(upload private.uploads) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', upload.id,
    'status', case when b.status = 'rolled_back' then 'rolled_back' else upload.status::text end,
    'filename', upload.filename, 'size', upload.size, 'target', upload.target, 'options', upload.options,
    'auto_promote', upload.auto_promote, 'parts', coalesce(upload.parts, p.received),
    'rows_read', upload.rows_read, 'rows_checked', upload.rows_checked,
    'rows_good', upload.rows_checked - upload.rows_bad, 'rows_bad', upload.rows_bad,
    'rows_written', upload.rows_written, 'progress', private.upload_progress(upload),
    'eta_seconds', private.upload_eta(upload), 'would_create', upload.would_create,
    'would_update', upload.would_update, 'unchanged', upload.unchanged, 'skipped', upload.skipped,
    'errors_by_kind', private.upload_errors_by_kind(upload.client_id, upload.id),
    'warnings', coalesce(upload.state -> 'warnings', '[]'),
    'unknown_columns', coalesce(upload.state -> 'unknown_columns', '[]'),
    'error', upload.error, 'batch_id', upload.batch_id, 'created_by', upload.created_by,
    'created_at', upload.created_at, 'completed_at', upload.completed_at)
  from (
    select count(*) as received from private.upload_parts p
    where p.client_id = upload.client_id and p.upload_id = upload.id and upload.parts is null
  ) p
  left join public.opportunity_batches b on b.client_id = upload.client_id and b.id = upload.batch_id
$$;

-- supabase/schemas/21_uploads/create_upload.sql

create function private.check_upload_arguments(filename text, target text, options jsonb, reading jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (values
    ('filename', 'must have 1–255 characters', length(filename) not between 1 and 255),
    ('target', 'must be opportunities', target is distinct from 'opportunities'),
    ('options.dry_run', 'is for POST /batches; auto_promote=false shows what would happen before anything is written',
      options @> '{"dry_run": true}'),
    ('reading', 'must be an object of at most 64 kB',
      jsonb_typeof(reading) is distinct from 'object' or length(reading::text) > 65536)
  ) as c (path, message, wrong)
  where c.wrong;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', format('The upload is not valid: %s %s',
      details -> 0 ->> 'path', details -> 0 ->> 'message'), jsonb_build_object('details', details));
  end if;
end
$$;

create function private.check_open_uploads(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  most constant integer := private.setting(tenant, 'limits.open_uploads')::integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('uploads of %s', tenant), 0));
  if (select count(*) from private.uploads u where u.client_id = tenant and u.completed_at is null) >= most then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED',
      format('There are %s unfinished uploads; complete or cancel one first', most), '{"retry_after": 60}');
  end if;
end
$$;
comment on function private.check_open_uploads is
  'Raises 429 if the tenant has as many unfinished uploads as it may. Serializes the tenant''s new uploads.';

-- Definer: members may not write uploads by hand.
create function public.create_upload(
  filename text, size bigint default null, target text default 'opportunities', options jsonb default '{}',
  reading jsonb default '{}', auto_promote boolean default true
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  settled constant jsonb := private.check_import_arguments('[]', '[]', options);
  answer jsonb;
  upload private.uploads;
begin
  perform private.check_upload_arguments(filename, target, settled, reading);
  perform private.check_upload_bytes(tenant, size);
  answer := private.replay('create_upload', private.fingerprint(jsonb_build_object('filename', filename, 'size', size,
    'target', target, 'options', settled, 'reading', reading, 'auto_promote', auto_promote)));
  if answer is not null then
    return answer;
  end if;
  perform private.check_import_rate(tenant);
  perform private.check_open_uploads(tenant);
  insert into private.uploads
    (client_id, filename, size, target, options, reading, auto_promote, caller_id, created_by)
  values (tenant, create_upload.filename, create_upload.size, create_upload.target, settled, create_upload.reading,
    create_upload.auto_promote, private.caller_id(), auth.uid())
  returning * into upload;
  return private.remember('create_upload', jsonb_build_object('status', 201,
    'body', jsonb_build_object('id', upload.id, 'part_bytes', 4194304)));
end
$$;
comment on function public.create_upload is
  'Begins an upload. Returns {status, body: {id, part_bytes}, replayed?}. Raises 401, 403, 409 '
  'IDEMPOTENCY_KEY_REUSED, 413, 422, 429 BATCH_QUOTA_EXCEEDED. reading: {mapping, values, formats, delimiter, '
  'encoding, round}; options: those of import_opportunities without dry_run.';
grant execute on function public.create_upload to authenticated;

-- supabase/schemas/21_uploads/complete_upload.sql

create function private.check_upload_parts(upload private.uploads, parts integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  missing constant integer[] := array(
    select n from generate_series(1, parts) n
    where not exists (select from private.upload_parts p
      where p.client_id = upload.client_id and p.upload_id = upload.id and p.part = n)
    order by n);
  last constant integer := (
    select max(p.part) from private.upload_parts p where p.client_id = upload.client_id and p.upload_id = upload.id);
  bytes constant bigint := private.received_bytes(upload.client_id, upload.id);
begin
  if cardinality(missing) > 0 then
    perform private.fail(409, 'UPLOAD_INCOMPLETE', format('%s of %s parts are missing: %s%s', cardinality(missing),
      parts, array_to_string(missing[:20], ', '), case when cardinality(missing) > 20 then ' …' else '' end),
      jsonb_build_object('missing', missing));
  elsif last > parts then
    perform private.invalid('parts', 'too_small', format('is %s, but part %s was sent', parts, last));
  elsif upload.size <> bytes then
    perform private.fail(409, 'UPLOAD_INCOMPLETE',
      format('The parts have %s bytes, the announced size is %s', bytes, upload.size));
  end if;
end
$$;

create function private.enqueue_upload(upload private.uploads) returns void
language sql volatile set search_path = '' as $$
  select private.enqueue_job('uploads', 'upload.advance', jsonb_build_object('upload_id', upload.id),
    upload.client_id, max_attempts => 100)
$$;

-- Definer: members may not write uploads or jobs by hand.
create function public.complete_upload(upload_id uuid, parts integer) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.visible_upload(tenant, upload_id, lock => true);
begin
  if parts not between 1 and 1000 then
    perform private.invalid('parts', 'out_of_bounds', 'must be 1–1000');
  elsif upload.status = 'uploading' then
    perform private.check_upload_parts(upload, parts);
    update private.uploads u
    set status = 'reading', parts = complete_upload.parts, started_at = clock_timestamp(), state = '{}'
    where u.client_id = tenant and u.id = upload.id
    returning * into upload;
    perform private.enqueue_upload(upload);
  elsif upload.parts is distinct from complete_upload.parts then
    perform private.fail(409, 'UPLOAD_NOT_OPEN', format('The upload is %s and cannot be completed', upload.status));
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.complete_upload is
  'Says that all parts were sent, and starts reading. A second call with the same number changes nothing. Returns '
  'the upload. Raises 401, 403, 404, 409 UPLOAD_INCOMPLETE or UPLOAD_NOT_OPEN, 422.';
grant execute on function public.complete_upload to authenticated;

-- Definer: see complete_upload.
create function public.promote_upload(upload_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.visible_upload(tenant, upload_id, lock => true);
begin
  if upload.status not in ('ready', 'promoting', 'completed') then
    perform private.fail(409, 'UPLOAD_NOT_READY',
      format('The upload is %s; only an upload that is ready can be promoted', upload.status));
  elsif upload.status = 'ready' then
    update private.uploads u set status = 'promoting' where u.client_id = tenant and u.id = upload.id
    returning * into upload;
    perform private.enqueue_upload(upload);
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.promote_upload is
  'Starts writing an upload that is ready; one that is being written or was written is returned as it is. Raises 401, '
  '403, 404, 409 UPLOAD_NOT_READY.';
grant execute on function public.promote_upload to authenticated;

-- supabase/schemas/21_uploads/read_uploads.sql

-- Reading uploads.

-- Definer: uploads are private, but which ones a caller may see is checked here.
create function public.get_upload(upload_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
begin
  return private.upload_json(private.visible_upload(tenant, upload_id));
end
$$;
comment on function public.get_upload is 'An upload as the API shows it. Raises 401, 403, 404.';
grant execute on function public.get_upload to authenticated;

-- Definer: see get_upload.
create function public.list_uploads(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  only_by constant uuid := case when private.role() >= 'manager' then null else auth.uid() end;
  at_most constant integer := private.page_limit(page_size);
begin
  return (
    with page as (
      select u from private.uploads u
      where u.client_id = tenant and (only_by is null or u.created_by = only_by)
        and private.after_cursor(u.created_at, u.id, after_time, after_id)
      order by u.created_at desc, u.id desc limit at_most
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(private.upload_json(p.u) order by (p.u).created_at desc, (p.u).id desc), '[]'),
      'total', case when with_total then (
        select count(*) from private.uploads u
        where u.client_id = tenant and (only_by is null or u.created_by = only_by)) end)
    from page p);
end
$$;
comment on function public.list_uploads is
  'Uploads, newest first: the caller''s own, or for managers the tenant''s. Returns {rows, total}; total is null '
  'unless with_total. Raises 401, 403.';
grant execute on function public.list_uploads to authenticated;

-- Definer: see get_upload.
create function public.upload_error_rows(upload_id uuid, after_row integer default 0, page_size integer default 1000)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  upload constant private.uploads := private.visible_upload(tenant, upload_id);
begin
  return jsonb_build_object('columns', coalesce(upload.state -> 'columns', '[]'),
    'delimiter', upload.state -> 'delimiter', 'rows', (
      select coalesce(jsonb_agg(to_jsonb(e) order by e.row), '[]') from (
        select b.row, b.record, b.errors from private.upload_errors b
        where b.client_id = tenant and b.upload_id = upload.id and b.row > after_row
        order by b.row limit least(page_size, 5000)
      ) e));
end
$$;
comment on function public.upload_error_rows is
  'The bad rows of an upload in the order of the file, as public.batch_error_rows shows those of a batch. Raises 401, '
  '403, 404.';
grant execute on function public.upload_error_rows to authenticated;

-- supabase/schemas/21_uploads/cancel_upload.sql

-- A promote holds the upload's row until it ends. It looks at this lock between slices: a cancel that waits holds it.
create function private.cancel_key(upload private.uploads) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended(format('cancel upload %s', upload.id), 0)
$$;

create function private.stop_if_cancelled(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if not pg_try_advisory_lock_shared(private.cancel_key(upload)) then
    raise exception 'the upload is being cancelled' using errcode = 'FL001';
  end if;
  perform pg_advisory_unlock_shared(private.cancel_key(upload));
end
$$;
comment on function private.stop_if_cancelled is 'Raises FL001 if somebody waits to cancel the upload.';

-- Definer: members may not write uploads by hand.
create function public.cancel_upload(upload_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.visible_upload(tenant, upload_id);
begin
  perform pg_advisory_xact_lock(private.cancel_key(upload));
  upload := private.visible_upload(tenant, upload_id, lock => true);
  if upload.status in ('completed', 'failed') then
    perform private.fail(409, 'UPLOAD_ENDED', format('The upload is %s; only an unfinished upload can be cancelled%s',
      upload.status, case when upload.status = 'completed' then ', but its batch can be rolled back' else '' end));
  elsif upload.status <> 'cancelled' then
    upload := private.end_upload(upload, 'cancelled');
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.cancel_upload is
  'Cancels an upload at any time before it is completed; nothing of it was or will be written. A second cancel changes '
  'nothing. Returns the upload. Raises 401, 403, 404, 409 UPLOAD_ENDED.';
grant execute on function public.cancel_upload to authenticated;

-- supabase/schemas/21_uploads/read_slices.sql

-- Reading a file in slices. The worker cuts them; each is stored together with the place where the next one begins.

create function private.report_progress(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if upload.completed_at is not null or upload.reported_at > clock_timestamp() - interval '1 second' then
    return;
  end if;
  update private.uploads u set reported_at = clock_timestamp()
  where u.client_id = upload.client_id and u.id = upload.id;
  perform private.emit_event(upload.client_id, 'import.progress', private.upload_json(upload));
end
$$;
comment on function private.report_progress is 'Emits import.progress, at most once a second.';

create function private.locked_upload(tenant uuid, upload_id uuid) returns private.uploads
language sql volatile set search_path = '' as $$
  select * from private.uploads u where u.client_id = tenant and u.id = upload_id for update
$$;

-- Definer: only the service role may call this, and it has no rights in private.
create function public.open_upload(tenant uuid, upload_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('status', u.status, 'options', u.options, 'reading', u.reading, 'state', u.state,
    'bytes', private.received_bytes(tenant, upload_id), 'slices', u.slices, 'slices_checked', u.slices_checked,
    'rows_read', u.rows_read,
    'max_rows', private.setting(tenant, 'import.max_upload_rows'))
  from private.uploads u where u.client_id = tenant and u.id = upload_id
$$;
comment on function public.open_upload is
  'For workers: what to do next with an upload. Null if there is no such upload.';
revoke execute on function public.open_upload from public, anon, authenticated;
grant execute on function public.open_upload to service_role;

-- Definer: see open_upload.
create function public.upload_facts(tenant uuid, upload_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(p.facts order by p.part), '[]') from private.upload_parts p
  where p.client_id = tenant and p.upload_id = upload_facts.upload_id
$$;
comment on function public.upload_facts is 'For workers: the facts of all parts of an upload.';
revoke execute on function public.upload_facts from public, anon, authenticated;
grant execute on function public.upload_facts to service_role;

-- Definer: see open_upload.
create function public.read_upload_bytes(tenant uuid, upload_id uuid, start bigint, count integer) returns text
language sql stable security definer set search_path = '' as $$
  with placed as (
    select p.part, p.size, sum(p.size) over (order by p.part) - p.size as start from private.upload_parts p
    where p.client_id = tenant and p.upload_id = read_upload_bytes.upload_id
  ),
  wanted as (
    select w.part, greatest(read_upload_bytes.start - w.start, 0)::integer as skipped,
      least(read_upload_bytes.start + count - w.start, w.size)::integer as taken
    from placed w
    where w.start < read_upload_bytes.start + count and w.start + w.size > read_upload_bytes.start
  )
  select translate(encode(coalesce(string_agg(
    substring(p.bytes from w.skipped + 1 for w.taken - w.skipped), '' order by w.part), ''), 'base64'), E'\n', '')
  from wanted w
  join private.upload_parts p on p.client_id = tenant and p.upload_id = read_upload_bytes.upload_id and p.part = w.part
$$;
comment on function public.read_upload_bytes is
  'For workers: up to count bytes of an upload''s file from a byte on, counted from 0, in base64.';
revoke execute on function public.read_upload_bytes from public, anon, authenticated;
grant execute on function public.read_upload_bytes to service_role;

-- A worker that lost its lease may still be at work; the number of the slice tells that it comes too late.
-- Definer: see open_upload.
create function public.store_upload_slice(
  tenant uuid, upload_id uuid, slice integer, rows jsonb, lines integer[], external_ids text[],
  state jsonb, is_last boolean
) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload private.uploads := private.locked_upload(tenant, upload_id);
  count constant integer := jsonb_array_length(rows);
begin
  if upload.status is distinct from 'reading' or upload.slices <> store_upload_slice.slice - 1 then
    return 'stale';
  end if;
  insert into private.upload_slices (client_id, upload_id, slice, first_row, row_count, rows, lines, external_ids)
  values (tenant, upload.id, store_upload_slice.slice, upload.rows_read + 1, count, store_upload_slice.rows,
    store_upload_slice.lines, store_upload_slice.external_ids);
  update private.uploads u
  set slices = store_upload_slice.slice, rows_read = u.rows_read + count, state = store_upload_slice.state,
    status = case when is_last then 'checking' else u.status end
  where u.client_id = tenant and u.id = upload.id
  returning * into upload;
  if is_last then
    perform private.find_upload_duplicates(tenant, upload.id);
  end if;
  perform private.report_progress(upload);
  return upload.status;
end
$$;
comment on function public.store_upload_slice is
  'For workers: stores the next slice with the new state; after the last one checking begins. Returns the status of '
  'the upload, or stale if another worker was faster or the upload has ended.';
revoke execute on function public.store_upload_slice from public, anon, authenticated;
grant execute on function public.store_upload_slice to service_role;

-- Definer: see open_upload.
create function public.fail_upload(tenant uuid, upload_id uuid, code text, message text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload constant private.uploads := private.locked_upload(tenant, upload_id);
begin
  if upload.status in ('reading', 'checking') then
    perform private.end_upload(upload, 'failed', code, message);
  end if;
end
$$;
comment on function public.fail_upload is 'For workers: ends an upload whose file cannot be imported.';
revoke execute on function public.fail_upload from public, anon, authenticated;
grant execute on function public.fail_upload to service_role;

-- supabase/schemas/21_uploads/check_slices.sql

-- Checking a file in slices, in the order of the file, by the same functions as an import of few rows.

create function private.error_kinds(checked private.checked_row[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(k)), '[]') from (
    select e ->> 'field' as field, e ->> 'code' as code, count(*) as count, min(r.row) as first_row
    from unnest(checked) r, jsonb_array_elements(r.errors) e
    group by 1, 2
  ) k
$$;

create function private.keep_upload_errors(slice private.upload_slices, checked private.checked_row[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_errors (client_id, upload_id, row, line, record, errors)
  select slice.client_id, slice.upload_id, r.row, slice.lines[r.row - slice.first_row + 1],
    slice.rows -> (r.row - slice.first_row), r.errors
  from unnest(checked) r
  where r.action = 'reject'
$$;

create function private.count_checked(upload private.uploads, checked private.checked_row[], state jsonb)
returns private.uploads
language sql volatile set search_path = '' as $$
  update private.uploads u
  set slices_checked = u.slices_checked + 1, rows_checked = u.rows_checked + c.rows, rows_bad = u.rows_bad + c.bad,
    would_create = u.would_create + c.created, would_update = u.would_update + c.updated,
    unchanged = u.unchanged + c.unchanged, skipped = u.skipped + c.skipped, state = count_checked.state
  from (
    select count(*) as rows, count(*) filter (where r.action = 'reject') as bad,
      count(*) filter (where r.action = 'create') as created, count(*) filter (where r.action = 'update') as updated,
      count(*) filter (where r.action = 'unchanged') as unchanged, count(*) filter (where r.action = 'skip') as skipped
    from unnest(checked) r
  ) c
  where u.client_id = upload.client_id and u.id = upload.id
  returning u.*
$$;

create function private.finish_checking(upload private.uploads) returns private.uploads
language plpgsql volatile set search_path = '' as $$
begin
  if upload.rows_bad > 0 and (upload.options ->> 'on_error' = 'abort' or upload.rows_bad = upload.rows_read) then
    return private.end_upload(upload, 'failed', 'VALIDATION_ERROR',
      format('%s of %s rows are not valid, nothing was imported', upload.rows_bad, upload.rows_read));
  end if;
  update private.uploads u
  set status = case when u.auto_promote then 'promoting' else 'ready' end::private.upload_status
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  return upload;
end
$$;

-- Definer: see open_upload.
create function public.read_upload_slice(tenant uuid, upload_id uuid, slice integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('first_row', s.first_row, 'rows', s.rows) from private.upload_slices s
  where s.client_id = tenant and s.upload_id = read_upload_slice.upload_id and s.slice = read_upload_slice.slice
$$;
comment on function public.read_upload_slice is 'For workers: the rows of a slice as sent, until it is checked.';
revoke execute on function public.read_upload_slice from public, anon, authenticated;
grant execute on function public.read_upload_slice to service_role;

-- Definer: see open_upload.
create function public.check_upload_slice(
  tenant uuid, upload_id uuid, slice integer, opportunities jsonb, problems jsonb, state jsonb
) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload private.uploads := private.locked_upload(tenant, upload_id);
  part private.upload_slices;
  checked private.checked_row[];
begin
  if upload.status is distinct from 'checking' or upload.slices_checked <> check_upload_slice.slice - 1 then
    return 'stale';
  end if;
  select * into part from private.upload_slices s
  where s.client_id = tenant and s.upload_id = upload.id and s.slice = check_upload_slice.slice;
  checked := private.check_opportunities(tenant, opportunities, problems, upload.options, private.slice_place(part));
  perform private.keep_upload_errors(part, checked);
  update private.upload_slices s
  set rows = null, opportunities = check_upload_slice.opportunities, error_kinds = private.error_kinds(checked)
  where s.client_id = tenant and s.upload_id = upload.id and s.slice = check_upload_slice.slice;
  upload := private.count_checked(upload, checked, state);
  if upload.slices_checked = upload.slices then
    upload := private.finish_checking(upload);
  end if;
  perform private.report_progress(upload);
  return upload.status;
end
$$;
comment on function public.check_upload_slice is
  'For workers: checks the next slice; see private.check_opportunities. Returns the status of the upload, or stale as '
  'store_upload_slice does.';
revoke execute on function public.check_upload_slice from public, anon, authenticated;
grant execute on function public.check_upload_slice to service_role;

-- supabase/schemas/21_uploads/write_upload.sql

-- Writes an upload: all of its good rows, its batch, audit entry and events, in one transaction.

-- A row that was bad when it was checked stays bad: people have its error by now and will send it again.
create function private.upload_problems(slice private.upload_slices) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(e || jsonb_build_object('row', b.row)), '[]')
  from private.upload_errors b, jsonb_array_elements(b.errors) e
  where b.client_id = slice.client_id and b.upload_id = slice.upload_id
    and b.row between slice.first_row and slice.first_row + slice.row_count - 1
$$;

create function private.upload_batch(upload private.uploads) returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  batch.client_id := upload.client_id; batch.id := gen_random_uuid();
  batch.status := 'processing';
  batch.filename := upload.filename;
  batch.total_records := upload.rows_read;
  batch.successful_records := 0; batch.failed_records := 0;
  batch.created := 0; batch.updated := 0; batch.unchanged := 0; batch.skipped := 0;
  batch.unknown_columns := array(select jsonb_array_elements_text(coalesce(upload.state -> 'unknown_columns', '[]')));
  batch.options := upload.options || '{"mapping": {}, "values": {}, "formats": {}}'
    || jsonb_strip_nulls(jsonb_build_object('mapping', upload.reading -> 'mapping',
      'values', upload.reading -> 'values', 'formats', upload.reading -> 'formats',
      'delimiter', upload.state -> 'delimiter'));
  batch.errors := '[]';
  batch.warnings := coalesce(upload.state -> 'warnings', '[]');
  batch.content_hash := decode(upload.state ->> 'content_hash', 'hex');
  batch.created_by := upload.created_by;
  batch.created_at := now();
  return batch;
end
$$;

create function private.write_slice(
  upload private.uploads, batch public.opportunity_batches, slice private.upload_slices
) returns private.checked_row[]
language plpgsql volatile set search_path = '' as $$
declare
  checked private.checked_row[] := private.check_opportunities(upload.client_id, slice.opportunities,
    private.upload_problems(slice), upload.options, private.slice_place(slice));
  updates constant bigint := (select count(*) from unnest(checked) r where r.action = 'update');
begin
  if upload.options -> 'create_missing' <> '[]' then
    checked := private.create_missing(upload.client_id, batch.id, checked);
  end if;
  perform private.create_opportunities(upload.client_id, batch.id, checked);
  if updates > 0 and private.update_opportunities(upload.client_id, batch.id, checked) < updates then
    raise exception 'an opportunity was deleted during the import' using errcode = 'serialization_failure';
  end if;
  return checked;
end
$$;

-- Rows that have become bad since they were checked have no cells any more, so they are kept as opportunities.
create function private.keep_late_errors(slice private.upload_slices, checked private.checked_row[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_errors (client_id, upload_id, row, line, record, errors)
  select slice.client_id, slice.upload_id, r.row, slice.lines[r.row - slice.first_row + 1],
    slice.opportunities -> (r.row - slice.first_row), r.errors
  from unnest(checked) r
  where r.action = 'reject'
  on conflict do nothing
$$;

create function private.add_counts(batch public.opportunity_batches, checked private.checked_row[])
returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
begin
  select batch.failed_records + count(*) filter (where r.action = 'reject'),
    batch.created + count(*) filter (where r.action = 'create'),
    batch.updated + count(*) filter (where r.action = 'update'),
    batch.unchanged + count(*) filter (where r.action = 'unchanged'),
    batch.skipped + count(*) filter (where r.action = 'skip')
  into batch.failed_records, batch.created, batch.updated, batch.unchanged, batch.skipped
  from unnest(checked) r;
  return batch;
end
$$;

-- supabase/schemas/21_uploads/finish_upload.sql

-- A batch keeps its first bad rows; the upload has all of them for a day.
create function private.keep_batch_errors(upload private.uploads, batch public.opportunity_batches) returns jsonb
language sql volatile set search_path = '' as $$
  with first as (
    select * from private.upload_errors e
    where e.client_id = upload.client_id and e.upload_id = upload.id
    order by e.row limit 1000
  ),
  kept as (
    insert into private.batch_error_rows (client_id, batch_id, row, record)
    select upload.client_id, batch.id, f.row, f.record from first f
  ),
  columns as (
    insert into private.batch_columns (client_id, batch_id, columns)
    select upload.client_id, batch.id, array(select jsonb_array_elements_text(upload.state -> 'columns'))
    where batch.failed_records > 0
  )
  select coalesce(jsonb_agg(jsonb_build_object('row', f.row, 'line', f.line) || e order by f.row), '[]')
  from first f, jsonb_array_elements(f.errors) e
$$;

create function private.finish_upload(upload private.uploads, batch public.opportunity_batches) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if batch.failed_records > 0
    and (upload.options ->> 'on_error' = 'abort' or batch.failed_records = batch.total_records) then
    raise exception '% of % rows are not valid any more: others changed the same records since they were checked',
      batch.failed_records, batch.total_records using errcode = 'FL002';
  end if;
  update public.opportunity_batches b
  set status = 'completed', successful_records = batch.created + batch.updated + batch.unchanged + batch.skipped,
    failed_records = batch.failed_records, created = batch.created, updated = batch.updated,
    unchanged = batch.unchanged, skipped = batch.skipped, completed_at = clock_timestamp(),
    errors = private.keep_batch_errors(upload, batch)
  where b.client_id = batch.client_id and b.id = batch.id
  returning * into batch;
  -- The entry that an import of few rows has: one insert, with the result.
  perform private.record_changes('opportunity_batches', 'insert', array[null]::jsonb[],
    array[to_jsonb(batch) - array['errors', 'content_hash']]);
  perform private.close_audit_group();
  perform private.emit_batch_event(batch);
  update private.uploads u set batch_id = batch.id, rows_written = batch.created + batch.updated
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  perform private.end_upload(upload, 'completed');
end
$$;

create function private.write_upload(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
declare
  batch public.opportunity_batches := private.upload_batch(upload);
  slice private.upload_slices;
  checked private.checked_row[];
begin
  perform private.check_duplicate_import(upload.client_id, batch.content_hash, upload.options @> '{"force": true}');
  perform private.open_audit_group('opportunity_batches', batch.id);
  insert into public.opportunity_batches select batch.*;
  for n in 1..upload.slices loop
    perform private.stop_if_cancelled(upload);
    select * into slice from private.upload_slices s
    where s.client_id = upload.client_id and s.upload_id = upload.id and s.slice = n;
    checked := private.write_slice(upload, batch, slice);
    perform private.keep_late_errors(slice, checked);
    batch := private.add_counts(batch, checked);
  end loop;
  perform private.finish_upload(upload, batch);
end
$$;
comment on function private.write_upload is
  'Raises FL001 if the upload is being cancelled, FL002 if rows are not valid any more and none may be left out.';

-- supabase/schemas/21_uploads/promote_uploads.sql

-- Promoting: a worker asks for it at once, without the Data API's usual timeout; a schedule does it if that call was
-- lost.

create function private.act_for(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.require_member(upload.client_id, upload.caller_id, 'opportunities:import');
  perform set_config('request.jwt.claims',
    (coalesce(auth.jwt(), '{}') || private.claims_of(upload.caller_id))::text, true);
end
$$;
comment on function private.act_for is
  'Makes the rest of the transaction the upload''s creator, whom rows and audit entries name. Raises 403 if the '
  'creator may not import any more.';

-- At most two promotes run at a time, so that they leave the database to the other tenants.
create function private.promote(tenant uuid, upload_id uuid) returns text
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads;
begin
  select * into upload from private.uploads u
  where u.client_id = tenant and u.id = upload_id and u.status = 'promoting' for update skip locked;
  if not found or not (pg_try_advisory_xact_lock(hashtext('promote'), 1)
    or pg_try_advisory_xact_lock(hashtext('promote'), 2)) then
    return 'busy';
  end if;
  begin
    perform private.act_for(upload);
    perform private.write_upload(upload);
    return 'completed';
  exception
    when unique_violation or foreign_key_violation or serialization_failure or deadlock_detected then
      return 'again'; -- the next attempt sees what the other import did
    when sqlstate 'FL001' then
      return 'cancelled';
    when sqlstate 'FL002' or sqlstate 'PT403' or sqlstate 'PT409' then
      perform private.end_upload(upload, 'failed', 'CONFLICT', sqlerrm);
      return 'failed';
    when others then
      raise warning 'upload % cannot be written: % %', upload.id, sqlstate, sqlerrm;
      perform private.end_upload(upload, 'failed', 'INTERNAL_ERROR',
        'Something went wrong on our side, nothing was written');
      return 'failed';
  end;
end
$$;
comment on function private.promote is
  'Writes an upload. Returns completed, failed or cancelled; busy if it is being written or two others are; again if '
  'another import changed the same records at the same time.';

create function private.promote_next() returns text
language sql volatile set search_path = '' as $$
  select private.promote(u.client_id, u.id) from (
    select p.client_id, p.id from private.uploads p
    where p.status = 'promoting' order by p.created_at limit 1 for update skip locked
  ) u
$$;
comment on function private.promote_next is 'Writes the oldest upload that waits for it and that nobody is writing.';

-- Definer: only the service role may call this, and it has no rights in private.
create function public.run_promotion(tenant uuid, upload_id uuid) returns text
language plpgsql volatile security definer set search_path = '' set statement_timeout = '30min' as $$
begin
  return private.promote(tenant, upload_id);
end
$$;
comment on function public.run_promotion is 'For workers: private.promote, for as long as it takes.';
revoke execute on function public.run_promotion from public, anon, authenticated;
grant execute on function public.run_promotion to service_role;

-- supabase/schemas/21_uploads/delete_old_uploads.sql

-- Ends uploads that nobody goes on with, and deletes what ended uploads leave behind.

create function private.end_abandoned_uploads() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads;
  ended bigint := 0;
begin
  for upload in
    select * from private.uploads u
    where u.completed_at is null and u.created_at < now() - interval '1 day'
      and (u.status = 'uploading' and not exists (select from private.upload_parts p where p.client_id = u.client_id
          and p.upload_id = u.id and p.sent_at > now() - interval '1 day')
        or u.status = 'ready' and u.created_at < now() - interval '7 days')
    order by u.created_at limit 1000 for update skip locked
  loop
    perform private.end_upload(upload, 'cancelled', 'CONFLICT',
      case upload.status when 'uploading' then 'Its parts stopped coming a day ago'
        else 'It was ready for a week and nobody promoted it' end);
    ended := ended + 1;
  end loop;
  return ended;
end
$$;

create function private.delete_old_uploads() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  old uuid[];
begin
  perform private.end_abandoned_uploads();
  old := array(select u.id from private.uploads u
    where u.completed_at < now() - interval '1 day'
      and (exists (select from private.upload_parts p where p.client_id = u.client_id and p.upload_id = u.id)
        or exists (select from private.upload_slices s where s.client_id = u.client_id and s.upload_id = u.id))
    order by u.completed_at limit 20);
  delete from private.upload_parts p using private.uploads u
  where u.id = any (old) and p.client_id = u.client_id and p.upload_id = u.id;
  delete from private.upload_slices s using private.uploads u
  where u.id = any (old) and s.client_id = u.client_id and s.upload_id = u.id;
  delete from private.upload_errors e using private.uploads u
  where u.id = any (old) and e.client_id = u.client_id and e.upload_id = u.id;
  delete from private.upload_duplicates d using private.uploads u
  where u.id = any (old) and d.client_id = u.client_id and d.upload_id = u.id;
  delete from private.uploads u where u.completed_at < now() - interval '90 days'
    and not exists (select from private.upload_parts p where p.client_id = u.client_id and p.upload_id = u.id);
  return cardinality(old);
end
$$;
comment on function private.delete_old_uploads is
  'Deletes parts, slices and bad rows of up to 20 uploads that ended a day ago, and uploads that ended 90 days ago. '
  'Returns how many it emptied.';

-- A job without attempts left means a file that no worker survives.
create function private.end_lost_uploads(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.end_upload(u, 'failed', 'INTERNAL_ERROR', 'Something went wrong on our side, nothing was written')
  from unnest(jobs) j
  join private.uploads u on u.client_id = j.client_id and u.id = (j.payload ->> 'upload_id')::uuid
  where j.status = 'dead' and u.completed_at is null;
end
$$;

-- supabase/schemas/21_uploads/register.sql

-- What uploads add to the registries of the kernel.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('import.max_upload_rows', '100000', 'integer', 1, 2000000, 'Maximum rows in one upload', false),
  ('import.max_upload_bytes', '200000000', 'integer', 1, 2000000000, 'Maximum bytes in one upload', false),
  ('limits.open_uploads', '20', 'integer', 1, 1000, 'Unfinished uploads that the tenant may have', true);

insert into private.queues (queue, worker_path, lease_seconds, read_scope)
values ('uploads', '/batch-import/v1/worker', 40, 'opportunities:read');

insert into private.job_types (type, queue, effect) values ('upload.advance', 'uploads', 'private.end_lost_uploads');

insert into private.event_types (type, description, scope) values
  ('import.progress', 'An upload is being read or checked, at most once a second; data is the upload',
    'opportunities:read'),
  ('import.completed', 'An upload was written; data is the upload',
    'opportunities:read'),
  ('import.failed', 'An upload could not be imported and wrote nothing; data is the upload with its error',
    'opportunities:read'),
  ('import.cancelled', 'An upload was cancelled and wrote nothing; data is the upload',
    'opportunities:read');

select
  private.schedule_task(
    'promote_uploads',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.promote_next()'),
  private.schedule_task('delete_old_uploads', '23 * * * *', 'select private.delete_old_uploads()')
from pg_extension e where e.extname = 'pg_cron';

-- supabase/schemas/25_agents/agents.sql

-- Guarantees: an agent, human or AI, works only for its own tenant. A deleted agent stays, because calls refer to it.

create function private.are_labels(labels text[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(bool_and(l = private.tidy(l) and length(l) between 1 and 50)
    and count(distinct private.name_key(l)) = count(*), true)
  from unnest(labels) l
$$;
comment on function private.are_labels is
  'True if each label has 1–50 characters, no blank around it, and occurs once as private.name_key compares it.';
grant execute on function private.are_labels to authenticated;

-- kind is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.agents (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  kind text not null check (kind in ('human', 'ai')),
  role text check (role = btrim(role) and length(role) between 1 and 100),
  system_prompt text check (length(system_prompt) <= 20000),
  capabilities text[] not null default '{}' check (
    cardinality(capabilities) <= 50 and array_position(capabilities, null) is null
    and private.are_labels(capabilities)),
  capability_keys text[] not null generated always as (private.name_keys(capabilities)) stored,
  active boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index agents_newest on public.agents (client_id, active, created_at desc, id desc);
create index agents_kind on public.agents (client_id, kind, active, created_at desc, id desc);
create index agents_name on public.agents (client_id, private.name_key(name));
create index agents_search on public.agents using gin (client_id, private.name_key(name) extensions.gin_trgm_ops);
create index agents_capabilities on public.agents using gin (client_id, capability_keys);

create trigger touch before update on public.agents
  for each row
  when (new.version = old.version
    and (new.name, new.kind, new.role, new.system_prompt, new.capabilities, new.active)
      is distinct from (old.name, old.kind, old.role, old.system_prompt, old.capabilities, old.active))
  execute function private.touch();
select private.enable_audit('public.agents', 'capability_keys');

-- No policy for delete: a deleted agent has active = false.
alter table public.agents enable row level security;
create policy "agents:read may see agents" on public.agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "agents:write may create agents" on public.agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')));
create policy "agents:write may change active agents" on public.agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active)
  with check (client_id = (select private.tenant_with('agents:write')));
grant
  select,
  insert (name, kind, role, system_prompt, capabilities),
  update (name, kind, role, system_prompt, capabilities, active)
  on public.agents to authenticated;

create function private.is_active_agent(agent_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.agents a where a.id = agent_id and a.active)
$$;
grant execute on function private.is_active_agent to authenticated;

-- supabase/schemas/25_agents/sector_agents.sql

-- The sectors an agent works in, and how it is chosen there. The capability routing reads these rows and keeps the
-- agent's load and score in them.

-- A domain, because Postgres reads a table's own checks again for each statement that writes it.
create domain private.tally as integer check (value >= 0);
create domain private.total as bigint check (value >= 0);

create table public.sector_agents (
  client_id uuid not null default private.client_id() references public.clients,
  agent_id uuid not null,
  sector text not null check (sector = private.tidy(sector) and length(sector) between 1 and 100),
  sector_key text not null,
  priority integer not null default 5 check (priority between 0 and 10),
  max_load integer not null default 10 check (max_load between 1 and 100),
  available boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- What follows is kept by routing; weights and lease are the tenant's settings, the seven-day figures come from
  -- aggregation. Weights have four decimals, so that all terms but two are exact in the six decimals of a score.
  active boolean not null default true,
  load private.tally not null default 0,
  last_chosen_at timestamptz,
  seven_day_handled private.total not null default 0,
  seven_day_successful private.total not null default 0,
  seven_day_answered private.total not null default 0,
  seven_day_handling_seconds private.total not null default 0,
  success_weight numeric(8, 4) not null default 40,
  priority_weight numeric(8, 4) not null default 25,
  load_weight numeric(8, 4) not null default 20,
  handling_weight numeric(8, 4) not null default 15,
  lease_minutes smallint not null default 60,
  has_slot boolean not null default true,
  success_points numeric(11, 6) not null default 20,
  priority_points numeric(11, 6) not null default 12.5,
  handling_points numeric(11, 6) not null default 7.5,
  base_score numeric(11, 6) not null default 60,
  primary key (client_id, agent_id, sector_key),
  foreign key (client_id, agent_id) references public.agents
  -- Each decision updates a row. Free space on the page keeps the new version next to the old one.
) with (
  fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);
comment on column public.sector_agents.sector_key is
  'private.name_key(sector). Kept by routing, because a generated column would be planned again for each decision.';
comment on column public.sector_agents.active is 'Copy of agents.active.';
comment on column public.sector_agents.base_score is 'The score for a call that asks for no capability.';
create index sector_agents_best on public.sector_agents
  (client_id, sector_key, has_slot, base_score desc, last_chosen_at nulls first, agent_id);

-- Only what tenants set has versions; load and figures change with every call.
create trigger touch before update of priority, max_load, available on public.sector_agents
  for each row
  when (new.version = old.version
    and (new.priority, new.max_load, new.available) is distinct from (old.priority, old.max_load, old.available))
  execute function private.touch();

create trigger audit_insert after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.audit();
create trigger audit_delete after delete on public.sector_agents referencing old table as old_rows
  for each statement execute function private.audit();

-- Audits only what has versions. Runs per row, because a statement-level trigger with transition tables would copy
-- every row that a routing decision updates.
-- Definer: callers may not write the audit log.
create function private.audit_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_changes(tg_table_name, lower(tg_op), array[to_jsonb(old)], array[to_jsonb(new)]);
  return null;
end
$$;
create trigger audit_update after update of priority, max_load, available on public.sector_agents
  for each row when (new.version <> old.version) execute function private.audit_version();

alter table public.sector_agents enable row level security;
create policy "agents:read may see agents' sectors" on public.sector_agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "agents:write may add active agents to sectors" on public.sector_agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')) and active);
create policy "agents:write may change active agents' sectors" on public.sector_agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active);
create policy "agents:write may remove active agents from sectors" on public.sector_agents
  for delete to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active);
grant
  select,
  insert (agent_id, sector, priority, max_load, available),
  update (priority, max_load, available),
  delete
  on public.sector_agents to authenticated;

-- supabase/schemas/25_agents/read_agents.sql

-- Lists agents and returns one, each with its sectors.

create function private.sector_json(sector_agent public.sector_agents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'sector', sector_agent.sector, 'priority', sector_agent.priority, 'max_load', sector_agent.max_load,
    'available', sector_agent.available, 'version', sector_agent.version)
$$;

create function private.agents_json(agents public.agents[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(
    to_jsonb(a) - '{client_id,ordinality,capability_keys}'::text[]
      || jsonb_build_object('sectors', coalesce(s.sectors, '[]'))
    order by a.ordinality), '[]')
  into rows
  from unnest(agents) with ordinality a
  left join (
    select s.agent_id, jsonb_agg(private.sector_json(s) order by s.sector) as sectors
    from public.sector_agents s
    where s.agent_id = any (array(select i.id from unnest(agents) i))
    group by s.agent_id
  ) s on s.agent_id = a.id;
  return rows;
end
$$;
comment on function private.agents_json is 'Agents with their sectors, in the order given.';

-- Definer: LIKE and @> are not leakproof, so under a policy they could not use their indexes.
create function private.agents_matching(search text, capability text) returns setof uuid
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select a.id from public.agents a
  where a.client_id = (select private.tenant_with('agents:read'))
    and (search is null or private.name_key(a.name) like private.contains_pattern(search))
    and (capability is null or a.capability_keys @> array[private.name_key(capability)]);
end
$$;
comment on function private.agents_matching is
  'The tenant''s agents whose name contains `search`, in any case, and who have the capability. Null matches all.';

-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_agents(
  kind text default null, active boolean default true, sector text default null, capability text default null,
  search text default null, after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  chosen uuid[];
  agents public.agents[];
  total bigint;
begin
  perform private.authorize('agents:read');
  if search is not null or capability is not null then
    chosen := array(select private.agents_matching(search, capability));
  end if;
  if sector is not null then
    chosen := array(
      select s.agent_id from public.sector_agents s
      where s.sector_key = private.name_key(list_agents.sector) and (chosen is null or s.agent_id = any (chosen)));
  end if;
  agents := array(
    select a from public.agents a
    where a.active = list_agents.active
      and (list_agents.kind is null or a.kind = list_agents.kind)
      and (chosen is null or a.id = any (chosen))
      and private.after_cursor(a.created_at, a.id, after_time, after_id)
    order by a.created_at desc, a.id desc
    limit private.page_limit(page_size));
  if with_total then
    select count(*) into total from public.agents a
    where a.active = list_agents.active
      and (list_agents.kind is null or a.kind = list_agents.kind)
      and (chosen is null or a.id = any (chosen));
  end if;
  return jsonb_build_object('rows', private.agents_json(agents), 'total', total);
end
$$;
comment on function public.list_agents is
  'Agents with their sectors, newest first, after the cursor (after_time, after_id): {rows, total}. total is null '
  'unless with_total. Raises 401, 403.';

create function public.get_agent(agent_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:read');
  select * into agent from public.agents a where a.id = get_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Agent not found');
  end if;
  return private.agents_json(array[agent]) -> 0;
end
$$;
comment on function public.get_agent is 'An agent with its sectors. Raises 401, 403, 404.';

grant execute on function private.sector_json, private.agents_json, private.agents_matching to authenticated;
grant execute on function public.list_agents, public.get_agent to authenticated;

-- supabase/schemas/25_agents/change_agents.sql

-- Creates, replaces and deletes agents.

create function private.lock_agent(agent_id uuid) returns public.agents
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  select * into agent from public.agents a where a.id = lock_agent.agent_id and a.active for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Active agent not found');
  end if;
  return agent;
end
$$;

create function public.create_agent(
  name text, kind text, role text default null, system_prompt text default null, capabilities text[] default '{}'
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  request constant bytea := private.fingerprint(jsonb_build_array(name, kind, role, system_prompt, capabilities));
  answer jsonb;
  agent public.agents;
begin
  perform private.authorize('agents:write');
  answer := private.replay('create_agent', request);
  if answer is not null then
    return answer;
  end if;
  insert into public.agents (name, kind, role, system_prompt, capabilities)
  values (create_agent.name, create_agent.kind, create_agent.role, create_agent.system_prompt,
    create_agent.capabilities)
  returning * into agent;
  return private.remember('create_agent',
    jsonb_build_object('status', 201, 'body', private.agents_json(array[agent]) -> 0));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_agent is
  'Creates an agent: {status: 201, body, replayed?}. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED.';

create function public.update_agent(
  agent_id uuid, name text, kind text, role text default null, system_prompt text default null,
  capabilities text[] default '{}', if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:write');
  agent := private.lock_agent(agent_id);
  perform private.require_version(agent.version, if_match);
  update public.agents a
  set name = update_agent.name, kind = update_agent.kind, role = update_agent.role,
    system_prompt = update_agent.system_prompt, capabilities = update_agent.capabilities
  where a.id = update_agent.agent_id
  returning * into agent;
  return private.agents_json(array[agent]) -> 0;
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.update_agent is
  'Replaces an agent but not its sectors. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.delete_agent(agent_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.require_version((private.lock_agent(agent_id)).version, if_match);
  update public.agents a set active = false where a.id = delete_agent.agent_id;
end
$$;
comment on function public.delete_agent is
  'Makes an agent inactive: it is no longer chosen, its history stays. Raises 401, 403, 404, 412.';

create function public.set_agent_availability(agent_id uuid, available boolean) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:write');
  agent := private.lock_agent(agent_id);
  update public.sector_agents s set available = set_agent_availability.available
  where s.agent_id = set_agent_availability.agent_id and s.available <> set_agent_availability.available;
  return private.agents_json(array[agent]) -> 0;
end
$$;
comment on function public.set_agent_availability is
  'Sets an agent''s availability in all of its sectors and returns the agent. Raises 401, 403, 404.';

grant execute on function private.lock_agent to authenticated;
grant execute on function public.create_agent, public.update_agent, public.delete_agent, public.set_agent_availability
  to authenticated;

-- supabase/schemas/25_agents/change_sectors.sql

-- Adds an agent to a sector, replaces how it is chosen there, and removes it.

create function public.set_agent_sector(
  agent_id uuid, sector text, priority integer default null, max_load integer default null,
  available boolean default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  present public.sector_agents;
  is_new boolean;
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  select * into present from public.sector_agents s
  where s.agent_id = set_agent_sector.agent_id and s.sector_key = private.name_key(set_agent_sector.sector)
  for no key update;
  is_new := not found;
  perform private.require_version(case when is_new then 0 else present.version end, if_match);
  insert into public.sector_agents as s (agent_id, sector, priority, max_load, available)
  values (set_agent_sector.agent_id, set_agent_sector.sector,
    coalesce(set_agent_sector.priority, present.priority, 5), coalesce(set_agent_sector.max_load, present.max_load, 10),
    coalesce(set_agent_sector.available, present.available, true))
  on conflict on constraint sector_agents_pkey do update
    set priority = excluded.priority, max_load = excluded.max_load, available = excluded.available
  returning * into present;
  return jsonb_build_object(
    'status', case when is_new then 201 else 200 end, 'body', private.sector_json(present));
end
$$;
comment on function public.set_agent_sector is
  'Sets an agent''s priority and capacity in a sector: {status: 201 if it was not in the sector, else 200, body}. '
  'A null keeps what is set; for an agent that is new to the sector it means 5, 10 and true. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.remove_agent_sector(agent_id uuid, sector text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  delete from public.sector_agents s
  where s.agent_id = remove_agent_sector.agent_id and s.sector_key = private.name_key(remove_agent_sector.sector);
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'The agent is not in this sector');
  end if;
end
$$;
comment on function public.remove_agent_sector is 'Removes an agent from a sector. Raises 401, 403, 404.';

grant execute on function public.set_agent_sector, public.remove_agent_sector to authenticated;

-- supabase/schemas/25_agents/register.sql

-- The scopes of agents.

select
  private.add_scopes('viewer', 'agents:read'),
  private.add_scopes('manager', 'agents:write');

select
  private.limit_rows('public.agents', 'limits.agents', 20000, 'agents, inactive ones included'),
  private.limit_rows('public.sector_agents', 'limits.sector_agents', 20000, 'agents in sectors'),
  private.limit_rows('public.sector_agents', 'limits.sectors_per_agent', 50, 'sectors of an agent',
    '{client_id,agent_id}');

-- supabase/schemas/30_teams/teams.sql

-- Guarantees: a team, its members and their agents belong to one tenant, whichever way they are written. Active teams
-- of a tenant have different names, a deleted team keeps its history, and every change of a team emits an event.

-- status is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.teams (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  sector text not null check (sector = private.tidy(sector) and length(sector) between 1 and 100),
  sector_key text not null generated always as (private.name_key(sector)) stored,
  description text check (length(description) <= 2000),
  status text not null default 'active' check (status in ('active', 'inactive')),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index teams_name on public.teams (client_id, private.name_key(name)) where status = 'active';
create index teams_newest on public.teams (client_id, status, created_at desc, id desc);
create index teams_sector on public.teams (client_id, sector_key, status, created_at desc, id desc);
create index teams_search on public.teams using gin (client_id, private.name_key(name) extensions.gin_trgm_ops);

create trigger touch before update on public.teams
  for each row
  when (new.version = old.version
    and (new.name, new.sector, new.description, new.status)
      is distinct from (old.name, old.sector, old.description, old.status))
  execute function private.touch();
select private.enable_audit('public.teams', 'sector_key');

-- No policy for delete: a deleted team has the status inactive.
alter table public.teams enable row level security;
create policy "teams:read may see teams" on public.teams
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may create teams" on public.teams
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')));
create policy "teams:write may change active teams" on public.teams
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and status = 'active')
  with check (client_id = (select private.tenant_with('teams:write')));
grant
  select,
  insert (name, sector, description),
  update (name, sector, description, status)
  on public.teams to authenticated;

create function private.team_json(team public.teams) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(team) - array['client_id', 'sector_key']
$$;

-- Definer: callers may not write events.
create function private.emit_team_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.emit_event(new.client_id, case
    when tg_op = 'INSERT' then 'team.created'
    when new.status = 'inactive' and old.status = 'active' then 'team.deleted'
    else 'team.updated' end, private.team_json(new));
  return null;
end
$$;
create trigger emit_insert after insert on public.teams
  for each row execute function private.emit_team_event();
create trigger emit_update after update on public.teams
  for each row when (new is distinct from old) execute function private.emit_team_event();

create function private.visible_team(team_id uuid) returns public.teams
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = visible_team.team_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Team not found');
  end if;
  return team;
end
$$;

-- A deleted team can be read but not changed. The lock holds up other changes, but not rows that refer to the team.
create function private.lock_team(team_id uuid) returns public.teams
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = lock_team.team_id and t.status = 'active' for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Active team not found');
  end if;
  return team;
end
$$;

create function private.is_active_team(team_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.teams t where t.id = team_id and t.status = 'active')
$$;

grant execute on function private.team_json, private.visible_team, private.lock_team, private.is_active_team
  to authenticated;

-- supabase/schemas/30_teams/list_teams.sql

-- Definer: LIKE is not leakproof, so under a policy it could not use the index.
create function private.teams_named(search text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select t.id from public.teams t
  where t.client_id = (select private.tenant_with('teams:read'))
    and private.name_key(t.name) like private.contains_pattern(teams_named.search)
$$;
comment on function private.teams_named is
  'The tenant''s teams, active or not, whose name contains `search`, in any case.';

-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_teams(
  sector text default null, status text default 'active', search text default null,
  after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  named uuid[];
  rows jsonb;
  total bigint;
begin
  perform private.authorize('teams:read');
  if search is not null then
    named := array(select private.teams_named(search));
  end if;
  select coalesce(jsonb_agg(private.team_json(page.team)), '[]') into rows
  from (
    select t as team from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector_key = private.name_key(list_teams.sector))
      and (list_teams.search is null or t.id = any (named))
      and private.after_cursor(t.created_at, t.id, after_time, after_id)
    order by t.created_at desc, t.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector_key = private.name_key(list_teams.sector))
      and (list_teams.search is null or t.id = any (named));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_teams is
  'Teams, newest first, after the cursor (after_time, after_id): {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';

grant execute on function private.teams_named, public.list_teams to authenticated;

-- supabase/schemas/30_teams/change_teams.sql

-- Creates, replaces and deletes teams.

create function private.fail_team_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'TEAM_NAME_TAKEN', format('Another active team is named %s', name))
$$;

create function public.create_team(name text, sector text, description text default null) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  team public.teams;
begin
  perform private.authorize('teams:write');
  answer := private.replay('create_team', private.fingerprint(jsonb_build_array(name, sector, description)));
  if answer is not null then
    return answer;
  end if;
  insert into public.teams (name, sector, description)
  values (create_team.name, create_team.sector, create_team.description) returning * into team;
  return private.remember('create_team', jsonb_build_object('status', 201, 'body', private.team_json(team)));
exception
  when unique_violation then
    perform private.fail_team_name_taken(create_team.name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.create_team is
  'Creates a team: {status: 201, body, replayed?}. Raises 401, 403, 409 TEAM_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';

create function public.update_team(
  team_id uuid, name text, sector text, description text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  perform private.authorize('teams:write');
  team := private.lock_team(team_id);
  perform private.require_version(team.version, if_match);
  update public.teams t
  set name = update_team.name, sector = update_team.sector, description = update_team.description
  where t.id = update_team.team_id
  returning * into team;
  return private.team_json(team);
exception
  when unique_violation then
    perform private.fail_team_name_taken(update_team.name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.update_team is
  'Replaces a team. Raises 401, 403, 404, 409 TEAM_NAME_TAKEN, 412 VERSION_MISMATCH.';

create function public.delete_team(team_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_team(team_id)).version, if_match);
  update public.teams t set status = 'inactive' where t.id = delete_team.team_id;
end
$$;
comment on function public.delete_team is
  'Makes a team inactive: its name is free again, its history stays. Raises 401, 403, 404, 412.';

grant execute on function private.fail_team_name_taken to authenticated;
grant execute on function public.create_team, public.update_team, public.delete_team to authenticated;

-- supabase/schemas/30_teams/team_members.sql

-- Who is in a team. A user who leaves the tenant leaves its teams.

create type public.team_role as enum ('member', 'lead');

create table public.team_members (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  team_id uuid not null,
  user_id uuid not null,
  role public.team_role not null default 'member',
  title text check (title = btrim(title) and length(title) between 1 and 100),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint team_members_once unique (client_id, team_id, user_id),
  foreign key (client_id, team_id) references public.teams,
  constraint team_members_are_tenant_members
    foreign key (client_id, user_id) references public.client_members on delete cascade
);
create index team_members_newest on public.team_members (client_id, team_id, created_at desc, id desc);
create index team_members_user on public.team_members (client_id, user_id);

create trigger touch before update on public.team_members
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.team_members');

alter table public.team_members enable row level security;
create policy "teams:read may see team members" on public.team_members
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may add members of active teams" on public.team_members
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
create policy "teams:write may change members of active teams" on public.team_members
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
create policy "teams:write may remove members of active teams" on public.team_members
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
grant
  select,
  insert (team_id, user_id, role, title),
  update (role, title),
  delete
  on public.team_members to authenticated;

create function private.lock_member(team_id uuid, member_id uuid) returns public.team_members
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.lock_team(team_id);
  select * into member from public.team_members m
  where m.team_id = lock_member.team_id and m.id = lock_member.member_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Member not found in this team');
  end if;
  return member;
end
$$;
create function private.is_in_active_team(member_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.team_members m where m.id = member_id and private.is_active_team(m.team_id))
$$;
grant execute on function private.lock_member, private.is_in_active_team to authenticated;

-- supabase/schemas/30_teams/assignments.sql

-- Which agents work for a member of a team.

create table public.team_agent_assignments (
  client_id uuid not null default private.client_id() references public.clients,
  team_member_id uuid not null,
  agent_id uuid not null,
  is_primary boolean not null default false,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, team_member_id, agent_id),
  foreign key (client_id, team_member_id) references public.team_members on delete cascade,
  constraint team_agent_assignments_are_agents foreign key (client_id, agent_id) references public.agents
);
create index team_agent_assignments_agent on public.team_agent_assignments (client_id, agent_id);
select private.enable_audit('public.team_agent_assignments');

alter table public.team_agent_assignments enable row level security;
create policy "teams:read may see assignments" on public.team_agent_assignments
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may assign active agents in active teams" on public.team_agent_assignments
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write'))
    and private.is_in_active_team(team_member_id) and private.is_active_agent(agent_id));
create policy "teams:write may change assignments of active agents in active teams" on public.team_agent_assignments
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write'))
    and private.is_in_active_team(team_member_id) and private.is_active_agent(agent_id));
create policy "teams:write may end assignments in active teams" on public.team_agent_assignments
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_in_active_team(team_member_id));
grant
  select,
  insert (team_member_id, agent_id, is_primary),
  update (is_primary),
  delete
  on public.team_agent_assignments to authenticated;

create function private.require_active_agents(agent_ids uuid[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  unknown jsonb;
begin
  if coalesce(cardinality(agent_ids), 0) not between 1 and 100 then
    perform private.invalid('agent_ids', 'range', 'must have 1–100 ids');
  end if;
  select jsonb_agg(
    private.problem(format('agent_ids.%s', i.position - 1), 'unknown_reference', 'is not an active agent of the tenant')
    order by i.position)
  into unknown
  from unnest(agent_ids) with ordinality as i (id, position)
  where not exists (select from public.agents a where a.id = i.id and a.active);
  if unknown is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The request is not valid: agent_ids names unknown agents',
      jsonb_build_object('details', unknown));
  end if;
end
$$;
comment on function private.require_active_agents is
  'Raises 422 with one detail for each id that is not an active agent of the tenant.';

create function public.assign_agents(team_id uuid, member_id uuid, agent_ids uuid[], is_primary boolean default false)
returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
  created integer;
begin
  perform private.authorize('teams:write');
  answer := private.replay('assign_agents',
    private.fingerprint(jsonb_build_array(team_id, member_id, agent_ids, is_primary)));
  if answer is not null then
    return answer;
  end if;
  member := private.lock_member(team_id, member_id);
  perform private.require_active_agents(agent_ids);
  select count(*) into created from (select distinct unnest(agent_ids) as id) i
  where not exists (
    select from public.team_agent_assignments s
    where s.team_member_id = assign_agents.member_id and s.agent_id = i.id);
  insert into public.team_agent_assignments as s (team_member_id, agent_id, is_primary)
  select distinct assign_agents.member_id, i.id, assign_agents.is_primary from unnest(agent_ids) as i (id)
  on conflict on constraint team_agent_assignments_pkey do update set is_primary = excluded.is_primary
    where s.is_primary <> excluded.is_primary;
  return private.remember('assign_agents', jsonb_build_object(
    'status', case when created > 0 then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
end
$$;
comment on function public.assign_agents is
  'Assigns agents to a member of a team, all or none, and keeps earlier assignments: {status: 201, or 200 if all were '
  'assigned before, body: the member, replayed?}. Raises 401, 403, 404, 422 for ids that are not active agents.';

create function public.unassign_agent(team_id uuid, member_id uuid, agent_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.lock_member(team_id, member_id);
  delete from public.team_agent_assignments s
  where s.team_member_id = unassign_agent.member_id and s.agent_id = unassign_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'The agent is not assigned to this member');
  end if;
end
$$;
comment on function public.unassign_agent is 'Ends an assignment. Raises 401, 403, 404.';

grant execute on function private.require_active_agents to authenticated;
grant execute on function public.assign_agents, public.unassign_agent to authenticated;

-- supabase/schemas/30_teams/list_team_members.sql

create function private.members_json(members public.team_members[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(
    to_jsonb(m) - 'client_id' - 'ordinality' || jsonb_build_object('agents', coalesce(s.agents, '[]'))
    order by m.ordinality), '[]')
  into rows
  from unnest(members) with ordinality m
  left join (
    select s.team_member_id, jsonb_agg(jsonb_build_object(
      'id', a.id, 'name', a.name, 'kind', a.kind, 'active', a.active, 'is_primary', s.is_primary
    ) order by s.is_primary desc, a.name, a.id) as agents
    from public.team_agent_assignments s
    join public.agents a on a.client_id = s.client_id and a.id = s.agent_id
    where s.team_member_id = any (array(select i.id from unnest(members) i))
    group by s.team_member_id
  ) s on s.team_member_id = m.id;
  return rows;
end
$$;
comment on function private.members_json is 'Members with the agents assigned to them, in the order given.';

create function private.newest_members(team_id uuid, after_time timestamptz, after_id uuid, page_size integer)
returns public.team_members[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select m from public.team_members m
    where m.team_id = newest_members.team_id
      and private.after_cursor(m.created_at, m.id, after_time, after_id)
    order by m.created_at desc, m.id desc
    limit private.page_limit(page_size));
end
$$;

create function public.list_team_members(
  team_id uuid, after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  total bigint;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  if with_total then
    select count(*) into total from public.team_members m where m.team_id = list_team_members.team_id;
  end if;
  return jsonb_build_object('total', total,
    'rows', private.members_json(private.newest_members(team_id, after_time, after_id, page_size)));
end
$$;
comment on function public.list_team_members is
  'A team''s members, newest first, each with its agents: {rows, total}. total is null unless with_total. Raises 401, '
  '403, 404.';

grant execute on function private.members_json, private.newest_members, public.list_team_members to authenticated;

-- supabase/schemas/30_teams/change_team_members.sql

-- Adds users to teams, replaces their role and title, and removes them.

create function public.add_team_member(
  team_id uuid, user_id uuid, role public.team_role default 'member', title text default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
  created boolean;
begin
  perform private.authorize('teams:write');
  answer := private.replay('add_team_member', private.fingerprint(jsonb_build_array(team_id, user_id, role, title)));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_team(team_id);
  insert into public.team_members as m (team_id, user_id, role, title)
  values (add_team_member.team_id, add_team_member.user_id, add_team_member.role, add_team_member.title)
  on conflict on constraint team_members_once do update set role = excluded.role, title = excluded.title
    where (m.role, m.title) is distinct from (excluded.role, excluded.title)
  returning * into member;
  created := found and member.version = 1;
  if not found then -- the user is in the team with this role and title
    select * into strict member from public.team_members m
    where m.team_id = add_team_member.team_id and m.user_id = add_team_member.user_id;
  end if;
  return private.remember('add_team_member', jsonb_build_object(
    'status', case when created then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
exception
  when foreign_key_violation then
    perform private.invalid('user_id', 'unknown_reference', 'must be a member of the tenant');
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.add_team_member is
  'Adds a user to a team, or replaces the role and title of one who is in it: {status: 201 or 200, body, replayed?}. '
  'Raises 401, 403, 404, 409 IDEMPOTENCY_KEY_REUSED, 422 for a user who is not a member of the tenant.';

create function public.update_team_member(
  team_id uuid, member_id uuid, role public.team_role default 'member', title text default null,
  if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.authorize('teams:write');
  member := private.lock_member(team_id, member_id);
  perform private.require_version(member.version, if_match);
  update public.team_members m set role = update_team_member.role, title = update_team_member.title
  where m.id = update_team_member.member_id
  returning * into member;
  return private.members_json(array[member]) -> 0;
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.update_team_member is
  'Replaces the role and title of a member. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.remove_team_member(team_id uuid, member_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_member(team_id, member_id)).version, if_match);
  delete from public.team_members m where m.id = remove_team_member.member_id;
end
$$;
comment on function public.remove_team_member is
  'Removes a member and their assignments from a team. Raises 401, 403, 404, 412.';

grant execute on function public.add_team_member, public.update_team_member, public.remove_team_member
  to authenticated;

-- supabase/schemas/30_teams/team_performance.sql

-- Daily totals of a team's calls, by day in the tenant's time zone. Sums and counts, so that longer periods are added
-- up from them and never averaged from averages. The capability aggregation writes them.

create table public.team_performance (
  client_id uuid not null references public.clients,
  team_id uuid not null,
  day date not null,
  calls_handled bigint not null default 0 check (calls_handled >= 0),
  calls_successful bigint not null default 0 check (calls_successful >= 0),
  calls_failed bigint not null default 0 check (calls_failed >= 0),
  calls_abandoned bigint not null default 0 check (calls_abandoned >= 0),
  calls_resolved bigint not null default 0 check (calls_resolved >= 0),
  satisfaction_sum numeric not null default 0,
  satisfaction_count bigint not null default 0,
  handling_seconds_sum numeric not null default 0,
  handling_seconds_count bigint not null default 0,
  wait_seconds_sum numeric not null default 0,
  wait_seconds_count bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (client_id, team_id, day),
  foreign key (client_id, team_id) references public.teams
);
comment on column public.team_performance.calls_handled is 'Includes abandoned calls.';
comment on column public.team_performance.satisfaction_count is 'Calls with a rating.';
comment on column public.team_performance.handling_seconds_count is 'Answered calls.';
alter table public.team_performance alter column client_id set statistics 0; -- see organizations

alter table public.team_performance enable row level security;
create policy "teams:read may see team performance" on public.team_performance
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
grant select on public.team_performance to authenticated;
revoke insert, update, delete, truncate on public.team_performance from service_role;

create type private.call_totals as (
  calls_handled bigint,
  calls_successful bigint,
  calls_failed bigint,
  calls_abandoned bigint,
  calls_resolved bigint,
  satisfaction_sum numeric,
  satisfaction_count bigint,
  handling_seconds_sum numeric,
  handling_seconds_count bigint,
  wait_seconds_sum numeric,
  wait_seconds_count bigint
);

create function private.metrics_json(totals private.call_totals) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'calls_handled', coalesce(totals.calls_handled, 0),
    'calls_successful', coalesce(totals.calls_successful, 0),
    'calls_failed', coalesce(totals.calls_failed, 0),
    'calls_abandoned', coalesce(totals.calls_abandoned, 0),
    'success_rate', round(totals.calls_successful::numeric / nullif(totals.calls_handled, 0), 6),
    'resolution_rate', round(totals.calls_resolved::numeric / nullif(totals.calls_handled, 0), 6),
    'avg_satisfaction', round(totals.satisfaction_sum / nullif(totals.satisfaction_count, 0), 6),
    'avg_handling_seconds', round(totals.handling_seconds_sum / nullif(totals.handling_seconds_count, 0), 6),
    'avg_wait_seconds', round(totals.wait_seconds_sum / nullif(totals.wait_seconds_count, 0), 6))
$$;
comment on function private.metrics_json is 'Rates and averages of totals, null where nothing was counted.';
grant execute on function private.metrics_json to authenticated;

-- supabase/schemas/30_teams/read_team_performance.sql

create function private.today() returns date
language sql stable set search_path = '' as $$
  select (now() at time zone c.time_zone)::date from public.clients c where c.id = (select private.client_id())
$$;
comment on function private.today is 'The current date in the tenant''s time zone.';

create function private.metrics_window(first_day date, last_day date, out since date, out until date)
language plpgsql stable set search_path = '' as $$
begin
  until := coalesce(last_day, greatest(private.today(), first_day));
  since := coalesce(first_day, until - 6);
  if since > until then
    perform private.invalid('from', 'range', 'must not be after to');
  end if;
  if until - since > 1100 then
    perform private.invalid('from', 'range', 'must be at most 1,100 days before to');
  end if;
end
$$;
comment on function private.metrics_window is
  'The days from first_day to last_day, by default the last seven. Raises 422 if they are over 1,100 or none.';

create function private.require_period(group_by text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if group_by is null or group_by not in ('day', 'week', 'month') then
    perform private.invalid('group_by', 'unknown_value', 'must be day, week or month');
  end if;
end
$$;
comment on function private.require_period is 'Raises 422 unless group_by is day, week or month.';

create function private.performance_json(team_id uuid, first_day date, last_day date, group_by text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  periods jsonb;
begin
  with period as (
    select case when group_by = 'all' then first_day else date_trunc(group_by, p.day)::date end as first_day, row(
      sum(p.calls_handled), sum(p.calls_successful), sum(p.calls_failed), sum(p.calls_abandoned),
      sum(p.calls_resolved), sum(p.satisfaction_sum), sum(p.satisfaction_count), sum(p.handling_seconds_sum),
      sum(p.handling_seconds_count), sum(p.wait_seconds_sum), sum(p.wait_seconds_count))::private.call_totals as totals
    from public.team_performance p
    where p.team_id = performance_json.team_id and p.day between performance_json.first_day and last_day
    group by 1
  )
  select coalesce(jsonb_agg(
    private.metrics_json(p.totals) || jsonb_build_object('period', p.first_day) order by p.first_day), '[]')
  into periods
  from period p;
  return periods;
end
$$;
comment on function private.performance_json is
  'A team''s metrics by day, week (from Monday), month or all, ascending. Periods without calls are left out.';

create function public.get_team_performance(
  team_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  days record;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  perform private.require_period(group_by);
  days := private.metrics_window(first_day, last_day);
  return jsonb_build_object('from', days.since, 'to', days.until, 'group_by', group_by,
    'periods', private.performance_json(team_id, days.since, days.until, group_by));
end
$$;
comment on function public.get_team_performance is
  'A team''s metrics from first_day to last_day, by default the last seven days: {from, to, group_by, periods}. '
  'Raises 401, 403, 404, 422.';

grant execute on function private.today, private.metrics_window, private.require_period, private.performance_json,
  public.get_team_performance to authenticated;

-- supabase/schemas/30_teams/get_team.sql

create function public.get_team(team_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
  last_day date;
  first_day date;
begin
  perform private.authorize('teams:read');
  team := private.visible_team(team_id);
  last_day := private.today();
  first_day := last_day - 6;
  return private.team_json(team) || jsonb_build_object(
    'members', private.members_json(private.newest_members(team_id, null, null, 100)),
    'performance', coalesce(private.performance_json(team_id, first_day, last_day, 'all') -> 0,
      private.metrics_json(null)) - 'period' || jsonb_build_object('from', first_day, 'to', last_day));
end
$$;
comment on function public.get_team is
  'A team with its 100 newest members, their agents, and its metrics of the last seven days. Raises 401, 403, 404.';
grant execute on function public.get_team to authenticated;

-- supabase/schemas/30_teams/register.sql

-- What teams adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'teams:read'),
  private.add_scopes('manager', 'teams:write');

insert into private.event_types (type, description, scope) values
  ('team.created', 'A team was created', 'teams:read'),
  ('team.updated', 'A team was changed', 'teams:read'),
  ('team.deleted', 'A team was deleted', 'teams:read');

select
  private.limit_rows('public.teams', 'limits.teams', 20000, 'teams, inactive ones included'),
  private.limit_rows('public.team_members', 'limits.members_per_team', 1000, 'members of a team',
    '{client_id,team_id}'),
  private.limit_rows('public.team_agent_assignments', 'limits.agents_per_member', 200, 'agents of a team member',
    '{client_id,team_member_id}');

-- supabase/schemas/40_channels/channels.sql

-- Guarantees: a channel's credentials are kept only as ciphertext that no tenant can read, belong to this channel
-- alone, and change together with what is shown of them.

-- type is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.channels (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  type text not null check (type in ('voice', 'sms', 'whatsapp', 'email', 'webchat')),
  name text not null check (length(name) between 1 and 200 and name = private.tidy(name)),
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object' and length(config::text) <= 20000),
  enabled boolean not null default true,
  credentials jsonb,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
comment on column public.channels.credentials is
  'What may be shown of the credentials: {fingerprint, key_id, updated_at}; null if there are none.';
create unique index channels_name on public.channels (client_id, private.name_key(name));
create index on public.channels (client_id, created_at desc, id desc);
create index on public.channels (client_id, type, created_at desc, id desc);
create index on public.channels (client_id, enabled, created_at desc, id desc);

select private.enable_audit('public.channels');
-- Moving credentials to another key is not a change of the channel and keeps its version.
create trigger touch before update on public.channels
  for each row
  when (new.version = old.version
    and (to_jsonb(new) #- '{credentials,key_id}') is distinct from (to_jsonb(old) #- '{credentials,key_id}'))
  execute function private.touch();

alter table public.channels enable row level security;
create policy "channels:read may see channels" on public.channels
  for select to authenticated
  using (client_id = (select private.tenant_with('channels:read')));
create policy "channels:write may add channels" on public.channels
  for insert to authenticated
  with check (client_id = (select private.tenant_with('channels:write')));
create policy "channels:write may change channels" on public.channels
  for update to authenticated
  using (client_id = (select private.tenant_with('channels:write')));
create policy "channels:write may remove channels" on public.channels
  for delete to authenticated
  using (client_id = (select private.tenant_with('channels:write')));
-- The caller chooses the id, because the credentials are encrypted for it before the row exists.
grant
  select,
  insert (id, type, name, config),
  update (name, config, enabled),
  delete
  on public.channels to authenticated;

create function private.channel_json(channel public.channels) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(channel) - 'client_id'
$$;

-- A writer locks the channel before its credentials, so that writers wait and do not deadlock.
create function private.lock_channel(channel_id uuid) returns public.channels
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  select * into channel from public.channels c
  where c.client_id = private.client_id() and c.id = channel_id
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Channel not found');
  end if;
  return channel;
end
$$;

grant execute on function private.channel_json, private.lock_channel to authenticated;

-- supabase/schemas/40_channels/list_channels.sql

-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_channels(
  type text default null, enabled boolean default null,
  after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('channels:read');
  select coalesce(jsonb_agg(private.channel_json(page.channel)), '[]') into rows
  from (
    select c as channel from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled)
      and private.after_cursor(c.created_at, c.id, after_time, after_id)
    order by c.created_at desc, c.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_channels is
  'Channels, newest first, after the cursor (after_time, after_id): {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_channels to authenticated;

-- supabase/schemas/40_channels/channel_credentials.sql

-- Credentials of channels are secrets of the kind channel: private.secrets holds the ciphertext.

select private.delete_secrets_with('public.channels', 'channel');

create function private.shown_credentials(credentials jsonb) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('fingerprint', credentials ->> 'fingerprint', 'key_id', credentials ->> 'key_id',
    'updated_at', clock_timestamp())
$$;

-- Definer: callers may not read or write credentials by hand.
create function public.rotate_channel_credentials(channel_id uuid, credentials jsonb, if_match integer default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('channels:write');
  channel public.channels := private.lock_channel(channel_id);
begin
  perform private.require_version(channel.version, if_match);
  update public.channels c set credentials = private.shown_credentials(rotate_channel_credentials.credentials)
  where c.client_id = tenant and c.id = channel.id
  returning * into channel;
  perform private.keep_secret(tenant, 'channel', channel.id, credentials);
  return private.channel_json(channel);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_channel_credentials is
  'Replaces a channel''s credentials with {fingerprint, key_id, ciphertext (base64)} and returns the channel. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.rotate_channel_credentials to authenticated;

-- supabase/schemas/40_channels/change_channels.sql

-- Adds, replaces, enables, disables and removes channels.

create function private.fail_channel_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'CHANNEL_NAME_TAKEN', format('A channel named "%s" already exists', name),
    jsonb_build_object('details',
      jsonb_build_array(private.problem('name', 'taken', 'is another channel''s name'))))
$$;
grant execute on function private.fail_channel_name_taken to authenticated;

-- Definer: callers may not read or write credentials by hand.
create function public.create_channel(
  id uuid, type text, name text, config jsonb default '{}', credentials jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('channels:write');
  -- Of credentials only the fingerprint: the ciphertext of equal credentials differs each time.
  content constant bytea := private.fingerprint(jsonb_build_array(type, name, config, credentials ->> 'fingerprint'));
  earlier constant jsonb := private.replay('create_channel', content);
  channel public.channels;
begin
  if earlier is not null then
    return earlier;
  end if;
  insert into public.channels (client_id, id, type, name, config, credentials)
  values (tenant, create_channel.id, create_channel.type, create_channel.name, coalesce(create_channel.config, '{}'),
    case when create_channel.credentials is not null then private.shown_credentials(create_channel.credentials) end)
  returning * into channel;
  if create_channel.credentials is not null then
    perform private.keep_secret(tenant, 'channel', channel.id, create_channel.credentials);
  end if;
  return private.remember('create_channel',
    jsonb_build_object('status', 201, 'body', private.channel_json(channel)));
exception
  when unique_violation then
    perform private.fail_channel_name_taken(name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.create_channel is
  'Adds a channel: {status: 201, body, replayed?}. id: chosen by the caller, who encrypted credentials {fingerprint, '
  'key_id, ciphertext (base64)} for it. Raises 401, 403, 409 CHANNEL_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';

create function public.put_channel(
  channel_id uuid, name text, config jsonb, type text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  perform private.authorize('channels:write');
  channel := private.lock_channel(channel_id);
  perform private.require_version(channel.version, if_match);
  if put_channel.type <> channel.type then
    perform private.invalid('type', 'immutable', format('is %s and cannot change; add another channel', channel.type));
  end if;
  update public.channels c set name = put_channel.name, config = put_channel.config
  where c.id = channel.id
  returning * into channel;
  return private.channel_json(channel);
exception when unique_violation then
  perform private.fail_channel_name_taken(name);
  return null;
end
$$;
comment on function public.put_channel is
  'Replaces name and config but not the credentials, and returns the channel. Raises 401, 403, 404, '
  '409 CHANNEL_NAME_TAKEN, 412 VERSION_MISMATCH, 422 for another type.';

create function public.set_channel_enabled(channel_id uuid, enabled boolean, if_match integer default null)
returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  perform private.authorize('channels:write');
  channel := private.lock_channel(channel_id);
  perform private.require_version(channel.version, if_match);
  if channel.enabled <> set_channel_enabled.enabled then
    update public.channels c set enabled = set_channel_enabled.enabled where c.id = channel.id
    returning * into channel;
  end if;
  return private.channel_json(channel);
end
$$;
comment on function public.set_channel_enabled is
  'Enables or disables a channel and returns it, changed or not. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.delete_channel(channel_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('channels:write');
  perform private.require_version((private.lock_channel(channel_id)).version, if_match);
  delete from public.channels c where c.id = channel_id;
exception when foreign_key_violation then
  perform private.fail(409, 'CONFLICT', 'Decisions name this channel; disable it instead');
end
$$;
comment on function public.delete_channel is
  'Removes a channel and its credentials. Raises 401, 403, 404, 409 CONFLICT while decisions name it, 412 '
  'VERSION_MISMATCH.';

grant execute on function public.create_channel, public.put_channel, public.set_channel_enabled, public.delete_channel
  to authenticated;

-- supabase/schemas/40_channels/re_encrypt.sql

-- Moves secrets of every kind to the newest key. Only the service role may read ciphertext; for which caller it does,
-- and whether that caller may, is checked here again. A null caller is the operator, for all tenants or one.

-- Definer: ciphertext is private.
create function public.stale_secrets(
  newest_key text, page_size integer, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_member(tenant, caller, 'channels:write');
  return coalesce((
    select jsonb_agg(jsonb_build_object('client_id', s.client_id, 'kind', s.kind, 'owner_id', s.owner_id,
      'key_id', s.key_id, 'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', '')) order by s.ordinality)
    from private.stale_secrets(newest_key, page_size, tenant) with ordinality s), '[]');
end
$$;
comment on function public.stale_secrets is
  'Secrets that are not under the newest key, those that failed before last: [{client_id, kind, owner_id, key_id, '
  'ciphertext (base64)}]. For the service role. Raises 403 if the caller (null: the operator) may not change the '
  'tenant''s channels.';

-- Locks in one order, so that two runs wait and do not deadlock.
create function private.lock_channels_of_moves(moves jsonb, tenant uuid) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform from public.channels c
  join jsonb_to_recordset(moves) as m (client_id uuid, owner_id uuid)
    on c.client_id = m.client_id and c.id = m.owner_id and (tenant is null or m.client_id = tenant)
  order by c.client_id, c.id for no key update of c;
end
$$;

create function private.move_channel_credentials(kind text, newest_key text, moves jsonb, tenant uuid)
returns table (client_id uuid, owner_id uuid)
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.lock_channels_of_moves(moves, tenant);
  return query
  update public.channels c set credentials = c.credentials || jsonb_build_object('key_id', newest_key)
  from private.move_secrets(kind, newest_key, moves, tenant) m
  where c.client_id = m.client_id and c.id = m.owner_id
  returning c.client_id, c.id;
end
$$;
comment on function private.move_channel_credentials is 'As private.move_secrets; the channel also shows the new key.';

-- Definer: see stale_secrets.
create function public.move_secrets(
  newest_key text, moves jsonb, failures jsonb, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  moved bigint;
begin
  perform private.require_member(tenant, caller, 'channels:write');
  -- So that audit entries name the caller and not the service role.
  perform set_config('request.jwt.claims', (coalesce(auth.jwt(), '{}') || private.claims_of(caller))::text, true);
  moved := private.move_secrets_of_all_kinds(newest_key, moves, tenant);
  perform private.mark_failed_secrets(failures, tenant);
  return jsonb_build_object('moved', moved, 'remaining', private.count_stale_secrets(newest_key, tenant));
end
$$;
comment on function public.move_secrets is
  'Stores what was encrypted under the newest key: {moved, remaining}. moves: [{kind, client_id, owner_id, former, '
  'ciphertext}], failures: [{kind, client_id, owner_id, ciphertext}], all text in base64. For the service role. Raises '
  '403 as stale_secrets does.';

-- supabase/schemas/40_channels/register.sql

-- The scopes of channels.

select
  private.add_scopes('viewer', 'channels:read'),
  private.add_scopes('admin', 'channels:write');

insert into private.secret_kinds (kind, max_bytes, mover) values ('channel', 65536, 'move_channel_credentials');

select private.limit_rows('public.channels', 'limits.channels', 1000, 'channels');

-- supabase/schemas/60_routing/types.sql

-- Types of the values of a decision.

-- Domains instead of table checks, because Postgres reads a table's checks again for every statement that writes it.
create domain private.decision_status as text check (value in ('open', 'completed', 'released', 'expired'));

create domain private.call_outcome as text check (value in ('successful', 'failed', 'abandoned'));

create domain private.handling_seconds as integer check (value between 0 and 86400);

create domain private.satisfaction as integer check (value between 1 and 5);

create domain private.call_reference as text check (length(value) between 1 and 200);

-- The points for each term. They add up to the score.
create type private.routing_terms as (success_rate numeric, priority numeric, load numeric, handling_time numeric,
  capabilities numeric);

create type private.routing_candidate as (agent_id uuid, load integer, max_load integer, score numeric,
  terms private.routing_terms);

-- supabase/schemas/60_routing/settings.sql

-- A tenant's weights for the terms of a score, and how long a decision holds a slot.

create type private.routing_settings as (
  success_weight numeric, priority_weight numeric, load_weight numeric, handling_weight numeric,
  capability_weight numeric, lease_minutes smallint
);

create function private.routing_settings(tenant uuid) returns private.routing_settings
language plpgsql stable set search_path = '' as $$
declare
  settings private.routing_settings;
begin
  select
    max(w.value) filter (where w.key = 'routing.weight_success_rate'),
    max(w.value) filter (where w.key = 'routing.weight_priority'),
    max(w.value) filter (where w.key = 'routing.weight_load'),
    max(w.value) filter (where w.key = 'routing.weight_handling_time'),
    max(w.value) filter (where w.key = 'routing.weight_capability'),
    max(w.value) filter (where w.key = 'routing.lease_minutes')
  into settings
  from (
    select d.key, round(coalesce(s.value, d.default_value)::numeric, 4) as value
    from private.setting_definitions d
    left join public.settings s on s.client_id = tenant and s.key = d.key
    where d.key like 'routing.weight\_%' or d.key = 'routing.lease_minutes'
  ) w;
  return settings;
end
$$;
comment on function private.routing_settings is
  'The tenant''s weights for the terms of a score, and the minutes for which a decision holds a slot.';

-- supabase/schemas/60_routing/scores.sql

-- Guarantees: the stored score of an agent in a sector follows its priority, load, capacity and seven-day figures.

-- Everything that changes several of a tenant's sector_agents rows takes this lock first, and so does a batch of
-- decisions, which waits for rows while it holds others. This rules out deadlocks. A single decision holds no row
-- while it waits and does not need the lock.
create function private.lock_routing(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('routing'), hashtext(tenant::text));
end
$$;
comment on function private.lock_routing is
  'Until the end of the transaction only the caller changes several rows of the tenant''s sector_agents.';

-- The arithmetic of a slot. Without search_path, so that the planner can inline both functions.
create function private.load_points(weight numeric, load integer) returns numeric
language sql immutable parallel safe
return weight * (10 - least(load, 10)) / 10;
comment on function private.load_points is
  'Points for an agent''s load: the whole weight without load, none from 10 on.';

create function private.is_free(available boolean, active boolean, load integer, max_load integer) returns boolean
language sql immutable parallel safe
return available and active and load < max_load;
comment on function private.is_free is 'True if an agent can take another call.';
grant execute on function private.load_points, private.is_free to authenticated, service_role;

-- Not fired by a change of load: the functions that take and release slots change load and score in one statement,
-- which spares each decision the trigger. Generated columns would be read and planned again for each decision.
create function private.score_agent() returns trigger
language plpgsql set search_path = '' as $$
declare
  success constant numeric := new.success_weight * (new.seven_day_successful + 5) / (new.seven_day_handled + 10);
  priority constant numeric := new.priority_weight * new.priority / 10;
  load constant numeric := private.load_points(new.load_weight, new.load);
begin
  new.has_slot := private.is_free(new.available, new.active, new.load, new.max_load);
  new.base_score := success + priority + load
    + new.handling_weight * (1 - least((new.seven_day_handling_seconds + 1500)::numeric
      / (new.seven_day_answered + 10), 300) / 300);
  new.success_points := success;
  new.priority_points := priority;
  new.handling_points := round(new.base_score, 6) - round(success, 6) - priority - load;
  return new;
end
$$;
create trigger score_agent before insert or update of priority, max_load, available, active, seven_day_handled,
  seven_day_successful, seven_day_answered, seven_day_handling_seconds, success_weight, priority_weight, load_weight,
  handling_weight on public.sector_agents
  for each row execute function private.score_agent();

-- Waits for concurrent changes of weights or of the agent's activity and takes the values that result. An agent that
-- returns to a sector keeps the slots its open decisions hold.
-- Definer: managers cannot write load or weights.
-- seqscan is off because the plan may be made while there are few agents and is kept for large inserts.
create function private.init_sector_agent() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = 'off' as $$
declare
  settings private.routing_settings;
begin
  perform private.lock_routing(new.client_id);
  new.sector_key := private.name_key(new.sector);
  settings := private.routing_settings(new.client_id);
  select a.active into new.active
  from public.agents a where a.client_id = new.client_id and a.id = new.agent_id for share;
  new.active := coalesce(new.active, true);
  new.success_weight := settings.success_weight;
  new.priority_weight := settings.priority_weight;
  new.load_weight := settings.load_weight;
  new.handling_weight := settings.handling_weight;
  new.lease_minutes := settings.lease_minutes;
  select count(*) into new.load from public.routing_decisions d
  where d.client_id = new.client_id and d.agent_id = new.agent_id
    and private.name_key(d.sector) = new.sector_key and d.status = 'open' and d.expires_at is not null;
  return new;
end
$$;
create trigger init_sector_agent before insert on public.sector_agents
  for each row execute function private.init_sector_agent();

-- Definer: callers cannot write sector_agents.active.
create function private.sync_agent_activity() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(new.client_id);
  update public.sector_agents s set active = new.active where s.client_id = new.client_id and s.agent_id = new.id;
  return null;
end
$$;
create trigger sync_agent_activity after update of active on public.agents
  for each row when (new.active <> old.active) execute function private.sync_agent_activity();

-- Definer: callers cannot write these columns.
create function private.rescore_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
  settings private.routing_settings;
begin
  perform private.lock_routing(tenant);
  settings := private.routing_settings(tenant);
  update public.sector_agents s
  set success_weight = settings.success_weight, priority_weight = settings.priority_weight,
    load_weight = settings.load_weight, handling_weight = settings.handling_weight,
    lease_minutes = settings.lease_minutes
  where s.client_id = tenant
    and (s.success_weight, s.priority_weight, s.load_weight, s.handling_weight, s.lease_minutes) is distinct from
      (settings.success_weight, settings.priority_weight, settings.load_weight, settings.handling_weight,
        settings.lease_minutes);
  return null;
end
$$;
create trigger rescore_agents_on_change after insert or update on public.settings
  for each row when (new.key like 'routing.weight\_%' or new.key = 'routing.lease_minutes')
  execute function private.rescore_agents();
create trigger rescore_agents_on_delete after delete on public.settings
  for each row when (old.key like 'routing.weight\_%' or old.key = 'routing.lease_minutes')
  execute function private.rescore_agents();

-- Definer: callers cannot take the lock themselves.
create function private.lock_routing_of_caller() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(private.client_id());
  return null;
end
$$;
create trigger lock_routing before update of priority, max_load, available on public.sector_agents
  for each statement execute function private.lock_routing_of_caller();

-- supabase/schemas/60_routing/decisions.sql

-- Decisions: which agent a call went to, and why.

-- The row is routing's audit entry: who asked and for what, the candidates, the chosen agent and how the call ended.
-- Only how it ended may change.
create table public.routing_decisions (
  client_id uuid not null,
  id uuid not null default private.uuidv7(),
  agent_id uuid not null,
  sector text not null,
  team_id uuid,
  capabilities text[] not null default '{}',
  reference private.call_reference,
  channel_id uuid,
  score numeric(11, 6) not null,
  terms private.routing_terms not null,
  considered integer not null,
  fallback boolean not null default false,
  candidates private.routing_candidate[] not null,
  status private.decision_status not null default 'open',
  expires_at timestamptz,
  outcome private.call_outcome,
  handling_seconds private.handling_seconds,
  resolved boolean,
  satisfaction private.satisfaction,
  ended_at timestamptz,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams,
  foreign key (client_id, channel_id) references public.channels
);
comment on column public.routing_decisions.expires_at is
  'When the slot is freed unless it was released before. Null for a fallback, which takes no slot.';
comment on column public.routing_decisions.candidates is
  'Up to ten of the best agents at that moment, best first. Agents locked by another decision were passed over.';
create index routing_decisions_newest on public.routing_decisions (client_id, created_at desc, id desc);
create index routing_decisions_agent on public.routing_decisions (client_id, agent_id, created_at desc, id desc);
create index routing_decisions_team on public.routing_decisions (client_id, team_id, created_at desc, id desc)
  where team_id is not null;
create index routing_decisions_leases on public.routing_decisions (expires_at) where status = 'open';
create index routing_decisions_reference on public.routing_decisions (client_id, reference)
  where status = 'open' and reference is not null;

alter table public.routing_decisions alter column client_id set statistics 0; -- see organizations

-- No write policies: only the functions of routing write decisions.
alter table public.routing_decisions enable row level security;

create policy "routing:read may see decisions" on public.routing_decisions
  for select to authenticated
  using (client_id = (select private.tenant_with('routing:read')));
grant select on public.routing_decisions to authenticated;
revoke insert, update, delete, truncate on public.routing_decisions from service_role;

create function private.refuse_decision_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'A decision cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before truncate or update of client_id, id, agent_id, sector, team_id, capabilities,
  reference, channel_id, score, terms, considered, fallback, candidates, expires_at, created_by, created_at
  on public.routing_decisions
  for each statement execute function private.refuse_decision_change();

-- Calls for which no agent had a slot. They are only counted.
create table private.routing_refusals (
  client_id uuid not null,
  sector text not null check (length(sector) <= 100),
  created_at timestamptz not null default now()
);
create index on private.routing_refusals (client_id, created_at);
alter table private.routing_refusals enable row level security;

create function private.decision_json(decision public.routing_decisions, agent_name text) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object(
    'decision_id', decision.id, 'agent', jsonb_build_object('id', decision.agent_id, 'name', agent_name),
    'score', decision.score, 'terms', decision.terms, 'considered', decision.considered, 'fallback', decision.fallback,
    'sector', decision.sector, 'team_id', decision.team_id, 'capabilities', decision.capabilities,
    'reference', decision.reference, 'channel_id', decision.channel_id, 'status', decision.status,
    'outcome', decision.outcome, 'handling_seconds', decision.handling_seconds, 'resolved', decision.resolved,
    'satisfaction', decision.satisfaction, 'expires_at', decision.expires_at, 'ended_at', decision.ended_at,
    'created_at', decision.created_at);
end
$$;

create function private.agent_name(tenant uuid, agent_id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (select a.name from public.agents a where a.client_id = tenant and a.id = agent_name.agent_id);
end
$$;

-- supabase/schemas/60_routing/terms.sql

-- The terms of a score, and waiting for an agent that another decision holds.

-- The load term is the base score minus the three stored terms.
create function private.terms(agent public.sector_agents, matches integer, capability_weight numeric)
  returns private.routing_terms
language plpgsql immutable set search_path = '' as $$
begin
  return row(agent.success_points, agent.priority_points,
    agent.base_score - agent.success_points - agent.priority_points - agent.handling_points, agent.handling_points,
    round(matches * capability_weight, 6))::private.routing_terms;
end
$$;

-- Waits until no other transaction locks the row. Rolling back the subtransaction releases the lock again.
create function private.await_agent(tenant uuid, agent_id uuid, sector_key text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
begin
  perform from public.sector_agents s
  where s.client_id = tenant and s.agent_id = await_agent.agent_id and s.sector_key = await_agent.sector_key for update;
  raise sqlstate 'FL001';
exception when sqlstate 'FL001' then
  null;
end
$$;

-- supabase/schemas/60_routing/route_by_sector.sql

-- The index holds the agents in order of score. `seen` reads it only as far as needed: to the first row that is not
-- locked, which is the best agent, and to the tenth, the last candidate.
-- One plan serves every size. Sorting is off because a plan that sorts reads all agents, and after an analyze the
-- planner has chosen it. A row that changed between the scan and its lock has another ctid and counts as locked.
-- If every free agent is locked, it waits for the best one. Before waiting it rolls back the scan's subtransaction,
-- which may have locked rows that had changed, so a waiting call never holds a row.
create function private.route_by_sector(tenant uuid, sector_key text, reference text, channel_id uuid) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set enable_sort = 'off' set enable_hashjoin = 'off' set enable_mergejoin = 'off' as $$
declare
  decision public.routing_decisions;
  best_agent uuid;
begin
  loop
    begin
      with seen as materialized (
        select s.ctid as place, s.agent_id, s.load, s.max_load, s.base_score, s.success_points, s.priority_points,
          s.handling_points
        from public.sector_agents s
        where s.client_id = tenant and s.sector_key = route_by_sector.sector_key and s.has_slot
        order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
      ), chosen as (
        select s.ctid as place, seen.base_score as score
        from seen join public.sector_agents s on s.ctid = seen.place
        limit 1 for update of s skip locked
      ), slot as (
        update public.sector_agents s
        set load = s.load + 1, last_chosen_at = clock_timestamp(),
          has_slot = private.is_free(s.available, s.active, s.load + 1, s.max_load),
          base_score = s.base_score - private.load_points(s.load_weight, s.load)
            + private.load_points(s.load_weight, s.load + 1)
        from chosen where s.ctid = chosen.place
        returning s.agent_id, s.sector, chosen.score, s.success_points, s.priority_points, s.handling_points,
          s.lease_minutes
      ), written as (
        insert into public.routing_decisions as d
          (client_id, agent_id, sector, reference, channel_id, score, terms, considered, expires_at, candidates)
        select tenant, slot.agent_id, slot.sector, route_by_sector.reference, route_by_sector.channel_id,
          slot.score, row(slot.success_points, slot.priority_points,
            slot.score - slot.success_points - slot.priority_points - slot.handling_points, slot.handling_points,
            0)::private.routing_terms,
          cardinality(best.candidates), now() + make_interval(mins => slot.lease_minutes), best.candidates
        from slot, (
          select array(
            select row(t.agent_id, t.load, t.max_load, t.base_score, row(t.success_points, t.priority_points,
              t.base_score - t.success_points - t.priority_points - t.handling_points, t.handling_points,
              0)::private.routing_terms
            )::private.routing_candidate
            from (select * from seen limit 10) t) as candidates
        ) best
        returning d.*
      )
      select w.* into decision from written w;
      exit when found;
      raise sqlstate 'FL001';
    exception when sqlstate 'FL001' then
      null;
    end;

    select s.agent_id into best_agent from public.sector_agents s
    where s.client_id = tenant and s.sector_key = route_by_sector.sector_key and s.has_slot
    order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
    limit 1;
    if not found then
      return null;
    end if;
    perform private.await_agent(tenant, best_agent, sector_key);
  end loop;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function private.route_by_sector is
  'Takes a slot of the sector''s best free agent and returns the decision as the API shows it. Null if no agent has a '
  'free slot.';

-- supabase/schemas/60_routing/matches.sql

-- What choosing by capabilities is made of.

create type private.ranked_agent as (agent public.sector_agents, matches integer);

create type private.choice as (agent public.sector_agents, matches integer, considered integer,
  candidates private.routing_candidate[]);

-- An estimate is enough: it only decides which index is read.
create function private.estimate_agents(tenant uuid, capability_keys text[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) select from public.agents a where a.client_id = $1 and a.capability_keys && $2'
  into plan using tenant, capability_keys;
  return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
end
$$;

create function private.count_matches(owned text[], wanted text[]) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select count(*)::integer from unnest(wanted) w where w = any (owned)
$$;

-- The best agents of a sector with a free slot by base score, best first.
create function private.best_by_base_score(tenant uuid, sector_key text, team_agents uuid[], depth integer)
returns public.sector_agents[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select s from public.sector_agents s
    where s.client_id = tenant and s.sector_key = best_by_base_score.sector_key and s.has_slot
      and (team_agents is null or s.agent_id = any (team_agents))
    order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
    limit depth);
end
$$;

-- Those of the agents that have a free slot in the sector, best score first.
create function private.rank_agents(
  tenant uuid, sector_key text, agent_ids uuid[], capability_keys text[], capability_weight numeric
) returns private.ranked_agent[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select row(r.agent, r.matches)::private.ranked_agent
    from (
      select s as agent, private.count_matches(a.capability_keys, rank_agents.capability_keys) as matches
      from (select distinct k from unnest(agent_ids) k) k
      join public.sector_agents s on s.client_id = tenant and s.agent_id = k
        and s.sector_key = rank_agents.sector_key
      join public.agents a on a.client_id = tenant and a.id = k
      where s.has_slot
    ) r
    order by (r.agent).base_score + r.matches * capability_weight desc, (r.agent).last_chosen_at nulls first,
      (r.agent).agent_id);
end
$$;

-- Whether an agent that was not read may rank before the candidate: it has at most the last one's base score and
-- `unseen` points for capabilities.
create function private.may_be_beaten(
  candidate private.ranked_agent, capability_weight numeric, last public.sector_agents, unseen numeric
) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  agent constant public.sector_agents := candidate.agent;
  score constant numeric := agent.base_score + candidate.matches * capability_weight;
  bound constant numeric := last.base_score + unseen;
begin
  return score < bound or score = bound
    and (coalesce(agent.last_chosen_at, '-infinity'), agent.agent_id)
      > (coalesce(last.last_chosen_at, '-infinity'), last.agent_id);
end
$$;

create function private.shown_candidates(ranked private.ranked_agent[], capability_weight numeric)
returns private.routing_candidate[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select row((r.agent).agent_id, (r.agent).load, (r.agent).max_load,
      (r.agent).base_score + r.matches * capability_weight,
      private.terms(r.agent, r.matches, capability_weight))::private.routing_candidate
    from unnest(ranked[1:10]) with ordinality r order by r.ordinality);
end
$$;

-- supabase/schemas/60_routing/choose_matching_agent.sql

-- Finds the exact best agent without reading all of them. It reads the best `depth` agents by base score. Any other
-- agent has at most the last one's base score plus `unseen` points for capabilities, so a candidate below that bound
-- is not taken yet. Instead it reads deeper or, if that is fewer rows, reads all agents with any of the capabilities
-- from their index; the agents that remain unseen then have none of them. A team of up to 500 is read whole.
-- Locking and waiting work as in private.route_by_sector.
create function private.choose_matching_agent(
  tenant uuid, sector_key text, team_agents uuid[], capability_keys text[], capability_weight numeric
) returns private.choice
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set enable_bitmapscan = 'off' as $$
declare
  whole_team constant boolean := coalesce(cardinality(team_agents) <= 500, false);
  depth integer := 64;
  unseen numeric := cardinality(capability_keys) * capability_weight;
  matching uuid[] := case when whole_team then team_agents else '{}' end;
  by_index boolean := false;
  walked public.sector_agents[];
  last public.sector_agents;
  ranked private.ranked_agent[];
  candidate private.ranked_agent;
  chosen public.sector_agents;
  complete boolean;
begin
  loop
    walked := case when whole_team then '{}'
      else private.best_by_base_score(tenant, sector_key, team_agents, depth) end;
    complete := cardinality(walked) < depth;
    last := walked[cardinality(walked)];
    ranked := private.rank_agents(tenant, sector_key,
      array(select w.agent_id from unnest(walked) w) || matching, capability_keys, capability_weight);

    begin
      chosen := null;
      foreach candidate in array ranked loop
        exit when not complete and private.may_be_beaten(candidate, capability_weight, last, unseen);
        select s.* into chosen from public.sector_agents s
        where s.client_id = tenant and s.agent_id = (candidate.agent).agent_id
          and s.sector_key = choose_matching_agent.sector_key and s.has_slot
        for update skip locked;
        exit when found;
      end loop;
      if chosen.agent_id is null then
        raise sqlstate 'FL001';
      end if;
    exception when sqlstate 'FL001' then
      null;
    end;

    if chosen.agent_id is not null then
      if chosen = candidate.agent then
        return row(chosen, candidate.matches, cardinality(ranked),
          private.shown_candidates(ranked, capability_weight));
      end if;
    elsif not complete then
      if not by_index and team_agents is null and unseen > 0
        and private.estimate_agents(tenant, capability_keys) < depth * 4 then
        by_index := true;
        unseen := 0;
        execute 'select array_agg(a.id) from public.agents a where a.client_id = $1 and a.capability_keys && $2'
        into matching using tenant, capability_keys;
      else
        depth := depth * 4;
      end if;
    elsif cardinality(ranked) = 0 then
      return null;
    else
      perform private.await_agent(tenant, (ranked[1]).agent.agent_id, sector_key);
    end if;
  end loop;
end
$$;
comment on function private.choose_matching_agent is
  'Locks and returns the best free agent among team_agents, or of the whole sector if they are null. Every matching '
  'capability adds to the score. Null if no agent has a free slot.';

-- supabase/schemas/60_routing/route_by_match.sql

-- Routing by capabilities or team, and the fallback if no agent has a free slot.

create function private.team_agents(tenant uuid, team_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select distinct a.agent_id from public.team_members m
    join public.team_agent_assignments a on a.client_id = m.client_id and a.team_member_id = m.id
    where m.client_id = tenant and m.team_id = team_agents.team_id);
end
$$;
comment on function private.team_agents is 'The agents assigned to members of a team, each once.';

-- Chooses the agent first, locks its row and then takes its slot.
create function private.route_by_match(
  tenant uuid, sector_key text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  choice constant private.choice := private.choose_matching_agent(tenant, sector_key, team_agents,
    private.name_keys(capabilities), capability_weight);
  agent constant public.sector_agents := choice.agent;
  decision public.routing_decisions;
begin
  if agent.agent_id is null then
    return null;
  end if;
  update public.sector_agents s
  set load = s.load + 1, last_chosen_at = clock_timestamp(),
    has_slot = private.is_free(s.available, s.active, s.load + 1, s.max_load),
    base_score = s.base_score - private.load_points(s.load_weight, s.load)
      + private.load_points(s.load_weight, s.load + 1)
  where s.client_id = tenant and s.agent_id = agent.agent_id and s.sector_key = agent.sector_key;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, candidates, expires_at)
  values (tenant, agent.agent_id, agent.sector, route_by_match.team_id, route_by_match.capabilities,
    route_by_match.reference, route_by_match.channel_id, agent.base_score + choice.matches * capability_weight,
    private.terms(agent, choice.matches, capability_weight), choice.considered, choice.candidates,
    now() + make_interval(mins => agent.lease_minutes))
  returning d.* into decision;
  return private.decision_json(decision, private.agent_name(tenant, agent.agent_id));
end
$$;

-- Every agent is full, so capacity is ignored; agents marked available still come first.
create function private.route_by_fallback(
  tenant uuid, sector_key text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  agent public.sector_agents;
  matches integer;
  agent_name text;
  decision public.routing_decisions;
begin
  if not (private.setting(tenant, 'routing.fallback'))::boolean then
    return null;
  end if;
  select s.* into agent from public.sector_agents s
  where s.client_id = tenant and s.sector_key = route_by_fallback.sector_key and s.active
    and (team_agents is null or s.agent_id = any (team_agents))
  order by s.available desc, s.priority desc, s.base_score desc, s.last_chosen_at nulls first, s.agent_id
  limit 1;
  if not found then
    return null;
  end if;
  select private.count_matches(a.capability_keys, private.name_keys(route_by_fallback.capabilities)), a.name
  into matches, agent_name
  from public.agents a where a.client_id = tenant and a.id = agent.agent_id;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, fallback, candidates)
  values (tenant, agent.agent_id, agent.sector, route_by_fallback.team_id, route_by_fallback.capabilities,
    route_by_fallback.reference, route_by_fallback.channel_id, agent.base_score + matches * capability_weight,
    private.terms(agent, matches, capability_weight), 0, true, '{}')
  returning d.* into decision;
  return private.decision_json(decision, agent_name);
end
$$;

-- supabase/schemas/60_routing/decision_requests.sql

-- What a request for a decision may ask for.

create function private.check_decision_request(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text
) returns void
language plpgsql stable set search_path = '' as $$
begin
  if num_nonnulls(team_id, sector) <> 1 then
    perform private.invalid(path || 'sector', 'required', 'either team_id or sector must be given, not both');
  end if;
  if not length(sector) between 1 and 100 then
    perform private.invalid(path || 'sector', 'length', 'must have 1–100 characters');
  end if;
  if cardinality(capabilities) > 10 then
    perform private.invalid(path || 'capabilities', 'length', 'must have at most 10 entries');
  end if;
  if cardinality(capabilities) > 0 and (array_position(capabilities, null) is not null
    or not private.are_labels(capabilities)) then
    perform private.invalid(path || 'capabilities', 'format',
      'must be distinct texts of 1–50 characters without leading or trailing spaces');
  end if;
  if not length(reference) between 1 and 200 then
    perform private.invalid(path || 'reference', 'length', 'must have 1–200 characters');
  end if;
  if channel_id is not null and not exists (
    select from public.channels c where c.client_id = tenant and c.id = check_decision_request.channel_id
  ) then
    perform private.invalid(path || 'channel_id', 'unknown_reference', 'must be a channel of the tenant');
  end if;
end
$$;

-- supabase/schemas/60_routing/open_decision.sql

-- One open decision per reference: whoever asks for a call again gets the slot that it has.

-- Two requests with one reference wait for each other. Several are locked in their order, before anything else, so
-- that batches do not deadlock.
create function private.lock_references(tenant uuid, references_asked text[]) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(r.key)
  from (
    select distinct hashtextextended(tenant || asked, 46) as key from unnest(references_asked) asked
    where asked is not null order by key
  ) r
$$;

-- A fallback has no lease; it counts as open as long as one would last.
create function private.open_decision(tenant uuid, reference text) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' as $$
declare
  decision public.routing_decisions;
begin
  select d.* into decision
  from public.routing_decisions d
  where d.client_id = tenant and d.reference = open_decision.reference and d.status = 'open'
    and coalesce(d.expires_at,
      d.created_at + make_interval(mins => (private.routing_settings(tenant)).lease_minutes)) > now()
  order by d.created_at desc limit 1;
  if not found then
    return null;
  end if;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function private.open_decision is
  'The open decision of a reference as the API shows it, null if there is none. Call private.lock_references first.';

-- supabase/schemas/60_routing/decide.sql

-- Guarantees: a call goes to the agent with the highest score among those with a free slot. The slot is taken in the
-- same transaction, so no agent exceeds its max_load.

create function private.decide(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text default ''
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  wanted constant text[] := coalesce(capabilities, '{}');
  asked_sector text := sector;
  sector_key text;
  team_agents uuid[];
  shown jsonb;
begin
  -- The common request does not need the check, which saves a function call.
  if (team_id, channel_id, wanted) is distinct from (null::uuid, null::uuid, '{}'::text[])
    or coalesce(length(sector), 0) not between 1 and 100 or length(reference) not between 1 and 200 then
    perform private.check_decision_request(tenant, team_id, sector, wanted, reference, channel_id, path);
  end if;
  if reference is not null then
    shown := private.open_decision(tenant, reference);
    if shown is not null then
      return jsonb_build_object('status', 201, 'body', shown, 'replayed', true);
    end if;
  end if;
  if team_id is not null then
    select t.sector into asked_sector from public.teams t
    where t.client_id = tenant and t.id = decide.team_id and t.status = 'active';
    if not found then
      perform private.invalid(path || 'team_id', 'unknown_reference', 'must be an active team of the tenant');
    end if;
    team_agents := private.team_agents(tenant, team_id);
  end if;

  sector_key := private.name_key(asked_sector);
  if team_id is null and wanted = '{}' then
    shown := private.route_by_sector(tenant, sector_key, reference, channel_id);
  else
    shown := private.route_by_match(tenant, sector_key, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    shown := private.route_by_fallback(tenant, sector_key, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    insert into private.routing_refusals (client_id, sector) values (tenant, asked_sector);
    return jsonb_build_object('status', 409, 'body', jsonb_build_object('code', 'NO_AGENT_AVAILABLE',
      'message', format('No agent of sector %s has a free slot', asked_sector), 'retry_after', 5));
  end if;
  perform private.emit_event(tenant, 'call.routed', shown);
  return jsonb_build_object('status', 201, 'body', shown);
end
$$;
comment on function private.decide is
  'Makes one decision, or returns the open one of its reference: {status: 201 or 409, body, replayed?}. path is put '
  'before field names in error messages.';

-- supabase/schemas/60_routing/create_decisions.sql

-- Creating one decision, or up to 100 in one transaction.

-- Definer: callers cannot write load or decisions.
create function public.create_decision(
  team_id uuid default null, sector text default null, capabilities text[] default '{}', reference text default null,
  channel_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
begin
  if reference is not null then
    perform private.lock_references(tenant, array[reference]);
  end if;
  if private.request_header('idempotency-key') is null then
    return private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  end if;
  answer := private.replay('create_decision',
    private.fingerprint(jsonb_build_array(team_id, sector, capabilities, reference, channel_id)));
  if answer is not null then
    return answer;
  end if;
  answer := private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  return case when answer ->> 'status' = '201' then private.remember('create_decision', answer) else answer end;
end
$$;
comment on function public.create_decision is
  'Chooses the best agent for a call and takes a slot: {status: 201, body, replayed?}, or {status: 409, body} with '
  'code NO_AGENT_AVAILABLE. While a decision with this reference is open, it is returned as a replayed one. Raises '
  '401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';

-- One after the other, because each decision changes the scores for the next.
-- Definer: see public.create_decision.
create function public.create_decisions(decisions jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
  answers jsonb := '[]';
  request record;
begin
  if jsonb_typeof(decisions) is distinct from 'array' or jsonb_array_length(decisions) not between 1 and 100 then
    perform private.invalid('decisions', 'length', 'must be an array of 1–100 requests');
  end if;
  answer := private.replay('create_decisions', private.fingerprint(decisions));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_references(tenant, array(select d ->> 'reference' from jsonb_array_elements(decisions) d)),
    private.lock_routing(tenant);
  for request in
    select d.ordinality - 1 as index, r.*
    from jsonb_array_elements(decisions) with ordinality d,
      jsonb_to_record(d.value) as r (team_id uuid, sector text, capabilities text[], reference text, channel_id uuid)
    order by d.ordinality
  loop
    answers := answers || private.decide(tenant, request.team_id, request.sector, request.capabilities,
      request.reference, request.channel_id, format('decisions.%s.', request.index));
  end loop;
  return private.remember('create_decisions',
    jsonb_build_object('status', 201, 'body', jsonb_build_object('decisions', answers)));
end
$$;
comment on function public.create_decisions is
  'Makes up to 100 decisions in one transaction: {status: 201, body: {decisions: [{status, body}]}, replayed?}, each '
  'as in create_decision. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422; an error undoes all of them.';

-- supabase/schemas/60_routing/release_decisions.sql

-- Guarantees: a slot is freed once, by completion, release or the end of its lease.

-- If the agent is being added to the sector again at this moment, its new load includes these decisions. The second
-- attempt waits for that insert.
create function private.release_slots(tenant uuid, agent_id uuid, sector text, slots integer) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
begin
  for attempt in 1..2 loop
    update public.sector_agents s
    set load = greatest(s.load - slots, 0),
      has_slot = private.is_free(s.available, s.active, greatest(s.load - slots, 0), s.max_load),
      base_score = s.base_score - private.load_points(s.load_weight, s.load)
        + private.load_points(s.load_weight, greatest(s.load - slots, 0))
    where s.client_id = tenant and s.agent_id = release_slots.agent_id
      and s.sector_key = private.name_key(release_slots.sector);
    exit when found;
    perform private.lock_routing(tenant);
  end loop;
end
$$;
comment on function private.release_slots is 'Frees slots of an agent in a sector.';

create function private.lock_decision(tenant uuid, decision_id uuid) returns public.routing_decisions
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
declare
  decision public.routing_decisions;
begin
  select d.* into decision from public.routing_decisions d
  where d.client_id = tenant and d.id = lock_decision.decision_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  return decision;
end
$$;

-- Definer: see public.create_decision.
create function public.release_decision(decision_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  decision public.routing_decisions := private.lock_decision(tenant, decision_id);
begin
  if decision.status = 'completed' then
    perform private.fail(409, 'DECISION_COMPLETED', 'The decision was completed and its call recorded');
  end if;
  if decision.status = 'open' then
    if not decision.fallback then
      perform private.release_slots(tenant, decision.agent_id, decision.sector, 1);
    end if;
    update public.routing_decisions d set status = 'released', ended_at = clock_timestamp()
    where d.client_id = tenant and d.id = release_decision.decision_id
    returning d.* into decision;
  end if;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.release_decision is
  'Frees the slot of a decision whose call did not take place. Repeating it, or calling it after the lease ended, has '
  'no effect. Raises 401, 403, 404, 409 DECISION_COMPLETED.';

-- supabase/schemas/60_routing/complete_decision.sql

create function private.check_completion(
  outcome text, handling_seconds integer, resolved boolean, satisfaction integer
) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if outcome is null or outcome not in ('successful', 'failed', 'abandoned') then
    perform private.invalid('outcome', 'unknown_value', 'must be successful, failed or abandoned');
  elsif handling_seconds is null or handling_seconds not between 0 and 86400 then
    perform private.invalid('handling_seconds', 'range', 'must be 0–86400');
  elsif resolved is null then
    perform private.invalid('resolved', 'required', 'must be true or false');
  elsif satisfaction not between 1 and 5 then
    perform private.invalid('satisfaction', 'range', 'must be 1–5');
  end if;
end
$$;

-- Definer: see public.create_decision.
create function public.complete_decision(
  decision_id uuid, outcome text, handling_seconds integer, resolved boolean, satisfaction integer default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  before public.routing_decisions;
  decision public.routing_decisions;
begin
  perform private.check_completion(outcome, handling_seconds, resolved, satisfaction);
  before := private.lock_decision(tenant, decision_id);
  if before.status = 'completed' and before.outcome <> outcome then
    perform private.fail(409, 'DECISION_COMPLETED',
      format('The decision was completed as %s, which cannot become %s', before.outcome, outcome));
  elsif before.status = 'completed' then
    return private.decision_json(before, private.agent_name(tenant, before.agent_id));
  end if;
  if before.status = 'released' then
    perform private.fail(409, 'DECISION_RELEASED', 'The decision was released, so there is no call to complete');
  end if;

  update public.routing_decisions d
  set status = 'completed', ended_at = clock_timestamp(), outcome = complete_decision.outcome,
    handling_seconds = complete_decision.handling_seconds, resolved = complete_decision.resolved,
    satisfaction = complete_decision.satisfaction
  where d.client_id = tenant and d.id = complete_decision.decision_id
  returning d.* into decision;
  if before.status = 'open' and not before.fallback then
    perform private.release_slots(tenant, before.agent_id, before.sector, 1);
  end if;
  perform private.record_calls(tenant, jsonb_build_array(jsonb_build_object(
    'external_id', 'decision:' || decision.id, 'agent_id', decision.agent_id, 'team_id', decision.team_id,
    'outcome', decision.outcome, 'resolved', decision.resolved, 'satisfaction', decision.satisfaction,
    'handling_seconds', decision.handling_seconds, 'started_at', decision.created_at)));
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.complete_decision is
  'Completes a decision: frees its slot if it still holds one and records its call once. Repeating it has no effect '
  'and returns the decision as it is, or with another outcome raises 409 DECISION_COMPLETED. Raises 401, 403, 404, '
  '409 DECISION_RELEASED, 422.';

-- supabase/schemas/60_routing/expire_decisions.sql

-- Schedules: freeing expired slots and deleting old decisions.

create function private.release_leases_of(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  freed bigint;
begin
  perform private.lock_routing(t.id) from (select t.id from unnest(tenants) t (id) order by 1) t;
  with due as (
    select d.client_id, d.id from public.routing_decisions d
    where d.status = 'open' and d.expires_at <= now() and d.client_id = any (tenants)
    for no key update skip locked
  ), expired as (
    update public.routing_decisions d set status = 'expired', ended_at = now()
    from due where d.client_id = due.client_id and d.id = due.id
    returning d.client_id, d.agent_id, d.sector
  ), slots as (
    select e.client_id, e.agent_id, e.sector, count(*)::integer as slots from expired e group by 1, 2, 3
  ), given as materialized (
    select s.slots, private.release_slots(s.client_id, s.agent_id, s.sector, s.slots) from slots s
  )
  select coalesce(sum(g.slots), 0) into freed from given g;
  return freed;
end
$$;

create function private.release_expired_leases() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('release_expired_leases', array(
    select distinct d.client_id from public.routing_decisions d where d.status = 'open' and d.expires_at <= now()
    order by 1), 'private.release_leases_of')
$$;
comment on function private.release_expired_leases is
  'Frees the slots of decisions whose lease has ended, and returns their number.';

create function private.delete_old_decisions() returns bigint
language sql volatile set search_path = '' as $$
  select private.delete_expired('public.routing_decisions') + private.delete_expired('private.routing_refusals')
$$;
comment on function private.delete_old_decisions is
  'Deletes decisions that are older than the tenant''s setting. Open decisions that hold a slot stay.';

-- supabase/schemas/60_routing/read_decisions.sql

-- Reading decisions.

-- Definer: routing:read includes the agents' names, agents:read is not needed.
create function public.get_decision(decision_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  decision public.routing_decisions;
  candidates jsonb;
begin
  select d.* into decision
  from public.routing_decisions d where d.client_id = tenant and d.id = get_decision.decision_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  select coalesce(jsonb_agg(jsonb_build_object(
    'agent', jsonb_build_object('id', c.agent_id, 'name', a.name), 'score', c.score, 'terms', c.terms,
    'load', c.load, 'max_load', c.max_load) order by c.ordinality), '[]')
  into candidates
  from unnest(decision.candidates) with ordinality c
  join public.agents a on a.client_id = tenant and a.id = c.agent_id;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id))
    || jsonb_build_object('candidates', candidates);
end
$$;
comment on function public.get_decision is 'A decision with its candidates. Raises 401, 403, 404.';

-- Definer: see public.get_decision. Planned for each call: with a generic plan the optional filters would keep
-- Postgres from using an index.
create function public.list_decisions(
  agent_id uuid default null, team_id uuid default null, from_time timestamptz default null,
  to_time timestamptz default null, after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(private.decision_json(page.decision, private.agent_name(tenant, (page.decision).agent_id))
    order by (page.decision).created_at desc, (page.decision).id desc), '[]') into rows
  from (
    select d as decision from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time)
      and private.after_cursor(d.created_at, d.id, after_time, after_id)
    order by d.created_at desc, d.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_decisions is
  'Decisions after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';

-- supabase/schemas/60_routing/load.sql

-- The load of agents, and how routing is doing.

-- Definer: see public.get_decision.
create function public.list_load(
  sector text default null, team_id uuid default null, after_agent uuid default null, after_sector text default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  asked_key text := private.name_key(sector);
  team_agents uuid[];
  rows jsonb;
  total bigint;
begin
  if team_id is not null then
    team_agents := case when sector is null or asked_key = (
      select t.sector_key from public.teams t where t.client_id = tenant and t.id = list_load.team_id
    ) then private.team_agents(tenant, team_id) else '{}' end;
    asked_key := (select t.sector_key from public.teams t where t.client_id = tenant and t.id = list_load.team_id);
  end if;
  select coalesce(jsonb_agg(to_jsonb(page)), '[]') into rows
  from (
    select s.agent_id, s.sector, s.load, s.max_load, s.available and s.active as available from public.sector_agents s
    where s.client_id = tenant
      and (asked_key is null or s.sector_key = asked_key)
      and (team_agents is null or s.agent_id = any (team_agents))
      and (after_agent is null or (s.agent_id, s.sector_key) > (after_agent, private.name_key(after_sector)))
    order by s.agent_id, s.sector_key
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.sector_agents s
    where s.client_id = tenant
      and (asked_key is null or s.sector_key = asked_key)
      and (team_agents is null or s.agent_id = any (team_agents));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_load is
  'Slots in use by agent and sector, after the cursor (after_agent, after_sector), sorted by it: {rows, total}. total '
  'is null unless with_total. Raises 401, 403.';

-- Definer: see public.get_decision.
create function public.routing_health() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
begin
  return jsonb_build_object(
    'sectors', (
      select coalesce(jsonb_agg(to_jsonb(s) order by s.sector), '[]')
      from (
        select min(s.sector) as sector, count(*) filter (where s.has_slot) as with_slot,
          count(*) filter (where not s.has_slot) as without_slot
        from public.sector_agents s where s.client_id = tenant and s.active group by s.sector_key
      ) s),
    'last_hour', jsonb_build_object(
      'decisions', (select count(*) from public.routing_decisions d where d.client_id = tenant
        and d.created_at > now() - interval '1 hour'),
      'no_agent_available', (select count(*) from private.routing_refusals r where r.client_id = tenant
        and r.created_at > now() - interval '1 hour')));
end
$$;
comment on function public.routing_health is
  'Active agents by sector with and without a free slot, and the last hour''s decisions and refusals. Raises 401, 403.';
grant execute on function public.create_decision, public.create_decisions, public.complete_decision,
  public.release_decision, public.get_decision, public.list_decisions, public.list_load, public.routing_health
  to authenticated;

-- supabase/schemas/60_routing/register.sql

-- What routing adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'routing:read'),
  private.add_scopes('member', 'routing:decide');

select private.add_rate_tier('routing', 6000, 'Routing requests a minute, and at once, by one user or key');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('routing.weight_success_rate', '40', 'number', 0, 1000, 'Points for a success rate of 1, rounded to four decimals'),
  ('routing.weight_priority', '25', 'number', 0, 1000, 'Points for priority 10, rounded to four decimals'),
  ('routing.weight_load', '20', 'number', 0, 1000, 'Points for an agent without load, rounded to four decimals'),
  ('routing.weight_handling_time', '15', 'number', 0, 1000,
    'Points for an average handling time of 0 s, none from 300 s on, rounded to four decimals'),
  ('routing.weight_capability', '5', 'number', 0, 1000,
    'Points for each requested capability that the agent has, rounded to four decimals'),
  ('routing.fallback', 'false', 'boolean', null, null,
    'Route a call to a full agent if no agent has a free slot'),
  ('routing.lease_minutes', '60', 'integer', 1, 1440, 'Minutes after which a slot that was not released is freed'),
  ('routing.retention_days', '90', 'integer', 1, 3650, 'Days that decisions are kept');

select
  private.schedule_task('release_expired_leases', '* * * * *', 'select private.release_expired_leases()'),
  private.schedule_task('delete_old_decisions', '23 2 * * *', 'select private.delete_old_decisions()');

insert into private.event_types (type, description, scope) values
  ('call.routed', 'An agent was chosen for a call; data is the decision', 'routing:read');

select
  private.retain('public.routing_decisions', 'routing.retention_days', 'r.created_at',
    $$r.status <> 'open' or r.fallback$$),
  private.retain('private.routing_refusals', '1', 'r.created_at');

-- supabase/schemas/70_aggregation/calls.sql

-- Finished calls.

create table public.calls (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  external_id text not null check (external_id = btrim(external_id) and length(external_id) between 1 and 200),
  agent_id uuid not null,
  team_id uuid,
  topic text check (topic = btrim(topic) and length(topic) between 1 and 200),
  outcome text not null check (outcome in ('successful', 'failed', 'abandoned')),
  resolved boolean not null,
  satisfaction integer check (satisfaction between 1 and 5),
  handling_seconds integer not null check (handling_seconds between 0 and 86400),
  wait_seconds integer check (wait_seconds between 0 and 86400),
  started_at timestamptz not null,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint calls_external_id unique (client_id, external_id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams,
  -- Senders' clocks may be up to five minutes ahead.
  constraint calls_started check (started_at >= '2000-01-01 00:00+00'
    and started_at <= updated_at + interval '5 minutes')
);
create index calls_agent on public.calls (client_id, agent_id, started_at);
comment on column public.calls.handling_seconds is 'Not counted for abandoned calls.';

alter table public.calls alter column client_id set statistics 0; -- see organizations

-- No write policies: calls are written by record_calls.
alter table public.calls enable row level security;
create trigger touch before update on public.calls
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

create policy "metrics:read may see calls" on public.calls
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.calls to authenticated;
revoke truncate on public.calls from service_role;

create function private.call_json(call public.calls) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(call) - 'client_id'
$$;

-- The new calls of one statement share one audit entry. Changed and deleted calls have one each.
-- Definer: see private.audit and private.emit_event.
create function private.announce_new_calls() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_changes('calls', 'insert', array[null::jsonb], array[c.entry])
  from (
    select jsonb_build_object('client_id', n.client_id, 'calls', count(*), 'first_external_id', min(n.external_id),
      'last_external_id', max(n.external_id)) as entry
    from new_rows n group by n.client_id
  ) c;
  perform private.emit_events('call.completed', array_agg(n.client_id), array_agg(private.call_json(n))) from new_rows n
  having count(*) > 0;
  return null;
end
$$;
create trigger announce_new_calls after insert on public.calls referencing new table as new_rows
  for each statement execute function private.announce_new_calls();
create trigger audit_update after update on public.calls referencing old table as old_rows new table as new_rows
  for each statement execute function private.audit();
create trigger audit_delete after delete on public.calls referencing old table as old_rows
  for each statement execute function private.audit();

-- supabase/schemas/70_aggregation/changed_buckets.sql

-- What the next run has to recompute. Rows are only added and deleted, so writers never wait for each other.

-- With a day: the calls of this agent, team and day changed. Without a day: only the agent's seven-day figures have to
-- be recomputed. Without an agent: everything of the tenant.
create table private.changed_buckets (
  client_id uuid not null,
  agent_id uuid,
  team_id uuid,
  day date,
  marked_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.changed_buckets (client_id);
alter table private.changed_buckets enable row level security;

-- Writers compute days in the tenant's time zone. It must not change before their marks are committed.
create function private.hold_time_zones(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('time zone'), hashtext(t.id::text))
  from (select distinct unnest(tenants) as id order by 1) t;
end
$$;

-- Marks the buckets that calls leave and enter, in the transaction that changes them.
-- Definer: callers cannot write marks.
create function private.mark_changed_buckets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'DELETE' then
    perform private.hold_time_zones(array(select n.client_id from new_rows n));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct n.client_id, n.agent_id, n.team_id, (n.started_at at time zone c.time_zone)::date
    from new_rows n join public.clients c on c.id = n.client_id;
  end if;
  if tg_op <> 'INSERT' then
    perform private.hold_time_zones(array(select o.client_id from old_rows o));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct o.client_id, o.agent_id, o.team_id, (o.started_at at time zone c.time_zone)::date
    from old_rows o join public.clients c on c.id = o.client_id;
  end if;
  return null;
end
$$;
create trigger mark_changed_buckets_insert after insert on public.calls referencing new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_update after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_delete after delete on public.calls referencing old table as old_rows
  for each statement execute function private.mark_changed_buckets();

-- Definer: see private.mark_changed_buckets.
create function private.mark_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('time zone'), hashtext(new.id::text));
  insert into private.changed_buckets (client_id) values (new.id);
  return null;
end
$$;
create trigger mark_tenant after update of time_zone on public.clients
  for each row when (new.time_zone <> old.time_zone) execute function private.mark_tenant();

-- An agent that joins a sector may already have calls from others.
-- Definer: see private.mark_changed_buckets.
create function private.mark_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.changed_buckets (client_id, agent_id) select distinct n.client_id, n.agent_id from new_rows n;
  return null;
end
$$;
create trigger mark_agents after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.mark_agents();

create type private.bucket as (client_id uuid, agent_id uuid, team_id uuid, day date);

-- Later statements of the run see at least what this delete sees, so every call whose mark it takes is counted. A call
-- that commits later leaves its own mark and is counted by the next run.
create function private.take_marks(tenants uuid[]) returns private.bucket[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  taken private.bucket[];
begin
  with mark as (
    delete from private.changed_buckets b where b.client_id = any (tenants)
    returning b.client_id, b.agent_id, b.team_id, b.day
  )
  select array_agg(distinct (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket) into taken from mark m;
  if exists (select from unnest(taken) t where t.agent_id is null) then
    select taken || array_agg(b.bucket) into taken
    from (
      select (c.client_id, c.agent_id, c.team_id,
        (c.started_at at time zone t.time_zone)::date)::private.bucket as bucket
      from public.calls c join public.clients t on t.id = c.client_id
      where c.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket from public.agent_metrics_v2 m
      where m.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (s.client_id, s.agent_id, null, null)::private.bucket from public.sector_agents s
      where s.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
    ) b;
  end if;
  return taken;
end
$$;
comment on function private.take_marks is
  'Deletes the marks and returns the buckets to recompute, each once. Entries without a day are agents.';

-- supabase/schemas/70_aggregation/agent_metrics.sql

-- Metrics by agent, team and day.

-- Sums and counts as in team_performance, so that longer periods and team days are added up from them. No foreign
-- keys: rows are computed only from calls, which have them.
create table public.agent_metrics_v2 (
  client_id uuid not null,
  agent_id uuid not null,
  team_id uuid,
  day date not null,
  calls_handled bigint not null,
  calls_successful bigint not null,
  calls_failed bigint not null,
  calls_abandoned bigint not null,
  calls_resolved bigint not null,
  satisfaction_sum bigint not null,
  satisfaction_count bigint not null,
  handling_seconds_sum bigint not null,
  handling_seconds_count bigint not null,
  wait_seconds_sum bigint not null,
  wait_seconds_count bigint not null,
  updated_at timestamptz not null default now(),
  constraint agent_metrics_bucket unique nulls not distinct (client_id, agent_id, day, team_id)
) with (fillfactor = 80);
create index agent_metrics_team on public.agent_metrics_v2 (client_id, team_id, day);
comment on column public.agent_metrics_v2.team_id is 'Null for calls without a team.';

alter table public.agent_metrics_v2 alter column client_id set statistics 0;
alter table public.agent_metrics_v2 enable row level security;

create policy "metrics:read may see agent metrics" on public.agent_metrics_v2
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.agent_metrics_v2 to authenticated;
revoke insert, update, delete, truncate on public.agent_metrics_v2 from service_role;

-- supabase/schemas/70_aggregation/aggregate_agents.sql

-- Metrics by agent, team and day, recomputed from calls.

-- Each pair of agent and day is one index probe for all teams. It reads two hours more on each side of the day,
-- because days around a clock change are longer than their midnights suggest, and then filters by the exact day.
create function private.agent_days(buckets private.bucket[]) returns table (
  client_id uuid, agent_id uuid, day date, time_zone text, after timestamptz, before timestamptz)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = 'off' as $$
#variable_conflict use_column
begin
  return query
    select p.client_id, p.agent_id, p.day, c.time_zone,
      p.day::timestamp at time zone c.time_zone - interval '2 hours',
      (p.day + 1)::timestamp at time zone c.time_zone + interval '2 hours'
    from (select distinct b.client_id, b.agent_id, b.day from unnest(buckets) b where b.day is not null) p
    join public.clients c on c.id = p.client_id;
end
$$;
comment on function private.agent_days is
  'The days of agents among the buckets, with the time between which their calls are looked for.';

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is
-- created.
create function private.agent_day_totals(tenant uuid, agent uuid, day date, time_zone text, after timestamptz,
  before timestamptz) returns table (
  team_id uuid, calls_handled bigint, calls_successful bigint, calls_failed bigint, calls_abandoned bigint,
  calls_resolved bigint, satisfaction_sum bigint, satisfaction_count bigint, handling_seconds_sum bigint,
  handling_seconds_count bigint, wait_seconds_sum bigint, wait_seconds_count bigint)
language sql stable
begin atomic
  select c.team_id,
    count(*),
    count(*) filter (where c.outcome = 'successful'),
    count(*) filter (where c.outcome = 'failed'),
    count(*) filter (where c.outcome = 'abandoned'),
    count(*) filter (where c.resolved),
    coalesce(sum(c.satisfaction), 0),
    count(c.satisfaction),
    coalesce(sum(c.handling_seconds) filter (where c.outcome <> 'abandoned'), 0),
    count(*) filter (where c.outcome <> 'abandoned'),
    coalesce(sum(c.wait_seconds), 0),
    count(c.wait_seconds)
  from public.calls c
  where c.client_id = tenant and c.agent_id = agent and c.started_at > after and c.started_at < before
    and (c.started_at at time zone agent_day_totals.time_zone)::date = agent_day_totals.day
  group by c.team_id;
end;
comment on function private.agent_day_totals is 'An agent''s totals of a day by team.';

create function private.delete_agent_metrics(buckets private.bucket[]) returns void
language sql volatile set search_path = '' set enable_seqscan = 'off' as $$
  delete from public.agent_metrics_v2 m
  using unnest(buckets) b
  where m.client_id = b.client_id and m.agent_id = b.agent_id and m.day = b.day
    and m.team_id is not distinct from b.team_id
$$;

-- The generic plan is forced because it suits any number of buckets and planning takes as long as running.
create function private.aggregate_agents(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select * from private.agent_days(buckets)
  ),
  written as (
    insert into public.agent_metrics_v2 as m
      (client_id, agent_id, day, team_id, calls_handled, calls_successful, calls_failed, calls_abandoned,
       calls_resolved, satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count,
       wait_seconds_sum, wait_seconds_count)
    select p.client_id, p.agent_id, p.day, t.*
    from pair p
    cross join lateral
      private.agent_day_totals(p.client_id, p.agent_id, p.day, p.time_zone, p.after, p.before) t
    on conflict on constraint agent_metrics_bucket do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful,
      calls_failed = excluded.calls_failed, calls_abandoned = excluded.calls_abandoned,
      calls_resolved = excluded.calls_resolved,
      satisfaction_sum = excluded.satisfaction_sum, satisfaction_count = excluded.satisfaction_count,
      handling_seconds_sum = excluded.handling_seconds_sum, handling_seconds_count = excluded.handling_seconds_count,
      wait_seconds_sum = excluded.wait_seconds_sum, wait_seconds_count = excluded.wait_seconds_count, updated_at = now()
    returning m.client_id, m.agent_id, m.team_id, m.day
  )
  select array_agg((g.client_id, g.agent_id, g.team_id, g.day)::private.bucket) into gone
  from (select b.* from unnest(buckets) b where b.day is not null except select w.* from written w) g;

  if gone is not null then
    perform private.delete_agent_metrics(gone);
  end if;
end
$$;
comment on function private.aggregate_agents is
  'Recomputes these buckets of agent_metrics_v2 from calls. Buckets without calls are deleted.';

-- supabase/schemas/70_aggregation/aggregate_teams.sql

create function private.aggregate_teams(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select distinct b.client_id, b.team_id, b.day from unnest(buckets) b where b.day is not null
      and b.team_id is not null
  ),
  written as (
    insert into public.team_performance as m
      (client_id, team_id, day, calls_handled, calls_successful, calls_failed, calls_abandoned, calls_resolved,
       satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count, wait_seconds_sum,
         wait_seconds_count)
    select p.client_id, p.team_id, p.day, t.*
    from pair p
    cross join lateral (
      select sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned),
        sum(m.calls_resolved),
        sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
        sum(m.wait_seconds_sum), sum(m.wait_seconds_count)
      from public.agent_metrics_v2 m
      where m.client_id = p.client_id and m.team_id = p.team_id and m.day = p.day
      having count(*) > 0
    ) t
    on conflict on constraint team_performance_pkey do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful,
        calls_failed = excluded.calls_failed,
      calls_abandoned = excluded.calls_abandoned, calls_resolved = excluded.calls_resolved,
      satisfaction_sum = excluded.satisfaction_sum, satisfaction_count = excluded.satisfaction_count,
      handling_seconds_sum = excluded.handling_seconds_sum, handling_seconds_count = excluded.handling_seconds_count,
      wait_seconds_sum = excluded.wait_seconds_sum, wait_seconds_count = excluded.wait_seconds_count, updated_at = now()
    returning m.client_id, m.team_id, m.day
  )
  select array_agg((g.client_id, null, g.team_id, g.day)::private.bucket) into gone
  from (select p.* from pair p except select w.* from written w) g;

  if gone is not null then
    delete from public.team_performance m
    using unnest(gone) g
    where m.client_id = g.client_id and m.team_id = g.team_id and m.day = g.day;
  end if;
end
$$;
comment on function private.aggregate_teams is
  'Recomputes these buckets of team_performance from agent_metrics_v2. Buckets without calls are deleted.';

-- supabase/schemas/70_aggregation/new_days.sql

-- The tenants' part of a run: the lock, and the day that their seven-day figures end with.

create table private.aggregated_tenants (
  client_id uuid primary key references public.clients on delete cascade,
  day date
) with (fillfactor = 50);
alter table private.aggregated_tenants enable row level security;
comment on table private.aggregated_tenants is
  'A run locks the rows of its tenants. Row locks cost no shared memory, however many tenants there are.';
comment on column private.aggregated_tenants.day is
  'The last day of the seven that sector_agents counts. Null before the first run.';

-- Definer: nobody who adds a tenant may write this table.
create function private.add_aggregated_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.aggregated_tenants (client_id) values (new.id);
  return null;
end
$$;
create trigger add_aggregated_tenant after insert on public.clients
  for each row execute function private.add_aggregated_tenant();

create function private.tenants_of_a_new_day(tenants uuid[], at timestamptz) returns uuid[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select t.client_id from private.aggregated_tenants t join public.clients c on c.id = t.client_id
    where t.client_id = any (tenants) and t.day is distinct from (at at time zone c.time_zone)::date);
end
$$;
comment on function private.tenants_of_a_new_day is
  'Those of the tenants in which a new day has begun since their last run.';

-- A tenant that is in a run of its own at this moment is left to it and to the next minute.
create function private.lock_tenants_to_aggregate(at timestamptz) returns uuid[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select t.client_id from private.aggregated_tenants t join public.clients c on c.id = t.client_id
    where t.day is distinct from (at at time zone c.time_zone)::date
      or exists (select from private.changed_buckets b where b.client_id = t.client_id)
    for no key update of t skip locked);
end
$$;
comment on function private.lock_tenants_to_aggregate is 'Tenants with changed calls or a new day, locked for the run.';

-- supabase/schemas/70_aggregation/seven_days.sql

-- The figures of the last seven days, which routing scores agents by.

-- Covers agents whose calls of the last seven days changed, and all agents of tenants in which a new day has begun.
create function private.refresh_seven_days(tenants uuid[], buckets private.bucket[], at timestamptz) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' as $$
declare
  slid constant uuid[] := private.tenants_of_a_new_day(tenants, at);
  agents private.bucket[];
begin
  select array_agg(a::private.bucket) into agents
  from (
    select b.client_id, b.agent_id, null::uuid, (at at time zone c.time_zone)::date
    from unnest(buckets) b join public.clients c on c.id = b.client_id
    where b.agent_id is not null
      and coalesce(b.day between (at at time zone c.time_zone)::date - 6 and (at at time zone c.time_zone)::date, true)
    union
    select s.client_id, s.agent_id, null, (at at time zone c.time_zone)::date
    from unnest(slid) t (id) join public.sector_agents s on s.client_id = t.id
      join public.clients c on c.id = s.client_id
  ) a;
  update private.aggregated_tenants t set day = (at at time zone c.time_zone)::date
  from public.clients c
  where t.client_id = any (slid) and c.id = t.client_id;
  if agents is null then
    return;
  end if;
  perform private.lock_routing(t.client_id) from (select distinct a.client_id from unnest(agents) a order by 1) t;
  update public.sector_agents s
  set seven_day_handled = f.handled, seven_day_successful = f.successful, seven_day_answered = f.answered,
    seven_day_handling_seconds = f.handling_seconds
  from unnest(agents) a
  cross join lateral (
    select
      coalesce(sum(m.calls_handled), 0)::bigint as handled,
      coalesce(sum(m.calls_successful), 0)::bigint as successful,
      coalesce(sum(m.handling_seconds_count), 0)::bigint as answered,
      coalesce(sum(m.handling_seconds_sum), 0)::bigint as handling_seconds
    from public.agent_metrics_v2 m
    where m.client_id = a.client_id and m.agent_id = a.agent_id and m.day between a.day - 6 and a.day
  ) f
  where s.client_id = a.client_id and s.agent_id = a.agent_id
    and (s.seven_day_handled, s.seven_day_successful, s.seven_day_answered, s.seven_day_handling_seconds)
      is distinct from (f.handled, f.successful, f.answered, f.handling_seconds);
end
$$;
comment on function private.refresh_seven_days is
  'Writes the seven-day figures of sector_agents. Rows whose figures are unchanged are not written.';

-- supabase/schemas/70_aggregation/runs.sql

-- Guarantees: within a minute metrics equal what the calls say, in whatever order calls are added, changed or deleted.
-- Concurrent runs do not conflict, a run that fails loses nothing, and a tenant that fails delays no other.

create table private.aggregation_runs (
  id bigint generated always as identity primary key,
  client_id uuid references public.clients,
  started_at timestamptz not null,
  finished_at timestamptz,
  buckets bigint not null default 0
);
create index on private.aggregation_runs (client_id, started_at desc);
alter table private.aggregation_runs enable row level security;
comment on table private.aggregation_runs is 'Finished runs. client_id is null for runs over all tenants.';

create function private.aggregate_tenants(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  at timestamptz;
  buckets private.bucket[];
begin
  perform from private.aggregated_tenants t where t.client_id = any (tenants) order by t.client_id for no key update;
  at := clock_timestamp();
  buckets := private.take_marks(tenants);
  if buckets is not null then
    perform private.aggregate_agents(buckets);
    perform private.aggregate_teams(buckets);
  end if;
  perform private.refresh_seven_days(tenants, buckets, at);
  perform private.emit_event(c.client_id, 'metrics.updated', jsonb_build_object(
    'as_of', at, 'buckets', c.buckets, 'from', c.first_day, 'to', c.last_day))
  from (
    select b.client_id, count(*) as buckets, min(b.day) as first_day, max(b.day) as last_day
    from unnest(buckets) b where b.day is not null group by b.client_id
  ) c;
  return (select count(*) from unnest(buckets) b where b.day is not null);
end
$$;
comment on function private.aggregate_tenants is
  'Recomputes what changed in these tenants and returns the number of buckets. For private.run_for_tenants.';

create function private.aggregate_performance(tenant uuid default null) returns private.aggregation_runs
language plpgsql volatile set search_path = '' as $$
declare
  run private.aggregation_runs;
begin
  if tenant is null then
    perform pg_advisory_xact_lock(hashtext('aggregation'), 0);
  end if;
  run.started_at := clock_timestamp();
  if tenant is null then
    run.buckets := private.run_for_tenants('aggregate_performance',
      private.lock_tenants_to_aggregate(run.started_at), 'private.aggregate_tenants');
  else
    run.buckets := private.aggregate_tenants(array[tenant]);
  end if;
  insert into private.aggregation_runs (client_id, started_at, finished_at, buckets)
  values (tenant, run.started_at, clock_timestamp(), run.buckets) returning * into run;
  return run;
end
$$;
comment on function private.aggregate_performance is
  'Recomputes what changed since the previous run, for one tenant or all. Calls committed before started_at are '
  'counted, except those of tenants that fail or are in another run.';

create function private.aggregated_at(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return least(
    greatest(
      (select max(r.started_at) from private.aggregation_runs r where r.client_id is null),
      (select max(r.started_at) from private.aggregation_runs r where r.client_id = tenant)),
    (select min(b.marked_at) from private.changed_buckets b where b.client_id = tenant));
end
$$;
comment on function private.aggregated_at is
  'The time up to which all committed calls are counted: of the tenant, or with null of all tenants that do not fail. '
  'Null before the first run.';

create function private.milliseconds(duration interval) returns numeric
language sql immutable set search_path = '' as $$
  select round(extract(epoch from duration) * 1000, 3)
$$;

-- Definer: callers cannot write metrics.
create function public.run_aggregation() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run private.aggregation_runs := private.aggregate_performance(private.authorize('metrics:run'));
begin
  return jsonb_build_object('as_of', run.started_at, 'finished_at', run.finished_at,
    'duration_ms', private.milliseconds(run.finished_at - run.started_at), 'buckets', run.buckets);
end
$$;
comment on function public.run_aggregation is
  'Updates the metrics of the caller''s tenant now: {as_of, finished_at, duration_ms, buckets}. Raises 401, 403.';

-- Definer: callers cannot read runs and marks.
create function public.aggregation_status() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
  waiting record;
  last_run record;
begin
  select count(distinct (b.agent_id, b.team_id, b.day)) as buckets, min(b.marked_at) as since into waiting
  from private.changed_buckets b where b.client_id = tenant;
  select r.started_at, r.finished_at, r.buckets into last_run
  from (
    (select r.* from private.aggregation_runs r where r.client_id is null order by r.started_at desc limit 1)
    union all
    (select r.* from private.aggregation_runs r where r.client_id = tenant order by r.started_at desc limit 1)
  ) r order by r.started_at desc limit 1;
  return jsonb_build_object(
    'as_of', private.aggregated_at(tenant),
    'last_run', case when last_run.started_at is not null then jsonb_build_object('started_at', last_run.started_at,
      'finished_at', last_run.finished_at, 'duration_ms',
        private.milliseconds(last_run.finished_at - last_run.started_at)) end,
    'buckets_waiting', waiting.buckets,
    'lag_seconds', coalesce(round(extract(epoch from clock_timestamp() - waiting.since), 3), 0));
end
$$;
comment on function public.aggregation_status is
  'When metrics were last updated and what is waiting: {as_of, last_run, buckets_waiting, lag_seconds}. lag_seconds is '
  'the age of the oldest change that is not counted yet. Raises 401, 403.';

-- supabase/schemas/70_aggregation/read_calls.sql

-- First step of recording calls: JSON becomes rows of text. Numbers and booleans may be text, as in CSV.

create type private.sent_call as (
  row integer,
  call jsonb,
  kind text,
  first_row integer,
  external_id text,
  agent_id text,
  agent text,
  team_id text,
  topic text,
  outcome text,
  resolved text,
  satisfaction text,
  handling_seconds text,
  wait_seconds text,
  started_at text
);
comment on type private.sent_call is
  'A call as text, trimmed, null where empty. kind: the JSON type of the row. first_row: the first with its '
  'external_id.';

create function private.read_calls(calls jsonb) returns setof private.sent_call
language sql stable set search_path = '' as $$
  select e.ordinality::integer, e.call, e.kind,
    (min(e.ordinality) over (partition by btrim(r.external_id)))::integer,
    nullif(btrim(r.external_id), ''),
    nullif(lower(btrim(r.agent_id)), ''), nullif(private.tidy(r.agent), ''), nullif(lower(btrim(r.team_id)), ''),
    nullif(btrim(r.topic), ''), nullif(btrim(r.outcome), ''), nullif(lower(btrim(r.resolved)), ''),
    nullif(btrim(r.satisfaction), ''), nullif(btrim(r.handling_seconds), ''), nullif(btrim(r.wait_seconds), ''),
    nullif(btrim(r.started_at), '')
  from (
    select jsonb_typeof(c.call) as kind, c.ordinality,
      case jsonb_typeof(c.call) when 'object' then c.call else '{}' end as call
    from jsonb_array_elements(read_calls.calls) with ordinality as c (call, ordinality)
  ) e,
  jsonb_to_record(e.call) as r (
    external_id text, agent_id text, agent text, team_id text, topic text, outcome text, resolved text,
    satisfaction text, handling_seconds text, wait_seconds text, started_at text)
$$;

-- supabase/schemas/70_aggregation/resolve_calls.sql

-- Second step of recording calls: finds the agents and teams that the rows name.

create type private.resolved_call as (
  row integer,
  call jsonb,
  kind text,
  first_row integer,
  external_id text,
  agent_id text,
  agent text,
  team_id text,
  topic text,
  outcome text,
  resolved text,
  satisfaction text,
  handling_seconds text,
  wait_seconds text,
  started_at text,
  found_agent uuid,
  agents_named integer,
  found_team uuid,
  at timestamptz
);
comment on type private.resolved_call is
  'A sent call with its agent and team, the number of agents with the name given, and its time.';

-- If agents that share a name include active ones, only those count. Three show that a name is ambiguous.
create function private.agents_by_name(tenant uuid, names text[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select coalesce(jsonb_object_agg(n.name, coalesce(i.active_ids, i.ids, '[]')), '{}')
    from (select distinct unnest(names) as name) n
    cross join lateral (
      select jsonb_agg(a.id) filter (where a.active) as active_ids, jsonb_agg(a.id) as ids
      from (
        select g.id, g.active from public.agents g
        where g.client_id = tenant and private.name_key(g.name) = private.name_key(n.name)
        order by g.active desc limit 3
      ) a
    ) i);
end
$$;
comment on function private.agents_by_name is '{name as given: [ids]}.';

-- Reads no table itself, so its plan can be kept.
create function private.resolve_calls(tenant uuid, calls jsonb) returns setof private.resolved_call
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  time_pattern constant text :=
    '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
    '[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
    '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$';
begin
  return query
  with sent as materialized (
    select s.* from private.read_calls(calls) s
  ),
  lookup as materialized (
    select
      private.resolve_names(tenant, 'agents', array_agg(s.agent_id) filter (where s.agent_id is not null), null)
        as agents,
      private.agents_by_name(tenant, array_agg(s.agent) filter (where s.agent is not null)) as agents_by_name,
      private.resolve_names(tenant, 'teams', array_agg(s.team_id) filter (where s.team_id is not null), null) as teams
    from sent s
  )
  select s.*,
    coalesce(l.agents ->> ('id ' || s.agent_id),
      case jsonb_array_length(l.agents_by_name -> s.agent)
        when 1 then l.agents_by_name -> s.agent ->> 0 end)::uuid,
    jsonb_array_length(l.agents_by_name -> s.agent),
    (l.teams ->> ('id ' || s.team_id))::uuid,
    case when s.started_at ~ time_pattern then
      case when substr(s.started_at, 9, 2) <= '28' or private.is_calendar_day(s.started_at)
        then s.started_at::timestamptz end
    end
  from sent s
  cross join lookup l;
end
$$;

-- supabase/schemas/70_aggregation/field_errors.sql

-- Errors of fields that a call does not have or that hold more than one value.

create function private.field_errors(call jsonb, fields text[]) returns jsonb[]
language sql immutable set search_path = '' as $$
  select array(
    select case when f.key <> all (fields)
        then private.row_error(left(f.key, 100), 'unknown_field',
          format('%s is not a field of a call', left(f.key, 100)))
      else private.row_error(f.key, 'type',
        format('%s is an %s, must be a single value', f.key, jsonb_typeof(f.value))) end
    from jsonb_each(call) f
    where f.key <> all (fields) or jsonb_typeof(f.value) in ('object', 'array')
    limit 20)
$$;
comment on function private.field_errors is
  'Errors for fields that a call does not have and for values that are objects or arrays, at most 20.';

-- supabase/schemas/70_aggregation/judge_calls.sql

create function private.judge_calls(rows private.resolved_call[]) returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  fields constant text[] := '{external_id,agent_id,agent,team_id,topic,outcome,resolved,satisfaction,handling_seconds,'
    'wait_seconds,started_at}';
  seconds_pattern constant text := '^[0-9]{1,5}$';
begin
  return query
  select r.row,
    case when r.call - fields <> '{}' or r.call @? 'strict $.* ? (@.type() == "object" || @.type() == "array")'
      then private.field_errors(r.call, fields) end
    || array_remove(array[
    case
      when r.external_id is null then private.missing_error('external_id')
      when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
      when r.first_row < r.row then private.duplicate_error('external_id', r.external_id, r.first_row)
    end,
    case
      when r.agent_id is not null and r.agent is not null then private.both_given_error('agent', 'agent_id')
      when r.agent_id is null and r.agent is null then private.missing_error('agent', 'the name or agent_id')
      when r.agent_id is not null and r.found_agent is null
        then private.unknown_id_error('agent_id', r.agent_id, 'an agent')
      when r.agents_named = 0 then private.unknown_name_error('agent', left(r.agent, 100))
      when r.agents_named > 1 then private.row_error('agent', 'ambiguous',
        format('agent %s is the name of several, give agent_id', private.quoted(left(r.agent, 100))))
    end,
    case when r.team_id is not null and r.found_team is null
      then private.unknown_id_error('team_id', r.team_id, 'a team') end,
    case when length(r.topic) > 200 then private.length_error('topic', r.topic, 200) end,
    case
      when r.outcome is null then private.missing_error('outcome')
      when r.outcome not in ('successful', 'failed', 'abandoned')
        then private.value_error('outcome', 'unknown_value', r.outcome, 'successful, failed or abandoned')
    end,
    case
      when r.resolved is null then private.missing_error('resolved')
      when r.resolved not in ('true', 'false')
        then private.value_error('resolved', 'unknown_value', r.resolved, 'true or false')
    end,
    case when r.satisfaction !~ '^[1-5]$'
      then private.number_error('satisfaction', 'range', r.satisfaction, 'be a whole number 1–5') end,
    case
      when r.handling_seconds is null then private.missing_error('handling_seconds')
      when case when r.handling_seconds ~ seconds_pattern then r.handling_seconds::integer > 86400 else true end
        then private.number_error('handling_seconds', 'range', r.handling_seconds, 'be a whole number 0–86400')
    end,
    case
      when case when r.wait_seconds ~ seconds_pattern then r.wait_seconds::integer > 86400
          else r.wait_seconds is not null end
        then private.number_error('wait_seconds', 'range', r.wait_seconds, 'be a whole number 0–86400')
    end,
    case
      when r.started_at is null then private.missing_error('started_at')
      when r.at is null then private.value_error('started_at', 'format', r.started_at,
        'a time like 2026-11-01T09:30:00Z, from 2000 on')
      when r.at > now() + interval '5 minutes' then private.row_error('started_at', 'range',
        format('started_at is %s, which is in the future', r.started_at))
      when r.at < '2000-01-01 00:00+00' then private.row_error('started_at', 'range', 'started_at is before 2000')
    end
  ], null)
  from unnest(rows) r;
end
$$;

-- supabase/schemas/70_aggregation/check_calls.sql

-- Third step of recording calls: what is wrong with each row, one error a field.

-- Checks every value again, whoever the caller is. Set-based, and it reads no table itself, so its plan can be kept.
create function private.check_calls(tenant uuid, calls jsonb, problems jsonb)
returns table ("row" integer, call jsonb, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  rows constant private.resolved_call[] := array(select r from private.resolve_calls(tenant, calls) r);
begin
  return query
  select r.row,
    jsonb_build_object('external_id', r.external_id, 'agent_id', r.found_agent, 'team_id', r.found_team,
      'topic', r.topic, 'outcome', r.outcome, 'resolved', r.resolved, 'satisfaction', r.satisfaction,
      'handling_seconds', r.handling_seconds, 'wait_seconds', r.wait_seconds, 'started_at', r.at),
    case
      when r.kind <> 'object' then array[
        private.row_error(null, 'type', format('the row is of type %s, must be an object', r.kind))]
      when p.row is null then j.errors
      else private.merge_errors(p, j.errors)
    end
  from unnest(rows) r
  join private.judge_calls(rows) j on j.row = r.row
  left join private.problems_by_row(problems) p on p.row = r.row;
end
$$;
comment on function private.check_calls is
  'Each row as private.record_calls takes it, and its errors: [{field, code, message}]. problems: what the function '
  'found while it read the request.';

-- supabase/schemas/70_aggregation/write_calls.sql

-- Writing checked calls, and refusing a request with its errors.

create function private.fail_calls(details jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  errors jsonb;
begin
  select jsonb_agg(e order by (e ->> 'row')::integer, d.ordinality, o) into errors
  from jsonb_array_elements(details) with ordinality d, jsonb_array_elements(d.value) with ordinality as i (e, o);
  perform private.fail(422, 'VALIDATION_ERROR', format('No call was recorded: row %s: %s%s',
    errors -> 0 ->> 'row', errors -> 0 ->> 'message',
    case when jsonb_array_length(errors) > 1 then format(' (and %s more)', jsonb_array_length(errors) - 1) else '' end),
    jsonb_build_object('details', errors));
end
$$;

-- Sorted, so that two requests with the same calls cannot deadlock.
create function private.record_calls(tenant uuid, calls jsonb) returns setof public.calls
language sql volatile set search_path = '' as $$
  insert into public.calls as c (client_id, external_id, agent_id, team_id, topic, outcome, resolved, satisfaction,
    handling_seconds, wait_seconds, started_at)
  select tenant, s.* from jsonb_to_recordset(record_calls.calls) as s (external_id text, agent_id uuid, team_id uuid,
    topic text, outcome text, resolved boolean, satisfaction integer, handling_seconds integer, wait_seconds integer,
    started_at timestamptz)
  order by s.external_id
  on conflict on constraint calls_external_id do update set
    agent_id = excluded.agent_id, team_id = excluded.team_id, topic = excluded.topic, outcome = excluded.outcome,
    resolved = excluded.resolved, satisfaction = excluded.satisfaction, handling_seconds = excluded.handling_seconds,
    wait_seconds = excluded.wait_seconds, started_at = excluded.started_at
  where (c.agent_id, c.team_id, c.topic, c.outcome, c.resolved, c.satisfaction, c.handling_seconds, c.wait_seconds,
    c.started_at)
    is distinct from (excluded.agent_id, excluded.team_id, excluded.topic, excluded.outcome, excluded.resolved,
      excluded.satisfaction, excluded.handling_seconds, excluded.wait_seconds, excluded.started_at)
  returning c.*
$$;
comment on function private.record_calls is
  'Adds checked calls, or replaces them by external_id, and returns the new and changed ones.';

-- supabase/schemas/70_aggregation/record_calls.sql

-- Recording calls: a request is recorded as a whole or not at all.

-- Definer: callers cannot write calls.
create function public.record_calls(calls jsonb, problems jsonb default '[]') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('calls:write');
  answer jsonb;
  checked jsonb;
  details jsonb;
  received integer;
  created integer;
  updated integer;
begin
  answer := private.replay('record_calls', private.fingerprint(jsonb_build_array(calls, problems)));
  if answer is not null then
    return answer;
  end if;
  received := case jsonb_typeof(calls) when 'array' then jsonb_array_length(calls) else 0 end;
  if received = 0 then
    perform private.invalid('calls', 'range', 'must be an array of 1–1,000 calls');
  elsif received > 1000 then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The request has %s calls, at most 1,000 are allowed', received));
  elsif jsonb_typeof(problems) <> 'array'
    or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")' then
    perform private.invalid('problems', 'type', 'must be an array of {row, field, code, message}');
  end if;

  select
    jsonb_agg(c.call),
    jsonb_agg(e.details) filter (where e.details is not null)
  into checked, details
  from private.check_calls(tenant, calls, problems) c
  left join lateral (
    select jsonb_agg(jsonb_build_object('row', c.row) || e order by o) as details
      from unnest(c.errors) with ordinality as u (e, o)
  ) e on true;
  if details is not null then
    perform private.fail_calls(details);
  end if;

  select count(*) filter (where r.version = 1), count(*) filter (where r.version > 1) into created, updated
  from private.record_calls(tenant, checked) r;
  return private.remember('record_calls', jsonb_build_object('status', case when created > 0 then 201 else 200 end,
    'body', jsonb_build_object('received', received, 'created', created, 'updated', updated, 'unchanged',
      received - created - updated)));
end
$$;
comment on function public.record_calls is
  'Records up to 1,000 finished calls, all or none. A known external_id replaces its call. Returns {status, body: '
  '{received, created, updated, unchanged}, replayed?}; status is 201, or 200 if no call is new. Raises 401, 403, 409 '
  'IDEMPOTENCY_KEY_REUSED, 413, 422 with every bad row.';

-- supabase/schemas/70_aggregation/trends.sql

-- Metrics over time.

-- Queries filter by kind with a constant, so only one of the two tables is read.
create view private.daily_metrics with (security_invoker = true) as
select 'agents' as kind, m.client_id, m.agent_id as id, m.day, m.calls_handled, m.calls_successful, m.calls_failed,
  m.calls_abandoned, m.calls_resolved, m.satisfaction_sum::numeric, m.satisfaction_count,
  m.handling_seconds_sum::numeric, m.handling_seconds_count, m.wait_seconds_sum::numeric, m.wait_seconds_count
from public.agent_metrics_v2 m
union all
select 'teams', p.client_id, p.team_id, p.day, p.calls_handled, p.calls_successful, p.calls_failed, p.calls_abandoned,
  p.calls_resolved, p.satisfaction_sum, p.satisfaction_count, p.handling_seconds_sum, p.handling_seconds_count,
  p.wait_seconds_sum, p.wait_seconds_count
from public.team_performance p;

create function private.trend_json(tenant uuid, kind text, subject uuid, first_day date, last_day date, group_by text)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  days record;
  periods jsonb;
begin
  perform private.require_period(group_by);
  days := private.metrics_window(first_day, last_day);
  select coalesce(jsonb_agg(private.metrics_json(b.totals) || jsonb_build_object('period', b.period)
    order by b.period), '[]')
  into periods
  from (
    select date_trunc(group_by, m.day)::date as period, row(
      sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned), sum(m.calls_resolved),
      sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
      sum(m.wait_seconds_sum), sum(m.wait_seconds_count))::private.call_totals as totals
    from private.daily_metrics m
    where m.kind = trend_json.kind and m.client_id = tenant and m.id = subject
      and m.day between days.since and days.until
    group by 1
  ) b;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until,
    'group_by', group_by, 'periods', periods);
end
$$;
comment on function private.trend_json is
  'Metrics by day, week (from Monday) or month, ascending. Periods without calls are left out.';

-- Definer, here and below: metrics:read includes the names of agents and teams.
create function public.get_agent_trends(
  agent_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
begin
  if not exists (select from public.agents a where a.client_id = tenant and a.id = get_agent_trends.agent_id) then
    perform private.fail(404, 'NOT_FOUND', 'There is no such agent');
  end if;
  return private.trend_json(tenant, 'agents', agent_id, first_day, last_day, group_by);
end
$$;
comment on function public.get_agent_trends is
  'An agent''s metrics from first_day to last_day, by default the last seven days: {as_of, from, to, group_by, '
  'periods}. Raises 401, 403, 404, 422.';

-- Definer: whoever may read metrics needs no right to read agents and teams.
create function public.get_team_trends(
  team_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
begin
  if not exists (select from public.teams t where t.client_id = tenant and t.id = get_team_trends.team_id) then
    perform private.fail(404, 'NOT_FOUND', 'There is no such team');
  end if;
  return private.trend_json(tenant, 'teams', team_id, first_day, last_day, group_by);
end
$$;
comment on function public.get_team_trends is 'A team''s metrics, in the form of get_agent_trends.';

-- supabase/schemas/70_aggregation/compare.sql

-- Comparing agents or teams by a metric.

-- Definer: see public.get_agent_trends.
create function public.compare_performance(
  kind text, first_day date default null, last_day date default null, sort text default '-calls_handled',
  after_value numeric default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
  metric constant text := ltrim(sort, '-');
  sign constant integer := case when sort like '-%' then -1 else 1 end;
  days record;
  rows jsonb;
  total bigint;
begin
  if kind is null or kind not in ('agents', 'teams') then
    perform private.invalid('kind', 'unknown_value', 'must be agents or teams');
  elsif metric is null or not private.metrics_json(null) ? metric then
    perform private.invalid('sort', 'unknown_value',
      'must be the name of a metric, with - in front for descending order');
  end if;
  days := private.metrics_window(first_day, last_day);
  with everybody as (
    select a.id, a.name from public.agents a where compare_performance.kind = 'agents' and a.client_id = tenant
    union all
    select t.id, t.name from public.teams t where compare_performance.kind = 'teams' and t.client_id = tenant
  ),
  subject as materialized (
    select e.id, e.name, private.metrics_json(t.totals) as metrics
    from everybody e
    cross join lateral (
      select row(
        sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned),
        sum(m.calls_resolved), sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum),
        sum(m.handling_seconds_count), sum(m.wait_seconds_sum),
        sum(m.wait_seconds_count))::private.call_totals as totals
      from private.daily_metrics m
      where m.kind = compare_performance.kind and m.client_id = tenant and m.id = e.id
        and m.day between days.since and days.until
      having count(*) > 0
    ) t
  ),
  page as (
    select s.id, s.name, s.metrics, sign * (s.metrics ->> metric)::numeric as value
    from subject s
    where compare_performance.after_id is null
      or (sign * (s.metrics ->> metric)::numeric, s.id) > (sign * after_value, compare_performance.after_id)
      or s.metrics ->> metric is null and (after_value is not null or s.id > compare_performance.after_id)
    order by value nulls last, s.id
    limit private.page_limit(page_size)
  )
  select coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) || p.metrics order by p.value nulls last, p.id)
        from page p
    ), '[]'),
    case when with_total then (select count(*) from subject) end
  into rows, total;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until, 'rows',
    rows, 'total', total);
end
$$;
comment on function public.compare_performance is
  'Agents or teams with calls in these days after the cursor (after_value, after_id), sorted by a metric, nulls last: '
  '{as_of, from, to, rows, total}. total is null unless with_total. Raises 401, 403, 422.';
grant execute on function public.record_calls, public.get_agent_trends, public.get_team_trends,
  public.compare_performance, public.aggregation_status, public.run_aggregation to authenticated;

-- supabase/schemas/70_aggregation/register.sql

-- What aggregation adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'metrics:read'),
  private.add_scopes('member', 'calls:write'),
  private.add_scopes('manager', 'metrics:run');

select private.add_rate_tier('calls', 6000, 'Requests with calls a minute, and at once, by one user or key');

select private.add_budget('rows_calls', 'rows', 10000000, 'Calls');
select private.count_rows('public.calls', 'rows_calls');

select
  private.schedule_task('aggregate_performance', '* * * * *', 'select private.aggregate_performance()'),
  private.schedule_task('delete_old_aggregation_runs', '29 2 * * *',
    $$select private.delete_expired('private.aggregation_runs')$$);
select private.retain('private.aggregation_runs', '7', 'r.started_at');

insert into private.event_types (type, description, scope) values
  ('call.completed', 'A finished call was recorded', 'metrics:read'),
  ('metrics.updated', 'The metrics of agents and teams were recomputed', 'metrics:read');

-- supabase/schemas/80_webhooks/endpoints.sql

-- Endpoints: where a tenant wants its events sent.

create table public.webhook_endpoints (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  url text not null check (url ~ '^https?://[^[:space:]]+$' and length(url) <= 2000),
  event_types text[] not null default '{*}'
    check (cardinality(event_types) between 1 and 50 and array_position(event_types, null) is null
      and pg_column_size(event_types) <= 16384),
  priority smallint not null default 5 check (priority between 0 and 10),
  description text check (length(description) <= 500),
  enabled boolean not null default false,
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  author_id uuid,
  author_key uuid,
  scopes text[] not null default '{}',
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check (not (enabled and disabled_reason is not null))
);
comment on column public.webhook_endpoints.id is
  'Unique across tenants, because it is the lane of the endpoint''s jobs and clients of the Data API may choose it.';
comment on column public.webhook_endpoints.priority is 'The tenant''s waiting deliveries go out by it, highest first.';
comment on column public.webhook_endpoints.disabled_reason is
  'Why the system disabled it: gone means it answered 410, failing that it failed for five days. Null if it is enabled '
  'or a person disabled it.';
comment on column public.webhook_endpoints.author_id is
  'The user who last set the URL and the event types, with author_key if by an API key. Null: the operator.';
comment on column public.webhook_endpoints.scopes is
  'The author''s scopes at that time, of those that events need. See private.endpoint_scopes.';
create index on public.webhook_endpoints (client_id, created_at desc, id desc);
alter table public.webhook_endpoints enable row level security;

create policy "webhooks:write may add endpoints" on public.webhook_endpoints
  for insert to authenticated with check (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may change endpoints" on public.webhook_endpoints
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may remove endpoints" on public.webhook_endpoints
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:read may see endpoints" on public.webhook_endpoints
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select, insert (url, event_types, description, priority),
  update (url, event_types, description, enabled, priority), delete
  on public.webhook_endpoints to authenticated;

select private.enable_audit('public.webhook_endpoints');
select private.delete_secrets_with('public.webhook_endpoints', 'webhook_endpoint');
create trigger touch before update on public.webhook_endpoints
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

-- Definer: callers cannot read event types, secrets or limits.
create function private.check_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most integer;
begin
  if new.enabled and not exists (
    select from private.secrets s
    where s.client_id = new.client_id and s.kind = 'webhook_endpoint' and s.owner_id = new.id
  ) then
    perform private.fail(409, 'CONFLICT', 'The endpoint has no secret yet: create one with rotate-secret');
  end if;
  if new.enabled then
    new.disabled_reason := null;
  end if;
  if tg_op = 'INSERT' then
    most := private.setting(new.client_id, 'limits.webhook_endpoints');
    -- The lock makes concurrent inserts count one after the other.
    perform from public.clients c where c.id = new.client_id for no key update;
    if (select count(*) from public.webhook_endpoints e where e.client_id = new.client_id) >= most then
      perform private.fail(409, 'CONFLICT', format('The tenant already has %s endpoints, which is its limit', most));
    end if;
  end if;
  return new;
end
$$;
create trigger check_endpoint before insert or update on public.webhook_endpoints
  for each row execute function private.check_endpoint();

-- supabase/schemas/80_webhooks/endpoint_scopes.sql

-- Guarantees: an endpoint gets no event that its author may not read at the time it is sent.

-- Definer: callers cannot read who has which scopes.
create function private.endpoint_scopes(endpoint public.webhook_endpoints) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant text[] := private.scopes_of(endpoint.client_id, endpoint.author_id, endpoint.author_key);
begin
  return array(select s from unnest(endpoint.scopes) s where s = any (held) order by s);
end
$$;
comment on function private.endpoint_scopes is
  'The scopes that the author had when they set the endpoint up and still has: its events need one of these.';
grant execute on function private.endpoint_scopes to authenticated;

-- Whoever sets the URL and the types vouches for the endpoint. To enable it or to change its description does not.
-- Definer: see private.readable_event_types.
create function private.set_endpoint_author() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  held constant text[] := private.caller_scopes();
begin
  perform private.require_event_types(new.event_types);
  new.author_id := auth.uid();
  new.author_key := (auth.jwt() ->> 'key_id')::uuid;
  new.scopes := array(select distinct t.scope from private.event_types t where t.scope = any (held) order by 1);
  return new;
end
$$;
create trigger set_author before insert or update of url, event_types on public.webhook_endpoints
  for each row execute function private.set_endpoint_author();

-- supabase/schemas/80_webhooks/endpoint_health.sql

-- How an endpoint does: its failures, its breaker, and what follows for its waiting deliveries.

-- How an endpoint does; apart from it because it changes by itself and often.
create table private.endpoint_health (
  client_id uuid not null,
  endpoint_id uuid not null,
  failures integer not null default 0,
  failing_since timestamptz,
  open_until timestamptz,
  pause_seconds integer not null default 60,
  slow_attempts integer not null default 0,
  paused_or_resumed_at timestamptz not null default '-infinity',
  parked_dropped bigint not null default 0,
  primary key (client_id, endpoint_id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
) with (fillfactor = 50);
alter table private.endpoint_health enable row level security;
comment on column private.endpoint_health.failures is 'Failed attempts since the last that succeeded.';
comment on column private.endpoint_health.open_until is
  'The breaker: until then nothing is sent, then one attempt, which moves it by half a minute so that it stays the '
  'only one. Null: closed.';
comment on column private.endpoint_health.parked_dropped is 'Parked deliveries that ended because they were too old.';
comment on column private.endpoint_health.slow_attempts is 'Attempts of 5 s or more since the last quicker one.';

-- The endpoints that are tried again after a pause, each by one worker at a time.
create function private.take_probes(deliveries jsonb) returns uuid[]
language plpgsql volatile set search_path = '' as $$
declare
  probed uuid[];
begin
  with wanted as materialized (
    select distinct d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id
    from jsonb_to_recordset(deliveries) as d (client_id uuid, payload jsonb)
  ), due as (
    select h.client_id, h.endpoint_id from wanted w
    join private.endpoint_health h on h.client_id = w.client_id and h.endpoint_id = w.endpoint_id
    where h.open_until <= now()
    for no key update of h skip locked
  ), taken as (
    update private.endpoint_health h set open_until = now() + interval '30 seconds'
    from due d where h.client_id = d.client_id and h.endpoint_id = d.endpoint_id
    returning h.endpoint_id
  )
  select coalesce(array_agg(t.endpoint_id), '{}') into probed from taken t;
  return probed;
end
$$;

-- supabase/schemas/80_webhooks/parked_spans.sql

-- Guarantees: an event for an endpoint that is paused costs no row. The endpoint keeps its place in the outbox, from
-- which a replay makes deliveries.

create table private.parked_spans (
  client_id uuid not null,
  endpoint_id uuid not null,
  id bigint generated always as identity,
  starts_at timestamptz not null,
  ends_at timestamptz,
  sent_types text[] not null default '{}' check (cardinality(sent_types) <= 200),
  sent_ids uuid[] not null default '{}' check (cardinality(sent_ids) <= 1000),
  primary key (client_id, endpoint_id, id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
);
comment on table private.parked_spans is
  'Times in which an endpoint or its tenant was paused. The events of a span are parked until they are replayed or '
  'become too old.';
comment on column private.parked_spans.ends_at is 'Null while the endpoint is paused.';
comment on column private.parked_spans.sent_types is 'Event types of the span that were replayed.';
comment on column private.parked_spans.sent_ids is 'Events of the span that were sent one by one.';
alter table private.parked_spans enable row level security;

-- Writers of events share the lock until they commit; pausing and resuming wait for them. So an event is either in a
-- span or has a delivery.
create function private.lock_events(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('events'), hashtext(tenant::text))
$$;

create function private.share_events(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- More locks might not fit. An event for so many tenants is the operator's, like an incident.
  if cardinality(tenants) <= 100 then
    perform pg_advisory_xact_lock_shared(hashtext('events'), hashtext(t::text)) from unnest(tenants) t order by t;
  end if;
end
$$;

create function private.pause_endpoints(tenant uuid, endpoint_ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_events(tenant);
  insert into private.parked_spans (client_id, endpoint_id, starts_at)
  select tenant, i, clock_timestamp() from unnest(endpoint_ids) i
  where not exists (
    select from private.parked_spans s where s.client_id = tenant and s.endpoint_id = i and s.ends_at is null);
  update private.endpoint_health h set paused_or_resumed_at = clock_timestamp()
  where h.client_id = tenant and h.endpoint_id = any (endpoint_ids);
  -- Jobs that a worker has at this moment are skipped: it asks before each attempt.
  update public.job_queue j set status = 'parked'
  where j.id = any (array(
    select w.id from public.job_queue w
    where w.queue = 'webhooks' and w.client_id = tenant and w.lane = any (endpoint_ids)
      and w.phase in ('active', 'scheduled') and w.status <> 'running'
    for update skip locked));
end
$$;
comment on function private.pause_endpoints is 'From now on the endpoints'' events are parked; waiting deliveries too.';

create function private.resume_endpoints(tenant uuid, endpoint_ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_events(tenant);
  update private.parked_spans s set ends_at = clock_timestamp()
  where s.client_id = tenant and s.endpoint_id = any (endpoint_ids) and s.ends_at is null;
  update private.endpoint_health h
  set failures = 0, failing_since = null, open_until = null, pause_seconds = 60,
    paused_or_resumed_at = clock_timestamp()
  where h.client_id = tenant and h.endpoint_id = any (endpoint_ids);
end
$$;
comment on function private.resume_endpoints is
  'From now on events are sent again, with a closed breaker. What was parked waits for a replay.';

-- supabase/schemas/80_webhooks/follow_endpoint.sql

-- What follows when an endpoint or its tenant is paused, resumed or deleted.

create function private.cancel_deliveries(endpoint public.webhook_endpoints) returns void
language sql volatile set search_path = '' as $$
  update public.job_queue j set status = 'cancelled', completed_at = now()
  where j.id = any (array(
    select w.id from public.job_queue w
    where w.queue = 'webhooks' and w.client_id = endpoint.client_id and w.lane = endpoint.id
      and w.phase in ('active', 'scheduled', 'parked') and w.status <> 'running'
    for update skip locked))
$$;
comment on function private.cancel_deliveries is
  'For a deleted endpoint. Jobs that a worker has at this moment are skipped: it asks before each attempt.';

-- Definer: nobody writes jobs or health by hand.
create function private.follow_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    perform private.cancel_deliveries(old);
    delete from private.slow_lanes s where s.lane = old.id;
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into private.endpoint_health (client_id, endpoint_id) values (new.client_id, new.id);
  end if;
  if tg_op = 'UPDATE' and new.enabled then
    perform private.resume_endpoints(new.client_id, array[new.id]);
  elsif not new.enabled then
    perform private.pause_endpoints(new.client_id, array[new.id]);
  end if;
  return null;
end
$$;
-- Definer: see private.follow_endpoint.
create function private.follow_priority() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.job_queue j set priority = new.priority
  where j.client_id = new.client_id and j.queue = 'webhooks' and j.lane = new.id
    and j.phase in ('active', 'scheduled', 'parked');
  return null;
end
$$;
create trigger follow_priority after update on public.webhook_endpoints
  for each row when (new.priority <> old.priority) execute function private.follow_priority();

create trigger follow_endpoint after insert or delete on public.webhook_endpoints
  for each row execute function private.follow_endpoint();
create trigger follow_enabled after update on public.webhook_endpoints
  for each row when (new.enabled <> old.enabled) execute function private.follow_endpoint();

-- Definer: see private.follow_endpoint.
create function private.follow_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  enabled constant uuid[] := array(
    select e.id from public.webhook_endpoints e where e.client_id = new.id and e.enabled);
begin
  if new.status = 'active' then
    perform private.resume_endpoints(new.id, enabled);
  else
    perform private.pause_endpoints(new.id, enabled);
  end if;
  return null;
end
$$;
create trigger follow_tenant after update on public.clients
  for each row when (new.status <> old.status) execute function private.follow_tenant();

-- supabase/schemas/80_webhooks/parked_events.sql

-- Reading the events that are parked for an endpoint.

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is created.
create function private.parked_id(event_id uuid, endpoint_id uuid) returns uuid
language sql immutable parallel safe
return (left(event_id::text, 24) || lpad(to_hex(('x' || right(event_id::text, 12))::bit(48)::bigint
  # ('x' || right(endpoint_id::text, 12))::bit(48)::bigint), 12, '0'))::uuid;
comment on function private.parked_id is
  'The id of a parked delivery, which has no row: the event''s id, with its last 48 bits xor-ed with the endpoint''s. '
  'Together with the endpoint it leads back to the event, and it sorts like the event''s id.';

create function private.parked_json(event private.outbox, endpoint_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', private.parked_id(event.id, endpoint_id), 'event_id', event.id, 'event_type',
    event.type, 'endpoint_id', endpoint_id, 'status', 'parked', 'attempt_count', 0, 'max_attempts', 8,
    'next_attempt_at', null, 'error', null, 'request_id', event.request_id, 'created_at', event.created_at,
    'completed_at', null)
$$;
comment on function private.parked_json is 'A parked event as a delivery.';

-- Planned for each call, because the arguments decide how much of the outbox is read. The jobs are looked for by lane
-- too, so that no index that the planner may take reads more than those of the endpoint. Without JIT: it is called once
-- for each endpoint, and compiling took 30 ms each time that the estimate was high.
create function private.parked_events(
  endpoint public.webhook_endpoints, readable text[] default '{*}', wanted text default null,
  from_time timestamptz default '-infinity', to_time timestamptz default 'infinity',
  after_time timestamptz default null, after_id uuid default null, at_most bigint default null
) returns setof private.outbox
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' set jit = off as $$
declare
  sendable constant text[] := private.types_readable_with(private.endpoint_scopes(endpoint));
begin
  return query
  select o.* from private.parked_spans s
  cross join lateral (
    select e.* from private.outbox e
    where e.client_id = endpoint.client_id
      and e.created_at >= greatest(s.starts_at, from_time) and e.created_at < least(s.ends_at, to_time)
      and e.created_at <= coalesce(after_time, 'infinity')
      and e.recipient_id is null and (wanted is null or e.type = wanted)
      and private.subscribes(endpoint.event_types, e.type) and private.subscribes(sendable, e.type)
      and private.subscribes(readable, e.type) and not private.subscribes(s.sent_types, e.type)
      and e.id <> all (s.sent_ids)
      and private.after_cursor(e.created_at, private.parked_id(e.id, endpoint.id), after_time, after_id)
      and not exists (
        select from public.job_queue j
        where j.queue = 'webhooks' and j.client_id = endpoint.client_id and j.lane = endpoint.id
          and j.dedupe_key = e.id || ':' || endpoint.id
          and coalesce(j.client_id, '00000000-0000-0000-0000-000000000000') = e.client_id
          and j.phase in ('active', 'scheduled', 'parked'))
    order by e.created_at desc, e.id desc
    limit at_most
  ) o
  where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id
  order by o.created_at desc, o.id desc
  limit at_most;
end
$$;
comment on function private.parked_events is
  'Events that are parked for the endpoint, newest first, of types in readable, or of the wanted type only.';

-- Definer: callers cannot read the outbox.
create function private.parked_page(
  endpoint_id uuid, event_type text, after_time timestamptz, after_id uuid, page_size integer
) returns table (created_at timestamptz, id uuid, delivery jsonb)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.tenant_with('webhooks:read');
  readable constant text[] := private.readable_event_types();
begin
  return query
  select o.created_at, private.parked_id(o.id, e.id), private.parked_json(o, e.id)
  from public.webhook_endpoints e
  cross join lateral private.parked_events(e, readable, event_type, after_time => parked_page.after_time,
    after_id => parked_page.after_id, at_most => private.page_limit(page_size)) o
  where e.client_id = tenant and (parked_page.endpoint_id is null or e.id = parked_page.endpoint_id)
  order by 1 desc, 2 desc
  limit private.page_limit(page_size);
end
$$;
comment on function private.parked_page is
  'The parked deliveries that the caller may see after a cursor, newest first.';

-- Definer: see private.parked_page.
create function private.count_parked(endpoint_id uuid, event_type text) returns bigint
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select count(*) from public.webhook_endpoints e
    cross join lateral private.parked_events(e, private.readable_event_types(), event_type) o
    where e.client_id = private.tenant_with('webhooks:read')
      and (count_parked.endpoint_id is null or e.id = count_parked.endpoint_id));
end
$$;

-- Definer: see private.parked_page.
create function private.parked_delivery(delivery_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.parked_json(o, e.id) || '{"attempts": []}'
    from public.webhook_endpoints e
    join private.outbox event on event.id = private.parked_id(delivery_id, e.id) and event.client_id = e.client_id
    cross join lateral private.parked_events(e, private.readable_event_types(), event.type, event.created_at,
      event.created_at + interval '1 microsecond') o
    where e.client_id = private.tenant_with('webhooks:read') and o.id = event.id);
end
$$;
comment on function private.parked_delivery is 'A parked delivery that the caller may see, with its attempts: none.';

-- Definer: see private.parked_page.
create function private.parked_summary(endpoint public.webhook_endpoints) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('parked', least(p.events + p.jobs, 1000), 'parked_dropped',
      coalesce(h.parked_dropped, 0))
    from (
      select (select count(*) from private.parked_events(endpoint, at_most => 1000)) as events, (
        select count(*) from (
          select from public.job_queue j
          where j.queue = 'webhooks' and j.client_id = endpoint.client_id and j.lane = endpoint.id
            and j.phase = 'parked' limit 1000) j) as jobs
    ) p
    left join private.endpoint_health h on h.client_id = endpoint.client_id and h.endpoint_id = endpoint.id);
end
$$;
comment on function private.parked_summary is
  '{parked, parked_dropped}: deliveries that wait for a replay, counted up to 1,000, and those that became too old.';
grant execute on function private.parked_page, private.count_parked, private.parked_delivery, private.parked_summary
  to authenticated;

-- supabase/schemas/80_webhooks/read_endpoints.sql

-- Reading endpoints.

create function private.endpoint_json(endpoint public.webhook_endpoints) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(endpoint) - 'client_id' || jsonb_build_object('scopes', private.endpoint_scopes(endpoint))
    || private.parked_summary(endpoint)
$$;
comment on function private.endpoint_json is 'An endpoint as the API returns it. scopes: those that count now.';
grant execute on function private.endpoint_json to authenticated;

create function public.list_webhook_endpoints(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.endpoint_json(p.endpoint)), '[]') into rows
  from (
    select e as endpoint from public.webhook_endpoints e
    where private.after_cursor(e.created_at, e.id, after_time, after_id)
    order by e.created_at desc, e.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_endpoints;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_endpoints is
  'Endpoints after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_webhook_endpoints to authenticated;

create function public.get_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  perform private.authorize('webhooks:read');
  select * into endpoint from public.webhook_endpoints e where e.id = endpoint_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such endpoint');
  end if;
  return private.endpoint_json(endpoint);
end
$$;
comment on function public.get_webhook_endpoint is 'An endpoint. Raises 401, 403, 404.';
grant execute on function public.get_webhook_endpoint to authenticated;

-- supabase/schemas/80_webhooks/change_endpoints.sql

-- Creating, replacing and deleting endpoints.

create function private.lock_endpoint(endpoint_id uuid) returns public.webhook_endpoints
language plpgsql volatile set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  select * into endpoint from public.webhook_endpoints e
  where e.client_id = private.client_id() and e.id = lock_endpoint.endpoint_id
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such endpoint');
  end if;
  return endpoint;
end
$$;
grant execute on function private.lock_endpoint to authenticated;

-- Definer: callers cannot read or write secrets.
create function public.create_webhook_endpoint(
  id uuid, url text, secret jsonb, event_types text[] default '{*}', description text default null,
    enabled boolean default true, priority integer default 5
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  content constant bytea := private.fingerprint(jsonb_build_array(url, event_types, description, enabled, priority));
  earlier constant jsonb := private.replay('create_webhook_endpoint', content);
  endpoint public.webhook_endpoints;
begin
  if earlier is not null then
    return earlier;
  end if;
  -- An endpoint cannot be enabled without a secret, so the secret comes first.
  perform private.keep_secret(tenant, 'webhook_endpoint', create_webhook_endpoint.id, secret);
  insert into public.webhook_endpoints (client_id, id, url, event_types, description, enabled, priority)
  values (tenant, create_webhook_endpoint.id, create_webhook_endpoint.url, create_webhook_endpoint.event_types,
    create_webhook_endpoint.description, create_webhook_endpoint.enabled, create_webhook_endpoint.priority)
  returning * into endpoint;
  return private.remember('create_webhook_endpoint',
    jsonb_build_object('status', 201, 'body', private.endpoint_json(endpoint)));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_webhook_endpoint is
  'Adds an endpoint: {status, body: endpoint, replayed?}. The caller chooses id, because secret '
  '{key_id, ciphertext (base64)} is encrypted for it. '
  'Raises 401, 403, 409 CONFLICT (too many) or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.create_webhook_endpoint to authenticated;

create function public.put_webhook_endpoint(
  endpoint_id uuid, url text, event_types text[], description text default null, enabled boolean default true,
    if_match integer default null, priority integer default 5
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  perform private.authorize('webhooks:write');
  endpoint := private.lock_endpoint(endpoint_id);
  perform private.require_version(endpoint.version, if_match);
  update public.webhook_endpoints e
  set url = put_webhook_endpoint.url, event_types = put_webhook_endpoint.event_types,
    description = put_webhook_endpoint.description, enabled = put_webhook_endpoint.enabled,
    priority = put_webhook_endpoint.priority
  where e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_webhook_endpoint is
  'Replaces an endpoint except its secret, and returns it. Raises 401, 403, 404, 409 CONFLICT if it has no secret, '
  '412 VERSION_MISMATCH, 422.';
grant execute on function public.put_webhook_endpoint to authenticated;

create function public.delete_webhook_endpoint(endpoint_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('webhooks:write');
  perform private.require_version((private.lock_endpoint(endpoint_id)).version, if_match);
  delete from public.webhook_endpoints e where e.id = endpoint_id;
end
$$;
comment on function public.delete_webhook_endpoint is
  'Deletes an endpoint and its secrets and cancels its waiting deliveries. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_endpoint to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_endpoint_secret(endpoint_id uuid, secret jsonb, overlap_hours integer default 24)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint public.webhook_endpoints := private.lock_endpoint(endpoint_id);
begin
  perform private.rotate_secret(tenant, 'webhook_endpoint', endpoint.id, secret, overlap_hours);
  update public.webhook_endpoints e set version = e.version + 1, updated_at = now()
  where e.client_id = tenant and e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_endpoint_secret is
  'Gives an endpoint a new secret {key_id, ciphertext (base64)} and returns the endpoint. Former secrets keep '
  'signing for overlap_hours at most. Raises 401, 403, 404, 422.';
grant execute on function public.rotate_endpoint_secret to authenticated;

-- supabase/schemas/80_webhooks/deliveries.sql

-- Guarantees: an event reaches every endpoint that subscribes to it once its change is committed, never before,
-- always with one id and one body. A delivery is a job; its attempts are a log.

create function private.receivers(tenants uuid[]) returns table (
  client_id uuid, id uuid, priority smallint, event_types text[], readable text[], open_until timestamptz
) language plpgsql stable set search_path = '' as $$
begin
  return query
  select e.client_id, e.id, e.priority, e.event_types, private.types_readable_with(private.endpoint_scopes(e)),
    h.open_until
  from public.webhook_endpoints e
  join public.clients c on c.id = e.client_id and c.status = 'active'
  join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
  where e.client_id = any (tenants) and e.enabled;
end
$$;
comment on function private.receivers is
  'The endpoints that are sent events now. readable: the types that their authors may read. open_until: the breaker.';

-- In the writer's transaction, whoever writes the outbox and however many events at once.
-- Definer: no writer may read endpoints or write jobs.
create function private.fan_out() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenants constant uuid[] := array(
    select distinct n.client_id from new_events n
    where exists (select from public.webhook_endpoints e where e.client_id = n.client_id));
begin
  -- Most events have no receiver, and to insert nothing is not free: it runs the triggers of the queue.
  if tenants = '{}' then
    return null;
  end if;
  perform private.share_events(tenants);
  insert into public.job_queue (queue, type, client_id, lane, priority, payload, dedupe_key, status, scheduled_for,
    request_id)
  select 'webhooks', 'webhook.deliver', n.client_id, r.id, r.priority,
    jsonb_build_object('event_id', n.id, 'event_type', n.type, 'endpoint_id', r.id), n.id || ':' || r.id,
    case when r.open_until > now() then 'scheduled' else 'pending' end,
    coalesce(greatest(r.open_until, now()), now()), n.request_id
  from new_events n
  join private.receivers(tenants) r on r.client_id = n.client_id
  where r.id = n.recipient_id or n.recipient_id is null
    and private.subscribes(r.event_types, n.type) and private.subscribes(r.readable, n.type);
  -- A transaction may begin before an endpoint is paused or resumed and write its event afterwards. The event then gets
  -- a time on the side of the span on which it was treated.
  update private.outbox o set created_at = clock_timestamp()
  from new_events n
  where o.id = n.id and n.client_id = any (tenants) and n.created_at <= (
    select max(h.paused_or_resumed_at) from private.endpoint_health h where h.client_id = n.client_id);
  return null;
end
$$;
create trigger fan_out after insert on private.outbox referencing new table as new_events
  for each statement execute function private.fan_out();
create index job_queue_deliveries on public.job_queue (client_id, lane, created_at desc, id desc)
  where queue = 'webhooks';

-- Receivers take 20 kB. The text is the same each time, because it is signed under one id.
create function private.event_body(event private.outbox) returns text
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  data constant jsonb := case
    when octet_length(event.data::text) <= 19000 then event.data
    else jsonb_build_object('id', event.data -> 'id', 'truncated', true)
  end;
begin
  return jsonb_build_object('type', event.type, 'timestamp', event.created_at, 'data', data)::text;
end
$$;
comment on function private.event_body is
  'What is sent: {type, timestamp, data}. Data over 19,000 bytes is only {id, truncated: true}: the API has the rest.';

create table public.webhook_attempts (
  id bigint generated always as identity primary key,
  client_id uuid not null references public.clients,
  delivery_id uuid not null references public.job_queue on delete cascade,
  endpoint_id uuid not null,
  event_type text not null,
  attempt integer not null,
  succeeded boolean not null,
  status_code integer,
  duration_ms integer not null,
  error text,
  response text check (length(response) <= 1024),
  attempted_at timestamptz not null
);
comment on column public.webhook_attempts.response is 'The first kilobyte of the answer.';
create index on public.webhook_attempts (delivery_id, id);
create index on public.webhook_attempts (client_id, attempted_at);
alter table public.webhook_attempts enable row level security;

create policy "webhooks:read and the scope of the event may see attempts" on public.webhook_attempts
  for select to authenticated
  using (client_id = (select private.tenant_with('webhooks:read'))
    and private.subscribes((select private.readable_event_types()), event_type));
grant select on public.webhook_attempts to authenticated;

create view public.webhook_deliveries with (security_invoker = true) as
select j.client_id, j.id, (j.payload ->> 'event_id')::uuid as event_id, j.payload ->> 'event_type' as event_type,
  (j.payload ->> 'endpoint_id')::uuid as endpoint_id,
  case j.status when 'completed' then 'delivered' when 'dead' then 'failed' else j.status end as status,
  j.attempts as attempt_count, j.max_attempts,
  case when j.status in ('pending', 'scheduled') then j.scheduled_for end as next_attempt_at,
  j.error_message as error, j.request_id, j.created_at, j.completed_at
from public.job_queue j
where j.queue = 'webhooks' and j.type = 'webhook.deliver';
comment on view public.webhook_deliveries is
  'Jobs that send an event to an endpoint, under the policies of job_queue; see private.job_types.';
grant select on public.webhook_deliveries to authenticated;

-- supabase/schemas/80_webhooks/read_deliveries.sql

-- Reading deliveries, their attempts and their metrics.

create function private.count_deliveries(endpoint_id uuid, status text, event_type text) returns bigint
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  total bigint := (
    select count(*) from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (count_deliveries.endpoint_id is null or j.lane = count_deliveries.endpoint_id)
      and (count_deliveries.status is null or j.status = count_deliveries.status)
      and (count_deliveries.event_type is null or j.payload ->> 'event_type' = count_deliveries.event_type));
begin
  if coalesce(status, 'parked') = 'parked' then
    total := total + private.count_parked(endpoint_id, event_type);
  end if;
  return total;
end
$$;
grant execute on function private.count_deliveries to authenticated;

-- Planned for each call: with a generic plan the optional filters would keep Postgres from using an index.
create function public.list_webhook_deliveries(
  endpoint_id uuid default null, status text default null, event_type text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  found_ids uuid[];
  rows jsonb;
  total bigint;
  wanted constant text := case status when 'delivered' then 'completed' when 'failed' then 'dead' else status end;
begin
  perform private.authorize('webhooks:read');
  found_ids := array(
    select j.id from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (list_webhook_deliveries.endpoint_id is null or j.lane = list_webhook_deliveries.endpoint_id)
      and (wanted is null or j.status = wanted)
      and (list_webhook_deliveries.event_type is null
        or j.payload ->> 'event_type' = list_webhook_deliveries.event_type)
      and private.after_cursor(j.created_at, j.id, after_time, after_id)
    order by j.created_at desc, j.id desc
    limit private.page_limit(page_size));
  select coalesce(jsonb_agg(p.delivery order by p.created_at desc, p.id desc), '[]') into rows
  from (
    select d.created_at, d.id, to_jsonb(d) - 'client_id' as delivery
    from public.webhook_deliveries d where d.id = any (found_ids)
    union all
    select p.* from private.parked_page(endpoint_id, event_type, after_time, after_id, page_size) p
    where coalesce(wanted, 'parked') = 'parked'
    order by 1 desc, 2 desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    total := private.count_deliveries(endpoint_id, wanted, event_type);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_deliveries is
  'Deliveries after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_webhook_deliveries to authenticated;

create function public.get_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  delivery jsonb;
begin
  perform private.authorize('webhooks:read');
  select to_jsonb(d) - 'client_id' || jsonb_build_object('attempts', coalesce((
    select jsonb_agg(to_jsonb(a) - 'client_id' - 'delivery_id' - 'endpoint_id' - 'event_type' order by a.id)
    from public.webhook_attempts a where a.delivery_id = d.id), '[]')) into delivery
  from public.webhook_deliveries d where d.id = get_webhook_delivery.delivery_id;
  if not found then
    delivery := private.parked_delivery(delivery_id);
  end if;
  if delivery is null then
    perform private.fail(404, 'NOT_FOUND', 'There is no such delivery');
  end if;
  return delivery;
end
$$;
comment on function public.get_webhook_delivery is
  'A delivery with its attempts: [{id, attempt, succeeded, status_code, duration_ms, error, response, '
  'attempted_at}]. Raises 401, 403, 404.';
grant execute on function public.get_webhook_delivery to authenticated;

create function public.webhook_metrics(hours integer default 24) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('endpoint_id', e.id, 'url', e.url, 'enabled', e.enabled, 'attempts',
      coalesce(a.attempts, 0),
      'delivered', coalesce(a.delivered, 0), 'failed', coalesce(a.attempts - a.delivered, 0), 'success_rate',
        round(a.delivered::numeric / a.attempts, 6),
      'p50_ms', a.p50, 'p95_ms', a.p95) order by e.created_at desc, e.id desc), '[]')
    from public.webhook_endpoints e
    left join (
      select t.endpoint_id, count(*) as attempts, count(*) filter (where t.succeeded) as delivered,
        round(percentile_cont(0.5) within group (order by t.duration_ms)) as p50,
        round(percentile_cont(0.95) within group (order by t.duration_ms)) as p95
      from public.webhook_attempts t
      where t.attempted_at > now() - make_interval(hours => greatest(least(hours, 168), 1))
      group by t.endpoint_id
    ) a on a.endpoint_id = e.id);
end
$$;
comment on function public.webhook_metrics is
  'Attempts of the last hours (1 to 168) by endpoint: [{endpoint_id, url, enabled, attempts, delivered, failed, '
  'success_rate, p50_ms, p95_ms}]. Raises 401, 403.';
grant execute on function public.webhook_metrics to authenticated;

-- supabase/schemas/80_webhooks/load_deliveries.sql

-- Tells the worker what to do with the deliveries it has claimed.

-- Definer: the service role has no rights in private, and only it reads ciphertext.
-- The planner settings force index probes: the sets are small and their statistics say nothing.
create function public.load_deliveries(deliveries jsonb) returns json
language plpgsql volatile security definer set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  probed constant uuid[] := private.take_probes(deliveries);
  loaded json;
begin
  with wanted as materialized (
    select d.id, d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id,
      (d.payload ->> 'event_id')::uuid as event_id,
      row_number() over (partition by d.payload ->> 'endpoint_id' order by d.created_at, d.id) as place
    from jsonb_to_recordset(deliveries) as d (id uuid, client_id uuid, payload jsonb, created_at timestamptz)
  ), events as materialized (
    select o.*
    from (select distinct w.client_id, w.event_id from wanted w) w
    cross join lateral (
      select o.client_id, o.id, o.type, o.recipient_id, private.event_body(o) as body
      from private.outbox o where o.id = w.event_id
        and o.client_id = w.client_id limit 1
    ) o
  ), endpoints as materialized (
    select e.*
    from (select distinct w.client_id, w.endpoint_id from wanted w) w
    cross join lateral (
      select e.client_id, e.id, e.enabled and c.status = 'active' as enabled, e.url, h.open_until,
        private.types_readable_with(private.endpoint_scopes(e)) as readable,
        private.valid_secrets(e.client_id, 'webhook_endpoint', e.id) as secrets
      from public.webhook_endpoints e
      join public.clients c on c.id = e.client_id
      left join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
      where e.client_id = w.client_id and e.id = w.endpoint_id limit 1
    ) e
  )
  select json_build_object(
    'deliveries', (
      select coalesce(json_agg(case
        when v.id is null or e.id is null
          then json_build_object('id', w.id, 'action', 'reject', 'error',
            'The endpoint or the event no longer exists')
        when v.recipient_id is null and not private.subscribes(e.readable, v.type)
          then json_build_object('id', w.id, 'action', 'reject', 'error',
            format('The endpoint''s author may not read %s events', v.type))
        when not e.enabled then json_build_object('id', w.id, 'action', 'park')
        when e.open_until is null then json_build_object('id', w.id, 'action', 'send', 'probe', false)
        when w.place = 1 and e.id = any (probed) then json_build_object('id', w.id, 'action', 'send', 'probe', true)
        else json_build_object('id', w.id, 'action', 'postpone', 'retry_after',
          greatest(extract(epoch from e.open_until - now()), 1) + random())
      end), '[]')
      from wanted w
      left join events v on v.client_id = w.client_id and v.id = w.event_id
      left join endpoints e on e.client_id = w.client_id and e.id = w.endpoint_id),
    'events', (select coalesce(json_object_agg(v.id, v.body), '{}') from events v),
    'endpoints', (select coalesce(json_object_agg(e.id, json_build_object('url', e.url, 'secrets', e.secrets)), '{}')
      from endpoints e where e.enabled))
  into loaded;
  return loaded;
end
$$;
comment on function public.load_deliveries is
  'Takes jobs [{id, client_id, payload, created_at}] and returns {deliveries: [{id, action, …}], events: {id: body}, '
  'endpoints: {id: {url, secrets}}}. Actions: send {probe}; postpone {retry_after} while the breaker is open; park '
  'while the endpoint is disabled or its tenant suspended; reject {error} if the endpoint or event is gone or its '
  'author may not read the event.';
revoke execute on function public.load_deliveries from public, anon, authenticated;
grant execute on function public.load_deliveries to service_role;

-- supabase/schemas/80_webhooks/disable_endpoint.sql

-- Disabling an endpoint that is gone or fails for days.

create function private.disable_endpoint(endpoint public.webhook_endpoints, reason text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  disabled public.webhook_endpoints;
begin
  update public.webhook_endpoints e set enabled = false, disabled_reason = reason
  where e.client_id = endpoint.client_id and e.id = endpoint.id and e.enabled
  returning * into disabled;
  if found then
    perform private.emit_event(disabled.client_id, 'endpoint.disabled', private.endpoint_json(disabled));
  end if;
end
$$;

-- supabase/schemas/80_webhooks/follow_attempts.sql

-- What a set of attempts says about their endpoints. Locked in one order, so that workers wait and do not deadlock;
-- the health of an endpoint that does well is not written.
create function private.follow_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ill record;
begin
  for ill in
    with attempts as (
      select j.client_id, (j.payload ->> 'endpoint_id')::uuid as endpoint_id, j.status = 'completed' as ok,
        j.started_at,
        j.result ->> 'status_code' = '410' as gone, coalesce((j.result ->> 'probe')::boolean, false) as probe,
        max(j.started_at) filter (where j.status = 'completed') over (
          partition by j.payload ->> 'endpoint_id') as last_ok
      from unnest(jobs) j where j.result ? 'duration_ms'
    )
    select a.client_id, a.endpoint_id, bool_or(a.ok) as succeeded, bool_or(a.gone) as gone,
      bool_or(a.probe and not a.ok) as probe_failed,
      count(*) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failures,
      min(a.started_at) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failing_since
    from attempts a
    group by a.client_id, a.endpoint_id
    order by a.client_id, a.endpoint_id
  loop
    update private.endpoint_health h
    set failures = case when ill.succeeded then 0 else h.failures end + ill.failures,
      failing_since = case when ill.succeeded then ill.failing_since
        else coalesce(h.failing_since, ill.failing_since) end,
      pause_seconds = case when ill.succeeded then 60 when ill.probe_failed then least(h.pause_seconds * 2, 3600)
        else h.pause_seconds end,
      open_until = case
        when ill.succeeded and ill.failures < 10 then null
        when ill.probe_failed then now() + make_interval(secs => least(h.pause_seconds * 2, 3600))
        when h.open_until is null and h.failures + ill.failures >= 10 then now(
          ) + make_interval(secs => h.pause_seconds)
        else h.open_until
      end
    where h.client_id = ill.client_id and h.endpoint_id = ill.endpoint_id
      and (ill.failures > 0 or h.failures > 0 or h.open_until is not null);
    if ill.failures > 0 then
      perform private.disable_endpoint(e, case when ill.gone then 'gone' else 'failing' end)
      from public.webhook_endpoints e join private.endpoint_health h on h.client_id = e.client_id
        and h.endpoint_id = e.id
      where e.client_id = ill.client_id and e.id = ill.endpoint_id
        and (ill.gone or h.failing_since < now() - interval '5 days');
    end if;
  end loop;
end
$$;

-- supabase/schemas/80_webhooks/follow_slowness.sql

-- Guarantees: an endpoint that answers slowly holds few of the places that all endpoints share.

create function private.follow_slowness(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with attempts as (
    select j.client_id, (j.payload ->> 'endpoint_id')::uuid as endpoint_id,
      count(*) filter (where (j.result ->> 'duration_ms')::integer >= 5000) as slow,
      bool_or((j.result ->> 'duration_ms')::integer < 5000) as was_quick
    from unnest(jobs) j where j.result ? 'duration_ms'
    group by 1, 2
  ), changed as (
    update private.endpoint_health h
    set slow_attempts = case when a.was_quick then 0 else h.slow_attempts + a.slow end
    from attempts a
    where h.client_id = a.client_id and h.endpoint_id = a.endpoint_id and (h.slow_attempts > 0 or a.slow > 0)
    returning h.endpoint_id, h.slow_attempts
  ), quick as (
    delete from private.slow_lanes s using changed c where s.lane = c.endpoint_id and c.slow_attempts = 0
  )
  insert into private.slow_lanes (lane)
  select c.endpoint_id from changed c where c.slow_attempts >= 10
  on conflict do nothing;
end
$$;
comment on function private.follow_slowness is
  'Ten attempts of 5 s or more in a row make an endpoint slow: then a worker makes one attempt at a time. A quicker '
  'one ends that.';

-- supabase/schemas/80_webhooks/record_attempts.sql

-- The end of an attempt: its log entry, and what it means for the endpoint.

create function private.record_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.webhook_attempts
    (client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, status_code, duration_ms, error, response,
      attempted_at)
  select j.client_id, j.id, (j.payload ->> 'endpoint_id')::uuid, j.payload ->> 'event_type', j.attempt,
    j.status = 'completed', (j.result ->> 'status_code')::integer,
    (j.result ->> 'duration_ms')::integer, j.error, left(j.result ->> 'response', 1024), j.started_at
  from unnest(jobs) j where j.result ? 'duration_ms';
  perform private.follow_attempts(jobs);
  perform private.follow_slowness(jobs);
end
$$;
comment on function private.record_attempts is
  'The effect of webhook.deliver: the log, and what it says about the endpoint; an attempt that was made has '
  'duration_ms in its result.';

-- supabase/schemas/80_webhooks/send_again.sql

-- Test events and retries.

create function private.require_enabled(endpoint public.webhook_endpoints) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not endpoint.enabled then
    perform private.fail(409, 'ENDPOINT_DISABLED', 'The endpoint is not enabled: nothing can be sent to it');
  end if;
end
$$;
grant execute on function private.require_enabled to authenticated;

-- Definer: callers may not write events and jobs by hand.
create function public.test_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  earlier constant jsonb := private.replay('test_webhook_endpoint',
    private.fingerprint(jsonb_build_array(endpoint_id)));
  sent_event uuid;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_enabled(endpoint);
  insert into private.outbox (client_id, type, data, request_id, recipient_id)
  values (tenant, 'endpoint.test', private.endpoint_json(endpoint),
    left(private.request_header('x-request-id'), 200), endpoint.id)
  returning id into sent_event;
  return private.remember('test_webhook_endpoint', jsonb_build_object('status', 202, 'body', (
    select to_jsonb(d) - 'client_id' from public.webhook_deliveries d
    join public.job_queue j on j.id = d.id
    where j.client_id = tenant and j.queue = 'webhooks' and j.dedupe_key = sent_event || ':' || endpoint.id)));
end
$$;
comment on function public.test_webhook_endpoint is
  'Sends an event endpoint.test to this endpoint: {status, body: delivery, replayed?}. Raises 401, 403, 404, 409 '
  'ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.test_webhook_endpoint to authenticated;

create function private.enqueue_parked(tenant uuid, delivery_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  delivery constant jsonb := private.parked_delivery(delivery_id);
begin
  if delivery is null then
    return;
  end if;
  update private.parked_spans s set sent_ids = s.sent_ids || (delivery ->> 'event_id')::uuid
  where s.client_id = tenant and s.endpoint_id = (delivery ->> 'endpoint_id')::uuid
    and s.starts_at <= (delivery ->> 'created_at')::timestamptz
    and (s.ends_at is null or s.ends_at > (delivery ->> 'created_at')::timestamptz);
  insert into public.job_queue (id, queue, type, client_id, lane, priority, payload, dedupe_key, status)
  select delivery_id, 'webhooks', 'webhook.deliver', tenant, d.endpoint_id, e.priority, to_jsonb(d),
    d.event_id || ':' || d.endpoint_id, 'parked'
  from jsonb_to_record(delivery) as d (event_id uuid, event_type text, endpoint_id uuid)
  join public.webhook_endpoints e on e.client_id = tenant and e.id = d.endpoint_id;
end
$$;
comment on function private.enqueue_parked is 'Gives a parked event that has no row one, so that it can be sent.';

-- Definer: callers may not write events and jobs by hand.
create function public.retry_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  job public.job_queue;
begin
  perform private.enqueue_parked(tenant, delivery_id);
  job := private.lock_job(tenant, delivery_id);
  if job.type <> 'webhook.deliver' then
    perform private.fail(404, 'NOT_FOUND', 'There is no such delivery');
  end if;
  perform private.require_enabled(private.lock_endpoint(job.lane));
  if job.status not in ('dead', 'cancelled', 'scheduled', 'parked') then
    perform private.fail(409, 'CONFLICT', 'The delivery is under way or done: replay sends an event again');
  end if;
  begin
    update public.job_queue j
    set status = 'pending', attempts = 0, scheduled_for = now(), completed_at = null, error_message = null
    where j.id = job.id;
  exception when unique_violation then
    perform private.fail(409, 'CONFLICT', 'The same event waits to be sent to the endpoint already');
  end;
  perform private.ring('webhooks');
  return (select to_jsonb(d) - 'client_id' from public.webhook_deliveries d where d.id = job.id);
end
$$;
comment on function public.retry_webhook_delivery is
  'Sends what failed, was parked or waits for its next attempt now, with all its attempts, and returns the '
  'delivery. Raises 401, 403, 404, 409 CONFLICT or ENDPOINT_DISABLED.';
grant execute on function public.retry_webhook_delivery to authenticated;

-- supabase/schemas/80_webhooks/replay_endpoint.sql

-- Replaying past events to an endpoint, parked ones among them.

create function private.release_parked(endpoint public.webhook_endpoints, from_time timestamptz, to_time timestamptz,
  types text[]) returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  released bigint;
begin
  with events as (
    select o.id from private.outbox o
    where o.client_id = endpoint.client_id and o.created_at >= from_time and o.created_at < to_time
  )
  update public.job_queue j set status = 'pending', scheduled_for = now(), attempts = 0, error_message = null
  where j.client_id = endpoint.client_id and j.queue = 'webhooks' and j.lane = endpoint.id and j.phase = 'parked'
    and (j.payload ->> 'event_id')::uuid in (select id from events)
    and private.subscribes(types, j.payload ->> 'event_type');
  get diagnostics released = row_count;
  perform private.ring('webhooks') where released > 0;
  return released;
end
$$;
comment on function private.release_parked is 'Sends deliveries that were waiting when the endpoint was paused.';

create function private.replayable_types(endpoint public.webhook_endpoints, wanted text[]) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  readable constant text[] := private.readable_event_types();
begin
  return case
    when wanted is not null and '*' <> all (wanted) then wanted
    when private.types_readable_with(private.endpoint_scopes(endpoint)) <@ readable then '{*}'
    else readable
  end;
end
$$;
comment on function private.replayable_types is
  'The types that the caller wants, otherwise those they may read: "*" if these are all that the endpoint gets.';

create function private.past_deliveries(endpoint public.webhook_endpoints)
returns table (event_id uuid, delivered boolean, waiting boolean)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select (j.payload ->> 'event_id')::uuid, bool_or(j.status = 'completed'),
    bool_or(j.phase in ('scheduled', 'active', 'parked'))
  from public.job_queue j
  where j.client_id = endpoint.client_id and j.queue = 'webhooks' and j.lane = endpoint.id
  group by 1;
end
$$;
comment on function private.past_deliveries is 'By event: whether it was ever delivered, and whether it waits.';

create function private.enqueue_past_events(endpoint public.webhook_endpoints, from_time timestamptz,
  to_time timestamptz, types text[], only_failed boolean) returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  sendable constant text[] := private.types_readable_with(private.endpoint_scopes(endpoint));
  added bigint;
begin
  with parked as materialized (
    select p.id from private.parked_events(endpoint, types, from_time => enqueue_past_events.from_time,
      to_time => enqueue_past_events.to_time) p
  )
  insert into public.job_queue (id, queue, type, client_id, lane, priority, payload, dedupe_key)
  select case when d.event_id is null then private.parked_id(o.id, endpoint.id) else private.uuidv7() end,
    'webhooks', 'webhook.deliver', endpoint.client_id, endpoint.id, endpoint.priority,
    jsonb_build_object('event_id', o.id, 'event_type', o.type, 'endpoint_id', endpoint.id), o.id || ':' || endpoint.id
  from private.outbox o
  left join private.past_deliveries(endpoint) d on d.event_id = o.id
  where o.client_id = endpoint.client_id and o.created_at >= from_time and o.created_at < to_time
    and private.subscribes(types, o.type)
    and (o.recipient_id = endpoint.id or o.recipient_id is null
      and private.subscribes(endpoint.event_types, o.type) and private.subscribes(sendable, o.type))
    -- Not left to the dedupe key: a delivery that ends at this moment has given it back by the time it is asked.
    and d.waiting is not true
    and (not only_failed or not d.delivered or o.id in (select id from parked))
  order by o.created_at, o.id
  on conflict do nothing;
  get diagnostics added = row_count;
  return added;
end
$$;

create function private.end_spans(endpoint public.webhook_endpoints, from_time timestamptz, to_time timestamptz,
  types text[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with cut as (
    delete from private.parked_spans s
    where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id
      and s.starts_at < to_time and s.ends_at > from_time
    returning s.*
  )
  insert into private.parked_spans (client_id, endpoint_id, starts_at, ends_at, sent_types, sent_ids)
  select c.client_id, c.endpoint_id, p.starts_at, p.ends_at, p.sent_types, c.sent_ids
  from cut c
  cross join lateral (values
    (c.starts_at, from_time, c.sent_types),
    (greatest(c.starts_at, from_time), least(c.ends_at, to_time),
      array(select distinct t from unnest(c.sent_types || types) t)),
    (to_time, c.ends_at, c.sent_types)
  ) p (starts_at, ends_at, sent_types)
  where p.starts_at < p.ends_at and '*' <> all (p.sent_types);
  if (
    select count(*) from private.parked_spans s
    where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id) > 200 then
    perform private.fail(409, 'CONFLICT',
      'The endpoint''s parked events lie in 200 separate spans: replay a longer time, which joins them');
  end if;
end
$$;
comment on function private.end_spans is
  'Events of these types in this time are no longer parked. "*" stands for all types.';

-- Definer: callers may not write events and jobs by hand.
create function public.replay_webhook_endpoint(
  endpoint_id uuid, from_time timestamptz, to_time timestamptz, event_types text[] default null,
    only_failed boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  earlier constant jsonb := private.replay('replay_webhook_endpoint', private.fingerprint(
    jsonb_build_array(endpoint_id, from_time, to_time, event_types, only_failed)));
  types constant text[] := private.replayable_types(endpoint, event_types);
  replayed bigint;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_event_types(event_types);
  perform private.require_enabled(endpoint);
  replayed := private.release_parked(endpoint, from_time, to_time, types)
    + private.enqueue_past_events(endpoint, from_time, to_time, types, only_failed);
  perform private.end_spans(endpoint, from_time, to_time, types);
  return private.remember('replay_webhook_endpoint', jsonb_build_object('status', 202,
    'body', jsonb_build_object('replayed', replayed)));
end
$$;
comment on function public.replay_webhook_endpoint is
  'Sends the events of a time again, parked ones among them, except those that already wait to be sent. only_failed: '
  'only events that never arrived. {status, body: {replayed: how many}, replayed?}. Raises 401, 403, 404, 409 '
  'ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.replay_webhook_endpoint to authenticated;

-- supabase/schemas/80_webhooks/end_parked_events.sql

-- Guarantees: a parked event ends after webhooks.parked_days, or sooner beyond limits.parked_events, and is counted.

create function private.parked_cutoff(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  days constant integer := private.setting(tenant, 'webhooks.parked_days');
  newest constant bigint := private.setting(tenant, 'limits.parked_events');
begin
  return greatest(now() - make_interval(days => days), (
    select o.created_at from private.outbox o where o.client_id = tenant
    order by o.created_at desc offset newest limit 1));
end
$$;
comment on function private.parked_cutoff is
  'Until when parked events have ended: too old, or older than the newest so many events of the tenant.';

create function private.cancel_parked(tenant uuid, cutoff timestamptz)
returns table (endpoint_id uuid, dropped bigint)
language sql volatile set search_path = '' as $$
  with ended as (
    update public.job_queue j
    set status = 'cancelled', completed_at = now(), error_message = 'It was parked for too long'
    where j.client_id = tenant and j.queue = 'webhooks' and j.phase = 'parked' and j.created_at < cutoff
    returning j.lane
  )
  select e.lane, count(*) from ended e group by e.lane
$$;
comment on function private.cancel_parked is 'Ends deliveries that were waiting when their endpoint was paused.';

create function private.drop_parked(tenant uuid, cutoff timestamptz)
returns table (endpoint_id uuid, dropped bigint)
language plpgsql volatile set search_path = '' as $$
begin
  return query
  select e.id, count(*) from public.webhook_endpoints e
  cross join lateral private.parked_events(e, to_time => cutoff) o
  where e.client_id = tenant group by e.id;
  delete from private.parked_spans s where s.client_id = tenant and s.ends_at <= cutoff;
  update private.parked_spans s set starts_at = cutoff where s.client_id = tenant and s.starts_at < cutoff;
end
$$;
comment on function private.drop_parked is 'Ends parked events by moving the beginning of their spans.';

create function private.end_parked_events_of(tenant uuid) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  cutoff constant timestamptz := private.parked_cutoff(tenant);
  ended bigint;
begin
  with dropped as materialized (
    select d.endpoint_id, sum(d.dropped) as count
    from (select * from private.cancel_parked(tenant, cutoff)
      union all select * from private.drop_parked(tenant, cutoff)) d
    group by d.endpoint_id
  ), counted as (
    update private.endpoint_health h set parked_dropped = h.parked_dropped + d.count
    from dropped d where h.client_id = tenant and h.endpoint_id = d.endpoint_id
    returning h.endpoint_id, d.count
  ), told as (
    insert into private.outbox (client_id, type, data)
    select tenant, 'endpoint.parked_dropped', jsonb_build_object('id', e.id, 'url', e.url, 'dropped', c.count,
      'before', cutoff)
    from counted c join public.webhook_endpoints e on e.client_id = tenant and e.id = c.endpoint_id
  )
  select coalesce(sum(c.count), 0) into ended from counted c;
  return ended;
end
$$;

-- Each tenant in a subtransaction of its own, so that one that fails keeps none of the others from ending theirs.
create function private.end_parked_events() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  tenant uuid;
  ended bigint := 0;
begin
  for tenant in
    select s.client_id from private.parked_spans s
    union select j.client_id from public.job_queue j where j.queue = 'webhooks' and j.phase = 'parked'
  loop
    begin
      ended := ended + private.end_parked_events_of(tenant);
    exception when others then
      raise warning 'ending the parked events of tenant % failed: %', tenant, sqlerrm;
    end;
  end loop;
  return ended;
end
$$;
comment on function private.end_parked_events is 'Ends parked events that are too old. Returns how many.';

-- supabase/schemas/80_webhooks/sources.sql

-- Sources: other systems that send events to a tenant.

create table public.webhook_sources (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  preset text check (preset in ('stripe', 'github', 'shopify', 'slack', 'woocommerce', 'generic')),
  scheme text not null check (scheme in ('standard', 'hmac-sha256')),
  header text check (header ~ '^[a-z0-9-]{1,100}$'),
  encoding text check (encoding in ('hex', 'base64')),
  prefix text check (length(prefix) between 1 and 50 and prefix !~ '[[:cntrl:]]'),
  timestamp_header text check (timestamp_header ~ '^[a-z0-9-]{1,100}$'),
  id_from text check (length(id_from) <= 200 and id_from ~ '^(hash|header:[a-z0-9-]{1,100}|body:/[^[:cntrl:]]*)$'),
  type_from text check (length(type_from) <= 200 and type_from ~ '^(header:[a-z0-9-]{1,100}|body:/[^[:cntrl:]]*)$'),
  max_bytes integer not null default 262144 check (max_bytes between 1024 and 1048576),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check ((scheme = 'hmac-sha256') = (header is not null)),
  check (scheme = 'hmac-sha256' or num_nonnulls(preset, encoding, prefix, timestamp_header) = 0)
);
comment on column public.webhook_sources.preset is 'The sender whose way of signing it follows.';
comment on column public.webhook_sources.header is 'For hmac-sha256: the header that holds the signature.';
comment on column public.webhook_sources.timestamp_header is 'The header with the time, if the signature covers it.';
comment on column public.webhook_sources.id_from is
  'Where an event''s id stands. Null: in the signed header of the standard scheme, where the preset says, or the hash.';
comment on column public.webhook_sources.type_from is
  'Where an event''s type stands. Null: where the preset says, or /type.';
comment on column public.webhook_sources.max_bytes is
  'The longest body. The tenant''s setting limits.inbound_bytes may lower it.';
create index on public.webhook_sources (client_id, created_at desc, id desc);

-- No insert policy: a source without a secret could verify nothing. Only create_webhook_source adds sources.
alter table public.webhook_sources enable row level security;

create policy "webhooks:read may see sources" on public.webhook_sources
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));

create policy "webhooks:write may change sources" on public.webhook_sources
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may remove sources" on public.webhook_sources
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, delete,
  update (name, preset, scheme, header, encoding, prefix, timestamp_header, id_from, type_from, max_bytes)
  on public.webhook_sources to authenticated;

select private.enable_audit('public.webhook_sources');
select private.delete_secrets_with('public.webhook_sources', 'webhook_source');
create trigger touch before update on public.webhook_sources
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

-- supabase/schemas/80_webhooks/read_sources.sql

-- Reading sources.

create function private.source_json(source public.webhook_sources) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(source) - 'client_id'
$$;
grant execute on function private.source_json to authenticated;

create function public.list_webhook_sources(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.source_json(p.source)), '[]') into rows
  from (
    select s as source from public.webhook_sources s
    where private.after_cursor(s.created_at, s.id, after_time, after_id)
    order by s.created_at desc, s.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_sources;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_sources is
  'Sources after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
grant execute on function public.list_webhook_sources to authenticated;

create function public.get_webhook_source(source_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  perform private.authorize('webhooks:read');
  select * into source from public.webhook_sources s where s.id = source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return private.source_json(source);
end
$$;
comment on function public.get_webhook_source is 'A source. Raises 401, 403, 404.';
grant execute on function public.get_webhook_source to authenticated;

-- supabase/schemas/80_webhooks/change_sources.sql

-- Creating, replacing and deleting sources.

create function private.lock_source(source_id uuid) returns public.webhook_sources
language plpgsql volatile set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  select * into source from public.webhook_sources s
  where s.client_id = private.client_id() and s.id = lock_source.source_id
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
grant execute on function private.lock_source to authenticated;

create function private.require_inbound_bytes(tenant uuid, max_bytes integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  most constant integer := private.setting(tenant, 'limits.inbound_bytes');
begin
  if max_bytes > most then
    perform private.invalid('max_bytes', 'range', format('is %s, the tenant''s limit is %s', max_bytes, most));
  end if;
end
$$;

-- Definer: see create_webhook_endpoint.
create function public.create_webhook_source(
  id uuid, name text, scheme text, secret jsonb, header text default null, preset text default null,
  encoding text default null, prefix text default null, timestamp_header text default null,
  id_from text default null, type_from text default null, max_bytes integer default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  tenant constant uuid := private.authorize('webhooks:write');
  content constant bytea := private.fingerprint(jsonb_build_array(name, scheme, header, preset, encoding, prefix,
    timestamp_header, id_from, type_from, max_bytes, secret ->> 'fingerprint'));
  earlier constant jsonb := private.replay('create_webhook_source', content);
  source public.webhook_sources;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_inbound_bytes(tenant, max_bytes);
  insert into public.webhook_sources (client_id, id, name, scheme, header, preset, encoding, prefix, timestamp_header,
    id_from, type_from, max_bytes)
  values (tenant, id, name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from,
    coalesce(max_bytes, 262144))
  returning * into source;
  perform private.keep_secret(tenant, 'webhook_source', source.id, secret);
  return private.remember('create_webhook_source',
    jsonb_build_object('status', 201, 'body', private.source_json(source)));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_webhook_source is
  'Adds a source: {status, body: source, replayed?}. The caller chooses id, because secret {key_id, ciphertext '
  '(base64), fingerprint?} is encrypted for it. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';
grant execute on function public.create_webhook_source to authenticated;

create function private.replace_source_secret(source public.webhook_sources, secret jsonb) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  if secret is null or exists (
    select from private.secrets s
    where s.client_id = source.client_id and s.kind = 'webhook_source' and s.owner_id = source.id
      and s.expires_at is null and s.fingerprint = secret ->> 'fingerprint'
  ) then
    return false;
  end if;
  perform private.keep_secret(source.client_id, 'webhook_source', source.id, secret);
  return true;
end
$$;
comment on function private.replace_source_secret is
  'Puts the secret in place of all former ones. Returns false if it is null or already the current one.';

-- Definer: callers cannot read or write secrets.
create function public.put_webhook_source(
  source_id uuid, name text, scheme text, header text default null, if_match integer default null,
  preset text default null, encoding text default null, prefix text default null, timestamp_header text default null,
  id_from text default null, type_from text default null, max_bytes integer default null, secret jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
  rotated boolean;
begin
  rotated := private.replace_source_secret(source, secret);
  perform private.require_version(source.version, if_match), private.require_inbound_bytes(tenant, max_bytes);
  update public.webhook_sources s
  set (name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from, max_bytes)
    = (select name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from,
      coalesce(max_bytes, 262144)),
    version = s.version + rotated::integer, updated_at = case when rotated then now() else s.updated_at end
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_webhook_source is
  'Replaces a source and returns it. Without secret {key_id, ciphertext (base64), fingerprint} its secrets stay, '
  'with one they end at once. Raises 401, 403, 404, 412 VERSION_MISMATCH, 422.';
grant execute on function public.put_webhook_source to authenticated;

create function public.delete_webhook_source(source_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('webhooks:write');
  perform private.require_version((private.lock_source(source_id)).version, if_match);
  delete from public.webhook_sources s where s.id = source_id;
end
$$;
comment on function public.delete_webhook_source is
  'Deletes a source and its secrets. Received events stay. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_source to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_source_secret(source_id uuid, secret jsonb, overlap_hours integer default 24)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
begin
  perform private.rotate_secret(tenant, 'webhook_source', source.id, secret, overlap_hours);
  update public.webhook_sources s set version = s.version + 1, updated_at = now()
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_source_secret is
  'Gives a source a new secret {key_id, ciphertext (base64), fingerprint?} and returns the source. Former secrets '
  'stay valid for overlap_hours at most. Raises 401, 403, 404, 422.';
grant execute on function public.rotate_source_secret to authenticated;

-- supabase/schemas/80_webhooks/inbound_events.sql

-- Guarantees: an inbound event takes effect once, however often it is sent.

create table public.inbound_events (
  id uuid primary key default gen_random_uuid(),
  client_id uuid references public.clients,
  source text not null check (source in ('stripe', 'resend') or source ~ '^[0-9a-f-]{36}$'),
  event_id text not null check (length(event_id) between 1 and 255),
  type text not null check (type ~ '^[^[:space:][:cntrl:]*"\\]+$' and length(type) <= 200),
  payload jsonb not null,
  request_id text default left(private.request_header('x-request-id'), 200),
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  constraint inbound_events_once unique (source, event_id),
  check ((source in ('stripe', 'resend')) = (client_id is null))
);
comment on column public.inbound_events.client_id is 'Null for events of the operator, which no tenant sees.';
create index on public.inbound_events (client_id, received_at desc);
alter table public.inbound_events enable row level security;

create policy "webhooks:read may see inbound events" on public.inbound_events
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select on public.inbound_events to authenticated;

-- Definer: only the service role reads ciphertext. Senders have no token, so the source's id identifies the tenant.
create function public.inbound_source(source_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  source jsonb;
begin
  select private.source_json(s) || jsonb_build_object('client_id', s.client_id,
    'max_bytes', least(s.max_bytes, private.setting(s.client_id, 'limits.inbound_bytes')::integer),
    'secrets', coalesce(private.valid_secrets(s.client_id, 'webhook_source', s.id)::jsonb, '[]'),
    'limits', coalesce(private.rate_limits(s.client_id), '{}')) into source
  from public.webhook_sources s join public.clients c on c.id = s.client_id and c.status = 'active'
  where s.id = inbound_source.source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
comment on function public.inbound_source is
  'What is needed to verify and read inbound events: the source with {client_id, secrets: [{key_id, ciphertext}], '
  'limits}. limits holds the rates that the operator has set. Raises 404.';
revoke execute on function public.inbound_source from public, anon, authenticated;
grant execute on function public.inbound_source to service_role;

-- Takes the body as text, because JSON would round its numbers on the way. In order of event_id, so that two requests
-- with the same events wait for each other instead of deadlocking.
-- Definer: see inbound_source.
create function public.receive_inbound_events(source text, body text, events jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent constant jsonb := body::jsonb;
  tenant uuid;
  received jsonb;
begin
  if source not in ('stripe', 'resend') then
    select s.client_id into tenant from public.webhook_sources s where s.id = source::uuid for key share;
    if not found then
      perform private.fail(404, 'NOT_FOUND', 'There is no such source');
    end if;
  end if;
  with stored as (
    insert into public.inbound_events (client_id, source, event_id, type, payload)
    select tenant, receive_inbound_events.source, e.value ->> 'event_id', e.value ->> 'type',
      case jsonb_typeof(sent) when 'array' then sent -> (e.place - 1)::integer else sent end
    from jsonb_array_elements(events) with ordinality as e (value, place)
    order by e.value ->> 'event_id', e.place
    on conflict on constraint inbound_events_once do nothing
    returning id
  )
  select jsonb_agg(s.id) into received from stored s;
  if received is not null then
    perform private.enqueue_job('jobs', 'inbound.apply', jsonb_build_object('inbound_event_ids', received), tenant);
  end if;
  return jsonb_build_object('received', received is not null);
end
$$;
comment on function public.receive_inbound_events is
  'Stores verified events [{event_id, type}], whose payloads are the elements of body or body itself, and enqueues the '
  'job that applies them: {received}. received is false if each (source, event_id) is already stored. Raises 404.';
revoke execute on function public.receive_inbound_events from public, anon, authenticated;
grant execute on function public.receive_inbound_events to service_role;

create function private.apply_inbound_events(jobs private.ended_job[]) returns void
language sql volatile set search_path = '' as $$
  with applied as (
    update public.inbound_events e set applied_at = clock_timestamp()
    from unnest(jobs) j cross join jsonb_array_elements_text(j.payload -> 'inbound_event_ids') i (id)
    where j.status = 'completed' and e.id = i.id::uuid and e.applied_at is null
    returning e.*
  )
  insert into private.outbox (client_id, type, data, request_id)
  select a.client_id, 'inbound.' || a.type,
    jsonb_build_object('id', a.id, 'source', a.source, 'event_id', a.event_id, 'type', a.type, 'payload', a.payload),
      a.request_id
  from applied a where a.client_id is not null
$$;
comment on function private.apply_inbound_events is
  'The effect of inbound.apply: emits inbound.<type> for the tenant that owns the source.';

create function private.delete_old_events() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  deleted integer;
begin
  delete from private.outbox o
  where o.created_at < now() - interval '90 days' and not exists (
    select from public.job_queue j
    where j.client_id = o.client_id and j.queue = 'webhooks' and j.phase in ('scheduled', 'active', 'parked')
      and j.payload ->> 'event_id' = o.id::text);
  get diagnostics deleted = row_count;
  delete from public.inbound_events e where e.received_at < now() - interval '90 days' and e.applied_at is not null;
  return deleted;
end
$$;
comment on function private.delete_old_events is
  'Deletes events that are older than 90 days and have no waiting delivery. Returns the number of deleted outbox '
  'events.';

-- supabase/schemas/80_webhooks/register.sql

-- What webhooks adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'webhooks:read'),
  private.add_scopes('manager', 'webhooks:write');

select private.add_rate_tier('inbound', 6000, 'Inbound webhooks a minute, and at once, by one source');

insert into private.secret_kinds (kind) values ('webhook_endpoint'), ('webhook_source');

insert into private.queues (queue, worker_path, read_scope) values ('webhooks', '/webhooks/v1/worker', 'webhooks:read');

insert into private.job_types (type, queue, effect) values
  ('webhook.deliver', 'webhooks', 'private.record_attempts'),
  ('inbound.apply', 'jobs', 'private.apply_inbound_events');

insert into private.event_types (type, description, scope) values
  ('endpoint.disabled', 'One of your endpoints was disabled because it failed for five days or answered 410 Gone',
    'webhooks:read'),
  ('endpoint.parked_dropped', 'Parked events of one of your endpoints became too old to be replayed', 'webhooks:read'),
  ('endpoint.test', 'Requested with POST …/test; sent to that endpoint whatever it subscribes to', 'webhooks:read'),
  ('inbound.*', 'Another system sent an event to one of your sources; its own type follows inbound.',
    'webhooks:read');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.webhook_endpoints', '100', 'integer', 0, 10000, 'How many webhook endpoints the tenant may have', true),
  ('webhooks.parked_days', '30', 'integer', 1, 90, 'How long events for a paused endpoint can be replayed, in days',
    false),
  ('limits.parked_events', '100000', 'integer', 0, 10000000, 'How many of its newest events the tenant can have parked',
    true),
  ('limits.inbound_bytes', '1048576', 'integer', 1024, 1048576, 'The longest body that a source may take', true);

select
  private.schedule_task('end_parked_events', '23 * * * *', 'select private.end_parked_events()'),
  private.schedule_task('delete_old_events', '41 3 * * *', 'select private.delete_old_events()');
select private.limit_rows('public.webhook_sources', 'limits.webhook_sources', 100, 'inbound sources');

-- supabase/schemas/90_health/components.sql

-- The parts of the service that health checks, and their current state.

create table private.health_components (
  component text primary key check (component ~ '^[a-z_]{1,50}$'),
  outside boolean not null,
  since timestamptz not null default date_trunc('minute', now())
);
alter table private.health_components enable row level security;
comment on column private.health_components.outside is
  'True for parts that only the health function can check, each minute when it is rung. It also names them.';

insert into private.health_components (component, outside)
select c, false from unnest(array['database', 'cron', 'queue', 'aggregation', 'deliveries', 'dead_jobs']) c;
create index job_queue_died on public.job_queue (completed_at) where phase = 'dead';

-- Leaves out deliveries that wait for another delivery to the same endpoint, which is not our delay.
create function private.oldest_due(deliveries boolean) returns timestamptz
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  served constant uuid[] := array(
    select distinct j.lane from public.job_queue j
    where deliveries and j.phase = 'active' and j.queue = 'webhooks' and j.lease_until > now());
begin
  return least(
    (select min(j.scheduled_for) from public.job_queue j
     where j.phase = 'active' and j.lease_until is null and (j.queue = 'webhooks') = deliveries
       and j.lane <> all (served)),
    (select min(j.scheduled_for) from public.job_queue j where j.phase = 'scheduled'
      and (j.queue = 'webhooks') = deliveries),
    (select min(j.lease_until) from public.job_queue j where j.phase = 'active'
      and (j.queue = 'webhooks') = deliveries));
end
$$;
comment on function private.oldest_due is
  'When the longest-waiting job could have run: webhook deliveries, or all other jobs. In the future if '
  'nothing waits.';

-- A part that has not reported yet is not broken until it had time to.
create function private.is_starting() returns boolean
language sql stable set search_path = '' as $$
  select clock_timestamp() < interval '2 minutes' + greatest(pg_postmaster_start_time(),
    (select c.since from private.health_components c where c.component = 'cron'))
$$;
comment on function private.is_starting is 'True if the system or its database started less than two minutes ago.';

-- A tenant's own dead jobs, such as deliveries to its endpoints, say nothing about the service.
create function private.observe() returns table (component text, status text, observed_value numeric,
  observed_unit text, output text)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  starting constant boolean := private.is_starting();
begin
  return query
    select o.component,
      case
        when o.value is null or o.value > o.fail_above then case when starting
          and o.needs_cron then 'warn' else 'fail' end
        when o.value > o.warn_above then 'warn' else 'pass'
      end,
      round(o.value, 3), o.unit,
      case when o.value is null then o.problem || ': never yet' when o.value > o.warn_above then o.problem end
    from (values
      ('cron', (select extract(epoch from clock_timestamp() - max(s.sampled_at)) from private.health_samples s),
        's', 90, 150, true, 'pg_cron takes a sample every minute, the last one is old'),
      ('queue', greatest(extract(epoch from clock_timestamp() - coalesce(private.oldest_due(false), now())), 0),
        's', 60, 300, false, 'a job is due and no worker takes it'),
      ('aggregation', extract(epoch from clock_timestamp() - private.aggregated_at(null)),
        's', 150, 600, true, 'metrics are brought up to date every minute, the last run is old'),
      ('deliveries', greatest(extract(epoch from clock_timestamp() - coalesce(private.oldest_due(true), now())), 0),
        's', 60, 300, false, 'a webhook delivery is due and no worker takes it'),
      ('dead_jobs', (select count(*)::numeric from public.job_queue j
         where j.phase = 'dead' and j.completed_at > now() - interval '1 hour' and j.client_id is null),
        'jobs', 0, null, false, 'jobs of the last hour have no attempt left')
    ) o (component, value, unit, warn_above, fail_above, needs_cron, problem);
end
$$;
comment on function private.observe is
  'The parts that the database checks: {component, status pass|warn|fail, observed_value, observed_unit, output}.';

-- Definer: it counts rows that no caller may read. Only for the service role, because it counts all tenants.
create function public.health_checks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_agg(to_jsonb(o) order by o.component) from private.observe() o);
end
$$;
comment on function public.health_checks is
  'For the health function: [{component, status, observed_value, observed_unit, output}] of the parts that the '
  'database sees.';
revoke execute on function public.health_checks from public, anon, authenticated;
grant execute on function public.health_checks to service_role;

-- supabase/schemas/90_health/incidents.sql

-- Incidents: a part of the service that failed, from its first bad minute to its first good one.

create table private.incidents (
  id uuid primary key default gen_random_uuid(),
  component text not null,
  opened_at timestamptz not null,
  detected_at timestamptz not null default now(),
  resolved_at timestamptz check (resolved_at >= opened_at)
);
create unique index incidents_open on private.incidents (component) where resolved_at is null;
create index incidents_newest on private.incidents (opened_at desc, id desc);
alter table private.incidents enable row level security;
comment on column private.incidents.opened_at is
  'The first bad minute. resolved_at is the first good minute after the last bad one.';

create function private.incident_json(incident private.incidents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', incident.id, 'component', incident.component,
    'status', case when incident.resolved_at is null then 'open' else 'resolved' end,
    'opened_at', incident.opened_at, 'detected_at', incident.detected_at, 'resolved_at', incident.resolved_at)
$$;
comment on function private.incident_json is 'An incident as the API shows it.';

create function private.announce_incidents(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select private.emit_events(argument ->> 'type', array_agg(t.id), array_agg(i.incident))
  from unnest(tenants) t (id) cross join jsonb_array_elements(argument -> 'incidents') i (incident)
  having count(*) > 0;
  select cardinality(tenants)::bigint;
$$;

create function private.emit_incidents(type text, incidents private.incidents[]) returns void
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('sample_health', array(select c.id from public.clients c where c.status = 'active'),
    'private.announce_incidents', jsonb_build_object('type', emit_incidents.type, 'incidents',
      (select jsonb_agg(private.incident_json(i)) from unnest(incidents) i)))
  where cardinality(incidents) > 0
$$;
comment on function private.emit_incidents is
  'Announces incidents to every active tenant. A tenant whose event cannot be written gets it later.';

-- supabase/schemas/90_health/samples.sql

-- One sample a minute; a missing one counts as bad.

-- The table is narrow, because 90 days are 129,600 rows and uptime mostly counts rows.
create table private.health_samples (
  minute timestamptz primary key check (extract(second from minute) = 0),
  sampled_at timestamptz not null default clock_timestamp(),
  failing text[] not null default '{}',
  warning text[] not null default '{}',
  reported text[]
);
create index health_samples_bad on private.health_samples (minute) where failing <> '{}';
alter table private.health_samples enable row level security;
comment on table private.health_samples is
  'A part is good if it is not in failing, from the minute after its health_components.since on.';
comment on column private.health_samples.reported is
  'The outside parts that the health function reported on. Null until it has.';

-- Outside parts without a report for the previous minute count as bad.
create function private.close_minute(minute timestamptz) returns void
language sql volatile set search_path = '' as $$
  update private.health_samples s
  set failing = s.failing || array(
    select c.component from private.health_components c
    where c.outside and c.since < s.minute and c.component <> all (coalesce(s.reported, '{}'))
      and c.component <> all (s.failing))
  where s.minute = close_minute.minute
$$;

-- Like private.ring, only a doorbell: if it is lost, the minute counts as bad.
create function private.ring_health() returns void
language sql volatile set search_path = '' as $$
  select net.http_post(url.decrypted_secret || '/health/v1/samples',
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from vault.decrypted_secrets url, vault.decrypted_secrets key
  where url.name = 'functions_url' and key.name = 'secret_key'
$$;
comment on function private.ring_health is 'Asks the health function to check the parts outside the database.';

create function private.sample_health(at timestamptz default clock_timestamp()) returns text
language plpgsql volatile set search_path = '' as $$
declare
  this_minute constant timestamptz := date_trunc('minute', at);
  found_failing text[];
begin
  -- This runs, so cron does too.
  insert into private.health_samples (minute, failing, warning)
  select this_minute, coalesce(array_agg(o.component) filter (where o.status = 'fail'), '{}'),
    coalesce(array_agg(o.component) filter (where o.status = 'warn'), '{}')
  from private.observe() o where o.component <> 'cron'
  on conflict do nothing
  returning failing into found_failing;
  if not found then
    return 'sampled already';
  end if;
  perform private.close_minute(this_minute - interval '1 minute'), private.judge(this_minute), private.ring_health();
  return coalesce(nullif(array_to_string(found_failing, ', '), '') || ' failing', 'good');
end
$$;
comment on function private.sample_health is
  'Takes the minute''s sample, judges the earlier ones, and asks the health function for its part.';

create function private.watch(components text[], minute timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  gone private.incidents[];
begin
  insert into private.health_components (component, outside, since)
  select c, true, watch.minute - interval '1 minute' from unnest(components) c
  on conflict do nothing;
  delete from private.health_components c where c.outside and c.component <> all (components);
  with ended as (
    update private.incidents i set resolved_at = greatest(watch.minute, i.opened_at)
    where i.resolved_at is null and not exists (select from private.health_components c where c.component = i.component)
    returning i.*
  )
  select array(select e::private.incidents from ended e) into gone;
  perform private.emit_incidents('incident.resolved', gone);
end
$$;
comment on function private.watch is 'Replaces the list of outside parts and ends incidents of removed ones.';

-- Definer: samples are private. Only the health function, as the service role, may call this.
create function public.record_health_sample(checks jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  names constant text[] := array(select c ->> 'component' from jsonb_array_elements(checks) c);
  sampled timestamptz;
begin
  update private.health_samples s
  set reported = names,
    failing = s.failing || array(select c ->> 'component' from jsonb_array_elements(checks) c
      where c ->> 'status' = 'fail'),
    warning = s.warning || array(select c ->> 'component' from jsonb_array_elements(checks) c
      where c ->> 'status' = 'warn')
  where s.minute = (select max(l.minute) from private.health_samples l where l.minute > now() - interval '1 minute')
    and s.reported is null
  returning s.minute into sampled;
  if not found then
    return false;
  end if;
  perform private.watch(names, sampled);
  return true;
end
$$;
comment on function public.record_health_sample is
  'For the health function: adds the outside parts, [{component, status}], to the sample of this minute, '
  'once; false when there is none that waits.';
revoke execute on function public.record_health_sample from public, anon, authenticated;
grant execute on function public.record_health_sample to service_role;

-- supabase/schemas/90_health/judge_samples.sql

-- Guarantees: an incident opens after three bad samples of a part and closes after three good ones.

create function private.bad_since(component text, minute timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select coalesce(
    (select s.minute + interval '1 minute' from private.health_samples s
     where s.minute < bad_since.minute and bad_since.component <> all (s.failing) order by s.minute desc limit 1),
    (select c.since + interval '1 minute' from private.health_components c where c.component = bad_since.component))
$$;
comment on function private.bad_since is 'The minute after the part''s last good sample before the given one.';

-- A minute without a sample means that the scheduler or the database was down, which is an incident of cron alone.
-- For another part, three bad minutes are an incident only if it was seen failing in at least one of them.
create function private.judge(minute timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  opened private.incidents[];
  resolved private.incidents[];
begin
  with verdict as (
    select c.component,
      bool_and(s.minute is null or c.component = any (s.failing)) as bad,
      bool_or(coalesce(c.component = any (s.failing), c.component = 'cron')) as seen,
      bool_and(s.minute is not null and c.component <> all (s.failing)) as good,
      min(m.minute) as first
    from private.health_components c
    join generate_series(judge.minute - interval '3 minutes', judge.minute - interval '1 minute', '1 minute') m (minute)
      on c.since < m.minute
    left join private.health_samples s on s.minute = m.minute
    group by c.component
    having count(*) = 3
  ), new as (
    insert into private.incidents as i (component, opened_at)
    select v.component, private.bad_since(v.component, judge.minute) from verdict v where v.bad and v.seen
    on conflict do nothing
    returning i.*
  ), ended as (
    update private.incidents i set resolved_at = greatest(v.first, i.opened_at)
    from verdict v where v.good and i.component = v.component and i.resolved_at is null
    returning i.*
  )
  select array(select n::private.incidents from new n), array(select e::private.incidents from ended e) into opened,
    resolved;
  perform private.emit_incidents('incident.opened', opened), private.emit_incidents('incident.resolved', resolved);
end
$$;
comment on function private.judge is 'Opens and closes incidents according to the three samples before the minute.';

-- supabase/schemas/90_health/status.sql

-- Uptime and incidents for a status page.

-- Counts whole minutes, from when the part was first watched.
create function private.uptime(until timestamptz default date_trunc('minute', clock_timestamp()))
returns table (component text, period text, uptime numeric)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
#variable_conflict use_column
begin
  return query
    with span as materialized (
      select c.component, p.period, greatest(until - p.length, c.since + interval '1 minute') as beginning
      from private.health_components c
      cross join (values ('24h', interval '24 hours'), ('7d', '7 days'), ('90d', '90 days')) p (period, length)
    ), taken as (
      select b.beginning, count(s.minute) as samples
      from (select distinct beginning from span) b
      left join private.health_samples s on s.minute >= b.beginning and s.minute < until
      group by b.beginning
    ), bad as materialized (
      select s.minute, f as component from private.health_samples s cross join unnest(s.failing) f
      where s.failing <> '{}' and s.minute >= until - interval '90 days' and s.minute < until
    )
    select s.component, s.period, trunc(
      (t.samples - (select count(*) from bad b where b.component = s.component and b.minute >= s.beginning))
        / nullif(greatest(extract(epoch from until - s.beginning) / 60, 0), 0), 6)
    from span s join taken t using (beginning);
end
$$;
comment on function private.uptime is
  'The share of minutes with a good sample, 0–1, by part and period. Null before the first minute. A minute without '
  'a sample is not good.';

-- Definer: see public.health_checks.
create function public.health_status(past_incidents integer default 50) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  components jsonb;
begin
  with last as (
    select s.* from private.health_samples s
    where s.minute > clock_timestamp() - interval '3 minutes' order by s.reported is null, s.minute desc limit 1
  ), uptime as (
    select u.component, jsonb_object_agg(u.period, u.uptime) as uptime from private.uptime() u group by u.component
  )
  select jsonb_agg(jsonb_build_object('component', c.component, 'status', case
      when c.component = 'database' then 'pass'
      when not c.outside then o.status
      when c.component = any (l.failing) then 'fail'
      when c.component = any (l.warning) then 'warn'
      when c.component = any (l.reported) then 'pass'
      when private.is_starting() then 'warn'
      else 'fail'
    end, 'since', c.since, 'uptime', u.uptime) order by c.component) into components
  from private.health_components c
  left join private.observe() o using (component)
  left join uptime u using (component)
  left join last l on true;
  return jsonb_build_object('components', components,
    'open_incidents', (
      select coalesce(jsonb_agg(private.incident_json(i) order by i.opened_at desc, i.id desc), '[]')
      from private.incidents i where i.resolved_at is null),
    'past_incidents', (
      select coalesce(jsonb_agg(private.incident_json(p) order by p.opened_at desc, p.id desc), '[]')
      from (
        select i.* from private.incidents i
        where i.resolved_at is not null and i.opened_at > now() - interval '90 days'
        order by i.opened_at desc, i.id desc limit greatest(least(past_incidents, 100), 0)
      ) i join private.incidents p on p.id = i.id));
end
$$;
comment on function public.health_status is
  'For the health function: {components: [{component, status, since, uptime: {24h, 7d, 90d}}], open_incidents, '
  'past_incidents}, the newest first.';
revoke execute on function public.health_status from public, anon, authenticated;
grant execute on function public.health_status to service_role;

-- supabase/schemas/90_health/register.sql

-- What health adds to the registries of the kernel.

select private.schedule_task('sample_health', '* * * * *', 'select private.sample_health()');

select
  private.retain('private.health_samples', '91', 'r.minute'),
  private.retain('private.incidents', '730', 'r.resolved_at');

insert into private.event_types (type, description, scope) values
  ('incident.opened', 'A part of the service is failing', 'webhooks:read'),
  ('incident.resolved', 'A failing part of the service works again', 'webhooks:read');
