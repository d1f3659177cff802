-- Guarantees: within a minute metrics equal what the calls say, in whatever order calls are added, changed or deleted.
-- Concurrent runs do not conflict, a run that fails loses nothing, and a tenant that fails delays no other.

create table private.aggregation_runs (
  id bigint generated always as identity primary key,
  client_id uuid references public.clients,
  started_at timestamptz not null,
  finished_at timestamptz,
  buckets bigint not null default 0
);
create index on private.aggregation_runs (client_id, started_at desc);
alter table private.aggregation_runs enable row level security;
comment on table private.aggregation_runs is 'Finished runs. client_id is null for runs over all tenants.';

create function private.aggregate_tenants(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  at timestamptz;
  buckets private.bucket[];
begin
  perform from private.aggregated_tenants t where t.client_id = any (tenants) order by t.client_id for no key update;
  at := clock_timestamp();
  buckets := private.take_marks(tenants);
  if buckets is not null then
    perform private.aggregate_agents(buckets);
    perform private.aggregate_teams(buckets);
  end if;
  perform private.refresh_seven_days(tenants, buckets, at);
  perform private.emit_event(c.client_id, 'metrics.updated', jsonb_build_object(
    'as_of', at, 'buckets', c.buckets, 'from', c.first_day, 'to', c.last_day))
  from (
    select b.client_id, count(*) as buckets, min(b.day) as first_day, max(b.day) as last_day
    from unnest(buckets) b where b.day is not null group by b.client_id
  ) c;
  return (select count(*) from unnest(buckets) b where b.day is not null);
end
$$;
comment on function private.aggregate_tenants is
  'Recomputes what changed in these tenants and returns the number of buckets. For private.run_for_tenants.';

create function private.aggregate_performance(tenant uuid default null) returns private.aggregation_runs
language plpgsql volatile set search_path = '' as $$
declare
  run private.aggregation_runs;
begin
  if tenant is null then
    perform pg_advisory_xact_lock(hashtext('aggregation'), 0);
  end if;
  run.started_at := clock_timestamp();
  if tenant is null then
    run.buckets := private.run_for_tenants('aggregate_performance',
      private.lock_tenants_to_aggregate(run.started_at), 'private.aggregate_tenants');
  else
    run.buckets := private.aggregate_tenants(array[tenant]);
  end if;
  insert into private.aggregation_runs (client_id, started_at, finished_at, buckets)
  values (tenant, run.started_at, clock_timestamp(), run.buckets) returning * into run;
  return run;
end
$$;
comment on function private.aggregate_performance is
  'Recomputes what changed since the previous run, for one tenant or all. Calls committed before started_at are '
  'counted, except those of tenants that fail or are in another run.';

create function private.aggregated_at(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return least(
    greatest(
      (select max(r.started_at) from private.aggregation_runs r where r.client_id is null),
      (select max(r.started_at) from private.aggregation_runs r where r.client_id = tenant)),
    (select min(b.marked_at) from private.changed_buckets b where b.client_id = tenant));
end
$$;
comment on function private.aggregated_at is
  'The time up to which all committed calls are counted: of the tenant, or with null of all tenants that do not fail. '
  'Null before the first run.';

create function private.milliseconds(duration interval) returns numeric
language sql immutable set search_path = '' as $$
  select round(extract(epoch from duration) * 1000, 3)
$$;

-- Definer: callers cannot write metrics.
create function public.run_aggregation() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:run');
  run private.aggregation_runs;
begin
  perform private.require_time(tenant);
  run := private.aggregate_performance(tenant);
  perform private.record_action(tenant, 'agent_metrics_v2', null, 'aggregated',
    jsonb_build_object('buckets', run.buckets));
  perform private.count_time(tenant);
  return jsonb_build_object('as_of', run.started_at, 'finished_at', run.finished_at,
    'duration_ms', private.milliseconds(run.finished_at - run.started_at), 'buckets', run.buckets);
end
$$;
comment on function public.run_aggregation is
  'Updates the metrics of the caller''s tenant now: {as_of, finished_at, duration_ms, buckets}. Raises 401, 403, 429 '
  'CPU_BUDGET_EXCEEDED.';

-- Definer: callers cannot read runs and marks.
create function public.aggregation_status() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
  waiting record;
  last_run record;
begin
  select count(distinct (b.agent_id, b.team_id, b.day)) as buckets, min(b.marked_at) as since into waiting
  from private.changed_buckets b where b.client_id = tenant;
  select r.started_at, r.finished_at, r.buckets into last_run
  from (
    (select r.* from private.aggregation_runs r where r.client_id is null order by r.started_at desc limit 1)
    union all
    (select r.* from private.aggregation_runs r where r.client_id = tenant order by r.started_at desc limit 1)
  ) r order by r.started_at desc limit 1;
  return jsonb_build_object(
    'as_of', private.aggregated_at(tenant),
    'last_run', case when last_run.started_at is not null then jsonb_build_object('started_at', last_run.started_at,
      'finished_at', last_run.finished_at, 'duration_ms',
        private.milliseconds(last_run.finished_at - last_run.started_at)) end,
    'buckets_waiting', waiting.buckets,
    'lag_seconds', coalesce(round(extract(epoch from clock_timestamp() - waiting.since), 3), 0));
end
$$;
comment on function public.aggregation_status is
  'When metrics were last updated and what is waiting: {as_of, last_run, buckets_waiting, lag_seconds}. lag_seconds is '
  'the age of the oldest change that is not counted yet. Raises 401, 403.';
