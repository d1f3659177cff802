begin;
\ir ../support/world.psql
\ir deliveries.psql
select plan(13);

select pg_temp.act_as('manager');
select throws_ok($$select public.load_deliveries('[]')$$, '42501', null, 'nobody in the tenant can load deliveries');
select public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/a', pg_temp.sealed(), '{team.created,team.updated}');
select public.create_webhook_endpoint(pg_temp.ep('02'), 'https://example.com/b', pg_temp.sealed(), '{*}');
select public.create_webhook_endpoint(pg_temp.ep('03'), 'https://example.com/c', pg_temp.sealed(), '{inbound.*,batch.failed}', null, false);
reset role;
select private.emit_event(pg_temp.acme(), 'team.created', '{"id": 1}'), private.emit_event(pg_temp.globex(), 'team.created', '{"id": 2}');
select private.emit_events('batch.failed', array[pg_temp.acme(), pg_temp.acme()], array['{"id": 3}', '{"id": 4}']::jsonb[]);
select private.emit_event(pg_temp.acme(), 'inbound.order.paid', '{}');
select results_eq($$select event_type, status from pg_temp.jobs('01')$$, $$values ('team.created', 'pending')$$, 'an event enqueues a delivery for an endpoint that subscribes to it');
select is((select count(*) from pg_temp.jobs('02')), 4::bigint, 'an endpoint that subscribes to all events gets all of its tenant''s events');
select pg_temp.act_as('viewer');
select results_eq($$select d ->> 'event_type', d ->> 'status' from jsonb_array_elements(public.list_webhook_deliveries(pg_temp.ep('03')) -> 'rows') d order by 1$$,
  $$values ('batch.failed', 'parked'), ('batch.failed', 'parked'), ('inbound.order.paid', 'parked')$$,
  'deliveries to a disabled endpoint are parked');
reset role;
select ok((select bool_and(o.data is not null) from private.outbox o where o.client_id = pg_temp.globex()), 'a tenant without endpoints still has its events in the outbox');
savepoint rolled_back;
select private.emit_event(pg_temp.acme(), 'team.updated', '{}');
rollback to rolled_back;
select is((select count(*) from pg_temp.jobs('01')), 1::bigint, 'a rolled-back event enqueues no delivery');
select is((select private.event_body(o)::jsonb -> 'data' from private.outbox o where o.data = '{"id": 1}' and o.client_id = pg_temp.acme()), '{"id": 1}', 'an event''s body holds its data');
insert into private.outbox (client_id, type, data) values (pg_temp.globex(), 'team.updated', jsonb_build_object('id', 5, 'text', repeat('x', 30000)));
select is((select private.event_body(o)::jsonb -> 'data' from private.outbox o where length(o.data::text) > 30000 and o.client_id = pg_temp.globex()), '{"id": 5, "truncated": true}', 'an event''s body holds only the id if the data is too long');

-- Loading
select is(pg_temp.load('01') #>> '{deliveries,0,action}', 'send', 'a delivery to an enabled endpoint is sent');
select is(json_array_length(pg_temp.load('01') #> array['endpoints', pg_temp.ep('01')::text, 'secrets']), 1, 'a delivery is signed with the endpoint''s secret');
select pg_temp.act_as('manager');
select public.rotate_endpoint_secret(pg_temp.ep('01'), pg_temp.sealed());
reset role;
select is(json_array_length(pg_temp.load('01') #> array['endpoints', pg_temp.ep('01')::text, 'secrets']), 2, 'a delivery is also signed with the old secret after a rotation');
update private.secrets set expires_at = now() - interval '1 s' where kind = 'webhook_endpoint' and expires_at is not null;
select is(json_array_length(pg_temp.load('01') #> array['endpoints', pg_temp.ep('01')::text, 'secrets']), 1, 'a delivery is not signed with an expired secret');
insert into public.job_queue (queue, type, client_id, lane, payload)
select 'webhooks', 'webhook.deliver', client_id, pg_temp.ep('03'), jsonb_build_object('event_id', id, 'event_type', type, 'endpoint_id', pg_temp.ep('03'))
from private.outbox where type = 'inbound.order.paid';
select is((select distinct d ->> 'action' from json_array_elements(pg_temp.load('03') -> 'deliveries') d), 'park', 'loading deliveries parks those of a disabled endpoint');

select * from finish();
rollback;
