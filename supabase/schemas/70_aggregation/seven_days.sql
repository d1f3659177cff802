-- The figures of the last seven days, which routing scores agents by.

-- Covers agents whose calls of the last seven days changed, and all agents of tenants in which a new day has begun.
create function private.refresh_seven_days(tenants uuid[], buckets private.bucket[], at timestamptz) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
declare
  slid constant uuid[] := private.tenants_of_a_new_day(tenants, at);
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
    from unnest(slid) t (id) join public.sector_agents s on s.client_id = t.id
      join public.clients c on c.id = s.client_id
  ) a;
  update private.aggregated_tenants t set day = (at at time zone c.time_zone)::date
  from public.clients c
  where t.client_id = any (slid) and c.id = t.client_id;
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
      coalesce(sum(m.calls_handled), 0)::bigint as handled,
      coalesce(sum(m.calls_successful), 0)::bigint as successful,
      coalesce(sum(m.handling_seconds_count), 0)::bigint as answered,
      coalesce(sum(m.handling_seconds_sum), 0)::bigint as handling_seconds
    from public.agent_metrics_v2 m
    where m.client_id = a.client_id and m.agent_id = a.agent_id and m.day between a.day - 6 and a.day
  ) f
  where s.client_id = a.client_id and s.agent_id = a.agent_id
    and (s.seven_day_handled, s.seven_day_successful, s.seven_day_answered, s.seven_day_handling_seconds)
      is distinct from (f.handled, f.successful, f.answered, f.handling_seconds);
end
$$;
comment on function private.refresh_seven_days is
  'Writes the seven-day figures of sector_agents. Rows whose figures are unchanged are not written.';
