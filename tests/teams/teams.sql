begin;
\ir ../support/world.psql
select plan(27);

create function pg_temp.team(team_name text) returns uuid language sql stable as $$ select id from public.teams where client_id = pg_temp.acme() and name = team_name $$;
create function pg_temp.events() returns text[] language sql stable security definer as $$
  select array_agg(type || ' ' || (data ->> 'name') order by (data ->> 'version')::integer, data ->> 'name' collate "C") from private.outbox where client_id = pg_temp.acme() and type like 'team.%'
$$;
grant execute on function pg_temp.team, pg_temp.events to authenticated;

-- As a manager, through the Data API's own verbs
select pg_temp.act_as('manager');
select lives_ok($$insert into public.teams (name, sector) values ('Alpha', 'sales'), ('Beta', 'sales')$$, 'a manager can create teams');
select is((select array_agg(distinct client_id) from public.teams), array[pg_temp.acme()], 'a team is created in its creator''s tenant');
select is((select array_agg(distinct created_by) from public.teams), array[pg_temp.id_of('manager')], 'a team records its creator');
select throws_ok($$insert into public.teams (client_id, name, sector) values (pg_temp.acme(), 'Gamma', 'sales')$$, '42501', null, 'a caller cannot choose a team''s tenant');
select throws_ok($$insert into public.teams (name, sector, created_by) values ('Gamma', 'sales', pg_temp.id_of('owner'))$$, '42501', null, 'a caller cannot choose a team''s creator');
select throws_ok($$update public.teams set client_id = pg_temp.globex()$$, '42501', null, 'a team cannot be moved to another tenant');
select throws_ok($$update public.teams set version = 9$$, '42501', null, 'a caller cannot set a team''s version');
select throws_ok($$delete from public.teams$$, '42501', null, 'a team cannot be deleted for good');
select throws_ok($$insert into public.teams (name, sector) values ('ALPHA', 'sales')$$, '23505', null, 'an active team''s name is unique regardless of case');
select throws_ok($$insert into public.teams (name, sector) values (' padded ', 'sales')$$, '23514', null, 'a team''s name has no space around it');
select lives_ok($$update public.teams set status = 'inactive' where name = 'Beta'$$, 'a team is deleted by its status');
select lives_ok($$insert into public.teams (name, sector) values ('beta', 'sales')$$, 'deleting a team frees its name');
select is((select version from public.teams where name = 'Beta'), 2, 'each change raises a team''s version');
select is(pg_temp.events(), array['team.created Alpha', 'team.created Beta', 'team.created beta', 'team.deleted Beta'], 'each change emits an event, also through the Data API');
select throws_ok($$select public.update_team(pg_temp.team('Alpha'), 'Alpha', 'sales', null, 7)$$, 'PT412', null, 'updating an outdated version of a team is refused');
select throws_ok($$select public.update_team(pg_temp.team('Alpha'), 'beta', 'sales')$$, 'PT409', null, 'renaming a team to a taken name is refused');
reset role;
select is((select count(*) from public.audit_log where resource = 'teams' and client_id = pg_temp.acme() and actor_id = pg_temp.id_of('manager')), 4::bigint, 'each change has an audit entry');
select ok(not exists (select from private.outbox where type like 'team.%' and data ? 'client_id'), 'a team''s event shows the team as the API does');

select pg_temp.act_as('viewer');
select is((select count(*) from public.teams), 3::bigint, 'a viewer can see teams');
select throws_ok($$insert into public.teams (name, sector) values ('Mine', 'sales')$$, '42501', null, 'a viewer cannot create teams');
select is_empty($$update public.teams set name = 'Mine' returning 1$$, 'a viewer cannot change teams');
select throws_like($$select public.create_team('Mine', 'sales')$$, '%the scope teams:write', 'the function answers 403 to a viewer');
reset role;
create temp table acme as select pg_temp.team('Alpha') as team;
grant select on acme to authenticated;
select pg_temp.act_as('stranger');
select is_empty($$select from public.teams$$, 'another tenant sees no teams');
select throws_ok($$select public.get_team(team) from acme$$, 'PT404', null, 'another tenant cannot read a team by its id');
select is(public.list_teams(search => 'alp', with_total => true), '{"rows": [], "total": 0}', 'another tenant cannot find a team by name');
reset role;

delete from public.client_members where user_id = pg_temp.id_of('viewer');
select pg_temp.act_as('viewer');
select is_empty($$select from public.teams$$, 'a user who left the tenant sees no teams at once');
select throws_ok($$select public.list_teams()$$, 'PT403', 'You are not a member of an active tenant', 'a user who left the tenant still has an unexpired token');
reset role;

select * from finish();
rollback;
