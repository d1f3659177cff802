begin;
\ir ../support/world.psql
\ir calls.psql
select plan(9);

select pg_temp.act_as('member');
select pg_temp.record(pg_temp.call('1'));
reset role;
select (private.aggregate_performance()).id;
select pg_temp.act_as('viewer');
select is(public.get_agent_trends('0c000000-0000-4000-8000-000000000001', current_date - 30, current_date + 1, 'month') #> '{periods,0,calls_handled}', '1', 'a viewer can read trends');
select is(public.get_agent_trends('0c000000-0000-4000-8000-000000000004') -> 'periods', '[]', 'the trend of an agent without calls is empty');
select throws_ok($$select public.get_agent_trends('0c000000-0000-4000-8000-000000000001', group_by => 'year')$$, 'PT422', null, 'a trend cannot be grouped by year');
select throws_ok($$select public.get_agent_trends('0c000000-0000-4000-8000-000000000001', '2020-01-01', '2026-01-01')$$, 'PT422', null, 'a trend cannot span six years');
select throws_ok($$select public.get_agent_trends('0c000000-0000-4000-8000-000000000006')$$, 'PT404', null, 'the trend of another tenant''s agent is not found');
select throws_ok($$select public.get_team_trends('0d000000-0000-4000-8000-000000000002')$$, 'PT404', null, 'the trend of another tenant''s team is not found');
select throws_ok($$select public.compare_performance('calls')$$, 'PT422', null, 'only agents or teams can be compared');
select throws_ok($$select public.compare_performance('agents', sort => 'id')$$, 'PT422', null, 'a comparison can only be sorted by a metric');
reset role;
select pg_temp.act_as('stranger');
select is((select count(*) from public.calls) + (select count(*) from public.agent_metrics_v2) + jsonb_array_length(public.compare_performance('agents') -> 'rows'), 0::bigint,
  'another tenant sees none of these calls and metrics');
reset role;

select * from finish();
rollback;
