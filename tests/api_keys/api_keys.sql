begin;
\ir ../support/world.psql
select plan(67);

create function pg_temp.digest_of(key text) returns text language sql immutable as $$ select encode(sha256(convert_to(key, 'UTF8')), 'hex') $$;
create function pg_temp.make(name text, prefix text, scopes text[], ends timestamptz default null) returns uuid language sql as $$
  select (public.create_api_key(name, scopes, prefix, pg_temp.digest_of(prefix), ends) -> 'body' ->> 'id')::uuid
$$;
-- The claims of the token that the secret with this prefix is exchanged for.
create function pg_temp.act_as_key(prefix text, changes jsonb default '{}') returns void language sql as $$
  select set_config('request.jwt.claims', (jsonb_build_object('sub', k.created_by, 'role', 'authenticated', 'key_id', k.id,
    'key_prefix', s.prefix, 'scopes', k.scopes, 'app_metadata', jsonb_build_object('client_id', k.client_id)) || changes)::text, true),
    set_config('role', 'authenticated', true)
  from private.api_key_secrets s join public.api_keys k on k.id = s.key_id where s.prefix = act_as_key.prefix
$$;
create function pg_temp.exchange(prefix text, key text default null, uses integer default 1) returns jsonb language sql as $$
  select public.exchange_api_key(prefix, pg_temp.digest_of(coalesce(key, prefix)), uses)
$$;
create function pg_temp.with_idempotency_key(key text) returns void language sql as $$
  select set_config('request.headers', coalesce(jsonb_build_object('idempotency-key', key), '{}')::text, true)
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to authenticated, service_role', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;

-- Making
select pg_temp.act_as('manager');
select throws_ok($$select pg_temp.make('Mine', 'manager0', '{teams:read}')$$, 'PT403', null, 'a manager cannot make keys');
select throws_ok($$select public.list_api_keys()$$, 'PT403', null, 'a manager cannot list keys');
select is((select count(*) from public.api_keys), 0::bigint, 'a manager cannot read the table of keys');
reset role;
select pg_temp.act_as('admin');
select throws_ok($$select pg_temp.make('', 'adminkey', '{teams:read}')$$, 'PT422', null, 'a key without a name is refused');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{}')$$, 'PT422', null, 'a key without a scope is refused');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read,no_such:scope}')$$, 'PT403', 'You cannot give the scope no_such:scope: it is not yours', 'a key cannot have a scope that its creator lacks');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read}', now())$$, 'PT422', null, 'a key cannot expire in the past');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read}', 'infinity')$$, 'PT422', null, 'a key cannot expire at a time that JSON dates cannot show');
select throws_ok($$select pg_temp.make('Mine', 'ADMIN KEY', '{teams:read}')$$, 'PT422', null, 'a malformed prefix is refused');
select throws_ok($$select public.create_api_key('Mine', '{teams:read}', 'adminkey', 'not a digest')$$, 'PT422', null, 'a malformed digest is refused');
select isnt(pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write,teams:read}'), null, 'an admin can create a key');
select is((select scopes from public.api_keys where name = 'Teams'), '{teams:read,teams:write}', 'a key holds each scope once');
select throws_ok($$select pg_temp.make('Other', 'teamskey', '{teams:read}')$$, 'PT409', null, 'no two keys share a prefix');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{api_keys:manage}')$$, 'PT403', 'Only an owner may create or rotate a key with the scope api_keys:manage', 'an admin cannot create a key that manages keys');
reset role;
select pg_temp.act_as('owner');
select isnt(pg_temp.make('Keeper', 'keeper00', '{api_keys:manage,teams:read}', now() + interval '1 day'), null, 'an owner can create a key that manages keys');
reset role;
select pg_temp.act_as('admin');
select throws_ok($$insert into public.api_keys (name) values ('By hand')$$, '42501', null, 'nobody can insert keys through the Data API');
select throws_ok($$select * from private.api_key_secrets$$, '42501', null, 'nobody can read key digests');
select throws_ok($$select public.exchange_api_key('teamskey', pg_temp.digest_of('teamskey'))$$, '42501', null, 'a user cannot exchange a key for a token');
reset role;
select is((select length(digest) from private.api_key_secrets where prefix = 'teamskey'), 32, 'only the digest of a key''s secret is stored');

