-- When tasks are due, what they depend on, what was missed, and when an alert counts them.
begin;
\ir ../support/world.psql
select plan(30);
set client_min_messages = error;

-- Expectations by hand; 2026-02-28 is a Saturday.
select is(private.next_run(schedule, at::timestamptz), due::timestamptz, format('%s after %s', schedule, at))
from (values
  ('* * * * *', '2026-02-28 10:00:00+00', '2026-02-28 10:01+00'), ('* * * * *', '2026-02-28 10:00:59.9+00', '2026-02-28 10:01+00'),
  ('10 seconds', '2026-02-28 10:00:01+00', '2026-02-28 10:00:11+00'), ('*/15 * * * *', '2026-02-28 23:45+00', '2026-03-01 00:00+00'),
  ('5-10/5,59 3 * * *', '2026-02-28 03:05+00', '2026-02-28 03:10+00'), ('7/20 * * * *', '2026-02-28 03:30+00', '2026-02-28 03:47+00'),
  ('41 3 * * *', '2026-02-28 03:41+00', '2026-03-01 03:41+00'), ('0 0 29 2 *', '2026-02-28 00:00+00', '2028-02-29 00:00+00'),
  ('0 9 * * 1-5', '2026-02-28 00:00+00', '2026-03-02 09:00+00'), ('0 9 * * 7', '2026-02-28 00:00+00', '2026-03-01 09:00+00'),
  ('0 9 15 * 1', '2026-02-28 00:00+00', '2026-03-02 09:00+00'), ('0 9 */2 * 1', '2026-02-28 00:00+00', '2026-03-09 09:00+00'),
  ('0 0 1 1,7 *', '2026-02-28 00:00+00', '2026-07-01 00:00+00'), ('0 0 30 2 *', '2026-02-28 00:00+00', null)
) t (schedule, at, due);
select is((select count(*) from private.scheduled_tasks t where private.next_run(t.schedule, now()) is null), 0::bigint, 'every task of the project is due some time');

-- What a task depends on
create function pg_temp.task(name text, schedule text default '0 0 1 1 *', depends_on text default null, command text default 'select 1', failures integer default 1) returns void language sql as $$
  select private.schedule_task(name, schedule, command, depends_on, failures)
$$;
create function pg_temp.runs(name text) returns bigint language sql as $$ select count(*) from private.task_runs r where r.name = runs.name $$;
create function pg_temp.age(task text, age interval) returns void language sql as $$ update private.scheduled_tasks set created_at = clock_timestamp() - age where name = task $$;
create function pg_temp.late(task text) returns boolean language sql as $$ select private.is_late(t) from private.scheduled_tasks t where t.name = task $$;
-- Only the tasks of this file: others are not late, or their minute comes.
update private.scheduled_tasks set created_at = now();
delete from private.task_runs;
select pg_temp.task('tap_first', '0 * * * *'), pg_temp.task('tap_second', '0 * * * *', depends_on => 'tap_first');
select is((private.run_task('tap_second')).id, null, 'a task does not run before the one that it depends on has succeeded');
insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded) values ('tap_first', 'schedule', now() - interval '1 hour', 1, true), ('tap_first', 'schedule', now(), 1, false);
select is((private.run_task('tap_second')).id, null, 'a success of the hour before, or a failure, is not enough');
select is((private.run_task('tap_second', 'manual')).succeeded, true, 'a person may run it all the same');
select private.run_task('tap_first');
select is((private.run_task('tap_second')).succeeded, true, 'once the other has succeeded this hour it runs');
select throws_ok($$select private.schedule_task('tap_self', '0 * * * *', 'select 1', 'tap_self')$$, '23514', null, 'no task depends on itself');

-- What was missed
select pg_temp.task('tap_daily', '0 3 * * *');
select is(pg_temp.late('tap_daily'), false, 'a new task is not late');
select pg_temp.age('tap_daily', '3 days');
select is(pg_temp.late('tap_daily'), true, 'a task that missed its time is late');
select private.catch_up_tasks(), private.catch_up_tasks();
select is(pg_temp.runs('tap_daily'), 1::bigint, 'three missed days are caught up once');
select is((select trigger from private.task_runs where name = 'tap_daily'), 'catch_up', 'the history says that the run was caught up');
select is(pg_temp.late('tap_daily'), false, 'after that it is not late');
select pg_temp.task('tap_minutely', '* * * * *');
select pg_temp.age('tap_minutely', '1 hour');
select private.catch_up_tasks();
select is(array[pg_temp.late('tap_minutely')::text, pg_temp.runs('tap_minutely')::text], '{true,0}', 'a task of every minute is late too, and its next run catches up');

-- Alerts
create function pg_temp.failed(task text) returns numeric language sql as $$
  select private.task_value((select jsonb_populate_record(null::private.alerts, jsonb_build_object('filter', jsonb_build_object('task', task)))), date_trunc('minute', now()))
$$;
update private.task_runs set started_at = now();
select is(pg_temp.failed('tap_minutely'), 1::numeric, 'failed_tasks counts a late task');
select private.run_task('tap_minutely');
select is(pg_temp.failed('tap_minutely'), 0::numeric, 'and no more when it has run');
select pg_temp.task('tap_fails', command => 'select 1 / 0', failures => 3);
create function pg_temp.fail() returns void language sql as $$ select private.run_task('tap_fails'); update private.task_runs set started_at = now() where name = 'tap_fails' $$;
select pg_temp.fail(), pg_temp.fail();
select is(pg_temp.failed('tap_fails'), 0::numeric, 'failed_tasks leaves out fewer failures in a row than alert_after_failures');
select pg_temp.fail();
select is(pg_temp.failed('tap_fails'), 1::numeric, 'the third failure of three counts');

select * from finish();
rollback;
