begin;
\ir ../support/world.psql
select plan(48);

create function pg_temp.sealed() returns jsonb language sql as $$
  select jsonb_build_object('key_id', 'a', 'ciphertext', encode(convert_to(repeat('.', 60), 'utf8'), 'base64'))
$$;
create function pg_temp.ep(name text) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || name)::uuid $$;
create function pg_temp.jobs(endpoint text) returns table (id uuid, status text, event_type text) language sql security definer as $$
  select j.id, j.status, j.payload ->> 'event_type' from public.job_queue j where j.queue = 'webhooks' and j.lane = pg_temp.ep(endpoint) order by 3, j.id
$$;
-- What a worker does with the endpoint's jobs: claims those that are ready and ends them.
create function pg_temp.attempt(endpoint text, outcome text, result jsonb default '{"duration_ms": 5, "status_code": 200}', at_most integer default 1000) returns integer
language plpgsql security definer as $$
declare
  results jsonb;
begin
  update public.job_queue j set status = 'running', attempts = j.attempts + 1, token = j.token + 1, started_at = clock_timestamp(), lease_until = now() + interval '75 s'
  where j.id in (select w.id from public.job_queue w where w.queue = 'webhooks' and w.lane = pg_temp.ep(endpoint) and w.status = 'pending' order by w.created_at limit at_most);
  select jsonb_agg(jsonb_build_object('id', j.id, 'token', j.token, 'outcome', attempt.outcome, 'result', attempt.result, 'error', case when attempt.outcome <> 'completed' then 'It failed' end,
    'retry_after', case when attempt.outcome = 'failed' then 5 end)) into results
  from public.job_queue j where j.lane = pg_temp.ep(endpoint) and j.status = 'running';
  return (select sum(c.ended) from unnest(private.end_jobs(results)) c);
end
$$;
create function pg_temp.health(endpoint text) returns private.endpoint_health language sql security definer as $$
  select h from private.endpoint_health h where h.endpoint_id = pg_temp.ep(endpoint)
$$;
create function pg_temp.load(endpoint text) returns json language sql security definer as $$
  select public.load_deliveries(coalesce(jsonb_agg(jsonb_build_object('id', j.id, 'client_id', j.client_id, 'payload', j.payload, 'created_at', j.created_at) order by j.created_at, j.id), '[]'))
  from public.job_queue j where j.queue = 'webhooks' and j.lane = pg_temp.ep(endpoint) and j.status <> 'completed'
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;

-- Endpoints
select pg_temp.act_as('manager');
select is(public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/a', pg_temp.sealed(), '{team.created,team.updated}')
  #- '{body,created_at}' #- '{body,updated_at}', jsonb_build_object('status', 201, 'body', jsonb_build_object('id', pg_temp.ep('01'), 'url', 'https://example.com/a',
    'event_types', '["team.created", "team.updated"]'::jsonb, 'description', null, 'enabled', true, 'disabled_reason', null, 'author_id', pg_temp.id_of('manager'), 'author_key', null, 'version', 1, 'created_by', pg_temp.id_of('manager'), 'parked', 0, 'parked_dropped', 0,
    'scopes', '["metrics:read", "opportunities:read", "routing:read", "teams:read", "webhooks:read"]'::jsonb)),
  'a manager can add an endpoint');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed(), '{team.painted}')$$, 'PT422', null, 'an endpoint cannot subscribe to an unknown event type');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'ftp://example.com/', pg_temp.sealed())$$, '23514', null, 'an endpoint''s URL must be HTTP or HTTPS');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed(), array[null])$$, '23514', null, 'an endpoint''s event type cannot be null');
select throws_ok($$select * from private.secrets$$, '42501', null, 'nobody in the tenant can read a secret');
select throws_ok($$select public.load_deliveries('[]')$$, '42501', null, 'nobody in the tenant can load deliveries');
select throws_ok($$select public.inbound_source(gen_random_uuid())$$, '42501', null, 'nobody in the tenant can load an inbound source with its secret');
select lives_ok($$insert into public.webhook_endpoints (url) values ('https://example.com/direct')$$, 'a manager can add an endpoint through the Data API');
select is((select enabled from public.webhook_endpoints where url like '%direct'), false, 'an endpoint added through the Data API is disabled');
select throws_ok($$update public.webhook_endpoints set enabled = true where url like '%direct'$$, 'PT409', null, 'an endpoint without a secret cannot be enabled');
select throws_ok($$update public.webhook_endpoints set disabled_reason = 'gone'$$, '42501', null, 'a manager cannot set why an endpoint was disabled');
select throws_ok($$insert into public.webhook_endpoints (url, client_id) values ('https://example.com/', pg_temp.globex())$$, '42501', null, 'nobody can add an endpoint to another tenant');
select throws_ok($$insert into public.webhook_sources (name, scheme) values ('a', 'standard')$$, '42501', null, 'a source cannot be added without a secret');
delete from public.webhook_endpoints where url like '%direct';
select pg_temp.act_as('member');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed())$$, 'PT403', null, 'a member cannot add an endpoint');
select pg_temp.act_as('stranger');
select is((select count(*) from public.webhook_endpoints), 0::bigint, 'another tenant sees no endpoints');
select throws_ok($$select public.rotate_endpoint_secret(pg_temp.ep('01'), pg_temp.sealed())$$, 'PT404', null, 'another tenant cannot rotate an endpoint''s secret');
select throws_ok($$select public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/', pg_temp.sealed())$$, '23505', null, 'another tenant cannot reuse an endpoint''s id, which is the lane of its jobs');
reset role;
select ok(not exists (select from public.audit_log where resource = 'webhook_endpoints' and (coalesce(before, '{}')::text || after::text) ~ 'ciphertext|key_id'),
  'the audit log holds no endpoint secrets');

-- Fan-out
select pg_temp.act_as('manager');
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

-- The breaker
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

-- Inbound
select pg_temp.act_as('manager');
select public.create_webhook_source(pg_temp.ep('11'), 'Shop', 'standard', pg_temp.sealed());
reset role;
select is(public.receive_inbound_events(pg_temp.ep('11')::text, '{"a": 1}', '[{"event_id": "e1", "type": "order.paid"}]')::text || public.receive_inbound_events(pg_temp.ep('11')::text, '{"a": 2}', '[{"event_id": "e1", "type": "order.paid"}]')::text,
  '{"received": true}{"received": false}', 'the same inbound event is received once');
update public.job_queue set status = 'running', token = 1, attempts = 1, started_at = now(), lease_until = now() + interval '1 minute' where type = 'inbound.apply';
select private.end_jobs(jsonb_agg(jsonb_build_object('id', id, 'token', 1, 'outcome', 'completed'))) from public.job_queue where type = 'inbound.apply';
select is((select count(*) from private.outbox where type = 'inbound.order.paid' and data -> 'payload' = '{"a": 1}'), 1::bigint, 'an inbound event emits one event');
select pg_temp.act_as('stranger');
select is((select count(*) from public.inbound_events) + (select count(*) from public.webhook_sources) + (select count(*) from public.webhook_deliveries) + (select count(*) from public.webhook_attempts),
  0::bigint, 'another tenant sees no inbound events, sources, deliveries or attempts');

select * from finish();
rollback;
