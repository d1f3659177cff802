begin;
\ir ../support/world.psql
\ir deliveries.psql
select plan(8);
delete from public.job_queue;

select pg_temp.act_as('manager');
select public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/a', pg_temp.sealed(), '{team.updated}');
reset role;
select private.emit_events('team.updated', array_fill(pg_temp.acme(), array[20]), array_fill('{"id": 9}'::jsonb, array[20]));
create function pg_temp.claimed() returns integer language sql as $$
  select json_array_length(public.claim_jobs('0c000000-0000-4000-8000-00000000000c', 'webhooks', 100, null, 8, '{}', 100, '{}') -> 'jobs')
$$;
create function pg_temp.rest() returns interval language sql as $$
  select date_trunc('second', s.rests_until - now()) from private.slow_lanes s where s.lane = pg_temp.ep('01')
$$;
create function pg_temp.overdue() returns interval language sql as $$
  select greatest(date_trunc('minute', clock_timestamp() - private.oldest_due(true)), '0')
$$;

select pg_temp.attempt('01', 'completed', '{"duration_ms": 14000, "status_code": 204}', 9);
select is(pg_temp.rest(), null, 'nine slow answers in a row leave an endpoint as it is');
select pg_temp.attempt('01', 'completed', '{"duration_ms": 14000, "status_code": 204}', 1);
select is(pg_temp.rest(), interval '56 seconds', 'after ten an endpoint rests four times as long as its last answer took');
select is(pg_temp.claimed(), 0, 'a worker takes no delivery to an endpoint that rests');
select is((pg_temp.health('01')).failures, 0, 'a slow answer is no failure');

update public.job_queue set scheduled_for = now() - interval '1 hour' where lane = pg_temp.ep('01') and status = 'pending';
select is(pg_temp.overdue(), interval '0', 'deliveries to an endpoint that rests do not make the service look ill');
update private.slow_lanes set rests_until = now() - interval '10 minutes';
select is(pg_temp.overdue(), interval '10 minutes', 'deliveries that no worker takes after the rest do');
select is(pg_temp.claimed(), 1, 'after the rest a worker takes one delivery at a time');
select pg_temp.attempt('01', 'completed', '{"duration_ms": 20, "status_code": 204}', 0);
select is(pg_temp.rest(), null, 'a quick answer ends the rests');

select * from finish();
rollback;
