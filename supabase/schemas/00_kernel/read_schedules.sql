-- Scheduled tasks and their runs in the API.

-- Definer: callers may not read tasks or runs.
create function public.list_schedules() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.jobs_tenant('jobs:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'schedule', t.schedule,
      'depends_on', t.depends_on, 'alert_after_failures', t.alert_after_failures,
      'timeout_seconds', t.timeout_seconds, 'next_run', private.next_run(t.schedule, now()), 'late', private.is_late(t),
      'running', t.name in (select running.task from private.running_tasks() running),
      'last_run', r.started_at, 'duration_ms', r.duration_ms, 'succeeded', r.succeeded,
      'result', case when private.is_operator() then r.result when not r.succeeded then 'It failed' end)
      || case when private.is_operator() then jsonb_build_object('failing_tenants', private.failing_tenants(t.name))
        else '{}' end
      order by t.name), '[]')
    from private.scheduled_tasks t
    left join lateral (select * from private.task_runs r where r.name = t.name order by r.id desc limit 1) r on true);
end
$$;
comment on function public.list_schedules is
  'All scheduled tasks with their last run: [{name, schedule, depends_on, alert_after_failures, timeout_seconds, '
  'next_run, late, running, last_run, duration_ms, succeeded, result}]. Only the secret key sees results, and '
  'failing_tenants, because they are about all tenants. Raises 401, 403.';
grant execute on function public.list_schedules to authenticated;

-- Definer: see public.list_schedules. Only the service role may call this, because tasks cover all tenants.
create function public.run_schedule(name text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run constant private.task_runs := private.run_task(name, 'manual');
begin
  if run.id is null then
    perform private.fail(409, 'TASK_RUNNING', format('The scheduled task %s is already running', name));
  end if;
  return to_jsonb(run);
end
$$;
comment on function public.run_schedule is
  'Runs a scheduled task now: {id, name, trigger, started_at, duration_ms, succeeded, result}. Raises 404, 409 '
  'TASK_RUNNING.';
revoke execute on function public.run_schedule from public, anon, authenticated;
grant execute on function public.run_schedule to service_role;

-- Definer: see public.list_schedules.
create function public.list_task_runs(name text, after_id bigint default null, page_size integer default 20,
  with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.jobs_tenant('jobs:read');
  if not exists (select from private.scheduled_tasks t where t.name = list_task_runs.name) then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('result',
      case when private.is_operator() then p.result when not p.succeeded then 'It failed' end)
    order by p.id desc), '[]') into rows
  from (
    select * from private.task_runs r
    where r.name = list_task_runs.name and r.id < coalesce(after_id, 9223372036854775807)
    order by r.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from private.task_runs r where r.name = list_task_runs.name;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_task_runs is
  'Runs of a scheduled task after the cursor after_id, newest first: {rows, total}. total is null unless '
  'with_total. Only the secret key sees results, because they are about all tenants. Raises 401, 403, 404.';
grant execute on function public.list_task_runs to authenticated;
