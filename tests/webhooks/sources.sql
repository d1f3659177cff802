begin;
\ir ../support/world.psql
\ir deliveries.psql
select plan(5);

select pg_temp.act_as('manager');
select throws_ok($$select public.inbound_source(gen_random_uuid())$$, '42501', null, 'nobody in the tenant can load an inbound source with its secret');
select throws_ok($$insert into public.webhook_sources (name, scheme) values ('a', 'standard')$$, '42501', null, 'a source cannot be added without a secret');
select public.create_webhook_source(pg_temp.ep('11'), 'Shop', 'standard', pg_temp.sealed());
reset role;
select is(public.receive_inbound_events(pg_temp.ep('11')::text, '{"a": 1}', '[{"event_id": "e1", "type": "order.paid"}]')::text || public.receive_inbound_events(pg_temp.ep('11')::text, '{"a": 2}', '[{"event_id": "e1", "type": "order.paid"}]')::text,
  '{"received": true}{"received": false}', 'the same inbound event is received once');
update public.job_queue set status = 'running', token = 1, attempts = 1, started_at = now(), lease_until = now() + interval '1 minute' where type = 'inbound.apply';
select private.end_jobs(jsonb_agg(jsonb_build_object('id', id, 'token', 1, 'outcome', 'completed'))) from public.job_queue where type = 'inbound.apply';
select is((select count(*) from private.outbox where type = 'inbound.order.paid' and data -> 'payload' = '{"a": 1}'), 1::bigint, 'an inbound event emits one event');
select pg_temp.act_as('stranger');
select is((select count(*) from public.inbound_events) + (select count(*) from public.webhook_sources), 0::bigint, 'another tenant sees no inbound events or sources');

select * from finish();
rollback;