-- Acting with a key
select pg_temp.act_as_key('teamskey');
select is(private.client_id(), pg_temp.acme(), 'a key acts in its tenant');
select is(private.role(), null, 'a key does not have its creator''s role');
select ok(private.can('teams:write') and not private.can('settings:write'), 'a key has only the scopes that it was given');
select is((public.create_team('By key', 'sales') -> 'body' ->> 'name'), 'By key', 'a key can do what its scopes allow');
select throws_ok($$select public.create_agent('Ada', 'ai')$$, 'PT403', 'You do not have the scope agents:write', 'a key cannot do what its scopes do not allow');
select is((select count(*) from public.settings), 0::bigint, 'a key cannot read what its scopes do not name');
reset role;
select pg_temp.act_as_key('teamskey', '{"scopes": ["settings:write", "api_keys:manage"]}');
select ok(not private.can('settings:write'), 'scopes that only the token claims are ignored');
reset role;
select pg_temp.act_as_key('teamskey', jsonb_build_object('app_metadata', jsonb_build_object('client_id', pg_temp.globex())));
select throws_ok($$select private.client_id()$$, 'PT401', null, 'a key is rejected in another tenant');
reset role;
select is((select array_agg(distinct a.key_id) from public.audit_log a where a.client_id = pg_temp.acme() and a.resource = 'teams' and a.after ->> 'name' = 'By key'),
  array(select id from public.api_keys where name = 'Teams'), 'the audit log names the key');
select is((select actor_id from public.audit_log a where a.client_id = pg_temp.acme() and a.resource = 'teams' and a.after ->> 'name' = 'By key'), pg_temp.id_of('admin'), 'the audit log names the key''s creator');

-- A key that manages keys
select pg_temp.act_as_key('keeper00');
select throws_ok($$select pg_temp.make('Wider', 'wider000', '{teams:write}', now() + interval '1 hour')$$, 'PT403', null, 'a key cannot create a key with more scopes than its own');
select throws_ok($$select pg_temp.make('Longer', 'longer00', '{teams:read}')$$, 'PT403', null, 'a key cannot create a key that outlives it');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'stolen00', pg_temp.digest_of('stolen00'))$$, 'PT403', null,
  'a key cannot rotate a key with more scopes than its own');
select isnt(pg_temp.make('Child', 'child000', '{teams:read}', now() + interval '1 hour'), null, 'a key can create a key with fewer scopes');
reset role;
select is((select created_by_key from public.api_keys where client_id = pg_temp.acme() and name = 'Child'), (select id from public.api_keys where name = 'Keeper'), 'a key created by a key names that key');

-- Exchange
set role service_role;
select is(pg_temp.exchange('teamskey') - 'key_id' - 'user_id', jsonb_build_object('client_id', pg_temp.acme(), 'scopes', '{teams:read,teams:write}'::text[],
  'limits', '{}'::jsonb, 'counted', true, 'allowed', true, 'restricted', false, 'seconds', 60), 'exchanging a key returns the claims of its token');
select is(pg_temp.exchange('teamskey', uses => 5) -> 'counted', 'false', 'the use of a key is recorded once a minute');
select throws_ok($$select pg_temp.exchange('teamskey', 'another')$$, 'PT401', null, 'a wrong secret with a known prefix is rejected');
select throws_ok($$select pg_temp.exchange('unknown0')$$, 'PT401', null, 'an unknown key is rejected');
reset role;
select is((select use_count from public.api_keys where name = 'Teams'), 1::bigint, 'the first use of a key is counted');
update public.api_keys set last_used_at = now() - interval '61 seconds' where name = 'Teams';
select is(pg_temp.exchange('teamskey', uses => 7) -> 'counted', 'true', 'the use of a key is recorded again after a minute');
select is((select use_count from public.api_keys where name = 'Teams'), 8::bigint, 'the use count includes uses between two recordings');
select is((select count(*) from public.audit_log where client_id = pg_temp.acme() and resource = 'api_keys' and action = 'update'), 0::bigint, 'recording a key''s use leaves no audit entry');
update private.api_key_secrets set expires_at = now() + interval '7.5 seconds' where prefix = 'teamskey';
select is(pg_temp.exchange('teamskey') -> 'seconds', '8', 'a token does not outlive its key');
update private.api_key_secrets set expires_at = null where prefix = 'teamskey';
select ok(private.same_digest(sha256('a'), sha256('a')) and not private.same_digest(sha256('a'), sha256('b')), 'a key with another digest is rejected');

