-- Ends archived rows.

-- What can go as a whole comes first, so that chunks at the edge of a hold delay nothing.
create function private.pick_chunks(tenant uuid, kind text, kept_from timestamptz) returns private.chunk_key[]
language sql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select array(
    select (a.last_at, a.id)::private.chunk_key from private.archive_chunks a
    where a.client_id = tenant and a.kind = pick_chunks.kind and a.first_at < kept_from
      and not exists (select from private.archive_holds h where h.client_id = tenant and h.kind = a.kind
        and h.from_time <= a.first_at and h.to_time > least(a.last_at, kept_from))
    order by exists (select from private.archive_holds h where h.client_id = tenant and h.kind = a.kind
        and h.from_time <= a.last_at and h.to_time > a.first_at), a.last_at
    limit 100)
$$;

create function private.kept_content(chunk private.archive_chunks, kept_from timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(e.value order by e.place)
  from jsonb_array_elements(chunk.content) with ordinality e (value, place)
  where (e.value ->> 'at')::timestamptz >= kept_from
    or private.is_held(chunk.client_id, chunk.kind, (e.value ->> 'at')::timestamptz)
$$;

create function private.replace_content(k private.archive_kinds, chunk private.archive_chunks, content jsonb)
returns bigint
language plpgsql volatile set search_path = '' as $$
begin
  if content is null then
    delete from private.archive_chunks a where a.client_id = chunk.client_id and a.kind = chunk.kind
      and a.last_at = chunk.last_at and a.id = chunk.id;
    return chunk.rows;
  end if;
  update private.archive_chunks a set content = replace_content.content,
    rows = jsonb_array_length(replace_content.content), first_at = (replace_content.content -> 0 ->> 'at')::timestamptz
  where a.client_id = chunk.client_id and a.kind = chunk.kind and a.last_at = chunk.last_at and a.id = chunk.id;
  update private.archived_keys i set keys = private.keys_of(chunk.client_id, k, content)
  where i.client_id = chunk.client_id and i.kind = chunk.kind and i.chunk_at = chunk.last_at and i.chunk_id = chunk.id;
  return chunk.rows - jsonb_array_length(content);
end
$$;
comment on function private.replace_content is
  'Leaves a chunk with this content, or deletes it if there is none, and returns how many rows are gone.';

create function private.remove_rows(tenant uuid, k private.archive_kinds, kept_from timestamptz) returns bigint
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  chunks constant private.chunk_key[] := private.pick_chunks(tenant, k.kind, kept_from);
  removed bigint;
begin
  perform private.count_chunks(tenant, k.kind, chunks, -1);
  select coalesce(sum(private.replace_content(k, a, private.kept_content(a, kept_from))), 0) into removed
  from unnest(chunks) c
  join private.archive_chunks a on a.client_id = tenant and a.kind = k.kind and a.last_at = c.at and a.id = c.id;
  perform private.count_chunks(tenant, k.kind, chunks, 1);
  return removed;
end
$$;
comment on function private.remove_rows is
  'Deletes archived rows that are older than kept_from and not held, of up to a hundred chunks. Returns how many.';
