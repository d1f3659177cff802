begin;
\ir ../support/world.psql
select plan(36);

create function pg_temp.team(team_name text) returns uuid language sql stable as $$ select id from public.teams where client_id = pg_temp.acme() and name = team_name $$;
create function pg_temp.events() returns text[] language sql stable security definer as $$
  select array_agg(type || ' ' || (data ->> 'name') order by created_at, ctid) from private.outbox where client_id = pg_temp.acme() and type like 'team.%'
$$;
grant execute on function pg_temp.team, pg_temp.events to authenticated;

-- As a manager, through the Data API's own verbs
select pg_temp.act_as('manager');
select lives_ok($$insert into public.teams (name, sector) values ('Alpha', 'sales'), ('Beta', 'sales')$$, 'a manager creates teams');
select is((select array_agg(distinct client_id) from public.teams), array[pg_temp.acme()], 'in their own tenant');
select is((select array_agg(distinct created_by) from public.teams), array[pg_temp.id_of('manager')], 'under their own name');
select throws_ok($$insert into public.teams (client_id, name, sector) values (pg_temp.acme(), 'Gamma', 'sales')$$, '42501', null, 'the tenant cannot be named');
select throws_ok($$insert into public.teams (name, sector, created_by) values ('Gamma', 'sales', pg_temp.id_of('owner'))$$, '42501', null, 'nor the author');
select throws_ok($$update public.teams set client_id = pg_temp.globex()$$, '42501', null, 'nor can a team be given away');
select throws_ok($$update public.teams set version = 9$$, '42501', null, 'nor its version be set');
select throws_ok($$delete from public.teams$$, '42501', null, 'nor can it be deleted for good');
select throws_ok($$insert into public.teams (name, sector) values ('ALPHA', 'sales')$$, '23505', null, 'an active team''s name is unique whatever its case');
select throws_ok($$insert into public.teams (name, sector) values (' padded ', 'sales')$$, '23514', null, 'a name has no space around it');
select lives_ok($$update public.teams set status = 'inactive' where name = 'Beta'$$, 'a team is deleted by its status');
select lives_ok($$insert into public.teams (name, sector) values ('beta', 'sales')$$, 'which frees its name');
select is((select version from public.teams where name = 'Beta'), 2, 'each change is a version');
select is(pg_temp.events(), array['team.created Alpha', 'team.created Beta', 'team.deleted Beta', 'team.created beta'], 'and an event, whichever way it came');
reset role;
select is((select count(*) from public.audit_log where resource = 'teams' and client_id = pg_temp.acme() and actor_id = pg_temp.id_of('manager')), 4::bigint, 'and an audit entry');
select ok(not exists (select from private.outbox where type like 'team.%' and data ? 'client_id'), 'events show what the API shows');

-- Members
select pg_temp.act_as('manager');
select lives_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('member'))$$, 'a member of the tenant joins');
select throws_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('stranger'))$$, '23503', null, 'a stranger does not');
select throws_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('member'))$$, '23505', null, 'nobody is in a team twice');
select is(public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('viewer'), 'lead') -> 'status', '201', 'add_team_member adds');
select is(public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('viewer'), 'lead') -> 'status', '200', 'once');
select throws_ok($$select public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('stranger'))$$, 'PT422', null, 'and says when the user is none of the tenant''s');
select throws_ok($$select public.add_team_member(pg_temp.team('Beta'), pg_temp.id_of('viewer'))$$, 'PT404', null, 'or the team is deleted');
select throws_ok($$select public.update_team(pg_temp.team('Alpha'), 'Alpha', 'sales', null, 7)$$, 'PT412', null, 'an old version changes nothing');
select throws_ok($$select public.update_team(pg_temp.team('Alpha'), 'beta', 'sales')$$, 'PT409', null, 'a taken name neither');
reset role;

-- Others
select pg_temp.act_as('viewer');
select is((select count(*) from public.teams), 3::bigint, 'a viewer sees teams');
select throws_ok($$insert into public.teams (name, sector) values ('Mine', 'sales')$$, '42501', null, 'and creates none');
select is_empty($$update public.teams set name = 'Mine' returning 1$$, 'and changes none');
select throws_like($$select public.create_team('Mine', 'sales')$$, '%the scope teams:write', 'the function says why');
reset role;
create temp table acme as select pg_temp.team('Alpha') as team, (select id from public.team_members where client_id = pg_temp.acme() limit 1) as member;
grant select on acme to authenticated;
select pg_temp.act_as('stranger');
select is_empty($$select from public.teams$$, 'another tenant sees nothing');
select throws_ok($$select public.get_team(team) from acme$$, 'PT404', null, 'not even by its id');
select throws_ok($$insert into public.team_members (team_id, user_id) select team, pg_temp.id_of('stranger') from acme$$, '23503', null, 'and cannot join it');
select is(public.list_teams(search => 'alp', with_total => true), '{"rows": [], "total": 0}', 'nor find it by name');
reset role;

delete from public.client_members where user_id = pg_temp.id_of('viewer');
select is((select count(*) from public.team_members where client_id = pg_temp.acme()), 1::bigint, 'who leaves the tenant leaves its teams');
select pg_temp.act_as('viewer');
select is_empty($$select from public.teams$$, 'and sees nothing at once');
select throws_ok($$select public.list_teams()$$, 'PT403', 'You are not a member of an active tenant', 'though their token is still good');
reset role;

select * from finish();
rollback;
