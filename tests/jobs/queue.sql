begin;
\ir ../support/world.psql
select plan(42);
insert into private.queues (queue, worker_path) values ('tap', '/jobs/v1/worker');
create table private.tap_effects (job_id uuid, attempt integer, status text);
create function private.tap_effect(jobs private.ended_job[]) returns void language plpgsql as $$
begin
  if exists (select from unnest(jobs) j where j.payload ->> 'poison' = 'true' and j.status = 'completed') then
    raise exception 'poisoned';
  end if;
  insert into private.tap_effects select j.id, j.attempt, j.status from unnest(jobs) j;
end
$$;
insert into private.job_types (type, queue, effect) values ('tap.work', 'tap', 'private.tap_effect');
create function pg_temp.work(client uuid default null, payload jsonb default '{}', priority integer default 5, max_attempts integer default 8,
  delay interval default '0', dedupe_key text default null, lane uuid default null) returns uuid language sql as $$
  select private.enqueue_job('tap', 'tap.work', payload, client, priority, max_attempts, delay, dedupe_key, lane)
$$;
-- What a worker would hold, in the order in which it was claimed.
create temp table held (n serial, id uuid, token bigint, client_id uuid, lane uuid);
create function pg_temp.claim(batch integer, lane_limit integer default null, busy jsonb default '{}') returns bigint language sql as $$
  with claimed as (
    insert into held (id, token, client_id, lane)
    select (j ->> 'id')::uuid, (j ->> 'token')::bigint, (j ->> 'client_id')::uuid, (j ->> 'lane')::uuid
    from json_array_elements(public.claim_jobs('0c000000-0000-4000-8000-00000000000c', 'tap', batch, null, lane_limit, busy) -> 'jobs') j
    returning 1
  )
  select count(*) from claimed
$$;
create function pg_temp.finish(job uuid, outcome text, more jsonb default '{}') returns jsonb language sql as $$
  select public.complete_jobs('0c000000-0000-4000-8000-00000000000c', jsonb_build_array(jsonb_build_object(
    'id', job, 'token', (select max(h.token) from held h where h.id = job), 'outcome', outcome) || more))
$$;
create function pg_temp.status(job uuid) returns text language sql as $$ select status from public.job_queue where id = job $$;
create function pg_temp.empty() returns void language sql as $$ delete from public.job_queue; delete from held; delete from private.tap_effects; delete from private.leases $$;

-- Enqueueing
select throws_ok($$select private.enqueue_job('tap', 'no.such_type')$$, '23503', null, 'a job of an unknown type cannot be enqueued');
select is(pg_temp.work(dedupe_key => 'a'), pg_temp.work(dedupe_key => 'a'), 'enqueueing with the dedupe key of a waiting job returns that job');
select isnt(pg_temp.work(pg_temp.acme(), dedupe_key => 'a'), pg_temp.work(pg_temp.globex(), dedupe_key => 'a'), 'dedupe keys of different tenants do not collide');
select is(pg_temp.status(pg_temp.work(delay => '1 minute')), 'scheduled', 'a delayed job is scheduled');
select is(pg_temp.claim(10), 3::bigint, 'a scheduled job is not claimed before it is due');
update public.job_queue set scheduled_for = now() - interval '1 second' where status = 'scheduled';
select is(pg_temp.claim(10), 1::bigint, 'a scheduled job is claimed once it is due');
select pg_temp.finish((select id from held where client_id is null limit 1), 'completed');
select isnt(pg_temp.work(dedupe_key => 'a'), (select id from held where client_id is null limit 1), 'a dedupe key is free once its job has ended');
select pg_temp.empty();

