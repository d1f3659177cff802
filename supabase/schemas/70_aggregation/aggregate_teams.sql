create function private.aggregate_teams(buckets private.bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
declare
  gone private.bucket[];
begin
  with pair as materialized (
    select distinct b.client_id, b.team_id, b.day from unnest(buckets) b where b.day is not null
      and b.team_id is not null
  ),
  written as (
    insert into public.team_performance as m
      (client_id, team_id, day, calls_handled, calls_successful, calls_failed, calls_abandoned, calls_resolved,
       satisfaction_sum, satisfaction_count, handling_seconds_sum, handling_seconds_count, wait_seconds_sum,
         wait_seconds_count)
    select p.client_id, p.team_id, p.day, t.*
    from pair p
    cross join lateral (
      select sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned),
        sum(m.calls_resolved),
        sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
        sum(m.wait_seconds_sum), sum(m.wait_seconds_count)
      from public.agent_metrics_v2 m
      where m.client_id = p.client_id and m.team_id = p.team_id and m.day = p.day
      having count(*) > 0
    ) t
    on conflict on constraint team_performance_pkey do update set
      calls_handled = excluded.calls_handled, calls_successful = excluded.calls_successful,
        calls_failed = excluded.calls_failed,
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
comment on function private.aggregate_teams is
  'Recomputes these buckets of team_performance from agent_metrics_v2. Buckets without calls are deleted.';
