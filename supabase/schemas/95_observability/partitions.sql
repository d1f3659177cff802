-- Tables that grow by time are cut into partitions, so that old rows go in one step.

-- Nothing is granted on a partition, and none is read by its own name.
create function private.require_partition(parent text, width interval, at timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  lower constant timestamptz := case when width >= interval '28 days' then date_trunc('month', at, 'UTC')
    else date_trunc('day', at, 'UTC') end;
  name constant text := format('%s_%s', parent, to_char(lower at time zone 'UTC', 'YYYYMMDD'));
begin
  if to_regclass('private.' || name) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('require_partition'), hashtext(name));
  -- Not by to_regclass: what another session created while this one waited is not in its cache of the catalog.
  if not exists (
    select from pg_catalog.pg_class c
    where c.relnamespace = 'private'::regnamespace and c.relname = name
  ) then
    execute format('create table private.%I partition of private.%I for values from (%L) to (%L)', name, parent, lower,
      (lower at time zone 'UTC' + width) at time zone 'UTC');
    execute format('alter table private.%I enable row level security', name);
  end if;
end
$$;
comment on function private.require_partition is
  'Makes sure that the table has the partition of that moment: a month for widths from 28 days on, otherwise a day, '
  'in UTC.';

create function private.drop_partitions(parent regclass, before timestamptz) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  old regclass;
  dropped bigint := 0;
begin
  for old in
    select i.inhrelid::regclass from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent
      and substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz <= before
  loop
    execute format('drop table %s', old);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
comment on function private.drop_partitions is 'Drops the partitions that end before a moment and returns how many.';
