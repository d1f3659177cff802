-- Comparing agents or teams by a metric.

-- Definer: see public.get_agent_trends.
create function public.compare_performance(
  kind text, first_day date default null, last_day date default null, sort text default '-calls_handled',
  after_value numeric default null, after_id uuid default null, page_size integer default 20,
    with_total boolean default false
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
    perform private.invalid('sort', 'unknown_value',
      'must be the name of a metric, with - in front for descending order');
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
        sum(m.calls_handled), sum(m.calls_successful), sum(m.calls_failed), sum(m.calls_abandoned),
        sum(m.calls_resolved), sum(m.satisfaction_sum), sum(m.satisfaction_count), sum(m.handling_seconds_sum),
        sum(m.handling_seconds_count), sum(m.wait_seconds_sum),
        sum(m.wait_seconds_count))::private.call_totals as totals
      from private.daily_metrics m
      where m.kind = compare_performance.kind and m.client_id = tenant and m.id = e.id
        and m.day between days.since and days.until
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
    limit private.page_limit(page_size)
  )
  select coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) || p.metrics order by p.value nulls last, p.id)
        from page p
    ), '[]'),
    case when with_total then (select count(*) from subject) end
  into rows, total;
  return jsonb_build_object('as_of', private.aggregated_at(tenant), 'from', days.since, 'to', days.until, 'rows',
    rows, 'total', total);
end
$$;
comment on function public.compare_performance is
  'Agents or teams with calls in these days after the cursor (after_value, after_id), sorted by a metric, nulls last: '
  '{as_of, from, to, rows, total}. total is null unless with_total. Raises 401, 403, 422.';
grant execute on function public.record_calls, public.get_agent_trends, public.get_team_trends,
  public.compare_performance, public.aggregation_status, public.run_aggregation to authenticated;
