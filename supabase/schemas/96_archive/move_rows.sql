-- Moves rows of one tenant and kind from their table into a chunk.

create type private.picked_rows as (ids text[], first_at timestamptz, last_at timestamptz);

-- Of one month, because a chunk lies in one partition, and of about four megabytes. Rows that another transaction has
-- in hand are left for later.
create function private.pick_due_rows(tenant uuid, k private.archive_kinds, cutoff timestamptz)
returns private.picked_rows
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  due constant text := format('from %s r cross join (select $2 as cutoff offset 0) c
    where r.client_id = $1 and %s < $3 and (%s) order by %2$s', k.source, k.aged_by, k.only_if);
  oldest timestamptz;
  month_end timestamptz;
  picked private.picked_rows;
begin
  execute format('select %s %s limit 1', k.aged_by, due) into oldest using tenant, cutoff, cutoff;
  month_end := (date_trunc('month', oldest at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  execute format(
    'select array_agg(p.id), min(p.at), max(p.at)
     from (
       select l.*, sum(l.size) over (order by l.at, l.id) - l.size as before
       from (
         select r.id::text, %s as at, pg_column_size(r.*) as size %s limit 1000 for update of r skip locked
       ) l
     ) p
     where p.before < 4000000', k.aged_by, due)
    into picked using tenant, cutoff, least(cutoff, month_end);
  return picked;
end
$$;

create function private.pick_rows(tenant uuid, k private.archive_kinds, cutoff timestamptz)
returns private.picked_rows
language plpgsql volatile set search_path = '' as $$
declare
  picked private.picked_rows;
begin
  if k.picks is null then
    return private.pick_due_rows(tenant, k, cutoff);
  end if;
  execute format('select * from %s($1, $2)', k.picks) into picked using tenant, cutoff;
  return picked;
end
$$;
comment on function private.pick_rows is
  'Locks up to a thousand rows that are older than cutoff, the oldest first. ids is null if there are none.';

-- By their time too, because an index on client_id and it is the only one that all kinds have.
create function private.from_picked(k private.archive_kinds) returns text
language sql immutable set search_path = '' as $$
  select format('from %s r where r.client_id = $1 and r.id = any ($2::%s[]) and %s between $3 and $4', k.source,
    k.id_type, k.aged_by)
$$;
comment on function private.from_picked is
  'The end of a statement about picked rows r: $1 is their tenant, $2 to $4 are the fields of private.picked_rows.';

create function private.entry_of(k private.archive_kinds) returns text
language sql stable set search_path = '' as $$
  select format('jsonb_build_object(''at'', %s, ''row'', to_jsonb(r)%s)', k.aged_by,
    ', ''children'', jsonb_build_object(' || string_agg(format(
      '%L, (select coalesce(jsonb_agg(to_jsonb(x) order by x.id), ''[]'') from %s x where x.%I = r.id)', c.key,
      c.value ->> 'table', c.value ->> 'column'), ', ') || ')')
  from jsonb_each(k.children) c
$$;
comment on function private.entry_of is 'What a chunk holds of a row r.';

create function private.add_chunk(tenant uuid, k private.archive_kinds, picked private.picked_rows,
  kept_from timestamptz) returns private.archive_chunks
language plpgsql volatile set search_path = '' set timezone = 'UTC' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  chunk private.archive_chunks;
begin
  execute format(
    'select $1, $6, private.uuidv7(), min(p.at), max(p.at), count(*), jsonb_agg(p.entry order by p.at, p.id), now()
     from (select %s as at, r.id, %s as entry %s) p
     where p.at >= $5 or private.is_held($1, $6, p.at)', k.aged_by, private.entry_of(k), private.from_picked(k))
  into chunk using tenant, picked.ids, picked.first_at, picked.last_at, kept_from, k.kind;
  if chunk.content is null then
    return null;
  end if;
  perform private.require_partition('archive_chunks', '1 month', chunk.last_at);
  insert into private.archive_chunks select chunk.*;
  if k.keyed_by <> '{}' then
    insert into private.archived_keys (client_id, kind, chunk_at, chunk_id, keys)
    values (tenant, k.kind, chunk.last_at, chunk.id, private.keys_of(tenant, k, chunk.content));
  end if;
  perform private.count_chunks(tenant, k.kind, array[(chunk.last_at, chunk.id)::private.chunk_key], 1);
  perform private.require_budget(tenant, 'rows_archived'), private.require_budget(tenant, 'bytes');
  return chunk;
end
$$;
comment on function private.add_chunk is
  'Adds a chunk with those of the rows that are not older than kept_from or are held. Null if there are none. Raises '
  '429 if the archive is full.';

create type private.archive_counts as (moved bigint, removed bigint);

create function private.delete_rows(tenant uuid, k private.archive_kinds, picked private.picked_rows) returns bigint
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  deleted bigint;
begin
  if k.deletes is not null then
    execute format('select %s($1, $2::%s[])', k.deletes, k.id_type) into deleted using tenant, picked.ids;
  else
    execute 'delete ' || private.from_picked(k) using tenant, picked.ids, picked.first_at, picked.last_at;
    get diagnostics deleted = row_count;
  end if;
  if deleted <> cardinality(picked.ids) then
    raise exception '% of % rows were deleted', deleted, cardinality(picked.ids);
  end if;
  return deleted;
end
$$;

create function private.move_rows(tenant uuid, k private.archive_kinds, picked private.picked_rows,
  kept_from timestamptz) returns private.archive_counts
language plpgsql volatile set search_path = '' as $$
declare
  chunk constant private.archive_chunks := private.add_chunk(tenant, k, picked, kept_from);
  moved constant bigint := coalesce(chunk.rows, 0);
begin
  if moved > 0 then
    perform private.require_equal(k, chunk);
  end if;
  if k.leaves is not null then
    execute format('select %s($1, $2::%s[])', k.leaves, k.id_type) using tenant, picked.ids;
  end if;
  return (moved, private.delete_rows(tenant, k, picked) - moved)::private.archive_counts;
end
$$;
comment on function private.move_rows is
  'Moves picked rows into the archive, and deletes those that are older than kept_from and not held.';