-- Order
select pg_temp.work(pg_temp.acme(), priority => p) from generate_series(0, 9) p;
select pg_temp.claim(3);
select is((select array_agg(j.priority::integer order by j.priority desc) from held h join public.job_queue j using (id)), '{9,8,7}', 'jobs with a higher priority are claimed first');
select pg_temp.empty();
select count(pg_temp.work(pg_temp.acme())) from generate_series(1, 1000);
select count(pg_temp.work(pg_temp.globex())) from generate_series(1, 3);
select pg_temp.claim(10);
select is((select count(*) from held where client_id = pg_temp.globex()), 3::bigint, 'a tenant''s three jobs do not wait behind another tenant''s thousand');
select pg_temp.empty();
select count(pg_temp.work(pg_temp.acme(), lane => ('0d000000-0000-4000-8000-00000000000' || n)::uuid)) from generate_series(1, 9) n, generate_series(1, 5);
select count(pg_temp.work(pg_temp.globex())) from generate_series(1, 5);
select pg_temp.claim(6);
select is((select count(*) from held where client_id = pg_temp.globex()), 1::bigint, 'lanes take turns');
select is((select count(distinct lane) from held), 6::bigint, 'each lane gets one job before any gets two');
select pg_temp.empty();
select count(pg_temp.work(pg_temp.acme())) from generate_series(1, 9);
select is(pg_temp.claim(9, 4, jsonb_build_object(pg_temp.acme(), 3)), 1::bigint, 'a lane gets no more jobs than its limit minus its running ones');
select is(pg_temp.claim(9, 4, jsonb_build_object(pg_temp.acme(), 4)), 0::bigint, 'a lane at its limit gets no jobs');
select pg_temp.empty();

-- Ending
select pg_temp.work() from generate_series(1, 8);
select pg_temp.claim(8);
create temp table h as select n - (select min(n) from held) + 1 as n, id, token from held;
create function pg_temp.job(which integer) returns uuid language sql as $$ select id from h where n = which $$;
select is(pg_temp.finish(pg_temp.job(1), 'completed', '{"result": {"x": 1}}'), '{"ended": 1}', 'completing a job ends it');
select is((select array[status, result::text] from public.job_queue where id = pg_temp.job(1)), array['completed', '{"x": 1}'], 'a completed job keeps its result');
select is(pg_temp.finish(pg_temp.job(1), 'completed'), '{"ended": 0}', 'completing a job twice has no effect');
select is((select count(*) from private.tap_effects where job_id = pg_temp.job(1)), 1::bigint, 'the effect of a job completed twice happens once');
select pg_temp.finish(pg_temp.job(2), 'failed', '{"error": "no luck"}');
select is((select array[status, error_message, attempts::text] from public.job_queue where id = pg_temp.job(2)), array['scheduled', 'no luck', '1'], 'a failed job is scheduled again');
select ok((select scheduled_for - clock_timestamp() between interval '3 seconds' and interval '6.5 seconds' from public.job_queue where id = pg_temp.job(2)), 'a failed job is retried after about 5 s');
select ok((select bool_and(private.backoff(n) between make_interval(secs => least(5 * 2 ^ (n - 1), 3600) * 0.75) and make_interval(secs => least(5 * 2 ^ (n - 1), 3600) * 1.25))
  from generate_series(1, 30) n), 'the retry delay doubles up to an hour, with jitter');
select pg_temp.finish(pg_temp.job(3), 'failed', '{"error": "later", "retry_after": 600}');
select ok((select scheduled_for > clock_timestamp() + interval '599 seconds' from public.job_queue where id = pg_temp.job(3)), 'a failed job is retried after the delay that the worker asks for');
select pg_temp.finish(pg_temp.job(4), 'rejected', '{"error": "never"}');
select is(pg_temp.status(pg_temp.job(4)), 'dead', 'a rejected job is dead at once');
select pg_temp.finish(pg_temp.job(5), 'postponed', '{"retry_after": 60}');
select is((select array[status, attempts::text] from public.job_queue where id = pg_temp.job(5)), '{scheduled,0}', 'postponing a job does not count as an attempt');
select pg_temp.finish(pg_temp.job(6), 'parked');
select is((select array[status, attempts::text] from public.job_queue where id = pg_temp.job(6)), '{parked,0}', 'parking a job does not count as an attempt');
select pg_temp.finish(pg_temp.job(7), 'pending');
select is((select array[status, attempts::text] from public.job_queue where id = pg_temp.job(7)), '{pending,0}', 'returning a job does not count as an attempt');
update public.job_queue set max_attempts = 1 where id = pg_temp.job(8);
select pg_temp.finish(pg_temp.job(8), 'failed', '{"error": "again"}');
select is(pg_temp.status(pg_temp.job(8)), 'dead', 'a job that fails its last attempt is dead');
select is((select array[completed, failed, dead, postponed, stale] from private.workers where id = '0c000000-0000-4000-8000-00000000000c'),
  '{2,4,2,3,1}', 'the worker''s row counts the jobs that it ended');
