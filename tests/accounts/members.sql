begin;
\ir ../support/world.psql
select plan(26);

create function pg_temp.role_of(who text) returns public.member_role language sql stable security definer as $$
  select role from public.client_members where client_id = pg_temp.acme() and user_id = pg_temp.id_of(who)
$$;
create function pg_temp.events() returns text[] language sql stable security definer as $$
  select array_agg(type || ' ' || coalesce(data ->> 'role', data ->> 'name') order by id) from private.outbox
  where client_id = pg_temp.acme() and (type like 'member.%' or type like 'tenant.%')
$$;
do $$ begin execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema())); end $$;

select pg_temp.act_as('admin');
select is((public.change_member_role(pg_temp.id_of('viewer'), 'member')) ->> 'role', 'member', 'an admin can raise a viewer');
select throws_ok($$select public.change_member_role(pg_temp.id_of('viewer'), 'owner')$$, 'PT403', null, 'an admin cannot make an owner');
select throws_ok($$select public.change_member_role(pg_temp.id_of('owner'), 'viewer')$$, 'PT403', null, 'an admin cannot demote an owner');
select throws_ok($$select public.remove_member(pg_temp.id_of('owner'))$$, 'PT403', null, 'an admin cannot remove an owner');
select throws_ok($$select public.change_member_role(pg_temp.id_of('stranger'), 'viewer')$$, 'PT404', null, 'a user of another tenant is not found');
select throws_ok($$select public.change_member_role(pg_temp.id_of('viewer'), null)$$, 'PT422', null, 'a role is needed');
select throws_ok($$select public.update_account('Mine')$$, 'PT403', null, 'an admin cannot change the tenant');
select throws_ok($$update public.client_members set role = 'owner'$$, '42501', null, 'nobody writes memberships directly');

select pg_temp.act_as('member');
select throws_ok($$select public.remove_member(pg_temp.id_of('viewer'))$$, 'PT403', null, 'a member cannot remove others');
select is((select count(*) from jsonb_array_elements(public.list_members() -> 'rows') m where m ->> 'email' is not null), 0::bigint, 'a member sees no e-mail addresses');
select lives_ok($$select public.remove_member(pg_temp.id_of('member'))$$, 'a member can leave');
select throws_ok($$select public.list_members()$$, 'PT403', null, 'leaving ends the rights of a token that lives on');

select pg_temp.act_as('owner');
select throws_ok($$select public.remove_member(pg_temp.id_of('owner'))$$, 'PT409', null, 'the last owner cannot leave');
select throws_ok($$select public.change_member_role(pg_temp.id_of('owner'), 'admin')$$, 'PT409', null, 'the last owner cannot step down');
select is((public.list_members() -> 'rows' -> 0 ->> 'mfa'), 'false', 'a member without a second factor shows mfa false');
select is((select count(*) from jsonb_array_elements(public.list_members() -> 'rows') m where m ->> 'email' like '%@tap.test'), 5::bigint, 'an owner sees the e-mail addresses');
select lives_ok($$select public.change_member_role(pg_temp.id_of('admin'), 'owner')$$, 'an owner can make another owner');
select lives_ok($$select public.change_member_role(pg_temp.id_of('owner'), 'viewer')$$, 'an owner can step down when another is left');

select pg_temp.act_as('admin');
select is(public.update_account(name => '  Acme Ltd ', time_zone => 'Europe/Berlin') ->> 'name', 'Acme Ltd', 'an owner can rename the tenant');
select throws_ok(format($$select public.update_account(time_zone => %L)$$, z), 'PT422', null, format('%s is not a time zone', z)) from unnest(array['UTC+3', 'Nowhere/City', '']) z;
select throws_ok($$select public.update_account(currency => 'XXX')$$, 'PT422', null, 'an unknown currency is refused');
select is(pg_temp.events(), array['member.updated member', 'member.removed member', 'member.updated owner', 'member.updated viewer', 'tenant.updated Acme Ltd'], 'each change emits one event');
reset role;
select is((select count(*) from public.audit_log where client_id = pg_temp.acme() and resource = 'client_members' and action in ('update', 'delete')), 4::bigint, 'each change of a member has an audit entry');
select is((select raw_app_meta_data -> 'client_id' from auth.users where id = pg_temp.id_of('member')), null, 'the next token of a member who left names no tenant');

select * from finish();
rollback;
