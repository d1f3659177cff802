-- Tasks that did not run when they were due are noticed, and run once.

-- A run holds an advisory lock until it ends.
create function private.running_tasks() returns table (task text, pid integer, since timestamptz)
language sql stable set search_path = '' as $$
  select t.name, l.pid, a.xact_start
  from pg_catalog.pg_locks l
  join private.scheduled_tasks t on l.classid = (hashtext('run_task')::bigint & 4294967295)::oid
    and l.objid = (hashtext(t.name)::bigint & 4294967295)::oid
  join pg_catalog.pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
$$;

create function private.is_running(task text) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from private.running_tasks() r where r.task = is_running.task)
$$;

create function private.last_run_at(task text) returns timestamptz
language sql stable set search_path = '' as $$
  select r.started_at from private.task_runs r where r.name = task order by r.id desc limit 1
$$;

create function private.idle_since(task private.scheduled_tasks) returns timestamptz
language sql stable set search_path = '' as $$
  select coalesce(private.last_run_at(task.name), task.created_at)
$$;

create function private.due_since(task private.scheduled_tasks) returns timestamptz
language sql stable set search_path = '' as $$
  select private.next_run(task.schedule, private.idle_since(task))
$$;
comment on function private.due_since is 'The first time that the task was due and has not run since, or is due next.';

create function private.is_late(task private.scheduled_tasks, at timestamptz default clock_timestamp()) returns boolean
language sql stable set search_path = '' as $$
  -- Most tasks ran within five minutes, which is cheaper to see than when they are due.
  select private.idle_since(task) < at - interval '5 minutes'
    and coalesce(private.due_since(task) < at - interval '5 minutes', false) and not private.is_running(task.name)
$$;
comment on function private.is_late is 'True five minutes after a time that the task was due and did not begin.';

-- Ends runs that take longer than they may. What a run did is rolled back with it, so the record is made here.
create function private.end_long_tasks() returns bigint
language sql volatile set search_path = '' as $$
  with long as (
    select r.task, r.since, r.pid, t.timeout_seconds from private.running_tasks() r
    join private.scheduled_tasks t on t.name = r.task
    where r.since < clock_timestamp() - make_interval(secs => t.timeout_seconds) and r.pid <> pg_backend_pid()
  ), ended as (
    insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded, result)
    select l.task, 'schedule', l.since, extract(epoch from clock_timestamp() - l.since) * 1000, false,
      format('Ended because it took longer than %s seconds', l.timeout_seconds)
    from long l where pg_cancel_backend(l.pid)
    returning 1
  )
  select count(*) from ended
$$;

-- One a minute, so that the time and the failure of one are not another's. A task that comes round within a few minutes
-- catches up by itself: its next run is the one that was missed.
create function private.catch_up_tasks() returns text
language plpgsql volatile set search_path = '' as $$
declare
  ended constant bigint := private.end_long_tasks();
  late text;
  run private.task_runs;
begin
  select t.name into late from private.scheduled_tasks t
  where private.due_since(t) < clock_timestamp() - interval '90 seconds'
    and private.next_run(t.schedule, clock_timestamp()) > clock_timestamp() + interval '5 minutes'
    and private.has_what_it_needs(t) and t.name not in (select r.task from private.running_tasks() r)
  order by private.due_since(t) limit 1;
  if late is not null then
    run := private.run_task(late, 'catch_up');
  end if;
  return format('%s ended, %s caught up', ended, coalesce(run.name, 'none'));
end
$$;
comment on function private.catch_up_tasks is
  'Ends runs that take too long, and runs the task that has been due the longest, once, however often it was missed.';
