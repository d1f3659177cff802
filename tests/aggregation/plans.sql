-- 200,000 calls of 10 tenants in 40 days: a run reads the buckets that changed, and readers the days they ask for.
begin;
\ir ../support/world.psql
select plan(9);
insert into public.clients (name) select 'Bulk ' || n from generate_series(1, 8) n;
create temp table tenant as select id, row_number() over (order by id) as i from public.clients where name like 'Bulk %' or id in (pg_temp.acme(), pg_temp.globex());
alter table public.calls disable trigger user;
insert into public.agents (client_id, name, kind) select t.id, 'Agent ' || n, 'ai' from tenant t, generate_series(1, 50) n;
insert into public.teams (client_id, name, sector) select t.id, 'Team ' || n, 'sales' from tenant t, generate_series(1, 5) n;
insert into public.calls (client_id, external_id, agent_id, team_id, outcome, resolved, handling_seconds, started_at)
select t.id, 'call ' || n, a.ids[1 + n % 50], m.ids[1 + n % 5], 'successful', true, n % 300, now() - n * interval '40 days' / 20000
from tenant t, generate_series(1, 20000) n,
  lateral (select array_agg(id order by id) as ids from public.agents where client_id = t.id) a,
  lateral (select array_agg(id order by id) as ids from public.teams where client_id = t.id) m;
alter table public.calls enable trigger user;
insert into private.changed_buckets (client_id) select id from tenant;
select (private.aggregate_performance()).id;
analyze public.calls, public.agent_metrics_v2, public.team_performance;

-- EXPLAIN does not look into functions, so what they really read is counted.
create function pg_temp.tuples(relation regclass) returns bigint language sql as $$
  select pg_stat_get_xact_tuples_returned(relation) + coalesce((select sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) from pg_index i where i.indrelid = relation), 0)
    + pg_stat_get_xact_tuples_fetched(relation)
$$;
create function pg_temp.tuples_read_by(statement text, relation regclass) returns bigint language plpgsql as $$
declare
  before bigint := pg_temp.tuples(relation);
begin
  execute statement;
  return pg_temp.tuples(relation) - before;
end
$$;
create function pg_temp.plan_of(statement text) returns text language plpgsql as $$
declare
  line text;
  plan text := '';
begin
  for line in execute 'explain (costs off) ' || statement loop
    plan := plan || line || E'\n';
  end loop;
  return plan;
end
$$;
grant execute on function pg_temp.tuples, pg_temp.tuples_read_by to authenticated;

select is((select sum(calls_handled) from public.agent_metrics_v2 where client_id in (select id from tenant)), 200000::numeric, 'the fixture puts all calls into buckets');
update public.calls set resolved = false where client_id = pg_temp.acme() and external_id = 'call 77';
select cmp_ok(pg_temp.tuples_read_by('select private.aggregate_performance()', 'public.calls'), '<', 200::bigint, 'a run reads only the calls of the changed bucket');
update public.calls set resolved = false where client_id = pg_temp.acme() and external_id = 'call 78';
select cmp_ok(pg_temp.tuples_read_by('select private.aggregate_performance()', 'public.agent_metrics_v2'), '<', 500::bigint, 'a run reads only the metrics of the changed agent and team');
select pg_temp.act_as('viewer');
select cmp_ok(pg_temp.tuples_read_by(format('select public.get_agent_trends(%L)', (select id from public.agents order by id limit 1)), 'public.agent_metrics_v2'),
  '<', 50::bigint, 'reading an agent''s week uses an index');
select cmp_ok(pg_temp.tuples_read_by(format('select public.get_team_trends(%L)', (select id from public.teams order by id limit 1)), 'public.team_performance'),
  '<', 50::bigint, 'reading a team''s week uses an index');
select cmp_ok(pg_temp.tuples_read_by($$select public.compare_performance('teams')$$, 'public.team_performance'), '<', 150::bigint, 'reading all teams'' week uses an index');
reset role;
select ok(pg_temp.plan_of(format($$select * from private.daily_metrics where kind = 'agents' and client_id = %L and id = %L and day between current_date - 6 and current_date$$,
  pg_temp.acme(), (select id from public.agents where client_id = pg_temp.acme() limit 1))) like '%agent_metrics_bucket%', 'an agent''s trend is one index range');
select ok(pg_temp.plan_of(format($$select * from private.daily_metrics where kind = 'teams' and client_id = %L and id = %L and day between current_date - 2 and current_date$$,
  pg_temp.acme(), (select id from public.teams where client_id = pg_temp.acme() limit 1))) like '%team_performance_pkey%', 'a team''s trend is one index range');
select ok(pg_temp.plan_of(format($$select * from public.calls where client_id = %L and agent_id = %L and started_at between now() - interval '1 day' and now()$$,
  gen_random_uuid(), gen_random_uuid())) like '%calls_agent%', 'reading a bucket''s calls uses an index even before statistics know the tenant');

select * from finish();
rollback;
