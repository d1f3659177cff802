-- Archived rows in an export: as lines of the table that they left.

create function private.exported_rows(k private.archive_kinds, entry jsonb)
returns table (place bigint, kind text, record jsonb)
language sql stable set search_path = '' as $$
  select row_number() over (order by r.depth, e.relation::text, (r.record ->> 'id')::text),
    split_part(e.relation::text, '.', 2), r.record - e.hidden
  from (
    select 0 as depth, k.source::text as source, entry -> 'row' as record
    union all
    select 1, c.value ->> 'table', v.value
    from jsonb_each(k.children) c cross join jsonb_array_elements(entry -> 'children' -> c.key) v
  ) r
  join private.exported_tables e on e.relation = r.source::regclass
$$;
comment on function private.exported_rows is
  'The row of an entry and those that belong to it, of tables that are exported.';

-- By the row's time and id, because a row may leave the chunk between two pages.
create function private.lines_of(chunk private.archive_chunks, after jsonb) returns text
language sql stable set search_path = '' as $$
  select string_agg(jsonb_build_object('kind', r.kind, 'record', r.record, 'after', private.export_cursor(
    'archive_chunks', jsonb_build_object('kind', chunk.kind, 'last_at', chunk.last_at, 'id', chunk.id, 'at', l.at,
      'row', l.id, 'place', r.place)))::text, E'\n' order by l.at, l.id, r.place)
  from jsonb_array_elements(chunk.content) e
  cross join lateral (
    select (e.value ->> 'at')::timestamptz as at, e.value #>> '{row,id}' collate "C" as id
  ) l
  cross join private.exported_rows(private.archive_kind(chunk.kind), e.value) r
  where after is null or (l.at, l.id, r.place)
    > ((after ->> 'at')::timestamptz, after ->> 'row' collate "C", (after ->> 'place')::bigint)
$$;

create function private.archived_lines(tenant uuid, after jsonb) returns text
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  at constant private.chunk_key := (coalesce((after ->> 'last_at')::timestamptz, '-infinity'),
    coalesce((after ->> 'id')::uuid, '00000000-0000-0000-0000-000000000000'));
  chunk private.archive_chunks;
  lines text;
begin
  for chunk in select * from private.archive_chunks a
    where a.client_id = tenant and (a.kind, a.last_at, a.id) >= (coalesce(after ->> 'kind', ''), at.at, at.id)
    order by a.kind, a.last_at, a.id
  loop
    lines := concat_ws(E'\n', lines, private.lines_of(chunk,
      case when chunk.id = at.id then after end));
    exit when length(lines) > 600000;
  end loop;
  return nullif(lines, '');
end
$$;
comment on function private.archived_lines is 'About 1 MB of lines of archived rows after this key. Null at the end.';
