begin;
\ir ../support/world.psql
\ir deliveries.psql
select plan(16);

select pg_temp.act_as('manager');
select public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/a', pg_temp.sealed(), '{team.created,team.updated}');
select public.create_webhook_endpoint(pg_temp.ep('02'), 'https://example.com/b', pg_temp.sealed(), '{*}');
reset role;
select private.emit_events('team.updated', array_fill(pg_temp.acme(), array[20]), array_fill('{"id": 9}'::jsonb, array[20]));
select is(pg_temp.attempt('01', 'failed', '{"duration_ms": 5, "status_code": 500}', 9), 9, 'nine failed attempts are recorded');
select is((pg_temp.health('01')).open_until, null, 'nine failures in a row leave the breaker closed');
select pg_temp.attempt('01', 'failed', '{"duration_ms": 5}', 1);
select is((pg_temp.health('01')).open_until - now(), interval '1 minute', 'the tenth failure in a row opens the breaker for a minute');
select is((select distinct d ->> 'action' from json_array_elements(pg_temp.load('01') -> 'deliveries') d), 'postpone', 'an open breaker postpones deliveries');
select is((select j.status from pg_temp.jobs('01') j where j.id = (select id from public.job_queue where lane = pg_temp.ep('01') and status = 'scheduled' limit 1)), 'scheduled', 'a failed delivery waits for its retry');
update private.endpoint_health set open_until = now() where endpoint_id = pg_temp.ep('01');
select is((select count(*) from json_array_elements(pg_temp.load('01') -> 'deliveries') d where d ->> 'action' = 'send' and (d ->> 'probe')::boolean), 1::bigint, 'one probe is sent when the breaker''s pause ends');
select is((select count(*) from json_array_elements(pg_temp.load('01') -> 'deliveries') d where d ->> 'action' = 'send'), 0::bigint, 'no second delivery is sent while a probe runs');
select pg_temp.attempt('01', 'failed', '{"duration_ms": 5, "probe": true}', 1);
select is((pg_temp.health('01')).open_until - now(), interval '2 minutes', 'a failed probe doubles the breaker''s pause');
update private.endpoint_health set pause_seconds = 3000 where endpoint_id = pg_temp.ep('01');
select pg_temp.attempt('01', 'failed', '{"duration_ms": 5, "probe": true}', 1);
select is((pg_temp.health('01')).open_until - now(), interval '1 hour', 'the breaker''s pause is an hour at most');
select pg_temp.attempt('01', 'completed', '{"duration_ms": 5, "probe": true, "status_code": 200}', 1);
select is(((pg_temp.health('01')).open_until, (pg_temp.health('01')).failures), (null::timestamptz, 0), 'a successful probe closes the breaker');

-- Disabling
select pg_temp.attempt('01', 'failed', '{"duration_ms": 5}', 1);
update private.endpoint_health set failing_since = now() - interval '5 days 1 second' where endpoint_id = pg_temp.ep('01');
select pg_temp.attempt('01', 'failed', '{"duration_ms": 5}', 1);
select is((select (enabled, disabled_reason)::text from public.webhook_endpoints where id = pg_temp.ep('01')), '(f,failing)', 'five days of failure disable an endpoint');
select is((select count(*) from pg_temp.jobs('01') where status in ('pending', 'scheduled')), 0::bigint, 'disabling an endpoint parks its waiting deliveries');
select is((select data ->> 'id' from private.outbox where type = 'endpoint.disabled'), pg_temp.ep('01')::text, 'disabling an endpoint emits endpoint.disabled');
select pg_temp.attempt('02', 'rejected', '{"duration_ms": 5, "status_code": 410}', 1);
select is((select (enabled, disabled_reason)::text from public.webhook_endpoints where id = pg_temp.ep('02')), '(f,gone)', 'a 410 answer disables an endpoint at once');
select is((select count(*) from public.webhook_attempts where client_id = pg_temp.acme()), 16::bigint, 'the log holds each attempt that was made and no other');
select pg_temp.act_as('stranger');
select is((select count(*) from public.webhook_deliveries) + (select count(*) from public.webhook_attempts), 0::bigint, 'another tenant sees no deliveries or attempts');

select * from finish();
rollback;
