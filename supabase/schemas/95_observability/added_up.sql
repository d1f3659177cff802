-- Marks become minutes, minutes become hours, hours become days. Each step adds up and loses nothing.

-- A join by a nullable tenant would compare all tenants with each other, so nobody is a tenant of its own here.
create function private.added_up(sources text, unit text) returns text
language sql immutable set search_path = '' as $$
  select format($sql$
    with %s, keyed as (
      select (date_trunc(%L, s.starts_at, 'UTC'), coalesce(s.client_id, '00000000-0000-0000-0000-000000000000'),
          s.series_id, s.status)::private.stat_key as key,
        s.requests, s.buckets, s.counts, s.total_ms, s.max_ms, s.users
      from source s
    ), buckets as (
      select k.key, b.bucket, sum(b.count) as count
      from keyed k cross join unnest(k.buckets, k.counts) b (bucket, count) group by 1, 2
    ), histograms as (
      select b.key, array_agg(b.bucket order by b.bucket) as buckets,
        array_agg(least(b.count, 2147483647)::integer order by b.bucket) as counts
      from buckets b group by 1
    ), sums as (
      select k.key, least(sum(k.requests), 2147483647)::integer as requests, sum(k.total_ms) as total_ms,
        max(k.max_ms) as max_ms
      from keyed k group by 1
    ), users as (
      select k.key, (array_agg(distinct u.hash))[:10000] as users
      from keyed k cross join unnest(k.users) u (hash) group by 1
    ), added as (
      select (s.key).starts_at, nullif((s.key).client_id, '00000000-0000-0000-0000-000000000000') as client_id,
        (s.key).series_id, (s.key).status, s.requests, h.buckets, h.counts, s.total_ms, s.max_ms,
        coalesce(u.users, '{}') as users
      from sums s join histograms h using (key) left join users u using (key)
    )$sql$, sources, unit)
$$;
comment on function private.added_up is
  'The text `with …, added as (…)`: the rows of the CTE `source`, which `sources` defines, added up by unit, tenant, '
  'series and status.';

create function private.fold_stats() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  folded bigint;
begin
  perform private.require_partition('stat_' || l.level, l.width, m.starts_at)
  from (select distinct date_trunc('day', k.starts_at, 'UTC') as starts_at from private.stat_marks k) m
  cross join private.stat_levels l;
  execute private.added_up($sql$taken as (
      delete from private.stat_marks returning *
    ), source as (
      select t.* from taken t where t.client_id is not null
      union all
      select t.starts_at, null, case when k.client_id is null then k.id else o.id end, t.status, t.requests, t.buckets,
        t.counts, t.total_ms, t.max_ms, t.users
      from taken t
      join private.series k on k.id = t.series_id
      join private.series o on o.client_id is null and o.kind = 'dependency' and o.name = 'other'
    )$sql$, 'minute') || $sql$, hours as (
      insert into private.stat_hours
      select date_trunc('hour', a.starts_at, 'UTC'), a.client_id, a.series_id, a.status, a.requests, a.buckets,
        a.counts, a.total_ms, a.max_ms, a.users
      from added a where a.starts_at < (select l.until from private.stat_levels l where l.level = 'hours')
    ), days as (
      insert into private.stat_days
      select date_trunc('day', a.starts_at, 'UTC'), a.client_id, a.series_id, a.status, a.requests, a.buckets,
        a.counts, a.total_ms, a.max_ms, a.users
      from added a where a.starts_at < (select l.until from private.stat_levels l where l.level = 'days')
    )
    insert into private.stat_minutes select * from added$sql$;
  get diagnostics folded = row_count;
  return folded;
end
$$;
comment on function private.fold_stats is
  'Adds the marks up into minutes. Marks of an hour or day that has been added up already go there as well.';

create function private.roll_up(source text, target text, unit text, before timestamptz) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  level private.stat_levels;
  rolled bigint;
begin
  select * into level from private.stat_levels l where l.level = target for update;
  if before <= level.until then
    return 0;
  end if;
  execute format('select private.require_partition(%L, %L, d.starts_at)
    from (select distinct date_trunc(''day'', s.starts_at, ''UTC'') as starts_at from private.stat_%I s
      where s.starts_at >= %L and s.starts_at < %L) d',
    'stat_' || target, level.width, source, level.until, before);
  execute private.added_up(format('source as (
      select * from private.stat_%I s where s.starts_at >= %L and s.starts_at < %L)', source, level.until, before),
    unit) || format(' insert into private.stat_%I select * from added', target);
  get diagnostics rolled = row_count;
  update private.stat_levels l set until = before where l.level = target;
  return rolled;
end
$$;

create function private.roll_up_stats(at timestamptz default clock_timestamp()) returns text
language plpgsql volatile set search_path = '' as $$
declare
  folded constant bigint := private.fold_stats();
  settled constant timestamptz := at - interval '2 minutes';
  hours constant bigint := private.roll_up('minutes', 'hours', 'hour', date_trunc('hour', settled, 'UTC'));
  days constant bigint := private.roll_up('hours', 'days', 'day', date_trunc('day', settled, 'UTC'));
  dropped bigint;
begin
  select sum(private.drop_partitions(('private.stat_' || l.level)::regclass, at - l.kept)) into dropped
  from private.stat_levels l;
  return format('%s minutes, %s hours, %s days, %s partitions dropped', folded, hours, days, dropped);
end
$$;
comment on function private.roll_up_stats is
  'Adds up marks, complete hours and complete days, and drops partitions that are too old.';
