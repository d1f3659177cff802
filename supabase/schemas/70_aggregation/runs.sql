-- Guarantees: at most a minute later the metrics of a day are exactly what its calls say, in whatever order calls came,
-- changed or went. Two runs at once do not collide, and a run that dies loses nothing.

create table private.aggregation_runs (
  id bigint generated always as identity primary key,
  client_id uuid references public.clients,
  started_at timestamptz not null,
  finished_at timestamptz,
  buckets integer not null default 0
);
create index on private.aggregation_runs (client_id, started_at desc);
alter table private.aggregation_runs enable row level security;
comment on table private.aggregation_runs is 'Runs that ended. Without client_id: of all tenants.';

create function private.aggregate_performance(tenant uuid default null) returns private.aggregation_runs
language plpgsql volatile set search_path = '' as $$
declare
  run private.aggregation_runs;
  previous timestamptz;
  buckets private.bucket[];
begin
  perform private.lock_aggregation(tenant);
  run.started_at := clock_timestamp();
  previous := private.aggregated_at(tenant);
  buckets := private.take_marks(tenant);
  if buckets is not null then
    perform private.aggregate_agents(buckets);
    perform private.aggregate_teams(buckets);
  end if;
  perform private.refresh_seven_days(tenant, buckets, previous, run.started_at);

  select count(*) into run.buckets from unnest(buckets) b where b.day is not null;
  insert into private.aggregation_runs (client_id, started_at, finished_at, buckets)
  values (tenant, run.started_at, clock_timestamp(), run.buckets) returning * into run;
  perform private.emit_event(c.client_id, 'metrics.updated', jsonb_build_object(
    'as_of', run.started_at, 'buckets', c.buckets, 'from', c.first_day, 'to', c.last_day))
  from (
    select b.client_id, count(*) as buckets, min(b.day) as first_day, max(b.day) as last_day
    from unnest(buckets) b where b.day is not null group by b.client_id
  ) c;
  return run;
end
$$;
comment on function private.aggregate_performance is
  'Recomputes what changed since the run before, for one tenant or for all, in one transaction. Whatever was '
  'committed before started_at is counted.';

create function private.aggregated_at(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return greatest(
    (select max(r.started_at) from private.aggregation_runs r where r.client_id is null),
    (select max(r.started_at) from private.aggregation_runs r where r.client_id = tenant));
end
$$;
comment on function private.aggregated_at is 'Until when everything is counted, null before the first run.';

create function private.milliseconds(duration interval) returns numeric
language sql immutable set search_path = '' as $$
  select round(extract(epoch from duration) * 1000, 3)
$$;

-- Definer: callers may not write metrics or runs by hand.
create function public.run_aggregation() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run private.aggregation_runs := private.aggregate_performance(private.authorize('metrics:run'));
begin
  return jsonb_build_object('as_of', run.started_at, 'finished_at', run.finished_at,
    'duration_ms', private.milliseconds(run.finished_at - run.started_at), 'buckets', run.buckets);
end
$$;
comment on function public.run_aggregation is
  'Brings the metrics of the caller''s tenant up to date now: {as_of, finished_at, duration_ms, buckets}. Raises '
  '401, 403.';

-- Definer: runs and changed buckets are private.
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
  'When the metrics were brought up to date and what waits: {as_of, last_run, buckets_waiting, lag_seconds}; the lag '
  'is the age of '
  'the oldest change that is not counted. Raises 401, 403.';
