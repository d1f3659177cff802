-- Requests and dependencies with their percentiles.

create type private.measured as (
  label jsonb, status smallint, requests integer, buckets smallint[], counts integer[], total_ms float8, max_ms real,
  users integer[]
);

create function private.summed_stats(stats private.measured[])
returns table (label jsonb, requests bigint, figures jsonb)
language sql stable set search_path = '' as $$
  with buckets as (
    select s.label, b.bucket, sum(b.count) as count
    from unnest(stats) s cross join unnest(s.buckets, s.counts) b (bucket, count) group by 1, 2
  ), ranked as (
    select b.label, private.bucket_ms(b.bucket) as ms,
      sum(b.count) over (partition by b.label order by b.bucket) as upto,
      sum(b.count) over (partition by b.label) as total
    from buckets b
  ), percentiles as (
    select r.label, min(r.ms) filter (where r.upto >= ceil(r.total * 0.5)) as p50,
      min(r.ms) filter (where r.upto >= ceil(r.total * 0.95)) as p95,
      min(r.ms) filter (where r.upto >= ceil(r.total * 0.99)) as p99
    from ranked r group by 1
  ), sums as (
    select s.label, sum(s.requests) as requests, sum(s.requests) filter (where s.status in (0, 4, 5)) as errors,
      sum(s.requests) filter (where s.status in (0, 5)) as server_errors, max(s.max_ms)::numeric as max_ms,
      sum(s.total_ms) / sum(s.requests) as mean_ms,
      (select count(distinct u) from unnest(stats) t cross join unnest(t.users) u where t.label = s.label) as users
    from unnest(stats) s group by 1
  )
  select s.label, s.requests, jsonb_build_object('requests', s.requests, 'errors', coalesce(s.errors, 0),
    'server_errors', coalesce(s.server_errors, 0), 'error_rate', round(coalesce(s.errors, 0)::numeric / s.requests, 6),
    'p50_ms', round(least(p.p50, s.max_ms), 3), 'p95_ms', round(least(p.p95, s.max_ms), 3),
    'p99_ms', round(least(p.p99, s.max_ms), 3), 'max_ms', round(s.max_ms, 3),
    'mean_ms', round(s.mean_ms::numeric, 3), 'active_users', s.users)
  from sums s join percentiles p using (label)
$$;
comment on function private.summed_stats is
  'Counts and percentiles by label. A percentile is the value at rank ceil(n·p), by nearest rank.';

-- Hosts that tenants chose are one row in the sums over everybody.
create function private.stat_label(group_by text, tenant uuid, series private.series, status smallint,
  starts_at timestamptz)
returns jsonb
language sql stable set search_path = '' as $$
  select case group_by
    when 'function' then jsonb_build_object('function', series.function)
    when 'route' then jsonb_build_object('function', series.function, 'version', series.version, 'route', series.name)
    when 'status' then jsonb_build_object('status', status || 'xx')
    when 'dependency' then jsonb_build_object('dependency',
      case when tenant is null and series.client_id is not null then 'other' else series.name end)
    else jsonb_build_object(group_by, date_trunc(group_by, starts_at, 'UTC'))
  end
$$;

create function private.measured_between(tenant uuid, since timestamptz, until timestamptz, group_by text, kind text,
  function text default null, route text default null, version text default null)
returns private.measured[]
language sql stable set search_path = '' as $$
  select array(
    select (private.stat_label(group_by, tenant, k, s.status, s.starts_at), s.status, s.requests, s.buckets, s.counts,
      s.total_ms, s.max_ms, s.users)::private.measured
    from private.stats_between(tenant, since, until,
      case when group_by in ('minute', 'hour') then group_by else 'day' end) s
    join private.series k on k.id = s.series_id
    where k.kind = measured_between.kind and (route is null or k.name = route)
      and (measured_between.function is null or k.function = measured_between.function)
      and (measured_between.version is null or k.version = measured_between.version))
$$;

-- Definer: statistics are private.
create function public.request_stats(since timestamptz default null, until timestamptz default null,
  group_by text default 'function', function text default null, route text default null, version text default null,
  client_id uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.observing_tenant(client_id);
  upper constant timestamptz := coalesce(until, clock_timestamp());
  lower constant timestamptz := coalesce(since, upper - case group_by when 'minute' then interval '1 hour'
    else interval '1 day' end);
begin
  perform private.require_short(jsonb_build_object(
    'group_by', group_by, 'function', function, 'route', route, 'version', version));
  perform private.require_window(lower, upper, case group_by when 'minute' then interval '1 day'
    when 'hour' then interval '31 days' else interval '400 days' end);
  return (
    select coalesce(jsonb_agg(s.label || s.figures || coalesce(i.isolates, '{}')
      order by case when group_by in ('minute', 'hour', 'day') then s.label ->> group_by end, s.requests desc,
        s.label::text), '[]')
    from (
      select * from private.summed_stats(private.measured_between(tenant, lower, upper, group_by, 'request',
        request_stats.function, request_stats.route, request_stats.version)) g
      order by g.requests desc limit 1500
    ) s
    left join private.isolate_figures(lower, upper) i
      on private.is_operator() and group_by = 'function' and i.function = s.label ->> 'function');
end
$$;
comment on function public.request_stats is
  'Requests of a window by function, route, status, minute, hour or day: [{group…, requests, errors, server_errors, '
  'error_rate, p50_ms, p95_ms, p99_ms, max_ms, mean_ms, active_users}]. errors are answers from 400 on, server_errors '
  'from 500 on. By function, the secret key also sees cold_starts, cold_start_ms and peak_memory_bytes. Raises 401, '
  '403, 404, 422.';
grant execute on function public.request_stats to authenticated;

-- Definer: see public.request_stats.
create function public.dependency_stats(since timestamptz default null, until timestamptz default null,
  client_id uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.observing_tenant(client_id);
  upper constant timestamptz := coalesce(until, clock_timestamp());
  lower constant timestamptz := coalesce(since, upper - interval '1 day');
  rows jsonb;
  hit_rate numeric;
  waiting record;
begin
  perform private.require_window(lower, upper, interval '400 days');
  select coalesce(jsonb_agg(s.label || s.figures - 'active_users' order by s.requests desc, s.label::text), '[]')
  into rows
  from private.summed_stats(private.measured_between(tenant, lower, upper, 'dependency', 'dependency')) s;
  select round(sum(c.requests) filter (where c.status = 2) / nullif(sum(c.requests), 0)::numeric, 6) into hit_rate
  from unnest(private.measured_between(tenant, lower, upper, 'dependency', 'cache')) c;
  select count(*) filter (where j.phase = 'active' or j.scheduled_for <= now()) as depth,
    extract(epoch from now() - min(j.scheduled_for) filter (where j.lease_until is null and j.scheduled_for <= now()))
      as oldest into waiting
  from public.job_queue j
  where j.phase in ('active', 'scheduled') and (j.client_id = tenant or tenant is null);
  return jsonb_build_object('rows', rows, 'queue_depth', waiting.depth,
    'oldest_due_seconds', round(coalesce(waiting.oldest, 0), 3), 'cache_hit_rate', hit_rate);
end
$$;
comment on function public.dependency_stats is
  'Calls of a window to the database, Redis, sign-in and other hosts: {rows: [{dependency, requests, errors, …}], '
  'queue_depth, oldest_due_seconds, cache_hit_rate}. Raises 401, 403, 404, 422.';
grant execute on function public.dependency_stats to authenticated;
