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
