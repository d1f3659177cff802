begin;
\ir ../support/world.psql
\ir calls.psql
select plan(3);

select pg_temp.act_as('member');
select pg_temp.record(pg_temp.call('1'));
reset role;
update public.calls set started_at = now() - interval '6 days' where client_id = pg_temp.acme() and external_id = '1';
select (private.aggregate_performance()).id;
select is((select seven_day_handled::integer from public.sector_agents where agent_id = '0c000000-0000-4000-8000-000000000001'), 1, 'a call of six days ago counts in the seven-day figures');
select private.refresh_seven_days(array[pg_temp.acme()], null, now() + interval '1 day');
select is((select seven_day_handled::integer from public.sector_agents where agent_id = '0c000000-0000-4000-8000-000000000001'), 0, 'a call leaves the seven-day figures on the day after');
select private.refresh_seven_days(array[pg_temp.acme()], null, now());
insert into public.sector_agents (client_id, agent_id, sector) values (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'claims');
select (private.aggregate_performance()).id;
select is((select seven_day_handled::integer from public.sector_agents where agent_id = '0c000000-0000-4000-8000-000000000001' and sector = 'claims'), 1,
  'an agent added to a sector is scored by existing figures');

select * from finish();
rollback;
