-- Guarantees: every row belongs to one tenant, a caller acts only in the tenant of which they are a
-- member at this moment and only within their scopes, and each change leaves an audit entry that
-- nobody can alter.

create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- Nothing is granted by default: each migration grants what it means to. The global revoke is needed
-- because a per-schema one does not undo PUBLIC's right to execute.
create schema private;
alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated;
alter default privileges for role postgres in schema public revoke all on sequences from anon, authenticated;
alter default privileges for role postgres in schema public revoke execute on functions from anon, authenticated;
grant usage on schema private to authenticated, service_role;

-- Errors and the request ---------------------------------------------------------------------------

create function private.fail(status integer, code text, message text, extra jsonb default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || status, message = message, hint = code, detail = coalesce(extra::text, '');
end
$$;
comment on function private.fail is
  'Ends the request with an HTTP status, a code of shared/http/errors.ts and a message that the caller may see. '
  'extra: {details: […], retry_after: seconds, …}; other keys are shown beside the code.';

create function private.problem(path text, code text, message text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('path', path, 'code', code, 'message', message)
$$;
comment on function private.problem is 'An entry of an error''s details.';

create function private.invalid(path text, code text, message text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(422, 'VALIDATION_ERROR', format('The request is not valid: %s: %s', path, message),
    jsonb_build_object('details', jsonb_build_array(private.problem(path, code, message))))
$$;
comment on function private.invalid is 'Ends the request with 422 for one field.';

create function private.require_version(present integer, if_match integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if if_match <> present then
    perform private.fail(412, 'VERSION_MISMATCH', format('It is at version %s by now, not %s: read it again', present, if_match));
  end if;
end
$$;
comment on function private.require_version is 'Ends the request with 412 when somebody changed the row since; if_match null: whatever it is by now.';

grant execute on function private.fail, private.problem, private.invalid, private.require_version to authenticated;

create function private.request_header(name text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return nullif(current_setting('request.headers', true), '')::json ->> name;
end
$$;
comment on function private.request_header is 'A header of the Data API request, by its lower-case name; null outside a request.';

-- A body that is parsed here needs no search_path and is merged into the statements that use it.
create function private.uuidv7() returns uuid
language sql volatile
return (lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(gen_random_uuid()::text, 16))::uuid;
comment on function private.uuidv7 is
  'An id that begins with the time, as RFC 9562 has it, for tables that grow with traffic: neighbours in time are neighbours in their indexes.';

-- A row's version is its ETag. A writer that names a version itself (a restore) keeps it.
create function private.touch() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;

-- Tenants and their members ------------------------------------------------------------------------

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

create type public.client_status as enum ('active', 'suspended');
-- Ascending, so that roles can be compared: role >= 'manager'.
create type public.member_role as enum ('viewer', 'member', 'manager', 'admin', 'owner');

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  status public.client_status not null default 'active',
  currency text not null default 'USD' references private.currencies,
  time_zone text not null default 'UTC' check (now() at time zone time_zone is not null),
  created_at timestamptz not null default now()
);

create table public.client_members (
  client_id uuid not null references public.clients,
  user_id uuid not null references auth.users on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (client_id, user_id)
);
create index on public.client_members (user_id);

-- Which role grants which scope; shared/access/scopes.ts is generated from it.
create table private.role_scopes (
  role public.member_role not null,
  scope text not null check (scope ~ '^[a-z_]+:[a-z]+$'),
  primary key (role, scope)
);
alter table private.role_scopes enable row level security;
insert into private.role_scopes (role, scope)
select r.role, s.scope
from (values
  ('viewer'::public.member_role, 'opportunities:read'), ('viewer', 'teams:read'), ('viewer', 'agents:read'),
  ('viewer', 'settings:read'), ('viewer', 'channels:read'), ('viewer', 'routing:read'), ('viewer', 'metrics:read'),
  ('viewer', 'webhooks:read'), ('viewer', 'jobs:read'),
  ('member', 'opportunities:import'), ('member', 'routing:decide'), ('member', 'calls:write'),
  ('manager', 'teams:write'), ('manager', 'agents:write'), ('manager', 'webhooks:write'), ('manager', 'jobs:write'),
  ('manager', 'metrics:run'),
  ('admin', 'settings:write'), ('admin', 'channels:write'), ('admin', 'api_keys:manage'), ('admin', 'audit:read')
) as s (least_role, scope)
join unnest(enum_range(null::public.member_role)) as r (role) on r.role >= s.least_role;

-- Definer: the caller may not read the tables that say who they are. A token that names an API key is
-- nobody here until the capability that issues keys says which keys are alive.
-- In plpgsql, here and below, because it keeps its plan: every statement under a policy calls it.
create function private.client_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
begin
  return (
    select m.client_id
    from public.client_members m
    join public.clients c on c.id = m.client_id
    where m.user_id = auth.uid()
      and m.client_id::text = claims -> 'app_metadata' ->> 'client_id'
      and c.status = 'active'
      and not coalesce(claims ? 'key_id', false));
end
$$;
comment on function private.client_id is
  'The caller''s tenant, if the caller is a member of it at this moment and it is active, else null.';

-- Definer: see private.client_id.
create function private.role() returns public.member_role
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.client_id();
begin
  return (select m.role from public.client_members m where m.client_id = tenant and m.user_id = auth.uid());
end
$$;
comment on function private.role is 'The caller''s role in their tenant, null when they have none.';

-- Definer: see private.client_id, whose sentence it repeats: with one statement row security makes a page of a list a
-- quarter slower, with three that call each other it was half (npm run bench -- teams).
create function private.tenant_with(scope text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
begin
  return (
    select m.client_id
    from public.client_members m
    join public.clients c on c.id = m.client_id
    join private.role_scopes s on s.role = m.role
    where m.user_id = auth.uid()
      and m.client_id::text = claims -> 'app_metadata' ->> 'client_id'
      and c.status = 'active'
      and s.scope = tenant_with.scope
      and not coalesce(claims ? 'key_id', false));
end
$$;
comment on function private.tenant_with is 'The caller''s tenant, if the caller''s role grants the scope in it, else null.';

create function private.can(scope text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.tenant_with(scope) is not null;
end
$$;
comment on function private.can is 'Whether the caller''s role grants the scope in their tenant.';

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
  'The first line of every security definer function: the caller''s tenant, or 401 without a user, 403 without tenant or scope.';

grant execute on function private.client_id, private.role, private.tenant_with, private.can, private.authorize to authenticated;
-- The secret key gets as far as hearing that it is no user.
grant execute on function private.authorize, private.tenant_with, private.client_id, private.fail to service_role;

-- Definer: auth.users belongs to the auth service. The newest membership is the active one.
create function private.sync_app_metadata() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed_user constant uuid := case when tg_op = 'DELETE' then old.user_id else new.user_id end;
begin
  update auth.users u
  set raw_app_meta_data = (coalesce(u.raw_app_meta_data, '{}') - 'client_id' - 'role') || coalesce(
    (select jsonb_build_object('client_id', m.client_id, 'role', m.role)
     from public.client_members m where m.user_id = changed_user
     order by m.created_at desc, m.client_id limit 1), '{}')
  where u.id = changed_user;
  return null;
end
$$;
create trigger sync_app_metadata after insert or update or delete on public.client_members
  for each row execute function private.sync_app_metadata();

alter table public.clients enable row level security;
create policy "members see their tenant" on public.clients
  for select to authenticated using (id = (select private.client_id()));
grant select on public.clients to authenticated;

-- No policy to write: in this round only the service role changes who is a member.
alter table public.client_members enable row level security;
create policy "members see who else is a member" on public.client_members
  for select to authenticated using (client_id = (select private.client_id()));
grant select on public.client_members to authenticated;

-- Audit --------------------------------------------------------------------------------------------

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
comment on column public.audit_log.ip is 'As the request gave it: evidence, not proof.';

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

create function private.record_changes(resource text, action text, before jsonb[], after jsonb[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.audit_log
    (client_id, action, resource, record_id, before, after, actor_id, key_id, request_id, ip, user_agent)
  select
    (coalesce(c.after, c.before) ->> case when record_changes.resource = 'clients' then 'id' else 'client_id' end)::uuid,
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

-- Runs once a statement, over its transition tables, which hold old and new rows in one order.
-- Trigger arguments: columns that must not be copied (secrets, digests, bulk, what changes by itself);
-- where nothing else changed there is no entry.
-- Definer: whoever changes a row leaves an entry, but nobody may write the log by hand.
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
comment on function private.enable_audit is 'Audits every change of a table from now on; hidden columns are not copied.';

select private.enable_audit('public.clients'), private.enable_audit('public.client_members');

-- Outbox -------------------------------------------------------------------------------------------

create table private.outbox (
  id uuid primary key default private.uuidv7(),
  client_id uuid not null references public.clients,
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)+$'),
  data jsonb not null,
  request_id text,
  created_at timestamptz not null default now()
);
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
  'Writes an event in the caller''s transaction, so that it exists exactly when what it tells of does. data: the resource as the API shows it.';

create function private.emit_events(type text, client_ids uuid[], data jsonb[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.outbox (client_id, type, data, request_id)
  select e.client_id, emit_events.type, e.data, left(private.request_header('x-request-id'), 200)
  from unnest(client_ids, emit_events.data) as e (client_id, data)
$$;
comment on function private.emit_events is 'private.emit_event for many of a type at once, in one statement: client_ids[i] is whose event data[i] is.';

-- Idempotency --------------------------------------------------------------------------------------

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

create function private.caller_id() returns uuid
language sql stable set search_path = '' as $$
  select coalesce((auth.jwt() ->> 'key_id')::uuid, auth.uid())
$$;
comment on function private.caller_id is 'The API key that calls, otherwise the user.';

-- An equal request that is still running holds the row: the insert waits for its end.
-- Definer: nobody may see or change what was answered before by hand.
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
    perform private.fail(409, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request in the last 24 hours');
  end if;
  return earlier.response || '{"replayed": true}';
end
$$;
comment on function private.replay is
  'The stored answer {status, body, replayed} when this caller sent this Idempotency-Key with this content before, else null: '
  'then do the work and end with private.remember. 409 when the content differs.';

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

select cron.schedule('expire_idempotency_keys', '17 * * * *',
  $$delete from private.idempotency_keys where created_at < now() - interval '24 hours'$$);

-- Settings -----------------------------------------------------------------------------------------

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
comment on column private.setting_definitions.minimum is 'Of a string: its least length in characters.';

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
  'Null: back to the default. The row stays, so that its version and who changed it last do.';
alter table public.settings enable row level security;
create policy "members see their tenant's settings" on public.settings
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('settings:read')));
grant select on public.settings to authenticated;
select private.enable_audit('public.settings');
create trigger touch before update on public.settings
  for each row when (new.version = old.version) execute function private.touch();

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
      then format('must be one of %s', (select string_agg(a, ', ') from jsonb_array_elements_text(definition.allowed) a))
  end
$$;
comment on function private.setting_problem is 'What is wrong with a value by its definition, null when nothing is.';

-- The operator writes this table directly, so the bounds hold here and not only in the settings API.
-- Definer: writers need no right to read the definitions.
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
comment on function private.setting is 'The tenant''s value of a setting, otherwise its default; null for a key without definition.';
