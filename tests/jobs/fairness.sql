begin;
\ir ../support/world.psql
select plan(9);
insert into private.queues (queue, worker_path) values ('tap', '/jobs/v1/worker');
insert into private.job_types (type, queue) values ('tap.work', 'tap');
create function pg_temp.work(tenant uuid, lane uuid, jobs integer, priority integer default 5) returns void language sql as $$
  insert into public.job_queue (queue, type, client_id, lane, priority) select 'tap', 'tap.work', tenant, lane, priority from generate_series(1, jobs)
$$;
create function pg_temp.lane(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
create temp table held (client_id uuid, lane uuid);
create function pg_temp.claim(batch integer, tenant_limit integer default null, held jsonb default '{}', after_lane uuid default null) returns text language plpgsql as $$
declare
  claim constant json := public.claim_jobs('0c000000-0000-4000-8000-00000000000c', 'tap', batch, after_lane, 8, '{}', tenant_limit, held);
begin
  delete from held;
  insert into held select (j ->> 'client_id')::uuid, (j ->> 'lane')::uuid from json_array_elements(claim -> 'jobs') j;
  return claim ->> 'last_lane';
end
$$;
create function pg_temp.of(tenant uuid) returns bigint language sql as $$ select count(*) from held h where h.client_id = tenant $$;

select pg_temp.work(pg_temp.acme(), pg_temp.lane(n), 4) from generate_series(1, 60) n;
select pg_temp.work(pg_temp.globex(), pg_temp.lane(61), 4);
select pg_temp.claim(200, 50);
select is(pg_temp.of(pg_temp.acme()), 50::bigint, 'a tenant gets no more places than its limit');
select is(pg_temp.of(pg_temp.globex()), 4::bigint, 'the others get theirs');
select pg_temp.work(pg_temp.globex(), pg_temp.lane(61), 4);
select is(pg_temp.claim(10, 50, jsonb_build_object(pg_temp.acme(), 50)), pg_temp.lane(10)::text, 'a claim says where it ended when the tenants it looked at are at their limits');
select pg_temp.claim(10, 50, jsonb_build_object(pg_temp.acme(), 50), pg_temp.lane(55));
select is(pg_temp.of(pg_temp.globex()), 1::bigint, 'so that the next one reaches the tenants behind them');

delete from public.job_queue;
insert into private.slow_lanes (lane) values (pg_temp.lane(1));
select pg_temp.work(pg_temp.acme(), pg_temp.lane(n), 5) from generate_series(1, 2) n;
select pg_temp.claim(20);
select results_eq('select lane, count(*) from held group by lane order by lane', $$values (pg_temp.lane(1), 1::bigint), (pg_temp.lane(2), 5)$$, 'a slow lane gets one place');

delete from public.job_queue;
select pg_temp.work(pg_temp.acme(), pg_temp.lane(3), 2, 1), pg_temp.work(pg_temp.acme(), pg_temp.lane(4), 2, 9), pg_temp.work(pg_temp.globex(), pg_temp.lane(5), 2, 5);
select pg_temp.claim(4);
select results_eq('select lane, count(*) from held group by lane order by lane', $$values (pg_temp.lane(4), 2::bigint), (pg_temp.lane(5), 2)$$,
  'a tenant''s highest priority goes first, whatever the lane, and does not come before another tenant');
select pg_temp.claim(4);
select results_eq('select lane, count(*) from held group by lane', $$values (pg_temp.lane(3), 2::bigint)$$, 'lower priorities follow the higher ones');

delete from public.job_queue;
delete from private.leases;
create temp table others as
select gen_random_uuid() as id from generate_series(1, 100);
insert into public.clients (id, name) select id, 'Other' from others;
select pg_temp.work(pg_temp.acme(), pg_temp.acme(), 2000);
select pg_temp.work(id, id, 1) from others;
select pg_temp.claim(101);
select is((select count(distinct client_id) from held), 101::bigint, 'next to a tenant with thousands of jobs, a hundred others get a place each in the first claim');
select pg_temp.work(id, id, 1) from others;
create function pg_temp.turns() returns bigint language plpgsql as $$
declare
  cursor text := null;
  begun bigint := 0;
begin
  for turn in 1..6 loop
    cursor := pg_temp.claim(20, after_lane => cursor::uuid);
    begun := begun + (select count(*) from held h join others o on o.id = h.client_id);
  end loop;
  return begun;
end
$$;
select is(pg_temp.turns(), 100::bigint, 'and each within six claims of 20');

select * from finish();
rollback;
