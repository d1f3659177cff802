begin;
\ir ../support/world.psql
\ir calls.psql
select plan(10);

select pg_temp.act_as('member');
select pg_temp.record(pg_temp.call('1'), pg_temp.call('2', '{"outcome": "failed", "satisfaction": 2}'), pg_temp.call('3', '{"agent": "bo", "team_id": null}'));
select pg_temp.record(pg_temp.call('deleted', jsonb_build_object('started_at', now() + interval '4 minutes')));
select throws_ok($$select public.run_aggregation()$$, 'PT403', null, 'a member cannot run the aggregation');
reset role;
delete from public.calls where client_id = pg_temp.acme() and external_id = 'deleted';
select pg_temp.act_as('manager');
select is((public.run_aggregation() ->> 'buckets')::integer, 3, 'a manager can run the aggregation, which updates the three changed buckets');
select is((public.run_aggregation() ->> 'buckets')::integer, 0, 'nothing waits after a run');
reset role;
select is(pg_temp.metrics('0c000000-0000-4000-8000-000000000001'), '-1 2/1/1/0 2 6/2 200/2 14/2', 'an agent''s daily metrics are right');
select is(pg_temp.metrics('0d000000-0000-4000-8000-000000000001'), '-1 2/1/1/0 2 6/2 200/2 14/2', 'a team''s daily metrics are right');
update public.calls set started_at = started_at - interval '1 day', outcome = 'abandoned', satisfaction = null where client_id = pg_temp.acme() and external_id = '2';
select (private.aggregate_performance()).id;
select is(pg_temp.metrics('0c000000-0000-4000-8000-000000000001'), '-2 1/0/0/1 1 0/0 0/0 7/1; -1 1/1/0/0 1 4/1 100/1 7/1', 'moving a call to another day updates both days');
update public.calls set agent_id = '0c000000-0000-4000-8000-000000000003', team_id = null where client_id = pg_temp.acme() and external_id = '2';
select (private.aggregate_performance()).id;
select is(pg_temp.metrics('0d000000-0000-4000-8000-000000000001'), '-1 1/1/0/0 1 4/1 100/1 7/1', 'a day whose calls are gone has no metrics');
select is((select (seven_day_handled, seven_day_successful, seven_day_answered, seven_day_handling_seconds)::text from public.sector_agents
  where agent_id = '0c000000-0000-4000-8000-000000000003'), '(1,0,0,0)', 'abandoned calls count as handled but not as answered');
update public.clients set time_zone = 'Pacific/Kiritimati' where id = pg_temp.acme();
select (private.aggregate_performance()).id;
select is(pg_temp.metrics('0c000000-0000-4000-8000-000000000001'), '0 1/1/0/0 1 4/1 100/1 7/1', 'a new time zone moves calls to the right day');
update public.calls set started_at = started_at - interval '10 days', updated_at = now() where client_id = pg_temp.acme() and external_id = '1';
select (private.aggregate_performance()).id;
select is((select (seven_day_handled, seven_day_handling_seconds)::text from public.sector_agents where agent_id = '0c000000-0000-4000-8000-000000000001'),
  '(0,0)', 'calls older than seven days leave the seven-day figures');

select * from finish();
rollback;
