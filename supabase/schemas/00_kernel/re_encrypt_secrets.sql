-- Moves secrets to the newest key. The functions decrypt and encrypt; these find what to move and store the result.

-- Replanned for each call: the secrets of one tenant are found by tenant, those of all by key, which `<>` could not
-- use.
create function private.stale_secrets(kind text, newest_key text, page_size integer, tenant uuid)
returns setof private.secrets
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select s.* from private.secrets s
  where s.kind = stale_secrets.kind and (s.key_id < newest_key or s.key_id > newest_key)
    and (tenant is null or s.client_id = tenant)
  order by s.tried_at nulls first, s.client_id, s.owner_id, s.id
  limit least(greatest(page_size, 1), 500);
end
$$;
comment on function private.stale_secrets is
  'Secrets of a kind that are not under the newest key, of one tenant or all (null). '
  'Those that failed before come last.';

create function private.count_stale_secrets(kind text, newest_key text, tenant uuid) returns bigint
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select count(*) from private.secrets s
    where s.kind = count_stale_secrets.kind and (s.key_id < newest_key or s.key_id > newest_key)
      and (tenant is null or s.client_id = tenant));
end
$$;

create function private.move_secrets(kind text, newest_key text, moves jsonb, tenant uuid)
returns table (client_id uuid, owner_id uuid)
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  update private.secrets s
  set key_id = newest_key, ciphertext = decode(m.ciphertext, 'base64'), tried_at = null
  from jsonb_to_recordset(moves) as m (client_id uuid, owner_id uuid, former text, ciphertext text)
  where s.client_id = m.client_id and s.kind = move_secrets.kind and s.owner_id = m.owner_id
    and s.ciphertext = decode(m.former, 'base64') and (tenant is null or m.client_id = tenant)
  returning s.client_id, s.owner_id;
end
$$;
comment on function private.move_secrets is
  'Compares and swaps: a secret that was rotated or moved since it was read stays as it is. moves: [{client_id, '
  'owner_id, former, ciphertext}], text in base64. Returns the owners of the secrets that moved.';

create function private.mark_failed_secrets(kind text, failures jsonb, tenant uuid) returns void
language sql volatile set search_path = '' as $$
  update private.secrets s set tried_at = now()
  from jsonb_to_recordset(failures) as f (client_id uuid, owner_id uuid, ciphertext text)
  where s.client_id = f.client_id and s.kind = mark_failed_secrets.kind and s.owner_id = f.owner_id
    and s.ciphertext = decode(f.ciphertext, 'base64') and (tenant is null or f.client_id = tenant)
$$;
comment on function private.mark_failed_secrets is 'failures: [{client_id, owner_id, ciphertext (base64)}].';
