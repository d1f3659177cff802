-- Exchanges an API key for the claims of a short-lived token.

-- Constant time: it does not depend on which byte differs.
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
  return jsonb_build_object('key_id', key.id, 'client_id', key.client_id, 'user_id', key.created_by, 'scopes',
    key.scopes,
    'limits', coalesce(private.rate_limits(key.client_id), '{}'), 'counted', found,
    'seconds', least(60, ceil(extract(epoch from key.ends_at - now())))::integer);
end
$$;
comment on function public.exchange_api_key is
  'The claims of a token for the key with this prefix and SHA-256 (hexadecimal): {key_id, client_id, user_id, '
  'scopes, limits, seconds, counted}. seconds: how long the token may live. uses: requests since the key was last '
  'counted, which happens at most once a minute. Raises 401.';
grant execute on function public.exchange_api_key to service_role;
