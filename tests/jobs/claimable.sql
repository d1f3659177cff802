begin;
\ir ../support/world.psql
select plan(9);
insert into private.queues (queue, worker_path) values ('tap', '/jobs/v1/worker');
insert into private.job_types (type, queue) values ('tap.work', 'tap');
create function pg_temp.work(tenant uuid, lane uuid) returns void language sql as $$
  insert into public.job_queue (queue, type, client_id, lane) values ('tap', 'tap.work', tenant, lane)
$$;
create function pg_temp.lane(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
-- What a worker holds: jobs of lane 1 and of acme.
create function pg_temp.can_claim(in_lane integer, of_acme integer) returns boolean language sql as $$
  select public.await_claimable_jobs('tap', 8, jsonb_build_object(pg_temp.lane(1), in_lane), 50, jsonb_build_object(pg_temp.acme(), of_acme))
$$;

select is(pg_temp.can_claim(0, 0), false, 'there is nothing to claim');
select pg_temp.work(pg_temp.acme(), pg_temp.lane(1));
select is(pg_temp.can_claim(7, 49), true, 'a job may be claimed while its lane and its tenant are below their limits');
select is(pg_temp.can_claim(8, 49), false, 'it may not while its lane is at its limit');
select is(pg_temp.can_claim(7, 50), false, 'nor while its tenant is');
select pg_temp.work(pg_temp.acme(), pg_temp.lane(2));
select is(pg_temp.can_claim(8, 8), true, 'a job of another lane may be claimed');
insert into private.slow_lanes (lane, rests_until) values (pg_temp.lane(2), now() + interval '1 minute');
select is(pg_temp.can_claim(8, 8), false, 'unless that lane rests');
select is(public.await_claimable_jobs('tap'), true, 'a worker without limits waits only for lanes that rest');
select pg_temp.work(pg_temp.globex(), pg_temp.lane(3));
select is(pg_temp.can_claim(8, 50), true, 'a job of another tenant may be claimed');
update public.job_queue set status = 'running', lease_until = now() + interval '1 minute', started_at = now() where client_id = pg_temp.globex();
select is(pg_temp.can_claim(8, 50), false, 'unless it runs');

select * from finish();
rollback;
