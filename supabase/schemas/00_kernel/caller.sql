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
    from private.admitted_members m
    where m.user_id = auth.uid() and m.client_id::text = claims -> 'app_metadata' ->> 'client_id');
end
$$;
comment on function private.client_id is
  'The caller''s tenant if private.admitted_members lets the caller in at this moment, or the caller holds a live API '
  'key with scopes; otherwise null. Raises 401 for a dead key.';

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
    from private.admitted_members m
    join private.role_scopes s on s.role = m.role
    where m.user_id = (claims ->> 'sub')::uuid
      and m.client_id::text = claims -> 'app_metadata' ->> 'client_id'
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
  perform private.require_admission();
  perform private.fail(403, 'FORBIDDEN', format('You do not have the scope %s', scope));
  return null;
end
$$;
comment on function private.authorize is
  'The first line of a security definer function. Returns the caller''s tenant; raises 401 without a user or '
  'after the session''s end, 403 without a tenant or the scope, and 403 MFA_REQUIRED.';

create function private.caller_id() returns uuid
language sql stable set search_path = '' as $$
  select coalesce((auth.jwt() ->> 'key_id')::uuid, auth.uid())
$$;
comment on function private.caller_id is 'The calling API key, otherwise the user.';

grant execute on function private.client_id, private.role, private.tenant_with, private.can, private.authorize
  to authenticated;
-- With the secret key they raise an error that says to use a user's token.
grant execute on function private.authorize, private.tenant_with, private.client_id, private.fail to service_role;
