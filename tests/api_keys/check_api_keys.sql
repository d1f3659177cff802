begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(13);

select pg_temp.act_as('admin');
select pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write}');
reset role;

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
-- The end
select pg_temp.act_as_key('teamskey');
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

select * from finish();
rollback;
