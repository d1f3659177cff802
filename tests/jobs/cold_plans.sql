-- Plans are cached. While a queue is empty, the planner prefers whichever index is small, and by the wrong one all jobs
-- are read once for each lane when there are many again. So each call gets smaller indexes that it must not take.
begin;
\ir ../support/world.psql
select plan(4);
insert into private.queues (queue, worker_path) values ('tap', '/jobs/v1/worker');
insert into private.job_types (type, queue) values ('tap.work', 'tap');
create function pg_temp.work(jobs integer, status text) returns void language sql as $$
  insert into public.job_queue (queue, type, client_id, lane, status, scheduled_for)
  select 'tap', 'tap.work', pg_temp.acme(), ('00000000-0000-4000-8000-' || lpad((n % 60)::text, 12, '0'))::uuid, status,
    now() - n * interval '1 second'
  from generate_series(1, jobs) n
$$;
create function pg_temp.read() returns numeric language sql as $$
  select sum(pg_stat_get_xact_tuples_returned(c.oid)) from pg_class c where c.relname like 'small\_%'
$$;
create function pg_temp.read_by(call text) returns numeric language plpgsql as $$
declare
  before constant numeric := pg_temp.read();
begin
  execute call;
  return pg_temp.read() - before;
end
$$;

select pg_temp.work(20000, 'pending'), pg_temp.work(20000, 'scheduled');
delete from public.job_queue where queue = 'tap';
create index small_active on public.job_queue (queue) where phase = 'active';
create index small_scheduled on public.job_queue (queue) where phase = 'scheduled';
select pg_temp.work(300, 'pending'), pg_temp.work(300, 'scheduled');
select is(pg_temp.read_by(c.call), 0::numeric, c.call || ' reads the queue by the index that is made for it')
from (values
  ($$select private.can_claim('tap', 1, '{}', 1, '{}')$$),
  ($$select private.next_due('tap')$$),
  ($$select public.claim_jobs('0c000000-0000-4000-8000-00000000000c', 'tap', 10, null, 1)$$),
  ($$select private.return_jobs('tap')$$)) c (call);
select finish();
rollback;
