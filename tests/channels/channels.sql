begin;
\ir ../support/world.psql
select plan(41);
create function pg_temp.sealed(secret text, key_id text default 'a') returns jsonb language sql as $$
  select jsonb_build_object('key_id', key_id, 'fingerprint', left(md5(secret), 16),
    'ciphertext', encode(convert_to(rpad(secret, 40, '.'), 'utf8'), 'base64'))
$$;
create function pg_temp.line() returns uuid language sql as $$ select id from public.channels where name = 'Line' and client_id = pg_temp.acme() $$;
grant execute on function pg_temp.sealed, pg_temp.line to authenticated;
grant execute on function pg_temp.acme, pg_temp.globex, pg_temp.id_of to service_role;
grant select on people to service_role;

-- Adding
select pg_temp.act_as('admin');
select set_config('request.headers', '{"idempotency-key": "k"}', true);
select is(public.create_channel('00000000-0000-4000-8000-000000000001', 'voice', 'Line', '{"a": 1}', pg_temp.sealed('one'))
  #- '{body,credentials,updated_at}' #- '{body,created_at}' #- '{body,updated_at}', jsonb_build_object('status', 201, 'body', jsonb_build_object(
    'id', '00000000-0000-4000-8000-000000000001', 'type', 'voice', 'name', 'Line', 'config', '{"a": 1}'::jsonb, 'config_text', '{"a": 1}', 'enabled', true, 'version', 1,
    'created_by', pg_temp.id_of('admin'), 'credentials', jsonb_build_object('key_id', 'a', 'fingerprint', left(md5('one'), 16)))),
  'an admin can add a channel and sees only the fingerprint and key id of its credentials');
select ok(public.create_channel('00000000-0000-4000-8000-000000000002', 'voice', 'Line', '{"a": 1}',
    pg_temp.sealed('one') || '{"ciphertext": "b3RoZXIgYnl0ZXMgb2YgdGhlIHNhbWUgc2VjcmV0Li4u"}')
  @> '{"replayed": true, "body": {"id": "00000000-0000-4000-8000-000000000001"}}', 'repeating a request returns the same channel even if the ciphertext differs');
select throws_ok($$select public.create_channel('00000000-0000-4000-8000-000000000003', 'voice', 'Line', '{"a": 1}', pg_temp.sealed('two'))$$,
  'PT409', null, 'the same idempotency key with other credentials is refused');
select set_config('request.headers', '{}', true);
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', 'LINE')$$, 'PT409', 'A channel named "LINE" already exists',
  'channel names are unique regardless of case');
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', '')$$, 'PT422', null, 'a channel name cannot be empty');
select is(public.create_channel('00000000-0000-4000-8000-000000000004', 'webchat', 'Chat') #> '{body,credentials}', 'null', 'a channel can be added without credentials');
select throws_ok($$select * from private.secrets$$, '42501', null, 'nobody in the tenant can read ciphertext');
select throws_ok($$select public.stale_secrets('b', 10)$$, '42501', null, 'nobody in the tenant can call the service role''s functions for ciphertext');
select throws_ok($$select public.move_secrets('b', '[]', '[]')$$, '42501', null, 'nobody in the tenant can write ciphertext through the service role''s functions');

-- Through the Data API
select lives_ok($$insert into public.channels (type, name) values ('email', 'Direct')$$, 'an admin can add a channel through the Data API');
select throws_ok($$insert into public.channels (type, name, client_id) values ('email', 'Theirs', pg_temp.globex())$$, '42501', null, 'an admin cannot add a channel to another tenant');
select throws_ok($$insert into public.channels (type, name, credentials) values ('email', 'Fake', '{}')$$, '42501', null, 'an admin cannot insert credential fields by hand');
select throws_ok($$update public.channels set credentials = null$$, '42501', null, 'an admin cannot update credential fields by hand');
select throws_ok($$update public.channels set type = 'sms'$$, '42501', null, 'an admin cannot update a channel''s type by hand');
reset role;
select is((select array_agg(action || ' ' || (after ->> 'name') order by id) from public.audit_log where client_id = pg_temp.acme() and resource = 'channels'),
  array['insert Line', 'insert Chat', 'insert Direct'], 'each new channel has an audit entry');
select ok(not exists (select from public.audit_log where (coalesce(before, '{}')::text || coalesce(after, '{}')::text) like '%ciphertext%'),
  'audit entries of channels hold no ciphertext');

-- Changing
select pg_temp.act_as('admin');
select is(public.put_channel(pg_temp.line(), 'Line', '{"b": 2}', 'voice', 1) -> 'version', '2', 'a change with the current version succeeds');
select throws_ok($$select public.put_channel(pg_temp.line(), 'Line', '{}', 'voice', 1)$$, 'PT412', null, 'a change with an outdated version is refused');
select throws_ok($$select public.put_channel(pg_temp.line(), 'Line', '{}', 'sms')$$, 'PT422', null, 'a channel''s type cannot be changed');
select throws_ok($$select public.put_channel(pg_temp.line(), 'chat', '{}')$$, 'PT409', null, 'a channel cannot take another channel''s name');
select is(public.put_channel(pg_temp.line(), 'Line', '{"b": 2}') -> 'version', '2', 'a change without an effect does not raise the version');
select is(public.set_channel_enabled(pg_temp.line(), false) ->> 'enabled', 'false', 'an admin can disable a channel');
select is(public.set_channel_enabled(pg_temp.line(), false) -> 'version', '3', 'disabling a channel twice has no further effect');
select throws_ok($$select public.set_channel_enabled(pg_temp.line(), true, 1)$$, 'PT412', null, 'enabling an outdated version is refused');
select is(public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('three'), 3) #>> '{credentials,fingerprint}', left(md5('three'), 16), 'an admin can rotate credentials');
select throws_ok($$select public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('four'), 3)$$, 'PT412', null, 'rotating credentials of an outdated version is refused');
select throws_ok($$select public.delete_channel(pg_temp.line(), 3)$$, 'PT412', null, 'deleting an outdated version is refused');
reset role;
select is((select k.ciphertext from private.secrets k where k.client_id = pg_temp.acme()), convert_to(rpad('three', 40, '.'), 'utf8'), 'a rotation stores the new ciphertext');

