-- Moves credentials to the newest key. Only the service role may read ciphertext; for which caller it does, and
-- whether that caller may, is checked here again. A null caller is the operator, for all tenants or one.

-- Definer: ciphertext is private. Replanned for each call: one tenant's rows are found by tenant, those of all by
-- key, which `<>` could not use.
create function public.stale_channel_credentials(
  newest_key text, page_size integer, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.require_member(tenant, caller, 'channels:write');
  return coalesce((
    select jsonb_agg(jsonb_build_object('client_id', p.client_id, 'channel_id', p.channel_id, 'key_id', p.key_id,
      'ciphertext', translate(encode(p.ciphertext, 'base64'), E'\n', '')))
    from (
      select * from private.channel_credentials k
      where (k.key_id < newest_key or k.key_id > newest_key) and (tenant is null or k.client_id = tenant)
      order by k.tried_at nulls first, k.client_id, k.channel_id
      limit least(greatest(page_size, 1), 500)
    ) p), '[]');
end
$$;
comment on function public.stale_channel_credentials is
  'Credentials that are not under the newest key, those that failed before last: [{client_id, channel_id, key_id, '
  'ciphertext (base64)}]. For the service role. Raises 403 if the caller (null: the operator) may not change the '
  'tenant''s channels.';

-- Locks in one order, so that two runs wait and do not deadlock.
create function private.lock_channels_of_moves(moves jsonb, tenant uuid) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform from public.channels c
  join jsonb_to_recordset(moves) as m (client_id uuid, channel_id uuid)
    on c.client_id = m.client_id and c.id = m.channel_id and (tenant is null or m.client_id = tenant)
  order by c.client_id, c.id for no key update of c;
end
$$;

create function private.swap_credentials(newest_key text, moves jsonb, tenant uuid) returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  moved bigint;
begin
  with swapped as (
    update private.channel_credentials k
    set key_id = newest_key, ciphertext = decode(m.ciphertext, 'base64'), tried_at = null
    from jsonb_to_recordset(moves) as m (client_id uuid, channel_id uuid, former text, ciphertext text)
    where k.client_id = m.client_id and k.channel_id = m.channel_id and k.ciphertext = decode(m.former, 'base64')
      and (tenant is null or m.client_id = tenant)
    returning k.client_id, k.channel_id
  )
  update public.channels c set credentials = c.credentials || jsonb_build_object('key_id', newest_key)
  from swapped s where c.client_id = s.client_id and c.id = s.channel_id;
  get diagnostics moved = row_count;
  return moved;
end
$$;
comment on function private.swap_credentials is
  'Compares and swaps: credentials that were rotated or moved since they were read stay as they are.';

-- Definer: see stale_channel_credentials.
create function public.move_channel_credentials(
  newest_key text, moves jsonb, failures jsonb, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  moved bigint;
  remaining bigint;
begin
  perform private.require_member(tenant, caller, 'channels:write');
  -- So that audit entries name the caller and not the service role.
  perform set_config('request.jwt.claims', (coalesce(auth.jwt(), '{}') || private.claims_of(caller))::text, true);
  perform private.lock_channels_of_moves(moves, tenant);
  moved := private.swap_credentials(newest_key, moves, tenant);

  update private.channel_credentials k set tried_at = now()
  from jsonb_to_recordset(failures) as f (client_id uuid, channel_id uuid, ciphertext text)
  where k.client_id = f.client_id and k.channel_id = f.channel_id and k.ciphertext = decode(f.ciphertext, 'base64')
    and (tenant is null or f.client_id = tenant);
  select count(*) into remaining from private.channel_credentials k
  where (k.key_id < newest_key or k.key_id > newest_key) and (tenant is null or k.client_id = tenant);
  return jsonb_build_object('moved', moved, 'remaining', remaining);
end
$$;
comment on function public.move_channel_credentials is
  'Stores what was encrypted under the newest key: {moved, remaining}. moves: [{client_id, channel_id, former, '
  'ciphertext}], failures: [{client_id, channel_id, ciphertext}], all text in base64. For the service role. Raises 403 '
  'as stale_channel_credentials does.';
