-- Reads a chunk back before the rows in it leave their tables.

-- *= compares the stored bytes of each column. Both sides are read once and hashed: a nested loop would read the chunk
-- for each row.
create function private.require_same(chunk private.archive_chunks, source regclass, ids text[], elements text,
  condition text) returns void
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set enable_nestloop = 'off'
  set jit = 'off' as $$
declare
  rows bigint;
  equal bigint;
begin
  execute format(
    'with archived as materialized (
       select b from private.archive_chunks a
       cross join jsonb_array_elements(a.content) e
       cross join lateral %2$s v
       cross join lateral jsonb_populate_record(null::%1$s, v.value) b
       where a.client_id = $1 and a.kind = $2 and a.last_at = $3 and a.id = $4
     ), present as materialized (
       select r from %1$s r where r.client_id = $1 and %3$s
     )
     select greatest((select count(*) from archived), (select count(*) from present)), (
       select count(*) from archived a join present p on (p.r).id = (a.b).id and p.r *= a.b)',
    source, elements, condition)
  into rows, equal using chunk.client_id, chunk.kind, chunk.last_at, chunk.id, chunk.first_at, ids;
  if equal <> rows then
    raise exception '% of % archived rows differ from %', rows - equal, rows, source;
  end if;
end
$$;

create function private.require_equal(k private.archive_kinds, chunk private.archive_chunks) returns void
language plpgsql stable set search_path = '' as $$
declare
  ids constant text[] := array(select e #>> '{row,id}' from jsonb_array_elements(chunk.content) e);
begin
  if cardinality(ids) <> chunk.rows then
    raise exception 'The chunk has % rows, not %', cardinality(ids), chunk.rows;
  end if;
  perform private.require_same(chunk, k.source, ids, '(select e.value -> ''row'' as value)',
    format('r.id = any ($6::%s[]) and %s between $5 and $3', k.id_type, k.aged_by));
  perform private.require_same(chunk, (c.value ->> 'table')::regclass, ids,
    format('jsonb_array_elements(e.value #> array[''children'', %L])', c.key),
    format('r.%I = any ($6::%s[])', c.value ->> 'column', k.id_type))
  from jsonb_each(k.children) c;
end
$$;
comment on function private.require_equal is
  'Raises an error unless a chunk, read back, gives the same rows as their tables.';
