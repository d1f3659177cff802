begin;
\ir ../support/world.psql
select plan(9);

insert into public.teams (client_id, id, name, sector) values (pg_temp.acme(), '0a000000-0000-4000-8000-000000000001', 'Alpha', 'sales');
insert into public.team_performance (client_id, team_id, day, calls_handled, calls_successful, calls_resolved, satisfaction_sum, satisfaction_count)
values (pg_temp.acme(), '0a000000-0000-4000-8000-000000000001', '2026-01-04', 10, 10, 5, 50, 10),
  (pg_temp.acme(), '0a000000-0000-4000-8000-000000000001', '2026-01-05', 1, 0, 0, 1, 1);
create function pg_temp.performance(group_by text) returns jsonb language sql stable as $$
  select public.get_team_performance('0a000000-0000-4000-8000-000000000001', '2026-01-01', '2026-01-31', group_by) -> 'periods'
$$;
grant execute on function pg_temp.performance to authenticated;

select pg_temp.act_as('viewer');
select is(jsonb_path_query_array(pg_temp.performance('month'), '$[*].success_rate'), '[0.909091]', 'a rate is computed from sums, not from daily rates');
select is(jsonb_path_query_array(pg_temp.performance('month'), '$[*].avg_satisfaction'), '[4.636364]', 'an average is computed from sums, not from daily averages');
select is(jsonb_path_query_array(pg_temp.performance('week'), '$[*].period'), '["2025-12-29", "2026-01-05"]', 'a week begins on Monday');
select is(jsonb_path_query_array(pg_temp.performance('day'), '$[*].period'), '["2026-01-04", "2026-01-05"]', 'days without calls are left out');
select is(pg_temp.performance('day') #> '{0,avg_wait_seconds}', 'null', 'a metric without any calls is null');
select throws_ok($$select pg_temp.performance('hour')$$, 'PT422', null, 'an hourly period is refused');
select throws_ok($$select public.get_team_performance('0a000000-0000-4000-8000-000000000001', '2026-02-01', '2026-01-01')$$, 'PT422', null, 'a range that ends before it begins is refused');
select throws_ok($$insert into public.team_performance (client_id, team_id, day) values (pg_temp.acme(), '0a000000-0000-4000-8000-000000000001', '2026-01-06')$$, '42501', null, 'a viewer cannot write team performance');
reset role;
select pg_temp.act_as('owner');
select throws_ok($$update public.team_performance set calls_handled = 100$$, '42501', null, 'an owner cannot write team performance');
reset role;

select * from finish();
rollback;
