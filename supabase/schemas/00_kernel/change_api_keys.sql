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
  perform private.require_second_factor((claims -> 'app_metadata' ->> 'client_id')::uuid);
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
