-- Guarantees: an API key is kept only as a digest, can do what it was given and never more than whoever made it, and is
-- dead in the next statement after it was revoked, expired or rotated out, with every token that was exchanged for it.

create table public.api_keys (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100 and name = trim(name)),
  prefix text not null,
  scopes text[] not null,
  expires_at timestamptz,
  rotated_at timestamptz,
  overlap_ends_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  use_count bigint not null default 0,
  created_by uuid not null default auth.uid(),
  created_by_key uuid,
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index on public.api_keys (client_id, created_at desc, id desc);
create unique index on public.api_keys (id);
comment on column public.api_keys.overlap_ends_at is 'Until when the secret before the last rotation works too.';
comment on column public.api_keys.use_count is
  'Requests that functions have told of, which is at most once a minute: what a function counted since is lost with its process.';

alter table public.api_keys enable row level security;
create policy "admins see their tenant's API keys" on public.api_keys
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('api_keys:manage')));
grant select on public.api_keys to authenticated;
-- When it was used is no change that somebody made.
select private.enable_audit('public.api_keys', 'last_used_at', 'use_count');

-- While a rotation overlaps a key has two. The key itself never comes to the database.
create table private.api_key_secrets (
  prefix text primary key check (prefix ~ '^[0-9a-z]{8}$'),
  digest bytea not null check (length(digest) = 32),
  client_id uuid not null,
  key_id uuid not null,
  expires_at timestamptz,
  foreign key (client_id, key_id) references public.api_keys on delete cascade
);
create index on private.api_key_secrets (client_id, key_id);
alter table private.api_key_secrets enable row level security;
comment on column private.api_key_secrets.digest is 'SHA-256 of the whole key, which holds 256 random bits: nothing slower is needed.';

create view private.live_api_keys with (security_invoker = true) as
select s.prefix as secret_prefix, s.digest, least(s.expires_at, k.expires_at) as ends_at, k.*
from private.api_key_secrets s
join public.api_keys k on k.client_id = s.client_id and k.id = s.key_id
join public.clients c on c.id = k.client_id
where k.revoked_at is null
  and c.status = 'active'
  and (s.expires_at is null or s.expires_at > now())
  and (k.expires_at is null or k.expires_at > now());

create function private.fail_dead_key() returns void
language sql volatile set search_path = '' as $$
  select private.fail(401, 'UNAUTHORIZED',
    'This API key is not valid: it is unknown, expired, revoked or rotated out, or its tenant is suspended')
$$;

-- Who calls with a key ------------------------------------------------------------------------------
-- A key's token names the key and the secret it was exchanged for. What it may do is asked of the row at each
-- statement, and a dead key is told so instead of seeing empty tables.

create function private.calling_key(claims jsonb) returns public.api_keys
language plpgsql stable set search_path = '' as $$
declare
  key public.api_keys;
begin
  select k.client_id, k.id, k.name, k.prefix, k.scopes, k.expires_at into
    key.client_id, key.id, key.name, key.prefix, key.scopes, key.expires_at
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
comment on function private.calling_key is 'The key of a token''s claims: tenant, id, name, prefix, scopes and end. Raises 401 when it is dead.';

-- Definer: the caller may not read the tables that say who they are.
create or replace function private.client_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
  key public.api_keys;
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
  'The tenant of a user who is a member of it at this moment while it is active, or of a live API key that has scopes, else null. '
  'Raises 401 for a dead key.';

-- Every role may read teams; a key may read who is in the tenant only if it was given that.
alter policy "members see who else is a member" on public.client_members
  using (client_id = (select private.client_id()) and (select private.can('teams:read')));

-- Definer: see private.client_id. A key has scopes and no role, also not that of whoever made it.
create or replace function private.role() returns public.member_role
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

