begin;
\ir ../support/world.psql
select plan(61);

-- The clock: minutes of a day that nothing else writes to. The stack's own runs do nothing meanwhile.
select pg_advisory_xact_lock(hashtext('run_task'), hashtext(task)) from unnest(array['evaluate_alerts', 'fold_errors', 'roll_up_stats']) task;
update private.alerts set enabled = false where client_id is null;
create function pg_temp.minute(n integer) returns timestamptz language sql as $$ select '2031-01-01 10:00+00'::timestamptz + n * interval '1 minute' $$;
create function pg_temp.tick(n integer) returns bigint language sql as $$ select private.evaluate_alerts(pg_temp.minute(n + 1)) $$;
create function pg_temp.series(kind text, name text) returns integer language sql as $$
  insert into private.series (kind, function, version, name) values (kind, 'tap', 'v1', name) on conflict do nothing;
  select id from private.series s where s.kind = series.kind and s.name = series.name and s.function = 'tap'
$$;
create function pg_temp.happen(n integer, status integer, requests integer, ms numeric default 10, kind text default 'request') returns void language sql as $$
  insert into private.stat_marks (starts_at, client_id, series_id, status, requests, buckets, counts, total_ms, max_ms)
  values (pg_temp.minute(n), pg_temp.acme(), pg_temp.series(kind, 'GET /tap'), status, requests, array[ceil(ln(ms) / ln(1.04))], array[requests], ms * requests, ms)
$$;
create function pg_temp.alert(metric text, threshold numeric, comparison text default 'above', for_minutes integer default 1, filter jsonb default '{}', recover numeric default null)
returns uuid language sql as $$
  insert into private.alerts (client_id, name, metric, comparison, threshold, for_minutes, filter, recover_threshold)
  values (pg_temp.acme(), metric, metric, comparison, threshold, for_minutes, filter, recover) returning id
$$;
create function pg_temp.state(alert text) returns text language sql as $$ select state from private.alerts where name = alert and client_id = pg_temp.acme() $$;
create function pg_temp.told(type text default '%') returns bigint language sql as $$
  select count(*) from private.outbox o where o.client_id = pg_temp.acme() and o.type like 'alert.' || told.type
$$;
create function pg_temp.calm(first integer, last integer) returns bigint language sql as $$ select sum(pg_temp.tick(n)) from generate_series(first, last) n $$;
create function pg_temp.clear() returns void language sql as $$
  delete from private.alerts where client_id = pg_temp.acme(); delete from private.outbox where client_id = pg_temp.acme() and type like 'alert.%'
$$;

-- A rate: pending, firing, staying, over
select pg_temp.alert('error_rate', 0.1, for_minutes => 2, recover => 0.05);
select pg_temp.happen(0, 2, 10); select pg_temp.tick(0);
select is(pg_temp.state('error_rate'), 'ok', 'a good minute is ok');
select pg_temp.happen(1, 2, 8), pg_temp.happen(1, 5, 2); select pg_temp.tick(1);
select is(pg_temp.state('error_rate'), 'pending', 'the first bad minute is pending');
select is(pg_temp.told(), 0::bigint, 'a pending alert tells nobody');
select pg_temp.happen(2, 2, 8), pg_temp.happen(2, 5, 2); select pg_temp.tick(2);
select is(pg_temp.state('error_rate'), 'firing', 'after for_minutes bad minutes it fires');
select pg_temp.tick(2);
select is(pg_temp.told('firing'), 1::bigint, 'firing is told once, also if the minute is judged twice');
select pg_temp.happen(3, 5, 1); select pg_temp.tick(3);
select is(pg_temp.told('firing'), 1::bigint, 'further bad minutes are not told');
select pg_temp.happen(n, 2, 93), pg_temp.happen(n, 5, 7) from generate_series(4, 20) n; select pg_temp.calm(4, 20);
select is(pg_temp.state('error_rate'), 'firing', 'between the thresholds it goes on firing');
select pg_temp.happen(n, 2, 10) from generate_series(21, 25) n; select pg_temp.calm(21, 24);
select is(pg_temp.state('error_rate'), 'firing', 'four good minutes are too few');
select pg_temp.tick(25);
select is(pg_temp.state('error_rate'), 'ok', 'five good minutes end it');
select is(pg_temp.told('resolved'), 1::bigint, 'its end is told once');
select results_eq($$select from_state || ' ' || to_state from private.alert_history where client_id = pg_temp.acme() order by id$$,
  $$values ('ok pending'), ('pending firing'), ('firing ok')$$, 'the history has every change');

-- Silence
select pg_temp.tick(26);
select is(pg_temp.state('error_rate'), 'no_data', 'a silent metric is no_data, not ok');
select pg_temp.happen(27, 2, 1); select pg_temp.tick(27);
select is(pg_temp.state('error_rate'), 'ok', 'data ends no_data');
select pg_temp.happen(28, 5, 1), pg_temp.happen(29, 5, 1); select pg_temp.calm(28, 30);
select is(pg_temp.state('error_rate'), 'no_data', 'silence is no_data while it fires too');
select is(pg_temp.told('resolved'), 1::bigint, 'silence does not end an alert');
select pg_temp.happen(31, 5, 1); select pg_temp.tick(31);
select is(pg_temp.told('firing'), 2::bigint, 'an alert that was silent in between does not fire anew');
select pg_temp.clear();

