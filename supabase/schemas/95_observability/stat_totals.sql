-- Guarantees: the counters that a collector scrapes never go back, whatever isolates end and partitions are dropped.

create table private.stat_totals (
  series_id integer not null references private.series on delete cascade,
  status smallint not null,
  requests bigint not null,
  total_ms float8 not null,
  counts bigint[] not null check (cardinality(counts) = 12),
  primary key (series_id, status)
);
alter table private.stat_totals enable row level security;
comment on column private.stat_totals.counts is
  'Requests that took up to 5, 10, 25, 50, 100, 250, 500, 1,000, 2,500, 5,000, 10,000 ms and longer, each once.';

create function private.add_totals() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  with counted as (
    select a.series_id, a.status, sum(b.count) as count, width_bucket(private.bucket_ms(b.bucket),
      array[5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000]::numeric[]) as slot
    from added a cross join unnest(a.buckets, a.counts) b (bucket, count) where a.client_id is null group by 1, 2, 4
  ), sums as (
    select a.series_id, a.status, sum(a.requests) as requests, sum(a.total_ms) as total_ms
    from added a where a.client_id is null group by 1, 2
  )
  insert into private.stat_totals as t (series_id, status, requests, total_ms, counts)
  select s.series_id, s.status, s.requests, s.total_ms, array(
    select coalesce(c.count, 0) from generate_series(0, 11) g (slot)
    left join counted c on c.series_id = s.series_id and c.status = s.status and c.slot = g.slot order by g.slot)
  from sums s
  on conflict on constraint stat_totals_pkey do update
    set requests = t.requests + excluded.requests, total_ms = t.total_ms + excluded.total_ms, counts = array(
      select u.present + u.more from unnest(t.counts, excluded.counts) with ordinality u (present, more, slot)
      order by u.slot);
  return null;
end
$$;
create trigger add_totals after insert on private.stat_minutes
  referencing new table as added for each statement execute function private.add_totals();

create function private.request_exemplars() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(e)), '[]')
  from (
    select distinct on (r.function, r.route) r.*
    from (
      select l.function, regexp_replace(l.line ->> 'action', ':(\w+)(\{[^}]*\})?', '{\1}', 'g') as route, l.request_id,
        (l.line ->> 'duration')::float8 as duration_ms, extract(epoch from l.at) as at
      from private.log_lines l
      where l.at > now() - interval '5 minutes' and l.line ? 'status' and l.request_id is not null
      order by l.at desc limit 1000
    ) r
    order by r.function, r.route, r.duration_ms desc
  ) e
$$;
comment on function private.request_exemplars is 'By route the slowest of the last requests, of five minutes at most.';

create function private.totals_of(kind text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('function', k.function, 'version', k.version, 'name', k.name,
    'status', t.status, 'requests', t.requests, 'total_ms', t.total_ms, 'counts', t.counts)
    order by k.function, k.version, k.name, t.status), '[]')
  from private.stat_totals t join private.series k on k.id = t.series_id
  where k.kind = totals_of.kind and k.client_id is null
$$;

create function private.queue_gauges() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('queue', q.queue, 'due', coalesce(j.due, 0), 'dead', coalesce(j.dead, 0),
    'oldest_due_seconds', greatest(extract(epoch from now() - j.oldest), 0)) order by q.queue), '[]')
  from private.queues q
  left join (
    select j.queue, count(*) filter (where j.phase = 'dead') as dead,
      count(*) filter (where j.phase = 'active' or j.phase = 'scheduled' and j.scheduled_for <= now()) as due,
      min(j.scheduled_for) filter (where j.phase in ('active', 'scheduled') and j.lease_until is null) as oldest
    from public.job_queue j where j.phase in ('active', 'scheduled', 'dead') group by 1
  ) j using (queue)
$$;

-- Definer: the sums are private. Only the service role may call this, because they are about all tenants.
create function public.metrics() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('requests', private.totals_of('request'), 'dependencies', private.totals_of('dependency'),
    'caches', private.totals_of('cache'), 'exemplars', private.request_exemplars(), 'queues', private.queue_gauges(),
    'connections', private.connection_report(), 'isolates', (
      select count(*) from private.isolates i where i.seen_at > now() - interval '1 minute'),
    'alerts_firing', (select count(*) from private.alerts a where a.client_id is null and a.state = 'firing'))
$$;
comment on function public.metrics is
  'The sums of everybody''s requests since the beginning, up to a minute old, and gauges of now. For the operator.';
revoke execute on function public.metrics from public, anon, authenticated;
grant execute on function public.metrics to service_role;
