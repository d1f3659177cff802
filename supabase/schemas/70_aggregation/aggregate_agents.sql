-- Each pair of agent and day is one index probe for all teams. It reads two hours more on each side of the day,
-- because days around a clock change are longer than their midnights suggest, and then filters by the exact day.
-- The generic plan is forced because it suits any number of buckets and planning takes as long as running.
create function private.aggregate_agents(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' as $$
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
      (client_id, agent_id, day, team_id, calls_handled, calls_successful, calls_failed, calls_abandoned,
       calls_resolved, satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count,
       wait_seconds_sum, wait_seconds_count)
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
    delete from public.agent_metrics_v2 m
    using unnest(gone) g
    where m.client_id = g.client_id and m.agent_id = g.agent_id and m.day = g.day
      and m.team_id is not distinct from g.team_id;
  end if;
end
$$;
comment on function private.aggregate_agents is
  'Recomputes these buckets of agent_metrics_v2 from calls. Buckets without calls are deleted.';
