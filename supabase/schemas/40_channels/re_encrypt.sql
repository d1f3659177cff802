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
