begin;
\ir ../support/world.psql
\ir deliveries.psql
select plan(15);

select pg_temp.act_as('manager');
select is(public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/a', pg_temp.sealed(), '{team.created,team.updated}')
  #- '{body,created_at}' #- '{body,updated_at}', jsonb_build_object('status', 201, 'body', jsonb_build_object('id', pg_temp.ep('01'), 'url', 'https://example.com/a',
    'event_types', '["team.created", "team.updated"]'::jsonb, 'description', null, 'enabled', true, 'disabled_reason', null, 'author_id', pg_temp.id_of('manager'), 'author_key', null, 'version', 1, 'created_by', pg_temp.id_of('manager'), 'priority', 5, 'parked', 0, 'parked_dropped', 0,
    'scopes', '["account:read", "analytics:read", "email:read", "metrics:read", "observability:read", "opportunities:read", "routing:read", "teams:read", "webhooks:read"]'::jsonb)),
  'a manager can add an endpoint');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed(), '{team.painted}')$$, 'PT422', null, 'an endpoint cannot subscribe to an unknown event type');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'ftp://example.com/', pg_temp.sealed())$$, 'PT422', null, 'an endpoint''s URL must be HTTP or HTTPS');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed(), array[null])$$, 'PT422', null, 'an endpoint''s event type cannot be null');
select throws_ok($$select * from private.secrets$$, '42501', null, 'nobody in the tenant can read a secret');
select lives_ok($$insert into public.webhook_endpoints (url) values ('https://example.com/direct')$$, 'a manager can add an endpoint through the Data API');
select is((select enabled from public.webhook_endpoints where url like '%direct'), false, 'an endpoint added through the Data API is disabled');
select throws_ok($$update public.webhook_endpoints set enabled = true where url like '%direct'$$, 'PT409', null, 'an endpoint without a secret cannot be enabled');
select throws_ok($$update public.webhook_endpoints set disabled_reason = 'gone'$$, '42501', null, 'a manager cannot set why an endpoint was disabled');
select throws_ok($$insert into public.webhook_endpoints (url, client_id) values ('https://example.com/', pg_temp.globex())$$, '42501', null, 'nobody can add an endpoint to another tenant');
delete from public.webhook_endpoints where url like '%direct';
select pg_temp.act_as('member');
select throws_ok($$select public.create_webhook_endpoint(gen_random_uuid(), 'https://example.com/', pg_temp.sealed())$$, 'PT403', null, 'a member cannot add an endpoint');
select pg_temp.act_as('stranger');
select is((select count(*) from public.webhook_endpoints), 0::bigint, 'another tenant sees no endpoints');
select throws_ok($$select public.rotate_endpoint_secret(pg_temp.ep('01'), pg_temp.sealed())$$, 'PT404', null, 'another tenant cannot rotate an endpoint''s secret');
select throws_ok($$select public.create_webhook_endpoint(pg_temp.ep('01'), 'https://example.com/', pg_temp.sealed())$$, 'PT409', null, 'another tenant cannot reuse an endpoint''s id, which is the lane of its jobs');
reset role;
select ok(not exists (select from public.audit_log where resource = 'webhook_endpoints' and (coalesce(before, '{}')::text || after::text) ~ 'ciphertext|key_id'),
  'the audit log holds no endpoint secrets');

select * from finish();
rollback;