-- Others
select pg_temp.act_as('manager');
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', 'New')$$, 'PT403', null, 'a manager cannot add a channel');
select throws_ok($$select public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('x'))$$, 'PT403', null, 'a manager cannot rotate credentials');
reset role;
select pg_temp.act_as('stranger');
select is(public.list_channels(with_total => true), '{"rows": [], "total": 0}', 'another tenant sees no channels');
select throws_ok($$select public.put_channel('00000000-0000-4000-8000-000000000001', 'x', '{}')$$, 'PT404', null, 'another tenant cannot change a channel');
select throws_ok($$select public.rotate_channel_credentials('00000000-0000-4000-8000-000000000001', pg_temp.sealed('x'))$$, 'PT404', null, 'rotate');
select throws_ok($$select public.delete_channel('00000000-0000-4000-8000-000000000001')$$, 'PT404', null, 'another tenant cannot delete a channel');
reset role;

-- Re-encryption
set role service_role;
select throws_ok(format($$select public.stale_secrets('b', 10, %L, %L)$$, pg_temp.acme(), pg_temp.id_of('manager')), 'PT403', null,
  'a caller who cannot change channels cannot re-encrypt them');
select throws_ok(format($$select public.stale_secrets('b', 10, %L, %L)$$, pg_temp.globex(), pg_temp.id_of('admin')), 'PT403', null,
  'another tenant''s admin cannot re-encrypt our channels');
select is(jsonb_array_length(public.stale_secrets('b', 10, pg_temp.acme(), pg_temp.id_of('admin'))), 1, 'credentials that are not under the newest key are listed for re-encryption');
select is(public.move_secrets('b', jsonb_build_array(jsonb_build_object('kind', 'channel', 'client_id', pg_temp.acme(), 'owner_id',
    '00000000-0000-4000-8000-000000000001', 'former', encode('stale', 'base64'), 'ciphertext', encode(rpad('x', 40)::bytea, 'base64'))), '[]', pg_temp.acme()),
  '{"moved": 0, "remaining": 1}', 're-encryption leaves credentials that were rotated since');
select is(public.move_secrets('b', jsonb_build_array(jsonb_build_object('kind', 'channel', 'client_id', pg_temp.acme(), 'owner_id',
    '00000000-0000-4000-8000-000000000001', 'former', encode(rpad('three', 40, '.')::bytea, 'base64'), 'ciphertext', encode(rpad('x', 40)::bytea, 'base64'))), '[]', pg_temp.acme()),
  '{"moved": 1, "remaining": 0}', 're-encryption moves the other credentials to the newest key');
reset role;
select is((select array[c.version::text, c.credentials ->> 'key_id', k.key_id] from public.channels c join private.secrets k on k.owner_id = c.id
  where c.id = '00000000-0000-4000-8000-000000000001'), array['4', 'b', 'b'], 're-encryption shows the new key id and does not raise the version');
select pg_temp.act_as('admin');
select public.delete_channel('00000000-0000-4000-8000-000000000001', 4);
reset role;
select is((select count(*) from private.secrets where client_id = pg_temp.acme()), 0::bigint, 'deleting a channel deletes its credentials');

select * from finish();
rollback;
