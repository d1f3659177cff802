-- Brings archived rows back into their table, as they were.

create function private.find_archived(tenant uuid, k private.archive_kinds, keys text[])
returns private.archive_chunks[]
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  hashes constant bigint[] := array(select private.archive_key(tenant, k.kind, u) from unnest(keys) u);
begin
  if not exists (select from private.archived_keys i
    where i.keys && hashes and i.client_id = tenant and i.kind = k.kind) then
    return '{}';
  end if;
  perform private.lock_archive(tenant);
  return array(
    select a from private.archived_keys i
    join private.archive_chunks a on a.client_id = i.client_id and a.kind = i.kind and a.last_at = i.chunk_at
      and a.id = i.chunk_id
    where i.keys && hashes and i.client_id = tenant and i.kind = k.kind);
end
$$;
comment on function private.find_archived is
  'Locks the archive and returns the chunks that probably hold rows with these keys.';

create function private.matching_rows(chunk private.archive_chunks, k private.archive_kinds, keys text[])
returns setof jsonb
language sql stable set search_path = '' as $$
  select e.value from jsonb_array_elements(chunk.content) e
  where exists (select from unnest(k.keyed_by) u (name) where e.value -> 'row' ->> u.name = any (keys))
$$;

create function private.related_keys(k private.archive_kinds, chunks private.archive_chunks[], keys text[])
returns text[]
language sql stable set search_path = '' as $$
  select array(
    select distinct u.key
    from unnest(chunks) c
    cross join private.matching_rows(c, k, keys) r
    cross join unnest(array[r -> 'row' ->> 'id', r -> 'row' ->> k.parent]) u (key)
    where k.parent is not null and u.key is not null and u.key <> all (keys))
$$;
comment on function private.related_keys is
  'The ids of the rows with these keys, and of those that they refer to, which are not among the keys yet.';

create function private.put_back(tenant uuid, k private.archive_kinds, rows jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  columns constant text := (
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_catalog.pg_attribute a
    where a.attrelid = k.source and a.attnum > 0 and not a.attisdropped and a.attgenerated = '');
begin
  perform private.open_audit_group('archive_runs', tenant);
  execute format('insert into %1$s (%2$s) overriding system value
    select %2$s from jsonb_populate_recordset(null::%1$s, $1)', k.source, columns) using rows;
  if k.returns is not null then
    execute format('select %s($1, $2::%s[])', k.returns, k.id_type)
      using tenant, array(select r.value ->> 'id' from jsonb_array_elements(rows) r);
  end if;
  perform private.close_audit_group();
end
$$;
comment on function private.put_back is
  'Inserts archived rows without an audit entry, event or mark: nothing happened to them.';

create function private.take_out(tenant uuid, k private.archive_kinds, chunks private.archive_chunks[], keys text[])
returns void
language plpgsql volatile set search_path = '' as $$
declare
  known constant private.chunk_key[] := array(select (c.last_at, c.id)::private.chunk_key from unnest(chunks) c);
begin
  perform private.count_chunks(tenant, k.kind, known, -1);
  perform private.replace_content(k, c, (
    select jsonb_agg(e.value order by e.place) from jsonb_array_elements(c.content) with ordinality e (value, place)
    where not exists (select from unnest(k.keyed_by) u (name) where e.value -> 'row' ->> u.name = any (keys))))
  from unnest(chunks) c;
  perform private.count_chunks(tenant, k.kind, known, 1);
end
$$;

create function private.recall_rows(tenant uuid, kind text, keys text[]) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  k private.archive_kinds;
  chunks private.archive_chunks[];
  related text[];
  rows jsonb;
begin
  if not exists (select from private.archived_keys a where a.client_id = tenant and a.kind = recall_rows.kind) then
    return;
  end if;
  k := private.archive_kind(kind);
  loop
    chunks := private.find_archived(tenant, k, keys);
    related := private.related_keys(k, chunks, keys);
    exit when related = '{}';
    keys := keys || related;
  end loop;
  select jsonb_agg(r -> 'row') into rows from unnest(chunks) c, private.matching_rows(c, k, keys) r;
  if rows is not null then
    perform private.put_back(tenant, k, rows);
    perform private.take_out(tenant, k, chunks, keys);
  end if;
end
$$;
comment on function private.recall_rows is
  'Brings the archived rows with these keys, and those related to them, back into their table. Does nothing if there '
  'are none.';
