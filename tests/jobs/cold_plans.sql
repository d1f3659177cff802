-- Plans are cached. Those of a queue that had emptied took the smallest index and read all jobs once for each lane.
begin;
\ir ../support/world.psql
select plan(4);
insert into private.queues (queue, worker_path) values ('tap', '/jobs/v1/worker');
insert into private.job_types (type, queue) values ('tap.work', 'tap');
create function pg_temp.work(jobs integer, status text) returns void language sql as $$
  insert into public.job_queue (queue, type, client_id, lane, status)
  select 'tap', 'tap.work', pg_temp.acme(), ('00000000-0000-4000-8000-' || lpad((n % 60)::text, 12, '0'))::uuid, status
  from generate_series(1, jobs) n
$$;
create function pg_temp.read() returns bigint language sql as $$
  select pg_stat_get_xact_tuples_returned('public.job_queue_unfinished'::regclass)
$$;
create function pg_temp.read_by(call text) returns bigint language plpgsql as $$
declare
  before constant bigint := pg_temp.read();
begin
  execute call;
  return pg_temp.read() - before;
end
$$;
create temp table calls (call text);
insert into calls values
  ($$select public.claim_jobs('0c000000-0000-4000-8000-00000000000c', 'tap', 10, null, 1)$$),
  ($$select private.can_claim('tap', 1, '{}', 1, '{}')$$),
  ($$select private.next_due('tap')$$),
  ($$select private.return_jobs('tap')$$);

-- The index of lanes stays large, that of a tenant's unfinished jobs small.
select pg_temp.work(20000, 'pending'), pg_temp.work(5000, 'scheduled');
delete from public.job_queue;
select pg_temp.read_by(c.call) from calls c;
select pg_temp.work(6000, 'pending'), pg_temp.work(3000, 'scheduled');
select is(pg_temp.read_by(c.call), 0::bigint, c.call || ' reads the queue by the index that is made for it') from calls c;
select finish();
rollback;
