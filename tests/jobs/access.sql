begin;
\ir ../support/world.psql
select plan(31);
create function private.tap_effect(jobs private.ended_job[]) returns void language sql as '';
insert into private.job_types (type, queue, effect) values ('tap.work', 'jobs', 'private.tap_effect');
create temp table jobs as
select 'acme' as whose, private.enqueue_job('jobs', 'tap.work', client_id => pg_temp.acme()) as id
union all select 'globex', private.enqueue_job('jobs', 'tap.work', client_id => pg_temp.globex())
union all select 'system', private.enqueue_job('jobs', 'tap.work');
grant select on jobs to authenticated, service_role;
create function pg_temp.job(of_whom text) returns uuid language sql as $$ select id from jobs where whose = of_whom $$;
create function pg_temp.operator(tenant uuid default null) returns void language sql as $$
  select set_config('request.jwt.claims', '{"role": "service_role"}', true),
    set_config('request.headers', jsonb_strip_nulls(jsonb_build_object('x-client-id', tenant))::text, true), set_config('role', 'service_role', true)
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- A tenant's jobs
insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded, result) values ('delete_old_logs', 'manual', now(), 1, false, 'about all tenants');
select pg_temp.act_as('viewer');
select results_eq('select id from public.job_queue', array[pg_temp.job('acme')], 'a viewer sees only the jobs of their own tenant');
select throws_ok('select token from public.job_queue', '42501', null, 'nobody can read fencing tokens');
select throws_ok($$insert into public.job_queue (queue, type, lane) values ('jobs', 'tap.work', gen_random_uuid())$$, '42501', null, 'a viewer cannot insert jobs');
select throws_ok($$update public.job_queue set status = 'pending'$$, '42501', null, 'a viewer cannot update jobs');
select throws_ok('delete from public.job_queue', '42501', null, 'a viewer cannot delete jobs');
select throws_ok(format('select public.cancel_job(%L)', pg_temp.job('acme')), 'PT403', null, 'a viewer cannot cancel');
select throws_ok(format('select public.retry_job(%L)', pg_temp.job('acme')), 'PT403', null, 'a viewer cannot retry jobs');
select is(public.job_stats() -> 'workers', 'null', 'queue statistics show workers only to the operator');
select is((select q -> 'pending' from jsonb_array_elements(public.job_stats() -> 'queues') q where q ->> 'queue' = 'jobs'), '1', 'queue statistics cover only the caller''s tenant');
select throws_ok($$select public.claim_jobs(gen_random_uuid(), 'jobs', 1)$$, '42501', null, 'a user cannot claim jobs');
select throws_ok($$select public.await_claimable_jobs('jobs')$$, '42501', null, 'a user cannot wait for jobs');
select throws_ok($$select public.complete_jobs(gen_random_uuid(), '[]')$$, '42501', null, 'a user cannot end jobs');
select throws_ok($$select public.end_worker(gen_random_uuid())$$, '42501', null, 'a user cannot end a worker');
select throws_ok($$select public.run_schedule('ring_queues')$$, '42501', null, 'a user cannot run a scheduled task');
select throws_ok($$select private.run_task('ring_queues')$$, '42501', null, 'a user cannot run a scheduled task through a private function');
select is(public.list_task_runs('delete_old_logs') #>> '{rows,0,result}', 'It failed', 'a user sees that a scheduled task failed and not why');
select ok(public.list_schedules() @> '[{"name": "ring_queues"}, {"name": "expire_idempotency_keys"}, {"name": "release_expired_leases"}]',
  'a user can list all scheduled tasks');
reset role;

select pg_temp.act_as('manager');
select is(public.cancel_job(pg_temp.job('acme')) ->> 'status', 'cancelled', 'a manager can cancel a job');
select throws_ok(format('select public.cancel_job(%L)', pg_temp.job('acme')), 'PT409', null, 'a second cancel is refused');
select is(public.retry_job(pg_temp.job('acme')) ->> 'status', 'pending', 'a manager can retry a cancelled job');
select throws_ok(format('select public.retry_job(%L)', pg_temp.job('acme')), 'PT409', null, 'a job that waits for a worker cannot be retried');
select throws_ok(format('select public.cancel_job(%L)', pg_temp.job('globex')), 'PT404', null, 'another tenant''s job is not found');
select throws_ok(format('select public.retry_job(%L)', pg_temp.job('system')), 'PT404', null, 'a system job is not found by a tenant');
reset role;
select is((select count(*) from public.audit_log where resource = 'job_queue' and record_id = pg_temp.job('acme')::text and actor_id = pg_temp.id_of('manager')),
  2::bigint, 'cancelling and retrying are audited');

-- The operator
select pg_temp.operator();
select is(public.cancel_job(pg_temp.job('system')) ->> 'status', 'cancelled', 'the secret key can cancel a system job');
select throws_ok(format('select public.cancel_job(%L)', pg_temp.job('globex')), 'PT404', null, 'the secret key must name the tenant to cancel its job');
select pg_temp.operator(pg_temp.globex());
select is(public.cancel_job(pg_temp.job('globex')) ->> 'status', 'cancelled', 'the secret key can cancel a job of the tenant that it names');
reset role;

-- Scheduled tasks
select private.schedule_task('tap_works', '0 0 1 1 *', 'select 42'), private.schedule_task('tap_fails', '0 0 1 1 *', 'select 1 / 0'),
  private.schedule_task('tap_counts', '0 0 1 1 *', 'update public.clients set name = name');
set client_min_messages = error;
select is((private.run_task('tap_works')).result, '42', 'a task run stores what its statement returns');
select is((private.run_task('tap_counts')).result, (select count(*)::text from public.clients), 'a task run stores how many rows its statement changed');
select is((select array[succeeded::text, result] from private.run_task('tap_fails')), '{false,division by zero}', 'a failed task run stores the error');
select is((select count(*) from cron.job where jobname in ('tap_works', 'tap_fails') and command like 'select private.run_task(%'), 2::bigint, 'pg_cron runs every task through run_task');
select * from finish();
rollback;