select pg_temp.empty();

create temp table named (name text, id uuid);
create function pg_temp.named(job text) returns uuid language sql as $$ select id from named where name = job $$;

-- A worker that is lost
insert into named values ('lost', pg_temp.work(max_attempts => 2));
select pg_temp.claim(1);
select is(pg_temp.claim(1), 0::bigint, 'a claimed job is not claimed again during its lease');
update public.job_queue set lease_until = now() - interval '1 second';
update private.leases set ends_at = now() - interval '1 second';
select is(pg_temp.claim(1), 1::bigint, 'a job is claimed again after its lease has ended');
select is(public.complete_jobs('0c000000-0000-4000-8000-00000000000c', jsonb_build_array(jsonb_build_object('id', pg_temp.named('lost'), 'token', 1, 'outcome', 'completed'))),
  '{"ended": 0}', 'the former worker cannot end a job that was claimed again');
select is((select count(*) from private.tap_effects), 0::bigint, 'a late end by the former worker does not change the job');
update public.job_queue set lease_until = now() - interval '1 second';
update private.leases set ends_at = now() - interval '1 second';
select is(pg_temp.claim(1), 0::bigint, 'a job whose worker died on the last attempt is not claimed');
select is(pg_temp.status(pg_temp.named('lost')), 'dead', 'a job whose worker died on the last attempt is dead');
select pg_temp.empty();

-- Effects
insert into named values ('poisoned', pg_temp.work(payload => '{"poison": true}')), ('healthy', pg_temp.work());
select pg_temp.claim(2);
set client_min_messages = error;
select is(public.complete_jobs('0c000000-0000-4000-8000-00000000000c', (select jsonb_agg(jsonb_build_object('id', id, 'token', token, 'outcome', 'completed')) from held)),
  '{"ended": 2}', 'two jobs can end in one call');
reset client_min_messages;
select is(pg_temp.status(pg_temp.named('healthy')), 'completed', 'a job whose effect succeeds is completed even if the other''s effect fails');
select is((select array[status, error_message] from public.job_queue where id = pg_temp.named('poisoned')), array['scheduled', 'The job''s effect failed'],
  'a job whose effect fails is retried');
select is((select array_agg(status order by status) from private.tap_effects), '{completed,scheduled}', 'an effect runs for each job that ends in one call');
select pg_temp.empty();

-- The doorbell
select pg_temp.hang_doorbell();
create function pg_temp.rings() returns bigint language sql as $$ select count(*) from net.http_request_queue $$;
select set_config('frontline.rung_tap', '', true);
delete from private.workers;
delete from net.http_request_queue;
select pg_temp.work() from generate_series(1, 3);
select is(pg_temp.rings(), 1::bigint, 'three jobs enqueued in one transaction ring the worker once');
select set_config('frontline.rung_tap', '', true);
insert into private.workers (id, queue) values (gen_random_uuid(), 'tap');
select pg_temp.work();
select is(pg_temp.rings(), 1::bigint, 'enqueueing does not ring while a worker is alive');
update private.workers set seen_at = clock_timestamp() - interval '4 seconds';
select pg_temp.work();
select is(pg_temp.rings(), 2::bigint, 'a worker not seen for 3 s does not count as alive');
select is((select public.claim_jobs(gen_random_uuid(), 'tap', 1) ->> 'dismissed'), 'false', 'a new worker may start while there is room');
update private.queues set max_workers = 1 where queue = 'tap';
select is((select public.claim_jobs(gen_random_uuid(), 'tap', 1) ->> 'dismissed'), 'true', 'a new worker is turned away when enough are running');
select * from finish();
rollback;
