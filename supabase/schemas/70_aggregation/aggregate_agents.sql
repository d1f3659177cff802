-- Metrics by agent, team and day, recomputed from calls.

-- Each pair of agent and day is one index probe for all teams. It reads two hours more on each side of the day,
-- because days around a clock change are longer than their midnights suggest, and then filters by the exact day.
create function private.agent_days(buckets private.bucket[]) returns table (
  client_id uuid, agent_id uuid, day date, time_zone text, after timestamptz, before timestamptz)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
#variable_conflict use_column
begin
  return query
    select p.client_id, p.agent_id, p.day, c.time_zone,
      p.day::timestamp at time zone c.time_zone - interval '2 hours',
      (p.day + 1)::timestamp at time zone c.time_zone + interval '2 hours'
    from (select distinct b.client_id, b.agent_id, b.day from unnest(buckets) b where b.day is not null) p
    join public.clients c on c.id = p.client_id;
end
$$;
comment on function private.agent_days is
  'The days of agents among the buckets, with the time between which their calls are looked for.';

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is
-- created.
create function private.agent_day_totals(tenant uuid, agent uuid, day date, time_zone text, after timestamptz,
  before timestamptz) returns table (
  team_id uuid, calls_handled bigint, calls_successful bigint, calls_failed bigint, calls_abandoned bigint,
  calls_resolved bigint, satisfaction_sum bigint, satisfaction_count bigint, handling_seconds_sum bigint,
  handling_seconds_count bigint, wait_seconds_sum bigint, wait_seconds_count bigint)
language sql stable
begin atomic
  select d.team_id, sum(d.calls_handled)::bigint, sum(d.calls_successful)::bigint, sum(d.calls_failed)::bigint,
    sum(d.calls_abandoned)::bigint, sum(d.calls_resolved)::bigint, sum(d.satisfaction_sum)::bigint,
    sum(d.satisfaction_count)::bigint, sum(d.handling_seconds_sum)::bigint, sum(d.handling_seconds_count)::bigint,
    sum(d.wait_seconds_sum)::bigint, sum(d.wait_seconds_count)::bigint
  from (
    select c.team_id, c.calls_handled, c.calls_successful, c.calls_failed, c.calls_abandoned, c.calls_resolved,
      c.satisfaction_sum, c.satisfaction_count, c.handling_seconds_sum, c.handling_seconds_count, c.wait_seconds_sum,
      c.wait_seconds_count
    from private.counted_calls c
    where c.client_id = tenant and c.agent_id = agent and c.started_at > after and c.started_at < before
      and (c.started_at at time zone agent_day_totals.time_zone)::date = agent_day_totals.day
    union all
    select s.team_id, s.calls_handled, s.calls_successful, s.calls_failed, s.calls_abandoned, s.calls_resolved,
      s.satisfaction_sum, s.satisfaction_count, s.handling_seconds_sum, s.handling_seconds_count, s.wait_seconds_sum,
      s.wait_seconds_count
    from private.archived_call_sums s
    where s.client_id = tenant and s.agent_id = agent and s.quarter > after and s.quarter < before
      and (s.quarter at time zone agent_day_totals.time_zone)::date = agent_day_totals.day
  ) d
  group by d.team_id;
end;
comment on function private.agent_day_totals is
  'An agent''s totals of a day by team, from calls and from what is archived of them.';

create function private.delete_agent_metrics(buckets private.bucket[]) returns void
language sql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  delete from public.agent_metrics_v2 m
  using unnest(buckets) b
  where m.client_id = b.client_id and m.agent_id = b.agent_id and m.day = b.day
    and m.team_id is not distinct from b.team_id
$$;

-- The generic plan is forced because it suits any number of buckets and planning takes as long as running.
create function private.aggregate_agents(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select * from private.agent_days(buckets)
  ),
  written as (
    insert into public.agent_metrics_v2 as m
      (client_id, agent_id, day, team_id, calls_handled, calls_successful, calls_failed, calls_abandoned,
       calls_resolved, satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count,
       wait_seconds_sum, wait_seconds_count)
    select p.client_id, p.agent_id, p.day, t.*
    from pair p
    cross join lateral
      private.agent_day_totals(p.client_id, p.agent_id, p.day, p.time_zone, p.after, p.before) t
    on conflict on constraint agent_metrics_bucket do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful,
      calls_failed = excluded.calls_failed, calls_abandoned = excluded.calls_abandoned,
      calls_resolved = excluded.calls_resolved,
      satisfaction_sum = excluded.satisfaction_sum, satisfaction_count = excluded.satisfaction_count,
      handling_seconds_sum = excluded.handling_seconds_sum, handling_seconds_count = excluded.handling_seconds_count,
      wait_seconds_sum = excluded.wait_seconds_sum, wait_seconds_count = excluded.wait_seconds_count, updated_at = now()
    returning m.client_id, m.agent_id, m.team_id, m.day
  )
  select array_agg((g.client_id, g.agent_id, g.team_id, g.day)::private.bucket) into gone
  from (select b.* from unnest(buckets) b where b.day is not null except select w.* from written w) g;

  if gone is not null then
    perform private.delete_agent_metrics(gone);
  end if;
end
$$;
comment on function private.aggregate_agents is
  'Recomputes these buckets of agent_metrics_v2 from calls. Buckets without calls are deleted.';
