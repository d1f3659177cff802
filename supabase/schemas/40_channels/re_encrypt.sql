-- Moves channels' credentials to the newest key. Only the service role may read ciphertext; for which caller it does,
-- and whether that caller may, is checked here again. A null caller is the operator, for all tenants or one.

-- Definer: ciphertext is private.
create function public.stale_channel_credentials(
  newest_key text, page_size integer, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_member(tenant, caller, 'channels:write');
  return coalesce((
    select jsonb_agg(jsonb_build_object('client_id', s.client_id, 'channel_id', s.owner_id, 'key_id', s.key_id,
      'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', '')) order by s.ordinality)
    from private.stale_secrets('channel', newest_key, page_size, tenant) with ordinality s), '[]');
end
$$;
comment on function public.stale_channel_credentials is
  'Credentials that are not under the newest key, those that failed before last: [{client_id, channel_id, key_id, '
  'ciphertext (base64)}]. For the service role. Raises 403 if the caller (null: the operator) may not change the '
  'tenant''s channels.';

create function private.of_channels(rows jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(r - 'channel_id' || jsonb_build_object('owner_id', r -> 'channel_id')), '[]')
  from jsonb_array_elements(rows) r
$$;
comment on function private.of_channels is 'The rows with channel_id as the owner_id of private.secrets.';

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

-- Definer: see stale_channel_credentials.
create function public.move_channel_credentials(
  newest_key text, moves jsonb, failures jsonb, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  moved bigint;
begin
  perform private.require_member(tenant, caller, 'channels:write');
  -- So that audit entries name the caller and not the service role.
  perform set_config('request.jwt.claims', (coalesce(auth.jwt(), '{}') || private.claims_of(caller))::text, true);
  perform private.lock_channels_of_moves(moves, tenant);
  update public.channels c set credentials = c.credentials || jsonb_build_object('key_id', newest_key)
  from private.move_secrets('channel', newest_key, private.of_channels(moves), tenant) m
  where c.client_id = m.client_id and c.id = m.owner_id;
  get diagnostics moved = row_count;
  perform private.mark_failed_secrets('channel', private.of_channels(failures), tenant);
  return jsonb_build_object(
    'moved', moved, 'remaining', private.count_stale_secrets('channel', newest_key, tenant));
end
$$;
comment on function public.move_channel_credentials is
  'Stores what was encrypted under the newest key: {moved, remaining}. moves: [{client_id, channel_id, former, '
  'ciphertext}], failures: [{client_id, channel_id, ciphertext}], all text in base64. For the service role. Raises 403 '
  'as stale_channel_credentials does.';
