begin;
\ir ../support/world.psql
select plan(5);
insert into public.agents (client_id, id, name, kind, capabilities)
select pg_temp.acme(), ('0c000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'Agent ' || i, 'ai',
  case when i % 1000 = 999 then '{rare,common}'::text[] else '{common}' end
from generate_series(1, 3000) i;
insert into public.sector_agents (client_id, agent_id, sector, priority)
select a.client_id, a.id, 'sales', (row_number() over (order by a.id)) % 10 from public.agents a where a.client_id = pg_temp.acme();
-- Statistics of one sector have led the planner to read all of it by another index, and sort.
analyze public.agents, public.sector_agents;
grant all on people to authenticated;

-- How many entries the indexes of sector_agents gave since the transaction began.
create function pg_temp.entries() returns bigint language sql as $$
  select sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) from pg_index i where i.indrelid = 'public.sector_agents'::regclass
$$;
create temp table seen (entries bigint);

insert into seen select pg_temp.entries();
select pg_temp.act_as('member');
select is(public.create_decision(sector => 'sales') ->> 'status', '201', 'a decision among 3,000 agents finds one');
reset role;
select cmp_ok(pg_temp.entries() - (select max(entries) from seen), '<=', 40::bigint, 'a decision among 3,000 agents reads only a few index entries');

delete from seen;
insert into seen select pg_temp.entries();
select pg_temp.act_as('member');
select is((public.create_decision(sector => 'sales', capabilities => '{common}') -> 'body' ->> 'considered')::integer <= 64, true,
  'a common capability ends the search early');
select is((public.create_decision(sector => 'sales', capabilities => '{rare}') -> 'body' -> 'terms' ->> 'capabilities')::numeric, 5::numeric,
  'an agent with a rare capability is found');
select is((public.create_decision(sector => 'sales', capabilities => '{rare}') -> 'body' ->> 'considered')::integer <= 70, true,
  'a rare capability is searched through its own index');
reset role;
select * from finish();
rollback;
