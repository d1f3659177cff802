-- What the metrics of alerts measure.

create function private.request_value(alert private.alerts, minute timestamptz) returns numeric
language plpgsql stable set search_path = '' as $$
declare
  every constant private.measured[] := private.measured_between(alert.client_id, minute, minute + interval '1 minute',
    'minute', 'request', alert.filter ->> 'function', alert.filter ->> 'route', alert.filter ->> 'version');
  chosen constant private.measured[] := array(
    select (e.*)::private.measured from unnest(every) e
    where alert.filter ->> 'status' is null or e.status || 'xx' = alert.filter ->> 'status');
  figures constant jsonb := (select s.figures from private.summed_stats(chosen) s);
  all_requests constant numeric := (select sum(e.requests) from unnest(every) e);
begin
  return case alert.metric
    when 'requests' then coalesce((figures ->> 'requests')::numeric, 0)
    when 'errors' then coalesce((figures ->> 'errors')::numeric, 0)
    when 'error_rate' then coalesce((figures ->> 'errors')::numeric, 0) / all_requests
    else (figures ->> alert.metric)::numeric
  end;
end
$$;
comment on function private.request_value is
  'The metric in that minute. Counts are 0 without requests, rates and percentiles are null.';

create function private.job_value(alert private.alerts) returns numeric
language sql stable set search_path = '' as $$
  select case alert.metric
    when 'dead_jobs' then count(*) filter (where j.phase = 'dead')
    when 'queue_depth'
      then count(*) filter (where j.phase = 'active' or j.phase = 'scheduled' and j.scheduled_for <= now())
    else coalesce(extract(epoch from now() - min(j.scheduled_for) filter (
      where j.phase in ('active', 'scheduled') and j.lease_until is null and j.scheduled_for <= now())), 0)
  end
  from public.job_queue j
  where j.phase in ('active', 'scheduled', 'dead') and (j.client_id = alert.client_id or alert.client_id is null)
    and (alert.filter ->> 'queue' is null or j.queue = alert.filter ->> 'queue')
$$;

-- Failures of that minute from alert_after_failures in a row on, and the tasks that are late now.
create function private.task_value(alert private.alerts, minute timestamptz) returns numeric
language sql stable set search_path = '' as $$
  select (
    select count(*) from private.task_runs r join private.scheduled_tasks t using (name)
    where not r.succeeded and r.started_at >= minute and r.started_at < minute + interval '1 minute'
      and (alert.filter ->> 'task' is null or r.name = alert.filter ->> 'task')
      and t.alert_after_failures = (
        select count(*) filter (where not p.succeeded)
        from (
          select * from private.task_runs o where o.name = r.name and o.id <= r.id
          order by o.id desc limit t.alert_after_failures
        ) p)
  ) + (
    select count(*) from private.scheduled_tasks t
    where (alert.filter ->> 'task' is null or t.name = alert.filter ->> 'task') and private.is_late(t))
$$;

create function private.error_value(alert private.alerts, minute timestamptz) returns numeric
language sql stable set search_path = '' as $$
  select coalesce(sum(h.count), 0)
  from private.error_groups g join private.error_hours h on h.group_id = g.id
  where (g.client_id = alert.client_id or alert.client_id is null)
    and g.category = coalesce(alert.filter ->> 'category', g.category) and g.status <> 'ignored'
    and h.hour = date_trunc('hour', minute, 'UTC')
$$;
comment on function private.error_value is 'The errors of a category in the hour of that minute.';

create function private.alert_value(alert private.alerts, minute timestamptz) returns numeric
language plpgsql stable set search_path = '' as $$
begin
  return case
    when alert.metric in ('error_rate', 'p95_ms', 'p99_ms', 'requests', 'errors')
      then private.request_value(alert, minute)
    when alert.metric in ('queue_depth', 'oldest_due_seconds', 'dead_jobs') then private.job_value(alert)
    when alert.metric = 'cache_hit_rate' then (
      select sum(c.requests) filter (where c.status = 2)::numeric / sum(c.requests)
      from unnest(private.measured_between(alert.client_id, minute, minute + interval '1 minute', 'minute', 'cache')) c)
    when alert.metric = 'failed_tasks' then private.task_value(alert, minute)
    when alert.metric = 'error_group' then private.error_value(alert, minute)
    when alert.metric = 'changed_plans' then private.changed_plans(minute)
    when alert.metric = 'slower_statements' then private.slower_statements(minute)
    when alert.metric = 'connections_used' then private.connections_used()
  end;
end
$$;
comment on function private.alert_value is 'The value of an alert''s metric in that minute. Null: it is silent.';
