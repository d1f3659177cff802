-- Moving, recalling and ending archived calls.
begin;
\ir ../support/world.psql
select plan(27);

insert into public.agents (client_id, id, name, kind) values
  (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'Ada', 'ai'), (pg_temp.acme(), '0c000000-0000-4000-8000-000000000002', 'Bob', 'human');
insert into public.teams (client_id, id, name, sector) values (pg_temp.acme(), '0d000000-0000-4000-8000-000000000001', 'Renewals', 'sales');
create function pg_temp.calls(first integer, last integer, days integer) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('external_id', 'call ' || i, 'agent_id', '0c000000-0000-4000-8000-00000000000' || 1 + i % 2,
    'team_id', case when i % 3 > 0 then '0d000000-0000-4000-8000-000000000001' end, 'outcome', (array['successful', 'failed', 'abandoned'])[1 + i % 3],
    'resolved', i % 2 = 0, 'satisfaction', nullif(i % 6, 0), 'handling_seconds', i % 600, 'wait_seconds', nullif(i % 7, 3),
    'started_at', now() - make_interval(days => days, mins => i)))
  from generate_series(first, last) i
$$;
create function pg_temp.metrics() returns jsonb language sql as $$
  select jsonb_build_array(
    (select jsonb_agg(to_jsonb(m) - 'updated_at' order by m.agent_id, m.day, m.team_id) from public.agent_metrics_v2 m where m.client_id = pg_temp.acme()),
    (select jsonb_agg(to_jsonb(p) - 'updated_at' order by p.team_id, p.day) from public.team_performance p where p.client_id = pg_temp.acme()))
$$;
create function pg_temp.archive(kind text default 'calls') returns bigint language sql as $$
  select coalesce(sum(private.archive_batch(pg_temp.acme(), private.archive_kind(kind))), 0)::bigint from generate_series(1, 5)
$$;
select count(*) from private.record_calls(pg_temp.acme(), pg_temp.calls(1, 1500, 100));
select count(*) from private.record_calls(pg_temp.acme(), pg_temp.calls(1501, 1510, 3));
select (private.aggregate_performance(pg_temp.acme())).buckets > 0;
create temp table before as select pg_temp.metrics() as metrics, (select jsonb_agg(to_jsonb(c) order by c.id) from public.calls c where c.client_id = pg_temp.acme()) as calls,
  private.budget_used(pg_temp.acme(), 'rows_calls') as used, (select count(*) from private.outbox where client_id = pg_temp.acme()) as events,
  (select count(*) from public.audit_log where client_id = pg_temp.acme()) as entries;

select is(pg_temp.archive(), 0::bigint, 'no call is old under the default policy');
select pg_temp.act_as('admin');
select is(public.set_archive_policy('calls', 30, 3650) ->> 'source', 'tenant', 'an admin sets a policy');
select is((select jsonb_build_array(p ->> 'would_move', p ->> 'would_remove') from public.preview_archive_policy('calls') p), '["1500", "0"]', 'the preview counts what would move');
reset role;
select is(pg_temp.archive(), 1500::bigint, 'calls that are older than hot_days move');
select is((select count(*) from public.calls where client_id = pg_temp.acme()), 10::bigint, 'and are no longer in their table');
select is((select sum(a.rows)::bigint from private.archive_chunks a where client_id = pg_temp.acme()), 1500::bigint, 'each is archived once');
select is((select count(*) from private.changed_buckets where client_id = pg_temp.acme()), 0::bigint, 'nothing is marked, because no metric changes');
select is((select count(*) from private.outbox where client_id = pg_temp.acme()), (select events + 2 from before), 'no call sends an event, the policy and the run do');
select is((select count(*) from public.audit_log where client_id = pg_temp.acme()), (select entries + 2 from before), 'no call gets an audit entry, the policy and the run do');
select is(private.budget_used(pg_temp.acme(), 'rows_calls'), 10::bigint, 'the budget for calls is free again');
select is(private.budget_used(pg_temp.acme(), 'rows_archived'), 1500::bigint, 'archived rows count for a budget of their own');
select ok((select sum(pg_column_size(a.content)) < 0.5 * sum(octet_length(a.content::text)) from private.archive_chunks a where client_id = pg_temp.acme()), 'a chunk is compressed to less than half');

insert into private.changed_buckets (client_id, agent_id, team_id, day) select m.client_id, m.agent_id, m.team_id, m.day from public.agent_metrics_v2 m where m.client_id = pg_temp.acme();
select (private.aggregate_performance(pg_temp.acme())).buckets > 0;
select is(pg_temp.metrics(), (select metrics from before), 'metrics stay the same when each day is computed again');
update public.clients set time_zone = 'Asia/Kathmandu' where id = pg_temp.acme();
select (private.aggregate_performance(pg_temp.acme())).buckets > 0;
create temp table moved as select pg_temp.metrics() as metrics;
select isnt((select metrics from moved), (select metrics from before), 'another time zone moves calls to other days');

select is((select count(*) from private.record_calls(pg_temp.acme(), pg_temp.calls(1, 200, 100))), 0::bigint, 'archived calls that are sent again are unchanged');
select is((select count(*) from public.calls where client_id = pg_temp.acme()), 210::bigint, 'because they come back');
select private.recall_rows(pg_temp.acme(), 'calls', array(select 'call ' || i from generate_series(201, 1500) i));
select is((select jsonb_agg(to_jsonb(c) order by c.id) from public.calls c where c.client_id = pg_temp.acme()), (select calls from before), 'what comes back is what left');
select is((select count(*) from private.archive_chunks where client_id = pg_temp.acme()) + (select count(*) from private.archived_keys where client_id = pg_temp.acme()) + (select count(*) from private.archived_call_sums where client_id = pg_temp.acme()), 0::bigint,
  'and nothing stays in the archive');
select is(private.budget_used(pg_temp.acme(), 'rows_archived'), 0::bigint, 'nor counts for its budget');
select (private.aggregate_performance(pg_temp.acme())).buckets > 0;
select is(pg_temp.metrics(), (select metrics from moved), 'the days of the other time zone were exact with archived calls, too');

select pg_temp.act_as('admin');
select is((public.create_archive_hold('calls', now() - interval '101 days', now() - interval '100 days 10 hours', 'File 27') ->> 'status'), '201', 'an admin places a hold');
select public.set_archive_policy('calls', 10, 50);
reset role;
select is(pg_temp.archive(), 1500::bigint, 'calls over archive_days go at once');
select is((select array_agg(distinct (e ->> 'at')::timestamptz < now() - interval '100 days 10 hours') from private.archive_chunks a, jsonb_array_elements(a.content) e where a.client_id = pg_temp.acme()), '{true}', 'but those that are held are archived');
select is((select count(*) from private.archive_chunks a, jsonb_array_elements(a.content) where client_id = pg_temp.acme()), 840::bigint, 'all of them: one a minute up to 24 hours before');
delete from private.archive_holds where client_id = pg_temp.acme();
select is(pg_temp.archive(), 840::bigint, 'without the hold they go');
select is((select count(*) from private.archive_chunks where client_id = pg_temp.acme()), 0::bigint, 'and no chunk stays');
select is(pg_temp.metrics(), (select metrics from moved), 'the metrics stay');
select * from finish();
rollback;