-- Definer: see private.client_id, whose sentence it repeats: one statement here is a fifth of what a page of a list
-- takes, three that call each other were more than the page.
create or replace function private.tenant_with(scope text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
  key public.api_keys;
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
comment on function private.tenant_with is 'The caller''s tenant, if the caller''s role or API key grants the scope in it, else null. Raises 401 for a dead key.';
comment on function private.can is 'Whether the caller''s role or API key grants the scope in their tenant.';

-- What the service role does for a caller it does in their name: a member, or a key.
create or replace function private.require_member(tenant uuid, caller uuid, scope text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if caller is not null and not exists (
    select from public.client_members m
    join public.clients c on c.id = m.client_id and c.status = 'active'
    join private.role_scopes s on s.role = m.role and s.scope = require_member.scope
    where m.client_id = tenant and m.user_id = caller
  ) and not exists (
    select from private.live_api_keys k where k.client_id = tenant and k.id = caller and require_member.scope = any (k.scopes)
  ) then
    perform private.fail(403, 'FORBIDDEN', format('You do not have the scope %s', scope));
  end if;
end
$$;

create or replace function private.claims_of(caller uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    (select jsonb_build_object('sub', k.created_by, 'key_id', k.id) from public.api_keys k where k.id = claims_of.caller),
    jsonb_build_object('sub', claims_of.caller))
$$;

-- Rates ----------------------------------------------------------------------------------------------
-- They travel in the tokens, so that no request asks for them: a key has new ones within a minute, a user with the
-- next token. The defaults are rateTiers of shared/access/rate_limit.ts; a test compares them.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.read', '600', 'integer', 1, 60000, 'Reads a minute, and at once, by one user or key', true),
  ('limits.write', '300', 'integer', 1, 60000, 'Writes a minute, and at once, by one user or key', true),
  ('limits.import', '120', 'integer', 1, 60000, 'Imports a minute, and at once, by one user or key', true),
  ('limits.routing', '6000', 'integer', 1, 60000, 'Routing requests a minute, and at once, by one user or key', true),
  ('limits.calls', '6000', 'integer', 1, 60000, 'Requests with calls a minute, and at once, by one user or key', true),
  ('limits.inbound', '6000', 'integer', 1, 60000, 'Inbound webhooks a minute, and at once, by one source', true);

create function private.rate_limits(tenant uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_object_agg(split_part(s.key, '.', 2), s.value)
  from public.settings s
  where s.client_id = tenant and s.key like 'limits.%' and s.value is not null
$$;
comment on function private.rate_limits is 'What the operator has set for the tenant, {tier: requests a minute}; null when nothing.';

create or replace function private.sync_app_metadata() returns trigger
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

-- Exchange -------------------------------------------------------------------------------------------

-- As long for the first byte that differs as for the last.
create function private.same_digest(a bytea, b bytea) returns boolean
language sql immutable set search_path = '' as $$
  select bit_count(('x' || encode(a, 'hex'))::bit(256) # ('x' || encode(b, 'hex'))::bit(256)) = 0
$$;

-- Definer: only the functions, with the secret key, exchange; nobody reads digests.
create function public.exchange_api_key(prefix text, digest text, uses integer default 1) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  key record;
begin
  select * into key from private.live_api_keys k where k.secret_prefix = exchange_api_key.prefix;
  if not found or not private.same_digest(key.digest, decode(exchange_api_key.digest, 'hex')) then
    perform private.fail_dead_key();
  end if;
  update public.api_keys k set last_used_at = now(), use_count = k.use_count + greatest(uses, 1)
  where k.client_id = key.client_id and k.id = key.id
    and (k.last_used_at is null or k.last_used_at <= now() - interval '1 minute');
  return jsonb_build_object('key_id', key.id, 'client_id', key.client_id, 'user_id', key.created_by, 'scopes', key.scopes,
    'limits', coalesce(private.rate_limits(key.client_id), '{}'), 'counted', found,
    'seconds', least(60, ceil(extract(epoch from key.ends_at - now())))::integer);
end
$$;
comment on function public.exchange_api_key is
  'What a token for the key with this prefix and SHA-256 (hexadecimal) may say: {key_id, client_id, user_id, scopes, limits, seconds (how long it '
  'may live), counted}. uses: requests since it was last counted, which is done at most once a minute. Raises 401.';
grant execute on function public.exchange_api_key to service_role;

-- Management -----------------------------------------------------------------------------------------

create function private.api_key_status(key public.api_keys) returns text
language sql stable set search_path = '' as $$
  select case when key.revoked_at is not null then 'revoked' when key.expires_at <= now() then 'expired' else 'active' end
$$;

create function private.api_key_json(key public.api_keys) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(key) - 'client_id'
    || jsonb_build_object('prefix', 'fl_live_' || key.prefix, 'status', private.api_key_status(key))
$$;
grant execute on function private.api_key_status, private.api_key_json to authenticated;

-- Nobody gives, or by a rotation takes, what they have not themselves.
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
  if claims ? 'key_id' then
    own_end := (private.calling_key(claims)).expires_at;
    if own_end < coalesce(expires_at, 'infinity') then
      perform private.fail(403, 'FORBIDDEN', format('This key ends at %s and no other may outlive it by its hand', own_end));
    end if;
  end if;
end
$$;

create function private.keep_secret(key public.api_keys, digest text) returns void
language sql volatile set search_path = '' as $$
  insert into private.api_key_secrets (prefix, digest, client_id, key_id)
  values (key.prefix, decode(keep_secret.digest, 'hex'), key.client_id, key.id)
$$;

create function private.check_secret(prefix text, digest text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if prefix !~ '^[0-9a-z]{8}$' or digest !~ '^[0-9a-f]{64}$' or prefix is null or digest is null then
    perform private.fail(422, 'VALIDATION_ERROR', 'prefix must be 8 of a–z and 0–9, digest the hexadecimal SHA-256 of the key');
  end if;
  if exists (select from private.api_key_secrets s where s.prefix = check_secret.prefix) then
    perform private.fail(409, 'CONFLICT', 'This prefix is taken: make another key');
  end if;
end
$$;

create function private.check_new_key(name text, scopes text[], expires_at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
begin
  if name is null or name <> trim(name) or length(name) not between 1 and 100 then
    perform private.invalid('name', 'length', 'must have 1–100 characters, without spaces around them');
  end if;
  if coalesce(cardinality(scopes), 0) = 0 or array_position(scopes, null) is not null then
    perform private.invalid('scopes', 'required', 'must name at least one scope');
  end if;
  if expires_at <= now() then
    perform private.invalid('expires_at', 'past', 'must be in the future');
  end if;
  if expires_at >= '10000-01-01 00:00:00+00' then
    perform private.invalid('expires_at', 'range', 'must be before the year 10000');
  end if;
end
$$;

-- Definer: keys and digests are written only by such functions, because a key must not be wider than who makes it.
create function public.create_api_key(
  name text, scopes text[], prefix text, digest text, expires_at timestamptz default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('api_keys:manage');
  given constant text[] := array(select distinct s from unnest(scopes) s order by s);
  earlier constant jsonb := private.replay('create_api_key', private.fingerprint(jsonb_build_array(name, given, expires_at)));
  key public.api_keys;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.check_new_key(name, given, expires_at), private.require_own(given, expires_at), private.check_secret(prefix, digest);
  insert into public.api_keys (client_id, name, prefix, scopes, expires_at, created_by_key)
  values (tenant, create_api_key.name, create_api_key.prefix, given, create_api_key.expires_at, (auth.jwt() ->> 'key_id')::uuid)
  returning * into key;
  perform private.keep_secret(key, digest);
  return private.remember('create_api_key', jsonb_build_object('status', 201, 'body', private.api_key_json(key)));
end
$$;
comment on function public.create_api_key is
  'Makes an API key whose text only the caller knows, who sends its prefix and SHA-256 (hexadecimal): {status, body: key, replayed?}. '
  'Raises 401, 403 for scopes or a life that the caller has not, 409 IDEMPOTENCY_KEY_REUSED or CONFLICT, 422.';
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

-- Definer: see create_api_key.
create function public.rotate_api_key(key_id uuid, prefix text, digest text, overlap_hours integer default 24) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('api_keys:manage');
  earlier constant jsonb := private.replay('rotate_api_key', private.fingerprint(jsonb_build_array(key_id, overlap_hours)));
  key public.api_keys;
begin
  if earlier is not null then
    return earlier;
  end if;
  if overlap_hours is null or overlap_hours not between 0 and 168 then
    perform private.invalid('overlap_hours', 'range', 'must be 0–168');
  end if;
  key := private.lock_api_key(tenant, key_id);
  if key.revoked_at is not null or key.expires_at <= now() then
    perform private.fail(409, 'API_KEY_INACTIVE', 'The key is revoked or expired: make another');
  end if;
  perform private.require_own(key.scopes, key.expires_at), private.check_secret(prefix, digest);
  delete from private.api_key_secrets s
  where s.client_id = tenant and s.key_id = key.id and (s.prefix <> key.prefix or overlap_hours = 0);
  update private.api_key_secrets s set expires_at = now() + make_interval(hours => overlap_hours) where s.prefix = key.prefix;
  update public.api_keys k
  set prefix = rotate_api_key.prefix, rotated_at = now(),
    overlap_ends_at = case when overlap_hours > 0 then now() + make_interval(hours => overlap_hours) end
  where k.client_id = tenant and k.id = key.id
  returning * into key;
  perform private.keep_secret(key, digest);
  return private.remember('rotate_api_key', jsonb_build_object('status', 200, 'body', private.api_key_json(key)));
end
$$;
comment on function public.rotate_api_key is
  'Gives a key another secret, as create_api_key; the one before it works for overlap_hours more, older ones end: {status, body: key, replayed?}. '
  'Raises 401, 403, 404, 409 API_KEY_INACTIVE, IDEMPOTENCY_KEY_REUSED or CONFLICT, 422.';
grant execute on function public.rotate_api_key to authenticated;

-- Definer: see create_api_key. The row stays: audit entries name it.
create function public.revoke_api_key(key_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('api_keys:manage');
  key public.api_keys := private.lock_api_key(tenant, key_id);
begin
  update public.api_keys k set revoked_at = coalesce(k.revoked_at, now()), overlap_ends_at = null
  where k.client_id = tenant and k.id = key.id
  returning * into key;
  delete from private.api_key_secrets s where s.client_id = tenant and s.key_id = key.id;
  return private.api_key_json(key);
end
$$;
comment on function public.revoke_api_key is 'Ends a key at once and for good, and returns it; one that is revoked stays so. Raises 401, 403, 404.';
grant execute on function public.revoke_api_key to authenticated;

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
comment on function public.get_api_key is 'An API key, revoked ones too. Raises 401, 403, 404.';
grant execute on function public.get_api_key to authenticated;

-- A plan for each call, because the page's filters that are null must not cost it its index.
create function public.list_api_keys(
  status text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
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
      and (after_time is null or (k.created_at, k.id) < (after_time, after_id))
    order by k.created_at desc, k.id desc
    limit greatest(least(page_size, 101), 1)
  ) p;
  if with_total then
    select count(*) into total from public.api_keys k where private.api_key_status(k) = any (statuses);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_api_keys is
  'API keys, newest first, behind the key (after_time, after_id): {rows, total}; without a status (active, expired, revoked) those that are '
  'not revoked; total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_api_keys to authenticated;