-- The operator's rates
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.read', '1000'), (pg_temp.acme(), 'limits.import', '7');
select is(pg_temp.exchange('teamskey') -> 'limits', '{"read": 1000, "import": 7}', 'exchanging a key returns the tenant''s own rate limits');
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('viewer')), '{"read": 1000, "import": 7}', 'a tenant''s users get the tenant''s own rate limits');
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('stranger')), null, 'another tenant does not get these rate limits');
update public.settings set value = null where client_id = pg_temp.acme() and key = 'limits.read';
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('viewer')), '{"import": 7}', 'removing one rate limit restores its default');
delete from public.settings where client_id = pg_temp.acme() and key = 'limits.import';
select is((select raw_app_meta_data ? 'limits' from auth.users where id = pg_temp.id_of('viewer')), false, 'removing all rate limits restores all defaults');

-- Rotation
select pg_temp.act_as('admin');
select pg_temp.with_idempotency_key('rotate');
select is(public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated1', pg_temp.digest_of('rotated1'), 1) -> 'body' ->> 'prefix',
  'fl_live_rotated1', 'a rotated key has a new prefix');
select ok(public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'), 1) @> '{"replayed": true, "body": {"prefix": "fl_live_rotated1"}}',
  'retrying a rotation changes nothing');
select pg_temp.with_idempotency_key(null);
select throws_ok($$select public.rotate_api_key(gen_random_uuid(), 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT404', null, 'rotating an unknown key answers 404');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'), 169)$$, 'PT422', null, 'an overlap longer than a week is refused');
reset role;
select ok(pg_temp.exchange('teamskey') ->> 'key_id' = pg_temp.exchange('rotated1') ->> 'key_id', 'both secrets work during the overlap');
select pg_temp.act_as_key('teamskey');
select ok(private.can('teams:read'), 'tokens of the old secret work during the overlap');
reset role;
update private.api_key_secrets set expires_at = now() where prefix = 'teamskey';
set role authenticated;
select throws_ok($$select * from public.teams$$, 'PT401', null, 'tokens of the old secret stop working after the overlap');
reset role;
select throws_ok($$select pg_temp.exchange('teamskey')$$, 'PT401', null, 'the old secret is rejected after the overlap');

-- The end
select pg_temp.act_as_key('rotated1');
reset role;
update public.api_keys set expires_at = now() where name = 'Teams';
set role authenticated;
select throws_ok($$select private.client_id()$$, 'PT401', null, 'the token of an expired key is rejected');
reset role;
update public.api_keys set expires_at = null, revoked_at = now() where name = 'Teams';
set role authenticated;
select throws_ok($$select * from public.teams$$, 'PT401', null, 'the token of a revoked key is rejected');
reset role;
update public.api_keys set revoked_at = null where name = 'Teams';
update public.clients set status = 'suspended' where id = pg_temp.acme();
set role authenticated;
select throws_ok($$select * from public.teams$$, 'PT401', null, 'the token of a suspended tenant''s key is rejected');
reset role;
update public.clients set status = 'active' where id = pg_temp.acme();
select pg_temp.act_as('admin');
select is(public.revoke_api_key((select id from public.api_keys where name = 'Teams')) ->> 'status', 'revoked', 'an admin can revoke a key');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT409', null, 'a revoked key cannot be rotated');
select is(array(select r ->> 'name' from jsonb_array_elements(public.list_api_keys() -> 'rows') r order by 1), '{Child,Keeper}', 'a revoked key is not listed by default');
select is(public.list_api_keys('revoked', with_total => true) - 'rows' || jsonb_build_object('name', public.list_api_keys('revoked') -> 'rows' -> 0 -> 'name'),
  '{"total": 1, "name": "Teams"}', 'a revoked key is listed on request');
reset role;
select set_config('test.child', id::text, true) from public.api_keys where client_id = pg_temp.acme() and name = 'Child';
select pg_temp.act_as('stranger');
select throws_ok($$select public.revoke_api_key(current_setting('test.child')::uuid)$$, 'PT404', null, 'revoking another tenant''s key answers 404');
select throws_ok($$select public.get_api_key(current_setting('test.child')::uuid)$$, 'PT404', null, 'reading another tenant''s key answers 404');
select throws_ok($$select public.rotate_api_key(current_setting('test.child')::uuid, 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT404', null, 'rotating another tenant''s key answers 404');
reset role;

select * from finish();
rollback;
