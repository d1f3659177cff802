begin;
\ir ../support/world.psql
select plan(19);

select is(raw_app_meta_data ->> 'client_id', pg_temp.acme()::text, 'a new member''s tenant is in their app_metadata')
from auth.users where id = pg_temp.id_of('viewer');
select is(raw_app_meta_data ->> 'role', 'viewer', 'so is their role') from auth.users where id = pg_temp.id_of('viewer');

insert into public.client_members (client_id, user_id, role) values (pg_temp.globex(), pg_temp.id_of('viewer'), 'admin');
select is(raw_app_meta_data ->> 'client_id', pg_temp.globex()::text, 'the newest membership is the active one')
from auth.users where id = pg_temp.id_of('viewer');
delete from public.client_members where client_id = pg_temp.globex() and user_id = pg_temp.id_of('viewer');
select is(raw_app_meta_data ->> 'role', 'viewer', 'the older one comes back when it ends')
from auth.users where id = pg_temp.id_of('viewer');

select pg_temp.act_as('member');
select is(private.client_id(), pg_temp.acme(), 'a member acts in their tenant');
select is(private.role()::text, 'member', 'a member''s role is the current one');
select ok(private.can('opportunities:import'), 'a member has the scope to import');
select ok(not private.can('teams:write'), 'a member lacks the scope to write teams');
select results_eq('select name from public.clients', array['Acme'], 'a member sees only their tenant');
select is((select count(*) from public.client_members where client_id <> pg_temp.acme()), 0::bigint, 'a member sees only the members of their tenant');
select throws_ok($$insert into public.client_members values (pg_temp.acme(), pg_temp.id_of('stranger'), 'owner')$$, '42501', null,
  'a member cannot add members');
reset role;

select pg_temp.act_as('member', jsonb_build_object('app_metadata', jsonb_build_object('client_id', pg_temp.globex())));
select is(private.client_id(), null, 'a token that names another tenant is rejected');
reset role;
select pg_temp.act_as('member', '{"key_id": "0c000000-0000-4000-8000-00000000000c"}');
select throws_ok('select private.client_id()', 'PT401', null, 'a token of an unknown API key is refused');
reset role;

delete from public.client_members where user_id = pg_temp.id_of('member');
select pg_temp.act_as('member');
select is(private.client_id(), null, 'a removed member loses access at once, whatever the token says');
select is((select count(*) from public.clients), 0::bigint, 'a removed member no longer sees the tenant');
reset role;

update public.clients set status = 'suspended' where id = pg_temp.acme();
select pg_temp.act_as('owner');
select is(private.client_id(), null, 'a suspended tenant''s members have no access');
reset role;

select is((select count(*) from private.role_scopes where role = 'viewer' and scope !~ ':read$'), 0::bigint, 'a viewer has read scopes only');
select is((select count(*) from private.role_scopes where role = 'viewer' and scope = 'audit:read'), 0::bigint, 'a viewer lacks the scope to read the audit log');
select results_eq($$select scope from private.role_scopes where role = 'owner' order by 1$$,
  $$select distinct scope from private.role_scopes order by 1$$, 'an owner has every scope');

select * from finish();
rollback;
