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
    'id', '00000000-0000-4000-8000-000000000001', 'type', 'voice', 'name', 'Line', 'config', '{"a": 1}'::jsonb, 'enabled', true, 'version', 1,
    'created_by', pg_temp.id_of('admin'), 'credentials', jsonb_build_object('key_id', 'a', 'fingerprint', left(md5('one'), 16)))),
  'an admin adds a channel and sees of the credentials fingerprint and key');
select ok(public.create_channel('00000000-0000-4000-8000-000000000002', 'voice', 'Line', '{"a": 1}',
    pg_temp.sealed('one') || '{"ciphertext": "b3RoZXIgYnl0ZXMgb2YgdGhlIHNhbWUgc2VjcmV0Li4u"}')
  @> '{"replayed": true, "body": {"id": "00000000-0000-4000-8000-000000000001"}}', 'the same request again is the same channel, though its ciphertext differs');
select throws_ok($$select public.create_channel('00000000-0000-4000-8000-000000000003', 'voice', 'Line', '{"a": 1}', pg_temp.sealed('two'))$$,
  'PT409', null, 'the same key with other credentials is refused');
select set_config('request.headers', '{}', true);
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', 'LINE')$$, 'PT409', 'A channel named "LINE" already exists',
  'names are unique without regard to case');
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', '')$$, '23514', null, 'and not empty');
select is(public.create_channel('00000000-0000-4000-8000-000000000004', 'webchat', 'Chat') #> '{body,credentials}', 'null', 'credentials may be missing');
select throws_ok($$select * from private.secrets$$, '42501', null, 'nobody of the tenant reads ciphertext');
select throws_ok($$select public.stale_channel_credentials('b', 10)$$, '42501', null, 'not by the functions of the service role either');
select throws_ok($$select public.move_channel_credentials('b', '[]', '[]')$$, '42501', null, 'nor writes it by them');

-- Through the Data API
select lives_ok($$insert into public.channels (type, name) values ('email', 'Direct')$$, 'an admin may add a channel directly');
select throws_ok($$insert into public.channels (type, name, client_id) values ('email', 'Theirs', pg_temp.globex())$$, '42501', null, 'not to a tenant of choice');
select throws_ok($$insert into public.channels (type, name, credentials) values ('email', 'Fake', '{}')$$, '42501', null, 'nor with credentials made up');
select throws_ok($$update public.channels set credentials = null$$, '42501', null, 'nor change them');
select throws_ok($$update public.channels set type = 'sms'$$, '42501', null, 'nor the type');
reset role;
select is((select array_agg(action || ' ' || (after ->> 'name') order by id) from public.audit_log where client_id = pg_temp.acme() and resource = 'channels'),
  array['insert Line', 'insert Chat', 'insert Direct'], 'each is audited');
select ok(not exists (select from public.audit_log where (coalesce(before, '{}')::text || coalesce(after, '{}')::text) like '%ciphertext%'),
  'without ciphertext');

-- Changing
select pg_temp.act_as('admin');
select is(public.put_channel(pg_temp.line(), 'Line', '{"b": 2}', 'voice', 1) -> 'version', '2', 'a change of the version that was read succeeds');
select throws_ok($$select public.put_channel(pg_temp.line(), 'Line', '{}', 'voice', 1)$$, 'PT412', null, 'a change of an older one does not');
select throws_ok($$select public.put_channel(pg_temp.line(), 'Line', '{}', 'sms')$$, 'PT422', null, 'nor one of the type');
select throws_ok($$select public.put_channel(pg_temp.line(), 'chat', '{}')$$, 'PT409', null, 'nor to another''s name');
select is(public.put_channel(pg_temp.line(), 'Line', '{"b": 2}') -> 'version', '2', 'a change that changes nothing makes no version');
select is(public.set_channel_enabled(pg_temp.line(), false) ->> 'enabled', 'false', 'a channel is disabled');
select is(public.set_channel_enabled(pg_temp.line(), false) -> 'version', '3', 'and disabling it again changes nothing');
select throws_ok($$select public.set_channel_enabled(pg_temp.line(), true, 1)$$, 'PT412', null, 'enabling minds the version');
select is(public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('three'), 3) #>> '{credentials,fingerprint}', left(md5('three'), 16), 'credentials are rotated');
select throws_ok($$select public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('four'), 3)$$, 'PT412', null, 'minding the version');
select throws_ok($$select public.delete_channel(pg_temp.line(), 3)$$, 'PT412', null, 'so does deleting');
reset role;
select is((select k.ciphertext from private.secrets k where k.client_id = pg_temp.acme()), convert_to(rpad('three', 40, '.'), 'utf8'), 'the new ciphertext is kept');

