-- Guarantees: what agents and teams did on a day is, at most a minute later, exactly what their calls say,
-- whatever the order in which calls came, changed or went, and whoever died on the way.

create table public.calls (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  external_id text not null check (external_id = btrim(external_id) and length(external_id) between 1 and 200),
  agent_id uuid not null,
  team_id uuid,
  topic text check (topic = btrim(topic) and length(topic) between 1 and 200),
  outcome text not null check (outcome in ('successful', 'failed', 'abandoned')),
  resolved boolean not null,
  satisfaction integer check (satisfaction between 1 and 5),
  handling_seconds integer not null check (handling_seconds between 0 and 86400),
  wait_seconds integer check (wait_seconds between 0 and 86400),
  started_at timestamptz not null,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint calls_external_id unique (client_id, external_id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams,
  -- Clocks differ by minutes, not by more.
  constraint calls_started check (started_at >= '2000-01-01 00:00+00' and started_at <= updated_at + interval '5 minutes')
);
create index calls_agent on public.calls (client_id, agent_id, started_at);
comment on column public.calls.handling_seconds is 'Of an abandoned call it counts nowhere.';

-- As team_performance: sums and counts, so that every longer period and every team's day comes from them. Without
-- foreign keys: only the calls, which have them, make rows here.
create table public.agent_metrics_v2 (
  client_id uuid not null,
  agent_id uuid not null,
  team_id uuid,
  day date not null,
  calls_handled bigint not null,
  calls_successful bigint not null,
  calls_failed bigint not null,
  calls_abandoned bigint not null,
  calls_resolved bigint not null,
  satisfaction_sum bigint not null,
  satisfaction_count bigint not null,
  handling_seconds_sum bigint not null,
  handling_seconds_count bigint not null,
  wait_seconds_sum bigint not null,
  wait_seconds_count bigint not null,
  updated_at timestamptz not null default now(),
  constraint agent_metrics_bucket unique nulls not distinct (client_id, agent_id, day, team_id)
) with (fillfactor = 80);
create index agent_metrics_team on public.agent_metrics_v2 (client_id, team_id, day);
comment on column public.agent_metrics_v2.team_id is 'Null: calls that belong to no team.';

alter table public.calls alter column client_id set statistics 0; -- as in crm
alter table public.agent_metrics_v2 alter column client_id set statistics 0;

-- What a run has to look at again, as rows that are only added and deleted, so that no writer waits for another.
-- A day and agent: the calls of that bucket changed. No day: only the agent's seven days have to be found again.
-- No agent: everything of the tenant.
create table private.changed_buckets (
  client_id uuid not null,
  agent_id uuid,
  team_id uuid,
  day date,
  marked_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.changed_buckets (client_id);
alter table private.changed_buckets enable row level security;

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

create trigger touch before update on public.calls
  for each row when (new.version = old.version) execute function private.touch();

-- No policy to write either: calls come through record_calls, metrics from the runs.
alter table public.calls enable row level security;
create policy "members see their tenant's calls" on public.calls
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.calls to authenticated;
revoke truncate on public.calls from service_role;

alter table public.agent_metrics_v2 enable row level security;
create policy "members see how their tenant's agents do" on public.agent_metrics_v2
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.agent_metrics_v2 to authenticated;
revoke insert, update, delete, truncate on public.agent_metrics_v2 from service_role;

-- Marking ------------------------------------------------------------------------------------------

-- A writer reads the tenant's time zone and names a day by it. It must not change before the writer's marks are there.
create function private.hold_time_zones(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('time zone'), hashtext(t.id::text))
  from (select distinct unnest(tenants) as id order by 1) t;
end
$$;

-- Old buckets and new ones, in the transaction that changes the calls.
-- Definer: whoever changes calls leaves marks, but nobody may write them by hand.
create function private.mark_changed_buckets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'DELETE' then
    perform private.hold_time_zones(array(select n.client_id from new_rows n));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct n.client_id, n.agent_id, n.team_id, (n.started_at at time zone c.time_zone)::date
    from new_rows n join public.clients c on c.id = n.client_id;
  end if;
  if tg_op <> 'INSERT' then
    perform private.hold_time_zones(array(select o.client_id from old_rows o));
    insert into private.changed_buckets (client_id, agent_id, team_id, day)
    select distinct o.client_id, o.agent_id, o.team_id, (o.started_at at time zone c.time_zone)::date
    from old_rows o join public.clients c on c.id = o.client_id;
  end if;
  return null;
end
$$;
create trigger mark_changed_buckets_insert after insert on public.calls referencing new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_update after update on public.calls referencing old table as old_rows new table as new_rows
  for each statement execute function private.mark_changed_buckets();
create trigger mark_changed_buckets_delete after delete on public.calls referencing old table as old_rows
  for each statement execute function private.mark_changed_buckets();

-- Definer: see private.mark_changed_buckets.
create function private.mark_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('time zone'), hashtext(new.id::text));
  insert into private.changed_buckets (client_id) values (new.id);
  return null;
end
$$;
create trigger mark_tenant after update of time_zone on public.clients
  for each row when (new.time_zone <> old.time_zone) execute function private.mark_tenant();

-- An agent who comes into a sector has worked in others.
-- Definer: see private.mark_changed_buckets.
create function private.mark_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.changed_buckets (client_id, agent_id) select distinct n.client_id, n.agent_id from new_rows n;
  return null;
end
$$;
create trigger mark_agents after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.mark_agents();

-- Aggregating --------------------------------------------------------------------------------------

create type private.bucket as (client_id uuid, agent_id uuid, team_id uuid, day date);

-- Runs of several tenants exclude all others, runs of one tenant only those that meet it.
create function private.lock_aggregation(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if tenant is null then
    perform pg_advisory_xact_lock(hashtext('aggregation'), 0);
  else
    perform pg_advisory_xact_lock_shared(hashtext('aggregation'), 0), pg_advisory_xact_lock(hashtext('aggregation'), hashtext(tenant::text));
  end if;
end
$$;

-- Each statement from here on sees at least what the one sees that deletes the marks: a call that it sees
-- without its mark was counted, one whose mark is younger is counted again by the next run.
create function private.take_marks(tenant uuid) returns private.bucket[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  taken private.bucket[];
begin
  with mark as (
    delete from private.changed_buckets b where take_marks.tenant is null or b.client_id = take_marks.tenant
    returning b.client_id, b.agent_id, b.team_id, b.day
  )
  select array_agg(distinct (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket) into taken from mark m;
  if exists (select from unnest(taken) t where t.agent_id is null) then
    select taken || array_agg(b.bucket) into taken
    from (
      select (c.client_id, c.agent_id, c.team_id, (c.started_at at time zone t.time_zone)::date)::private.bucket as bucket
      from public.calls c join public.clients t on t.id = c.client_id
      where c.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (m.client_id, m.agent_id, m.team_id, m.day)::private.bucket from public.agent_metrics_v2 m
      where m.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
      union
      select (s.client_id, s.agent_id, null, null)::private.bucket from public.sector_agents s
      where s.client_id in (select w.client_id from unnest(taken) w where w.agent_id is null)
    ) b;
  end if;
  return taken;
end
$$;
comment on function private.take_marks is 'Deletes the marks and returns the buckets that they name, each once, and agents without a day.';

-- By agent and day, all teams at once, each pair a probe of the index: two hours more than the day, because a day
-- may be longer than the time between its midnights, and then exactly the day. The plan is the same for every
-- number of buckets, and pinned, because making it takes as long as running it.
create function private.aggregate_agents(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select p.client_id, p.agent_id, p.day, c.time_zone,
      p.day::timestamp at time zone c.time_zone - interval '2 hours' as after,
      (p.day + 1)::timestamp at time zone c.time_zone + interval '2 hours' as before
    from (select distinct b.client_id, b.agent_id, b.day from unnest(buckets) b where b.day is not null) p
    join public.clients c on c.id = p.client_id
  ),
  written as (
    insert into public.agent_metrics_v2 as m
      (client_id, agent_id, day, team_id, calls_handled, calls_successful, calls_failed, calls_abandoned, calls_resolved,
       satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count, wait_seconds_sum, wait_seconds_count)
    select p.client_id, p.agent_id, p.day, t.*
    from pair p
    cross join lateral (
      select c.team_id,
        count(*),
        count(*) filter (where c.outcome = 'successful'),
        count(*) filter (where c.outcome = 'failed'),
        count(*) filter (where c.outcome = 'abandoned'),
        count(*) filter (where c.resolved),
        coalesce(sum(c.satisfaction), 0),
        count(c.satisfaction),
        coalesce(sum(c.handling_seconds) filter (where c.outcome <> 'abandoned'), 0),
        count(*) filter (where c.outcome <> 'abandoned'),
        coalesce(sum(c.wait_seconds), 0),
        count(c.wait_seconds)
      from public.calls c
      where c.client_id = p.client_id and c.agent_id = p.agent_id
        and c.started_at > p.after and c.started_at < p.before
        and (c.started_at at time zone p.time_zone)::date = p.day
      group by c.team_id
    ) t
    on conflict on constraint agent_metrics_bucket do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful, calls_failed = excluded.calls_failed,
      calls_abandoned = excluded.calls_abandoned, calls_resolved = excluded.calls_resolved,
      satisfaction_sum = excluded.satisfaction_sum, satisfaction_count = excluded.satisfaction_count,
      handling_seconds_sum = excluded.handling_seconds_sum, handling_seconds_count = excluded.handling_seconds_count,
      wait_seconds_sum = excluded.wait_seconds_sum, wait_seconds_count = excluded.wait_seconds_count, updated_at = now()
    returning m.client_id, m.agent_id, m.team_id, m.day
  )
  select array_agg((g.client_id, g.agent_id, g.team_id, g.day)::private.bucket) into gone
  from (select b.* from unnest(buckets) b where b.day is not null except select w.* from written w) g;

  if gone is not null then
    delete from public.agent_metrics_v2 m
    using unnest(gone) g
    where m.client_id = g.client_id and m.agent_id = g.agent_id and m.day = g.day and m.team_id is not distinct from g.team_id;
  end if;
end
$$;
comment on function private.aggregate_agents is 'Makes agent_metrics_v2 say of these buckets what the calls say; buckets without a call disappear.';

create function private.aggregate_teams(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select distinct b.client_id, b.team_id, b.day from unnest(buckets) b where b.day is not null and b.team_id is not null
  ),
  written as (
    insert into public.team_performance as m
      (client_id, team_id, day, calls_handled, calls_successful, calls_failed, calls_abandoned, calls_resolved,
       satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count, wait_seconds_sum, wait_seconds_count)
    select p.client_id, p.team_id, p.day, t.*
    from pair p
    cross join lateral (
      select sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned), sum(m.calls_resolved),
        sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
        sum(m.wait_seconds_sum), sum(m.wait_seconds_count)
      from public.agent_metrics_v2 m
      where m.client_id = p.client_id and m.team_id = p.team_id and m.day = p.day
      having count(*) > 0
    ) t
    on conflict on constraint team_performance_pkey do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful, calls_failed = excluded.calls_failed,
      calls_abandoned = excluded.calls_abandoned, calls_resolved = excluded.calls_resolved,
      satisfaction_sum = excluded.satisfaction_sum, satisfaction_count = excluded.satisfaction_count,
      handling_seconds_sum = excluded.handling_seconds_sum, handling_seconds_count = excluded.handling_seconds_count,
      wait_seconds_sum = excluded.wait_seconds_sum, wait_seconds_count = excluded.wait_seconds_count, updated_at = now()
    returning m.client_id, m.team_id, m.day
  )
  select array_agg((g.client_id, null, g.team_id, g.day)::private.bucket) into gone
  from (select p.* from pair p except select w.* from written w) g;

  if gone is not null then
    delete from public.team_performance m
    using unnest(gone) g
    where m.client_id = g.client_id and m.team_id = g.team_id and m.day = g.day;
  end if;
end
$$;
comment on function private.aggregate_teams is 'Makes team_performance say of these buckets what agent_metrics_v2 says.';

create function private.tenants_of_a_new_day(tenant uuid, previous timestamptz, at timestamptz) returns uuid[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select c.id from public.clients c
    where (tenants_of_a_new_day.tenant is null or c.id = tenants_of_a_new_day.tenant)
      and (previous at time zone c.time_zone)::date is distinct from (at at time zone c.time_zone)::date);
end
$$;
comment on function private.tenants_of_a_new_day is 'Tenants, or this one, where it was another day at `previous`, all if that is null.';

-- Agents whose calls of these days changed, and every agent of a tenant in which a new day has begun since the run before.
create function private.refresh_seven_days(tenant uuid, buckets private.bucket[], previous timestamptz, at timestamptz) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = 'off' as $$
declare
  slid constant uuid[] := private.tenants_of_a_new_day(tenant, previous, at);
  agents private.bucket[];
begin
  select array_agg(a::private.bucket) into agents
  from (
    select b.client_id, b.agent_id, null::uuid, (at at time zone c.time_zone)::date
    from unnest(buckets) b join public.clients c on c.id = b.client_id
    where b.agent_id is not null
      and coalesce(b.day between (at at time zone c.time_zone)::date - 6 and (at at time zone c.time_zone)::date, true)
    union
    select s.client_id, s.agent_id, null, (at at time zone c.time_zone)::date
    from unnest(slid) t (id) join public.sector_agents s on s.client_id = t.id join public.clients c on c.id = s.client_id
  ) a;
  if agents is null then
    return;
  end if;
  perform private.lock_routing(t.client_id) from (select distinct a.client_id from unnest(agents) a order by 1) t;
  update public.sector_agents s
  set seven_day_handled = f.handled, seven_day_successful = f.successful, seven_day_answered = f.answered,
    seven_day_handling_seconds = f.handling_seconds
  from unnest(agents) a
  cross join lateral (
    select
      coalesce(sum(m.calls_handled), 0)::integer as handled, coalesce(sum(m.calls_successful), 0)::integer as successful,
      coalesce(sum(m.handling_seconds_count), 0)::integer as answered,
      coalesce(sum(m.handling_seconds_sum), 0)::integer as handling_seconds
    from public.agent_metrics_v2 m
    where m.client_id = a.client_id and m.agent_id = a.agent_id and m.day between a.day - 6 and a.day
  ) f
  where s.client_id = a.client_id and s.agent_id = a.agent_id
    and (s.seven_day_handled, s.seven_day_successful, s.seven_day_answered, s.seven_day_handling_seconds)
      is distinct from (f.handled, f.successful, f.answered, f.handling_seconds);
end
$$;
comment on function private.refresh_seven_days is 'Gives sector_agents the figures of the last seven days; only rows whose figures differ are written.';

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
  'Recomputes what changed since the run before, for one tenant or for all, in one transaction. Whatever was committed before started_at is counted.';

create function private.aggregated_at(tenant uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return greatest(
    (select max(r.started_at) from private.aggregation_runs r where r.client_id is null),
    (select max(r.started_at) from private.aggregation_runs r where r.client_id = tenant));
end
$$;
comment on function private.aggregated_at is 'Until when everything is counted, null before the first run.';

select
  private.schedule_task('aggregate_performance', '* * * * *', 'select private.aggregate_performance()'),
  private.schedule_task('delete_old_aggregation_runs', '29 2 * * *',
    $$delete from private.aggregation_runs where started_at < now() - interval '7 days'$$);

-- Recording ----------------------------------------------------------------------------------------

create function private.call_json(call public.calls) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(call) - 'client_id'
$$;

-- A change is an entry of its own, new calls of one statement are one, as an import is.
-- Definer: see private.audit and private.emit_event.
create function private.tell_of_new_calls() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_changes('calls', 'insert', array[null::jsonb], array[c.entry])
  from (
    select jsonb_build_object('client_id', n.client_id, 'calls', count(*), 'first_external_id', min(n.external_id), 'last_external_id', max(n.external_id)) as entry
    from new_rows n group by n.client_id
  ) c;
  perform private.emit_events('call.completed', array_agg(n.client_id), array_agg(private.call_json(n))) from new_rows n
  having count(*) > 0;
  return null;
end
$$;
create trigger tell_of_new_calls after insert on public.calls referencing new table as new_rows
  for each statement execute function private.tell_of_new_calls();
create trigger audit_update after update on public.calls referencing old table as old_rows new table as new_rows
  for each statement execute function private.audit();
create trigger audit_delete after delete on public.calls referencing old table as old_rows
  for each statement execute function private.audit();

-- In one order, so that two senders of the same calls do not wait for each other in a circle.
create function private.record_calls(tenant uuid, calls jsonb) returns setof public.calls
language sql volatile set search_path = '' as $$
  insert into public.calls as c (client_id, external_id, agent_id, team_id, topic, outcome, resolved, satisfaction,
    handling_seconds, wait_seconds, started_at)
  select tenant, s.* from jsonb_to_recordset(record_calls.calls) as s (external_id text, agent_id uuid, team_id uuid, topic text,
    outcome text, resolved boolean, satisfaction integer, handling_seconds integer, wait_seconds integer, started_at timestamptz)
  order by s.external_id
  on conflict on constraint calls_external_id do update set
    agent_id = excluded.agent_id, team_id = excluded.team_id, topic = excluded.topic, outcome = excluded.outcome,
    resolved = excluded.resolved, satisfaction = excluded.satisfaction, handling_seconds = excluded.handling_seconds,
    wait_seconds = excluded.wait_seconds, started_at = excluded.started_at
  where (c.agent_id, c.team_id, c.topic, c.outcome, c.resolved, c.satisfaction, c.handling_seconds, c.wait_seconds, c.started_at)
    is distinct from (excluded.agent_id, excluded.team_id, excluded.topic, excluded.outcome, excluded.resolved,
      excluded.satisfaction, excluded.handling_seconds, excluded.wait_seconds, excluded.started_at)
  returning c.*
$$;
comment on function private.record_calls is
  'Creates or, by external_id, replaces calls, whose values were checked before, and returns those that are new or changed.';

-- Every value is checked here, whoever calls; numbers and booleans may be text, as in CSV. `problems` are what the
-- function found while reading the request, one error a field. All rows are judged in one statement.
create function private.check_calls(tenant uuid, calls jsonb, problems jsonb)
returns table ("row" integer, call jsonb, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  fields constant text[] := '{external_id,agent_id,agent,team_id,topic,outcome,resolved,satisfaction,handling_seconds,wait_seconds,started_at}';
  uuid_pattern constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  seconds_pattern constant text := '^[0-9]{1,5}$';
  time_pattern constant text := '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
    '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$';
begin
  return query
  with sent as materialized (
    select e.ordinality::integer as row, r.*, e.call, e.kind,
      min(e.ordinality) over (partition by btrim(r.external_id)) as first_row
    from (
      select case jsonb_typeof(c.call) when 'object' then c.call else '{}' end as call, jsonb_typeof(c.call) as kind, c.ordinality
      from jsonb_array_elements(check_calls.calls) with ordinality as c (call, ordinality)
    ) e,
    jsonb_to_record(e.call) as r (external_id text, agent_id text, agent text, team_id text, topic text, outcome text,
      resolved text, satisfaction text, handling_seconds text, wait_seconds text, started_at text)
  ),
  trimmed as materialized (
    select s.row, s.call, s.kind, s.first_row,
      nullif(btrim(s.external_id), '') as external_id, nullif(lower(btrim(s.agent_id)), '') as agent_id,
      nullif(btrim(s.agent), '') as agent, nullif(lower(btrim(s.team_id)), '') as team_id,
      nullif(btrim(s.topic), '') as topic, nullif(btrim(s.outcome), '') as outcome,
      nullif(lower(btrim(s.resolved)), '') as resolved, nullif(btrim(s.satisfaction), '') as satisfaction,
      nullif(btrim(s.handling_seconds), '') as handling_seconds, nullif(btrim(s.wait_seconds), '') as wait_seconds,
      nullif(btrim(s.started_at), '') as started_at
    from sent s
  ),
  -- Of agents with one name those who are active are meant, if there are any.
  named as materialized (
    select n.name, found.ids
    from (select distinct lower(t.agent) as name from trimmed t where t.agent is not null) n
    cross join lateral (
      select array_agg(a.id) filter (where a.active) as active_ids, array_agg(a.id) as all_ids
      from (
        select g.id, g.active from public.agents g where g.client_id = tenant and lower(g.name) = n.name
        order by g.active desc limit 3
      ) a
    ) i
    cross join lateral (select coalesce(i.active_ids, i.all_ids, '{}') as ids) found
  ),
  known_agent as materialized (
    select k.id from (select distinct t.agent_id::uuid as id from trimmed t where t.agent_id ~ uuid_pattern) i
    cross join lateral (select a.id from public.agents a where a.client_id = tenant and a.id = i.id limit 1) k
  ),
  known_team as materialized (
    select k.id from (select distinct t.team_id::uuid as id from trimmed t where t.team_id ~ uuid_pattern) i
    cross join lateral (select m.id from public.teams m where m.client_id = tenant and m.id = i.id limit 1) k
  ),
  read as (
    select (p.problem ->> 'row')::integer as row, array_agg(p.problem - 'row' order by p.ordinality) as errors,
      array_agg(p.problem ->> 'field') as fields, bool_or(p.problem ->> 'field' is null) as unreadable
    from jsonb_array_elements(check_calls.problems) with ordinality as p (problem, ordinality)
    group by 1
  ),
  timed as materialized (
    select t.*, case when t.started_at ~ time_pattern then
      case when substr(t.started_at, 9, 2)::integer <= extract(day from
        make_date(left(t.started_at, 4)::integer, substr(t.started_at, 6, 2)::integer, 1) + interval '1 month - 1 day')
      then t.started_at::timestamptz end end as at
    from trimmed t
  ),
  judged as materialized (
    select t.*, coalesce(a.id, case cardinality(n.ids) when 1 then n.ids[1] end) as found_agent, m.id as found_team,
      array(
        select case when f.key <> all (fields)
            then private.row_error(left(f.key, 100), 'unknown_field', format('%s is not a field of a call', left(f.key, 100)))
          else private.row_error(f.key, 'type', format('%s is an %s, must be a single value', f.key, jsonb_typeof(f.value))) end
        from jsonb_each(t.call) f
        where f.key <> all (fields) or jsonb_typeof(f.value) in ('object', 'array')
        limit 20
      ) || array_remove(array[
        case when t.external_id is null then private.row_error('external_id', 'required', 'external_id is missing')
          when length(t.external_id) > 200
            then private.row_error('external_id', 'length', format('external_id has %s characters, at most 200 are allowed', length(t.external_id)))
          when t.first_row < t.row
            then private.row_error('external_id', 'duplicate_in_file', format('external_id %L is already in row %s', t.external_id, t.first_row)) end,
        case when t.agent_id is not null and t.agent is not null
            then private.row_error('agent', 'ambiguous', 'agent and agent_id are both given, give one')
          when t.agent_id is null and t.agent is null then private.row_error('agent', 'required', 'agent is missing, give the name or agent_id')
          when t.agent_id is not null and a.id is null
            then private.row_error('agent_id', 'unknown_reference', format('agent_id %L is not an agent of yours', left(t.agent_id, 50)))
          when t.agent is not null and cardinality(n.ids) = 0
            then private.row_error('agent', 'unknown_reference', format('agent %L is not known', left(t.agent, 100)))
          when t.agent is not null and cardinality(n.ids) > 1
            then private.row_error('agent', 'ambiguous', format('agent %L is the name of several, give agent_id', left(t.agent, 100))) end,
        case when t.team_id is not null and m.id is null
          then private.row_error('team_id', 'unknown_reference', format('team_id %L is not a team of yours', left(t.team_id, 50))) end,
        case when length(t.topic) > 200
          then private.row_error('topic', 'length', format('topic has %s characters, at most 200 are allowed', length(t.topic))) end,
        case when t.outcome is null then private.row_error('outcome', 'required', 'outcome is missing')
          when t.outcome not in ('successful', 'failed', 'abandoned')
            then private.row_error('outcome', 'unknown_value', format('outcome is %L, must be successful, failed or abandoned', left(t.outcome, 50))) end,
        case when t.resolved is null then private.row_error('resolved', 'required', 'resolved is missing')
          when t.resolved not in ('true', 'false')
            then private.row_error('resolved', 'unknown_value', format('resolved is %L, must be true or false', left(t.resolved, 50))) end,
        case when t.satisfaction !~ '^[1-5]$'
          then private.row_error('satisfaction', 'range', format('satisfaction is %s, must be a whole number 1–5', left(t.satisfaction, 50))) end,
        case when t.handling_seconds is null then private.row_error('handling_seconds', 'required', 'handling_seconds is missing')
          when case when t.handling_seconds ~ seconds_pattern then t.handling_seconds::integer > 86400 else true end
            then private.row_error('handling_seconds', 'range', format('handling_seconds is %s, must be a whole number 0–86400', left(t.handling_seconds, 50))) end,
        case when case when t.wait_seconds ~ seconds_pattern then t.wait_seconds::integer > 86400 else t.wait_seconds is not null end
          then private.row_error('wait_seconds', 'range', format('wait_seconds is %s, must be a whole number 0–86400', left(t.wait_seconds, 50))) end,
        case when t.started_at is null then private.row_error('started_at', 'required', 'started_at is missing')
          when t.at is null
            then private.row_error('started_at', 'format', format('started_at is %L, must be a time like 2026-11-01T09:30:00Z, from 2000 on', left(t.started_at, 50)))
          when t.at > now() + interval '5 minutes'
            then private.row_error('started_at', 'range', format('started_at is %s, which is in the future', t.started_at))
          when t.at < '2000-01-01 00:00+00' then private.row_error('started_at', 'range', 'started_at is before 2000') end
      ], null) as found_errors
    from timed t
    left join known_agent a on a.id::text = t.agent_id
    left join named n on n.name = lower(t.agent)
    left join known_team m on m.id::text = t.team_id
  )
  select j.row,
    jsonb_build_object('external_id', j.external_id, 'agent_id', j.found_agent, 'team_id', j.found_team, 'topic', j.topic,
      'outcome', j.outcome, 'resolved', j.resolved, 'satisfaction', j.satisfaction, 'handling_seconds', j.handling_seconds,
      'wait_seconds', j.wait_seconds, 'started_at', j.at),
    case
      when j.kind <> 'object' then array[private.row_error(null, 'type', format('the row is of type %s, must be an object', j.kind))]
      when e.row is null then j.found_errors
      when e.unreadable then e.errors
      else e.errors || array(select own from unnest(j.found_errors) own where own ->> 'field' <> all (e.fields))
    end
  from judged j
  left join read e on e.row = j.row;
end
$$;
comment on function private.check_calls is 'Each row as private.record_calls takes it, with what is wrong with it: [{field, code, message}].';

-- Definer: calls are a ruled thing, nobody may write them by hand.
create function public.record_calls(calls jsonb, problems jsonb default '[]') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('calls:write');
  answer jsonb;
  checked jsonb;
  details jsonb;
  received integer;
  created integer;
  updated integer;
begin
  answer := private.replay('record_calls', private.fingerprint(jsonb_build_array(calls, problems)));
  if answer is not null then
    return answer;
  end if;
  received := case jsonb_typeof(calls) when 'array' then jsonb_array_length(calls) else 0 end;
  if received = 0 then
    perform private.invalid('calls', 'range', 'must be an array of 1–1,000 calls');
  elsif received > 1000 then
    perform private.fail(413, 'BATCH_TOO_LARGE', format('The request has %s calls, at most 1,000 are allowed', received));
  elsif jsonb_typeof(problems) <> 'array' or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")' then
    perform private.invalid('problems', 'type', 'must be an array of {row, field, code, message}');
  end if;

  select
    jsonb_agg(c.call),
    jsonb_agg(e.details) filter (where e.details is not null)
  into checked, details
  from private.check_calls(tenant, calls, problems) c
  left join lateral (
    select jsonb_agg(jsonb_build_object('row', c.row) || e order by o) as details from unnest(c.errors) with ordinality as u (e, o)
  ) e on true;
  if details is not null then
    perform private.fail_calls(details);
  end if;

  select count(*) filter (where r.version = 1), count(*) filter (where r.version > 1) into created, updated
  from private.record_calls(tenant, checked) r;
  return private.remember('record_calls', jsonb_build_object('status', case when created > 0 then 201 else 200 end,
    'body', jsonb_build_object('received', received, 'created', created, 'updated', updated, 'unchanged', received - created - updated)));
end
$$;
comment on function public.record_calls is
  'Records up to 1,000 finished calls, all or none; a known external_id replaces its call: {status: 201, or 200 when none is new, '
  'body: {received, created, updated, unchanged}, replayed?}. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 413, 422 with every bad row.';

create function private.fail_calls(details jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  errors jsonb;
begin
  select jsonb_agg(e order by (e ->> 'row')::integer, d.ordinality, o) into errors
  from jsonb_array_elements(details) with ordinality d, jsonb_array_elements(d.value) with ordinality as i (e, o);
  perform private.fail(422, 'VALIDATION_ERROR', format('No call was recorded: row %s: %s%s',
    errors -> 0 ->> 'row', errors -> 0 ->> 'message',
    case when jsonb_array_length(errors) > 1 then format(' (and %s more)', jsonb_array_length(errors) - 1) else '' end),
    jsonb_build_object('details', errors));
end
$$;

-- Reading ------------------------------------------------------------------------------------------

-- Which of the two tables is read is a constant of the plan.
create view private.daily_metrics with (security_invoker = true) as
select 'agents' as kind, m.client_id, m.agent_id as id, m.day, m.calls_handled, m.calls_successful, m.calls_failed, m.calls_abandoned,
  m.calls_resolved, m.satisfaction_sum::numeric, m.satisfaction_count, m.handling_seconds_sum::numeric, m.handling_seconds_count,
  m.wait_seconds_sum::numeric, m.wait_seconds_count
from public.agent_metrics_v2 m
union all
select 'teams', p.client_id, p.team_id, p.day, p.calls_handled, p.calls_successful, p.calls_failed, p.calls_abandoned,
  p.calls_resolved, p.satisfaction_sum, p.satisfaction_count, p.handling_seconds_sum, p.handling_seconds_count,
  p.wait_seconds_sum, p.wait_seconds_count
from public.team_performance p;

create function private.metrics_window(first_day date, last_day date, out since date, out until date)
language plpgsql stable set search_path = '' as $$
begin
  until := coalesce(last_day, greatest(private.today(), first_day));
  since := coalesce(first_day, until - 6);
  if since > until or until - since > 1100 then
    perform private.invalid('from', 'range', 'must be at most 1,100 days before to');
  end if;
end
$$;
comment on function private.metrics_window is 'From first_day to last_day, the last seven days unless given. Raises 422.';

create function private.trend_json(tenant uuid, kind text, subject uuid, first_day date, last_day date, group_by text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  days record;
  periods jsonb;
begin
  if group_by is null or group_by not in ('day', 'week', 'month') then
    perform private.invalid('group_by', 'unknown_value', 'must be day, week or month');
  end if;
  days := private.metrics_window(first_day, last_day);
  select coalesce(jsonb_agg(private.metrics_json(b.totals) || jsonb_build_object('period', b.period) order by b.period), '[]')
  into periods
  from (
    select date_trunc(group_by, m.day)::date as period, row(
      sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned), sum(m.calls_resolved),
      sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
      sum(m.wait_seconds_sum), sum(m.wait_seconds_count))::private.call_totals as totals
    from private.daily_metrics m
    where m.kind = trend_json.kind and m.client_id = tenant and m.id = subject and m.day between days.since and days.until
    group by 1
  ) b;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until, 'group_by', group_by,
    'periods', periods);
end
$$;
comment on function private.trend_json is 'Metrics by day, week (from Monday) or month, ascending; periods without a call are left out.';

-- Definer, here and below: whoever may read metrics needs no right to read agents and teams.
create function public.get_agent_trends(
  agent_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
begin
  if not exists (select from public.agents a where a.client_id = tenant and a.id = get_agent_trends.agent_id) then
    perform private.fail(404, 'NOT_FOUND', 'There is no such agent');
  end if;
  return private.trend_json(tenant, 'agents', agent_id, first_day, last_day, group_by);
end
$$;
comment on function public.get_agent_trends is
  'An agent''s metrics from first_day to last_day, the last seven days unless given: {as_of, from, to, group_by, periods}. Raises 401, 403, 404, 422.';

create function public.get_team_trends(
  team_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
begin
  if not exists (select from public.teams t where t.client_id = tenant and t.id = get_team_trends.team_id) then
    perform private.fail(404, 'NOT_FOUND', 'There is no such team');
  end if;
  return private.trend_json(tenant, 'teams', team_id, first_day, last_day, group_by);
end
$$;
comment on function public.get_team_trends is 'A team''s metrics, as get_agent_trends.';

create function public.compare_performance(
  kind text, first_day date default null, last_day date default null, sort text default '-calls_handled',
  after_value numeric default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('metrics:read');
  metric constant text := ltrim(sort, '-');
  sign constant integer := case when sort like '-%' then -1 else 1 end;
  days record;
  rows jsonb;
  total bigint;
begin
  if kind is null or kind not in ('agents', 'teams') then
    perform private.invalid('kind', 'unknown_value', 'must be agents or teams');
  elsif metric is null or not private.metrics_json(null) ? metric then
    perform private.invalid('sort', 'unknown_value', 'must be the name of a metric, with - before it for the greatest first');
  end if;
  days := private.metrics_window(first_day, last_day);
  with everybody as (
    select a.id, a.name from public.agents a where compare_performance.kind = 'agents' and a.client_id = tenant
    union all
    select t.id, t.name from public.teams t where compare_performance.kind = 'teams' and t.client_id = tenant
  ),
  subject as materialized (
    select e.id, e.name, private.metrics_json(t.totals) as metrics
    from everybody e
    cross join lateral (
      select row(
        sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned), sum(m.calls_resolved),
        sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
        sum(m.wait_seconds_sum), sum(m.wait_seconds_count))::private.call_totals as totals
      from private.daily_metrics m
      where m.kind = compare_performance.kind and m.client_id = tenant and m.id = e.id and m.day between days.since and days.until
      having count(*) > 0
    ) t
  ),
  page as (
    select s.id, s.name, s.metrics, sign * (s.metrics ->> metric)::numeric as value
    from subject s
    where compare_performance.after_id is null
      or (sign * (s.metrics ->> metric)::numeric, s.id) > (sign * after_value, compare_performance.after_id)
      or s.metrics ->> metric is null and (after_value is not null or s.id > compare_performance.after_id)
    order by value nulls last, s.id
    limit greatest(least(page_size, 101), 1)
  )
  select coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) || p.metrics order by p.value nulls last, p.id) from page p
    ), '[]'),
    case when with_total then (select count(*) from subject) end
  into rows, total;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until, 'rows', rows, 'total', total);
end
$$;
comment on function public.compare_performance is
  'Agents or teams with calls in these days, in the order of a metric, nulls last, behind the key (after_value, after_id): '
  '{as_of, from, to, rows, total}; total is null unless with_total. Raises 401, 403, 422.';

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
      'finished_at', last_run.finished_at, 'duration_ms', private.milliseconds(last_run.finished_at - last_run.started_at)) end,
    'buckets_waiting', waiting.buckets,
    'lag_seconds', coalesce(round(extract(epoch from clock_timestamp() - waiting.since), 3), 0));
end
$$;
comment on function public.aggregation_status is
  'When the metrics were brought up to date and what waits: {as_of, last_run, buckets_waiting, lag_seconds}; the lag is the age of '
  'the oldest change that is not counted. Raises 401, 403.';

create function private.milliseconds(duration interval) returns numeric
language sql immutable set search_path = '' as $$
  select round(extract(epoch from duration) * 1000, 3)
$$;

create function public.run_aggregation() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run private.aggregation_runs := private.aggregate_performance(private.authorize('metrics:run'));
begin
  return jsonb_build_object('as_of', run.started_at, 'finished_at', run.finished_at,
    'duration_ms', private.milliseconds(run.finished_at - run.started_at), 'buckets', run.buckets);
end
$$;
comment on function public.run_aggregation is 'Brings the metrics of the caller''s tenant up to date now: {as_of, finished_at, duration_ms, buckets}. Raises 401, 403.';

grant execute on function public.record_calls, public.get_agent_trends, public.get_team_trends, public.compare_performance,
  public.aggregation_status, public.run_aggregation to authenticated;