-- Back and forth
select pg_temp.alert('errors', 0);
select pg_temp.happen(n, case when n % 2 = 0 then 5 else 2 end, 1) from generate_series(100, 159) n; select pg_temp.calm(100, 159);
select is(pg_temp.told(), 1::bigint, '60 alternating minutes are one notification');
select pg_temp.clear();

-- Every metric fires, stays and clears
create function pg_temp.cycle(alert text, first integer) returns text language sql as $$
  select pg_temp.tick(first); select pg_temp.tick(first + 1);
  select pg_temp.state(alert)
$$;
create function pg_temp.over(alert text, first integer) returns text language sql as $$ select pg_temp.calm(first, first + 4); select pg_temp.state(alert) $$;

select pg_temp.alert('p95_ms', 100), pg_temp.alert('p99_ms', 100), pg_temp.alert('requests', 15), pg_temp.alert('errors', 5, filter => '{"status": "5xx"}');
select pg_temp.happen(n, 5, 20, 500) from generate_series(200, 201) n; select pg_temp.happen(n, 2, 10, 5) from generate_series(202, 206) n;
select pg_temp.cycle('p95_ms', 200);
select is(pg_temp.state(m), 'firing', m || ' fires and stays') from unnest(array['p95_ms', 'p99_ms', 'requests', 'errors']) m;
select pg_temp.over('p95_ms', 202);
select is(pg_temp.state(m), 'ok', m || ' clears') from unnest(array['p95_ms', 'p99_ms', 'requests', 'errors']) m;
select pg_temp.clear();

select pg_temp.alert('requests', 1, 'below', filter => '{"function": "tap"}');
select is(pg_temp.cycle('requests', 300), 'firing', 'requests that stay away fire');
select pg_temp.happen(n, 2, 1) from generate_series(302, 306) n;
select is(pg_temp.over('requests', 302), 'ok', 'requests that come back clear it');
select pg_temp.clear();

select pg_temp.alert('cache_hit_rate', 0.5, 'below');
select pg_temp.happen(n, 4, 9, kind => 'cache'), pg_temp.happen(n, 2, 1, kind => 'cache') from generate_series(310, 311) n;
select is(pg_temp.cycle('cache_hit_rate', 310), 'firing', 'cache_hit_rate fires and stays');
select pg_temp.happen(n, 2, 9, kind => 'cache') from generate_series(312, 316) n;
select is(pg_temp.over('cache_hit_rate', 312), 'ok', 'cache_hit_rate clears');
select pg_temp.tick(317);
select is(pg_temp.state('cache_hit_rate'), 'no_data', 'a cache that nobody asks has no hit rate');
select pg_temp.clear();

select pg_temp.alert('queue_depth', 2), pg_temp.alert('oldest_due_seconds', 60), pg_temp.alert('dead_jobs', 0);
insert into public.job_queue (queue, type, client_id, lane, status, scheduled_for, completed_at)
select 'jobs', 'inbound.apply', pg_temp.acme(), pg_temp.acme(), s, now() - interval '1 hour', case when s = 'dead' then now() end from unnest(array['pending', 'pending', 'pending', 'dead']) s;
select pg_temp.cycle('queue_depth', 400);
select is(pg_temp.state(m), 'firing', m || ' fires and stays') from unnest(array['queue_depth', 'oldest_due_seconds', 'dead_jobs']) m;
delete from public.job_queue where client_id = pg_temp.acme();
select pg_temp.over('queue_depth', 402);
select is(pg_temp.state(m), 'ok', m || ' clears') from unnest(array['queue_depth', 'oldest_due_seconds', 'dead_jobs']) m;
select pg_temp.clear();

select pg_temp.alert('error_group', 2, filter => '{"category": "internal"}');
with made as (
  insert into private.error_groups (client_id, fingerprint, function, code, action, message, category, severity)
  values (pg_temp.acme(), 'f', 'tap', 'X', 'GET /', 'm', 'internal', 'critical') returning id)
insert into private.error_hours (client_id, group_id, hour, count, users) select pg_temp.acme(), id, pg_temp.minute(480), 3, '{}' from made;
select is(pg_temp.cycle('error_group', 480), 'firing', 'error_group fires and stays');
select is(pg_temp.over('error_group', 540), 'ok', 'error_group clears');
select pg_temp.clear();

-- The operator's own
insert into private.alerts (name, metric, filter, comparison, threshold, for_minutes)
values ('tap tasks', 'failed_tasks', '{"task": "fold_errors"}', 'above', 0, 1), ('tap connections', 'connections_used', '{}', 'above', 0, 1);
insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded) select 'fold_errors', 'manual', pg_temp.minute(n), 1, false from generate_series(600, 601) n;
select pg_temp.calm(600, 601);
select is((select state from private.alerts where name = 'tap tasks'), 'firing', 'failed_tasks fires and stays');
select is((select state from private.alerts where name = 'tap connections'), 'firing', 'connections_used fires and stays');
update private.alerts set threshold = 1 where name = 'tap connections';
select pg_temp.calm(602, 606);
select is((select array_agg(state) from private.alerts where name like 'tap %'), '{ok,ok}', 'both clear');

