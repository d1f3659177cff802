begin;
\ir ../support/world.psql
select plan(9);

create function pg_temp.team(team_name text) returns uuid language sql stable as $$ select id from public.teams where client_id = pg_temp.acme() and name = team_name $$;
grant execute on function pg_temp.team to authenticated;

select pg_temp.act_as('manager');
insert into public.teams (name, sector) values ('Alpha', 'sales'), ('Beta', 'sales');
update public.teams set status = 'inactive' where name = 'Beta';
select lives_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('member'))$$, 'a manager can add a member of the tenant to a team');
select throws_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('stranger'))$$, '23503', null, 'a user of another tenant cannot be added to a team');
select throws_ok($$insert into public.team_members (team_id, user_id) values (pg_temp.team('Alpha'), pg_temp.id_of('member'))$$, '23505', null, 'a user cannot be added to a team twice');
select is(public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('viewer'), 'lead') -> 'status', '201', 'add_team_member adds a user to a team');
select is(public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('viewer'), 'lead') -> 'status', '200', 'add_team_member refuses a user who is already in the team');
select throws_ok($$select public.add_team_member(pg_temp.team('Alpha'), pg_temp.id_of('stranger'))$$, 'PT422', null, 'add_team_member refuses a user of another tenant');
select throws_ok($$select public.add_team_member(pg_temp.team('Beta'), pg_temp.id_of('viewer'))$$, 'PT404', null, 'add_team_member refuses a deleted team');
reset role;
create temp table acme as select pg_temp.team('Alpha') as team;
grant select on acme to authenticated;
select pg_temp.act_as('stranger');
select throws_ok($$insert into public.team_members (team_id, user_id) select team, pg_temp.id_of('stranger') from acme$$, '42501', null, 'another tenant''s user cannot join a team');
reset role;

delete from public.client_members where user_id = pg_temp.id_of('viewer');
select is((select count(*) from public.team_members where client_id = pg_temp.acme()), 1::bigint, 'a user who leaves the tenant leaves its teams');

select * from finish();
rollback;