-- Others
select pg_temp.act_as('manager');
select throws_ok($$select public.create_channel(gen_random_uuid(), 'sms', 'New')$$, 'PT403', null, 'a manager adds no channel');
select throws_ok($$select public.rotate_channel_credentials(pg_temp.line(), pg_temp.sealed('x'))$$, 'PT403', null, 'nor rotates');
reset role;
select pg_temp.act_as('stranger');
select is(public.list_channels(with_total => true), '{"rows": [], "total": 0}', 'another tenant sees nothing');
select throws_ok($$select public.put_channel('00000000-0000-4000-8000-000000000001', 'x', '{}')$$, 'PT404', null, 'and finds nothing to change');
select throws_ok($$select public.rotate_channel_credentials('00000000-0000-4000-8000-000000000001', pg_temp.sealed('x'))$$, 'PT404', null, 'rotate');
select throws_ok($$select public.delete_channel('00000000-0000-4000-8000-000000000001')$$, 'PT404', null, 'or delete');
reset role;

-- Re-encryption
set role service_role;
select throws_ok(format($$select public.stale_channel_credentials('b', 10, %L, %L)$$, pg_temp.acme(), pg_temp.id_of('manager')), 'PT403', null,
  'who may not change channels cannot have them re-encrypted');
select throws_ok(format($$select public.stale_channel_credentials('b', 10, %L, %L)$$, pg_temp.globex(), pg_temp.id_of('admin')), 'PT403', null,
  'nor can another tenant''s admin');
select is(jsonb_array_length(public.stale_channel_credentials('b', 10, pg_temp.acme(), pg_temp.id_of('admin'))), 1, 'what is not under the newest key is handed out');
select is(public.move_channel_credentials('b', jsonb_build_array(jsonb_build_object('client_id', pg_temp.acme(), 'channel_id',
    '00000000-0000-4000-8000-000000000001', 'former', encode('stale', 'base64'), 'ciphertext', encode(rpad('x', 40)::bytea, 'base64'))), '[]', pg_temp.acme()),
  '{"moved": 0, "remaining": 1}', 'credentials that were rotated since are left alone');
select is(public.move_channel_credentials('b', jsonb_build_array(jsonb_build_object('client_id', pg_temp.acme(), 'channel_id',
    '00000000-0000-4000-8000-000000000001', 'former', encode(rpad('three', 40, '.')::bytea, 'base64'), 'ciphertext', encode(rpad('x', 40)::bytea, 'base64'))), '[]', pg_temp.acme()),
  '{"moved": 1, "remaining": 0}', 'others are moved');
reset role;
select is((select array[c.version::text, c.credentials ->> 'key_id', k.key_id] from public.channels c join private.secrets k on k.owner_id = c.id
  where c.id = '00000000-0000-4000-8000-000000000001'), array['4', 'b', 'b'], 'which is shown and makes no new version');
select pg_temp.act_as('admin');
select public.delete_channel('00000000-0000-4000-8000-000000000001', 4);
reset role;
select is((select count(*) from private.secrets where client_id = pg_temp.acme()), 0::bigint, 'deleting a channel deletes its credentials');

select * from finish();
rollback;
