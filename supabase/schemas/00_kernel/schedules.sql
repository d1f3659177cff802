-- Guarantees: a scheduled task never overlaps itself, each run leaves a record, and a missed one is caught up once.

create table private.scheduled_tasks (
  name text primary key check (name ~ '^[a-z_]{1,100}$'),
  schedule text not null,
  command text not null,
  depends_on text references private.scheduled_tasks check (depends_on <> name),
  alert_after_failures integer not null default 1 check (alert_after_failures between 1 and 100),
  timeout_seconds integer not null default 1800 check (timeout_seconds between 1 and 86400),
  created_at timestamptz not null default now()
);
create index on private.scheduled_tasks (depends_on);
alter table private.scheduled_tasks enable row level security;
comment on column private.scheduled_tasks.depends_on is
  'The task that must have succeeded in the same hour, or for a daily task on the same day in UTC, before this one.';
comment on column private.scheduled_tasks.alert_after_failures is
  'The metric failed_tasks counts a failure from so many in a row on.';
comment on column private.scheduled_tasks.command is
  'One statement. The result of a run is the value it returns, otherwise the number of rows it changed.';

create table private.task_runs (
  id bigint generated always as identity primary key,
  name text not null references private.scheduled_tasks on delete cascade,
  trigger text not null check (trigger in ('schedule', 'manual', 'catch_up')),
  started_at timestamptz not null,
  duration_ms integer not null,
  succeeded boolean not null,
  result text
);
create index on private.task_runs (name, id desc);
alter table private.task_runs enable row level security;
comment on column private.task_runs.result is 'The result of the command, or the error if it failed.';

create function private.has_what_it_needs(task private.scheduled_tasks) returns boolean
language sql stable set search_path = '' as $$
  select task.depends_on is null or exists (
    select from private.task_runs r
    where r.name = task.depends_on and r.succeeded and r.started_at >= date_trunc(
      case when private.next_run(task.schedule, private.next_run(task.schedule, now()))
        - private.next_run(task.schedule, now()) >= interval '1 day' then 'day' else 'hour' end, now(), 'UTC'))
$$;
comment on function private.has_what_it_needs is
  'True if the task that this one depends on has succeeded this hour, or today if this one runs once a day.';

-- A dozen tasks are due at the beginning of each minute. At once they would take every processor from the requests.
create function private.take_task_turn() returns void
language plpgsql volatile set search_path = '' set lock_timeout = '5s' as $$
begin
  perform pg_advisory_xact_lock(hashtext('scheduled tasks'), 0);
exception when lock_not_available then
  raise log 'a task that takes long runs: the next one begins beside it';
end
$$;
comment on function private.take_task_turn is
  'Waits until no other scheduled task runs, for five seconds at most, and holds the others up as long as it does.';

-- A failed run must leave a record, so every error is caught here, except a cancelled statement.
create function private.run_task(name text, trigger text default 'schedule') returns private.task_runs
language plpgsql volatile set search_path = '' as $$
declare
  task private.scheduled_tasks;
  began timestamptz;
  outcome text;
  changed bigint;
  succeeded boolean := true;
  run private.task_runs;
begin
  select * into task from private.scheduled_tasks t where t.name = run_task.name;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  perform private.take_task_turn() where trigger = 'schedule' and task.schedule not like '%second%';
  began := clock_timestamp();
  if trigger = 'schedule' and not private.has_what_it_needs(task)
    or not pg_try_advisory_xact_lock(hashtext('run_task'), hashtext(task.name)) then
    return null;
  end if;
  begin
    if task.command ~* '^\s*(select|with)\M' then
      execute task.command into outcome;
    else
      execute task.command;
      get diagnostics changed = row_count;
      outcome := changed;
    end if;
  exception when others then
    succeeded := false;
    outcome := sqlerrm;
    raise warning 'scheduled task % failed: %', task.name, sqlerrm;
  end;
  insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded, result)
  values (task.name, run_task.trigger, began, extract(epoch from clock_timestamp() - began) * 1000, succeeded,
    left(nullif(outcome, ''), 1000))
  returning * into run;
  return run;
end
$$;
comment on function private.run_task is
  'Runs a scheduled task and records the run. Returns null, without a run, if the task is already running, or by '
  'schedule if what it depends on has not succeeded: private.catch_up_tasks runs it then.';

create function private.schedule_task(name text, schedule text, command text, depends_on text default null,
  alert_after_failures integer default 1, timeout_seconds integer default 1800)
returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.scheduled_tasks as t
    (name, schedule, command, depends_on, alert_after_failures, timeout_seconds)
  values (schedule_task.name, schedule_task.schedule, schedule_task.command, schedule_task.depends_on,
    schedule_task.alert_after_failures, schedule_task.timeout_seconds)
  on conflict on constraint scheduled_tasks_pkey do update
    set schedule = excluded.schedule, command = excluded.command, depends_on = excluded.depends_on,
      alert_after_failures = excluded.alert_after_failures, timeout_seconds = excluded.timeout_seconds;
  perform cron.schedule(schedule_task.name, schedule_task.schedule,
    format('select private.run_task(%L)', schedule_task.name));
end
$$;
comment on function private.schedule_task is
  'Adds or changes a scheduled task. The schedule is in cron syntax, in UTC. Called by register.sql files.';

create function private.announce_schedules() returns timestamptz
language plpgsql volatile set search_path = '' as $$
begin
  perform cron.alter_job(j.jobid, active => j.active)
  from cron.job j where j.command = any (
    select format('select private.run_task(%L)', t.name) from private.scheduled_tasks t);
  return clock_timestamp();
end
$$;
comment on function private.announce_schedules is
  'Makes pg_cron read its jobs again. It misses jobs that a large migration adds, because so many changes of the '
  'catalog in one transaction overflow the queue by which it hears of them. Returns when it was told.';
