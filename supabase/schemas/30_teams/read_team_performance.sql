create function private.today() returns date
language sql stable set search_path = '' as $$
  select (now() at time zone c.time_zone)::date from public.clients c where c.id = (select private.client_id())
$$;
comment on function private.today is 'The current date in the tenant''s time zone.';

create function private.metrics_window(first_day date, last_day date, out since date, out until date)
language plpgsql stable set search_path = '' as $$
begin
  until := coalesce(last_day, greatest(private.today(), first_day));
  since := coalesce(first_day, until - 6);
  if since > until then
    perform private.invalid('from', 'range', 'must not be after to');
  end if;
  if until - since > 1100 then
    perform private.invalid('from', 'range', 'must be at most 1,100 days before to');
  end if;
end
$$;
comment on function private.metrics_window is
  'The days from first_day to last_day, by default the last seven. Raises 422 if they are over 1,100 or none.';

create function private.require_period(group_by text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if group_by is null or group_by not in ('day', 'week', 'month') then
    perform private.invalid('group_by', 'unknown_value', 'must be day, week or month');
  end if;
end
$$;
comment on function private.require_period is 'Raises 422 unless group_by is day, week or month.';

create function private.performance_json(team_id uuid, first_day date, last_day date, group_by text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  periods jsonb;
begin
  with period as (
    select case when group_by = 'all' then first_day else date_trunc(group_by, p.day)::date end as first_day, row(
      sum(p.calls_handled), sum(p.calls_successful), sum(p.calls_failed), sum(p.calls_abandoned),
      sum(p.calls_resolved), sum(p.satisfaction_sum), sum(p.satisfaction_count), sum(p.handling_seconds_sum),
      sum(p.handling_seconds_count), sum(p.wait_seconds_sum), sum(p.wait_seconds_count))::private.call_totals as totals
    from public.team_performance p
    where p.team_id = performance_json.team_id and p.day between performance_json.first_day and last_day
    group by 1
  )
  select coalesce(jsonb_agg(
    private.metrics_json(p.totals) || jsonb_build_object('period', p.first_day) order by p.first_day), '[]')
  into periods
  from period p;
  return periods;
end
$$;
comment on function private.performance_json is
  'A team''s metrics by day, week (from Monday), month or all, ascending. Periods without calls are left out.';

create function public.get_team_performance(
  team_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  days record;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  perform private.require_period(group_by);
  days := private.metrics_window(first_day, last_day);
  return jsonb_build_object('from', days.since, 'to', days.until, 'group_by', group_by,
    'periods', private.performance_json(team_id, days.since, days.until, group_by));
end
$$;
comment on function public.get_team_performance is
  'A team''s metrics from first_day to last_day, by default the last seven days: {from, to, group_by, periods}. '
  'Raises 401, 403, 404, 422.';

grant execute on function private.today, private.metrics_window, private.require_period, private.performance_json,
  public.get_team_performance to authenticated;
