-- Moves secrets to the newest key. The functions decrypt and encrypt; these find what to move and store the result.

-- Replanned for each call: the secrets of one tenant are found by tenant, those of all by key, which `<>` could not
-- use.
create function private.stale_secrets(newest_key text, page_size integer, tenant uuid)
returns setof private.secrets
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  most constant integer := least(greatest(page_size, 1), 500);
begin
  return query
  select s.* from private.secret_kinds k
  cross join lateral (
    select * from private.secrets s
    where s.kind = k.kind and (s.key_id < newest_key or s.key_id > newest_key)
      and (tenant is null or s.client_id = tenant)
    order by s.tried_at nulls first, s.client_id, s.owner_id, s.id
    limit most) s
  order by s.tried_at nulls first, s.client_id, s.owner_id, s.id
  limit most;
end
$$;
comment on function private.stale_secrets is
  'Secrets of every kind that are not under the newest key, of one tenant or all (null). '
  'Those that failed before come last.';

create function private.count_stale_secrets(newest_key text, tenant uuid) returns bigint
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select coalesce(sum(c.stale), 0) from private.secret_kinds k
    cross join lateral (
      select count(*) as stale from private.secrets s
      where s.kind = k.kind and (s.key_id < newest_key or s.key_id > newest_key)
        and (tenant is null or s.client_id = tenant)) c);
end
$$;

-- Locks in one order, so that two runs wait and do not deadlock.
create function private.move_secrets(kind text, newest_key text, moves jsonb, tenant uuid)
returns table (client_id uuid, owner_id uuid)
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform from private.secrets s
  join jsonb_to_recordset(moves) as m (client_id uuid, owner_id uuid)
    on s.client_id = m.client_id and s.kind = move_secrets.kind and s.owner_id = m.owner_id
  order by s.client_id, s.owner_id, s.id for no key update of s;
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
  'owner_id, former, ciphertext}], text in base64. Returns the owner of each secret that moved.';

create function private.move_secrets_of_all_kinds(newest_key text, moves jsonb, tenant uuid) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  part record;
  moved bigint;
  total bigint := 0;
begin
  for part in
    select k.kind, k.mover, jsonb_agg(m) as moves
    from private.secret_kinds k
    join jsonb_array_elements(moves) m on m ->> 'kind' = k.kind
    group by k.kind
    order by k.kind
  loop
    execute format('select count(*) from private.%I($1, $2, $3, $4)', part.mover)
    into moved using part.kind, newest_key, part.moves, tenant;
    total := total + moved;
  end loop;
  return total;
end
$$;
comment on function private.move_secrets_of_all_kinds is
  'Moves secrets of any kind, each kind by its mover: [{kind, client_id, owner_id, former, ciphertext}]. Returns how '
  'many.';

create function private.mark_failed_secrets(failures jsonb, tenant uuid) returns void
language sql volatile set search_path = '' as $$
  update private.secrets s set tried_at = now()
  from jsonb_to_recordset(failures) as f (kind text, client_id uuid, owner_id uuid, ciphertext text)
  where s.client_id = f.client_id and s.kind = f.kind and s.owner_id = f.owner_id
    and s.ciphertext = decode(f.ciphertext, 'base64') and (tenant is null or f.client_id = tenant)
$$;
comment on function private.mark_failed_secrets is 'failures: [{kind, client_id, owner_id, ciphertext (base64)}].';