-- Statements
insert into private.alerts (name, metric, comparison, threshold, for_minutes) values ('tap plans', 'changed_plans', 'above', 0, 1), ('tap slower', 'slower_statements', 'above', 0, 1);
create function pg_temp.states() returns text language sql as $$ select string_agg(state, ' ' order by name) from private.alerts where name in ('tap plans', 'tap slower') $$;
insert into private.statements values (11, 'tap', 0, 0, 0, 0, 0, 0), (12, 'tap', 0, 0, 0, 0, 0, 0);
insert into private.statement_hours (query_id, starts_at, calls, total_ms) select q, pg_temp.minute(h * 60 - 7 * 24 * 60), 20, 200 from unnest(array[11, 12]) q, generate_series(8, 14) h;
insert into private.statement_hours (query_id, starts_at, calls, total_ms) values (11, pg_temp.minute(11 * 60), 20, 599), (12, pg_temp.minute(11 * 60), 9, 900);
select private.enter_shapes(array[(11, md5('seq'), pg_temp.minute(640), null)::private.statement_plans]);
select pg_temp.tick(660);
select is(pg_temp.states(), 'ok ok', 'a first plan, a mean of less than three times and nine calls are no alert');
update private.statement_hours set total_ms = 600 where query_id = 11 and calls = 20 and starts_at = pg_temp.minute(11 * 60);
select is(private.enter_shapes(array[(11, md5('index'), pg_temp.minute(661), null)::private.statement_plans, (12, null, pg_temp.minute(661), null)::private.statement_plans]), 1::bigint, 'another plan is a change, one that is not known is not');
select pg_temp.calm(661, 662);
select is(pg_temp.states(), 'firing firing', 'changed_plans and slower_statements fire and stay');
select private.enter_shapes(array[(11, md5('index'), pg_temp.minute(700), null)::private.statement_plans]);
select pg_temp.calm(721, 726);
select is(pg_temp.states(), 'ok ok', 'both clear when the plan stays and the next hour is fast');

create table public.tap_plans (id integer, name_2026_11_27 text);
analyze public.tap_plans;
select is(private.generic_shape('update public.tap_plans set id = $1 where name_2026_11_27 = $2'), private.generic_shape('update public.tap_plans set id = $1 where id > $2'), 'plans of the same nodes have one shape');
create temp table shape as select private.generic_shape('select id from public.tap_plans where id = $1') as before;
create index tap_plans_id on public.tap_plans (id);
set local enable_seqscan = off;
select isnt(private.generic_shape('select id from public.tap_plans where id = $1'), before, 'another index is another shape') from shape;
reset enable_seqscan;
select is(private.generic_shape(q), null, 'no plan: ' || q) from unnest(array['vacuum public.tap_plans', 'select $1 from nowhere', 'select id from public.tap_plans; select 1']) q;
select is((select count(*) from pg_prepared_statements where name = 'looked_at'), 0::bigint, 'no prepared statement is left behind');

-- A tenant that fails
select pg_temp.alert('errors', 0);
insert into private.alerts (client_id, name, metric, comparison, threshold, for_minutes) values (pg_temp.globex(), 'other', 'requests', 'below', 1, 1);
create function pg_temp.poison() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$;
create trigger poison before update on private.alerts for each row when (old.client_id = '0a000000-0000-4000-8000-00000000000a') execute function pg_temp.poison();
set client_min_messages = error;
select pg_temp.tick(700);
select is((select state from private.alerts where name = 'other'), 'firing', 'a tenant whose alerts cannot be judged delays no other');
select is((select task from private.tenant_failures where client_id = pg_temp.acme()), 'evaluate_alerts', 'the operator sees whose alerts were not judged');
drop trigger poison on private.alerts;

-- Bounds
select pg_temp.act_as('admin');
create function pg_temp.put(more jsonb) returns jsonb language sql as $$
  select public.put_alert('{"name": "A", "metric": "errors", "filter": {}, "comparison": "above", "threshold": 1, "for_minutes": 1, "channels": ["event"], "enabled": true}' || more)
$$;
select is(pg_temp.put('{}') ->> 'status', '201', 'an admin creates an alert');
select throws_ok(format('select pg_temp.put(%L)', bad), 'PT422', null, 'refused: ' || bad) from unnest(array['{"metric": "luck"}', '{"threshold": "NaN"}', '{"for_minutes": 0}', '{"for_minutes": 10001}',
  '{"filter": {"queue": "jobs"}}', '{"metric": "connections_used"}']) bad;
reset role;
select is((select count(*) from public.audit_log where resource = 'alerts' and client_id = pg_temp.acme()), 1::bigint, 'creating an alert is audited');

select * from finish();
rollback;
