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

create function private.note_first_use(key private.live_api_keys, address inet) returns void
language sql volatile set search_path = '' as $$
  select private.note(jsonb_populate_record(null::private.audit_marks, r.context || jsonb_build_object(
    'client_id', key.client_id, 'action', 'key_used_first', 'resource', 'api_keys', 'record_id', key.id, 'times', 1,
    'details', '{}'::jsonb, 'actor_id', key.created_by, 'key_id', key.id, 'ip', host(address))))
  from private.request_context() r (context)
$$;

-- Counting lets one of many first uses through.
-- Definer: only the functions, with the secret key, exchange; nobody reads digests.
create function public.exchange_api_key(
  prefix text, digest text, uses integer default 1, denials integer default 0, address inet default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  key private.live_api_keys;
  allowed boolean;
  counted boolean;
begin
  select * into key from private.live_api_keys k where k.secret_prefix = exchange_api_key.prefix;
  if not found or not private.same_digest(key.digest, decode(exchange_api_key.digest, 'hex')) then
    perform private.fail_dead_key();
  end if;
  allowed := coalesce(address <<= any (key.allowed_cidrs), key.allowed_cidrs is null);
  counted := private.count_key_uses(key.id, uses, denials, allowed);
  if counted and allowed and key.last_used_at is null then
    perform private.note_first_use(key, address);
  end if;
  return jsonb_build_object('key_id', key.id, 'client_id', key.client_id, 'user_id', key.created_by, 'scopes',
    key.scopes,
    'limits', coalesce(private.rate_limits(key.client_id), '{}'),
    'counted', counted, 'allowed', allowed, 'restricted', key.allowed_cidrs is not null,
    'seconds', least(60, ceil(extract(epoch from key.ends_at - now())))::integer);
end
$$;
comment on function public.exchange_api_key is
  'The claims of a token for the key with this prefix and SHA-256 (hexadecimal): {key_id, client_id, user_id, '
  'scopes, limits, seconds, counted, allowed, restricted}. seconds: how long the token may live. uses, denials: '
  'requests, and refused ones, since the key was last counted, which happens at most once a minute. allowed: whether '
  'the key works from this address; if not, the caller must refuse. restricted: it works only from some. Raises 401.';
grant execute on function public.exchange_api_key to service_role;
