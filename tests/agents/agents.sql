begin;
\ir ../support/world.psql
select plan(27);

create function pg_temp.agent(agent_name text) returns uuid language sql stable as $$ select id from public.agents where name = agent_name $$;
grant execute on function pg_temp.agent to authenticated;

select pg_temp.act_as('manager');
select lives_ok($$insert into public.agents (name, kind, capabilities) values ('Ada', 'ai', '{spanish,claims}'), ('Bo', 'human', '{}')$$, 'a manager creates agents');
select is((select array_agg(distinct client_id) from public.agents), array[pg_temp.acme()], 'an agent is created in its creator''s tenant');
select throws_ok($$insert into public.agents (name, kind) values ('Cy', 'robot')$$, '23514', null, 'an agent is a person or an AI');
select throws_ok($$insert into public.agents (name, kind, capabilities) values ('Cy', 'ai', '{a,a}')$$, '23514', null, 'a capability is named once');
select throws_ok($$insert into public.agents (name, kind, capabilities) values ('Cy', 'ai', '{" a"}')$$, '23514', null, 'a capability has no space around it');
select throws_ok($$insert into public.agents (name, kind, capabilities) values ('Cy', 'ai', array[null])$$, '23514', null, 'a capability cannot be null');
select throws_ok($$delete from public.agents$$, '42501', null, 'an agent cannot be deleted for good');

select lives_ok($$insert into public.sector_agents (agent_id, sector, priority) values (pg_temp.agent('Ada'), 'sales', 10)$$, 'an agent can be added to a sector');
select throws_ok($$insert into public.sector_agents (agent_id, sector, priority) values (pg_temp.agent('Bo'), 'sales', 11)$$, '23514', null, 'an agent''s priority in a sector is at most 10');
select throws_ok($$insert into public.sector_agents (agent_id, sector, max_load) values (pg_temp.agent('Bo'), 'sales', 0)$$, '23514', null, 'an agent''s capacity in a sector is at least one call');
select throws_ok($$update public.sector_agents set version = 9$$, '42501', null, 'a caller cannot set the version of sector rules');
select is(public.set_agent_sector(pg_temp.agent('Ada'), 'sales', 1, 5, true) #>> '{body,version}', '2', 'an agent''s sector rules can be replaced');
select throws_ok($$select public.set_agent_sector(pg_temp.agent('Ada'), 'sales', 1, 5, true, 1)$$, 'PT412', null, 'replacing an outdated version of sector rules is refused');
select is(jsonb_path_query_array(public.set_agent_availability(pg_temp.agent('Ada'), false), '$.sectors[*].available'), '[false]', 'an agent can be made unavailable in all sectors');

insert into public.teams (name, sector) values ('Alpha', 'sales');
insert into public.team_members (team_id, user_id) select id, pg_temp.id_of('member') from public.teams;
create temp table acme as select m.team_id as team, m.id as member, pg_temp.agent('Ada') as ada, pg_temp.agent('Bo') as bo from public.team_members m;
select is(jsonb_array_length((select public.assign_agents(team, member, array[ada, bo, ada]) from acme) #> '{body,agents}'), 2, 'assigning the same agent twice assigns it once');
select is((select public.assign_agents(team, member, array[bo], true) from acme) #> '{body,agents,0,name}', '"Bo"', 'primary agents are listed first');
select throws_ok($$select public.assign_agents(team, member, array[bo, gen_random_uuid()]) from acme$$, 'PT422', null, 'an unknown agent cannot be assigned');
select lives_ok($$select public.delete_agent(bo) from acme$$, 'an agent can be made inactive');
select throws_ok($$select public.assign_agents(team, member, array[bo]) from acme$$, 'PT422', null, 'an inactive agent cannot be assigned');
select throws_ok($$select public.update_agent(bo, 'Bo', 'human') from acme$$, 'PT404', null, 'an inactive agent cannot be changed');
select is((select public.get_agent(bo) -> 'active' from acme), 'false', 'an inactive agent can still be read');
select lives_ok($$select public.remove_team_member(team, member) from acme$$, 'a team member can be removed');
select is_empty('select from public.team_agent_assignments', 'removing a team member removes their assignments');
reset role;

select pg_temp.act_as('viewer');
select throws_ok($$insert into public.agents (name, kind) values ('Mine', 'ai')$$, '42501', null, 'a viewer cannot create agents');
select is_empty($$delete from public.sector_agents returning 1$$, 'a viewer cannot take an agent out of a sector');
reset role;
grant select on acme to authenticated;
select pg_temp.act_as('stranger');
select throws_ok($$insert into public.sector_agents (agent_id, sector) select ada, 'sales' from acme$$, '23503', null, 'another tenant cannot add our agents to its sectors');
select is(public.list_agents(search => 'ada', with_total => true), '{"rows": [], "total": 0}', 'another tenant cannot find our agents');
reset role;

select * from finish();
rollback;
