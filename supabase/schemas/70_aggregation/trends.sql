-- Metrics over time.

-- Queries filter by kind with a constant, so only one of the two tables is read.
create view private.daily_metrics with (security_invoker = true) as
select 'agents' as kind, m.client_id, m.agent_id as id, m.day, m.calls_handled, m.calls_successful, m.calls_failed,
  m.calls_abandoned, m.calls_resolved, m.satisfaction_sum::numeric, m.satisfaction_count,
  m.handling_seconds_sum::numeric, m.handling_seconds_count, m.wait_seconds_sum::numeric, m.wait_seconds_count
from public.agent_metrics_v2 m
union all
select 'teams', p.client_id, p.team_id, p.day, p.calls_handled, p.calls_successful, p.calls_failed, p.calls_abandoned,
  p.calls_resolved, p.satisfaction_sum, p.satisfaction_count, p.handling_seconds_sum, p.handling_seconds_count,
  p.wait_seconds_sum, p.wait_seconds_count
from public.team_performance p;

create function private.trend_json(tenant uuid, kind text, subject uuid, first_day date, last_day date, group_by text)
  returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  days record;
  periods jsonb;
begin
  perform private.require_period(group_by);
  days := private.metrics_window(first_day, last_day);
  select coalesce(jsonb_agg(private.metrics_json(b.totals) || jsonb_build_object('period', b.period)
    order by b.period), '[]')
  into periods
  from (
    select date_trunc(group_by, m.day)::date as period, row(
      sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned), sum(m.calls_resolved),
      sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum), sum(m.handling_seconds_count),
      sum(m.wait_seconds_sum), sum(m.wait_seconds_count))::private.call_totals as totals
    from private.daily_metrics m
    where m.kind = trend_json.kind and m.client_id = tenant and m.id = subject
      and m.day between days.since and days.until
    group by 1
  ) b;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until,
    'group_by', group_by, 'periods', periods);
end
$$;
comment on function private.trend_json is
  'Metrics by day, week (from Monday) or month, ascending. Periods without calls are left out.';

-- Definer, here and below: metrics:read includes the names of agents and teams.
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
  'An agent''s metrics from first_day to last_day, by default the last seven days: {as_of, from, to, group_by, '
  'periods}. Raises 401, 403, 404, 422.';

-- Definer: whoever may read metrics needs no right to read agents and teams.
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
comment on function public.get_team_trends is 'A team''s metrics, in the form of get_agent_trends.';
