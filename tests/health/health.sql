begin;
\ir ../support/world.psql
select plan(51);

-- The stack's own samples wait meanwhile.
lock table private.health_samples, private.aggregation_runs in share row exclusive mode;
delete from private.health_samples;
delete from private.incidents;
delete from private.aggregation_runs;
delete from public.job_queue;
delete from private.health_components where outside;
update private.health_components set since = now();
insert into public.clients (id, name, status) values ('0e000000-0000-4000-8000-00000000000e', 'Gone', 'suspended');

create function pg_temp.seen(part text) returns text language sql as $$ select o.status from private.observe() o where o.component = part $$;
create function pg_temp.starts(yes boolean) returns void language plpgsql as $f$ begin
  execute format('create or replace function private.is_starting() returns boolean language sql stable set search_path = '''' as $$ select %L::boolean $$', yes);
end $f$;
create function pg_temp.beats(age interval) returns void language sql as $$
  delete from private.health_samples;
  insert into private.health_samples (minute, sampled_at) values ('2026-02-01 00:00+00', clock_timestamp() - age)
$$;
create function pg_temp.due(queue text, status text, age interval, lane uuid default gen_random_uuid()) returns void language sql as $$
  insert into public.job_queue (queue, type, status, scheduled_for, lease_until, completed_at, lane)
  values (due.queue, 'tap_' || due.queue, due.status, clock_timestamp() - due.age,
    case when due.status = 'running' then clock_timestamp() - due.age end,
    case when due.status in ('dead', 'completed') then clock_timestamp() - due.age end, due.lane)
$$;
insert into private.queues (queue, worker_path) values ('webhooks', '/webhooks/v1/worker') on conflict do nothing;
insert into private.job_types (type, queue, effect) values ('tap_jobs', 'jobs', 'private.tap'), ('tap_webhooks', 'webhooks', 'private.tap');

-- The heartbeat
select pg_temp.starts(true);
select is(pg_temp.seen('cron'), 'warn', 'in the first two minutes a missing heartbeat is a warning');
select is(pg_temp.seen('aggregation'), 'warn', 'in the first two minutes a missing aggregation is a warning');
select pg_temp.starts(false);
select is(pg_temp.seen('cron'), 'fail', 'after two minutes a missing heartbeat is a failure');
select is(pg_temp.seen('aggregation'), 'fail', 'after two minutes a missing aggregation is a failure');
select pg_temp.beats('70 seconds');
select is(pg_temp.seen('cron'), 'pass', 'a heartbeat of a minute ago is fine');
select pg_temp.beats('100 seconds');
select is(pg_temp.seen('cron'), 'warn', 'a late heartbeat is a warning');
select pg_temp.beats('151 seconds');
select is(pg_temp.seen('cron'), 'fail', 'a heartbeat two and a half minutes late is a failure');
select alike((select o.output from private.observe() o where o.component = 'cron'), '%pg_cron%', 'a failed heartbeat says what is wrong');

-- Business signals
select is(array[pg_temp.seen('queue'), pg_temp.seen('deliveries'), pg_temp.seen('dead_jobs')], array['pass', 'pass', 'pass'], 'empty queues are fine');
select pg_temp.due('jobs', 'pending', '-1 hour'), pg_temp.due('jobs', 'running', '-1 minute'), pg_temp.due('jobs', 'parked', '1 day'), pg_temp.due('jobs', 'completed', '1 day');
select is(pg_temp.seen('queue'), 'pass', 'jobs that are scheduled, running, parked or done do not count as waiting');
select pg_temp.due('jobs', 'pending', '61 seconds');
select is(pg_temp.seen('queue'), 'warn', 'a job that has waited a minute is a warning');
select pg_temp.due('jobs', 'scheduled', '301 seconds');
select is(pg_temp.seen('queue'), 'fail', 'a job due for five minutes is a failure');
delete from public.job_queue;
select pg_temp.due('jobs', 'running', '301 seconds');
select is(pg_temp.seen('queue'), 'fail', 'a job whose lease ended five minutes ago is a failure');
select is(pg_temp.seen('deliveries'), 'pass', 'waiting jobs do not affect the health of deliveries');
delete from public.job_queue;
select pg_temp.due('webhooks', 'pending', '301 seconds', '0f000000-0000-4000-8000-00000000000f');
select is(array[pg_temp.seen('deliveries'), pg_temp.seen('queue')], array['fail', 'pass'], 'waiting deliveries are reported separately');
select pg_temp.due('webhooks', 'running', '-1 minute', '0f000000-0000-4000-8000-00000000000f');
select is(pg_temp.seen('deliveries'), 'pass', 'a delivery behind others of its endpoint does not count as waiting');
select pg_temp.due('jobs', 'dead', '2 hours');
select is(pg_temp.seen('dead_jobs'), 'pass', 'a job that died two hours ago is not reported');
insert into public.job_queue (client_id, queue, type, status, scheduled_for, completed_at, lane)
select '0e000000-0000-4000-8000-00000000000e', 'webhooks', 'tap_webhooks', 'dead', now(), now(), gen_random_uuid() from generate_series(1, 50);
select is((select format('%s %s', o.status, o.observed_value) from private.observe() o where o.component = 'dead_jobs'), 'pass 0.000', 'dead jobs of a tenant are neither a warning nor counted in public');
select pg_temp.due('jobs', 'dead', '1 minute');
select is((select format('%s %s', o.status, o.observed_value) from private.observe() o where o.component = 'dead_jobs'), 'warn 1.000', 'a job that died in the last hour is a warning');
insert into private.aggregation_runs (started_at, finished_at) values (clock_timestamp() - interval '200 seconds', now());
select is(pg_temp.seen('aggregation'), 'warn', 'an aggregation of three minutes ago is a warning');

-- Connections
create or replace function private.connections_used() returns numeric language sql stable set search_path = '' as $$ select 0.8 $$;
select is(pg_temp.seen('connections'), 'pass', '80 % of the connections in use are fine');
create or replace function private.connections_used() returns numeric language sql stable set search_path = '' as $$ select 0.81 $$;
select is((select format('%s %s%s', o.status, o.observed_value, o.observed_unit) from private.observe() o where o.component = 'connections'), 'warn 81.000%', 'more than 80 % of the connections in use are a warning');
create or replace function private.connections_used() returns numeric language sql stable set search_path = '' as $$ select 0.1 $$;

-- Samples
select pg_temp.hang_doorbell();
select is(private.sample_health('2026-03-01 12:00:07+00'), 'good', 'a health sample is taken each minute');
select is(private.sample_health('2026-03-01 12:00:40+00'), 'sampled already', 'a minute has one health sample');
select is((select warning from private.health_samples where minute = '2026-03-01 12:00+00'), '{aggregation,dead_jobs}'::text[], 'a health sample stores the components that are not well');
select ok(exists (select from net.http_request_queue where url like '%/health/v1/samples'), 'taking a sample rings the health function to check external components');
delete from private.health_samples;
select is(public.record_health_sample('[]'), false, 'external components cannot be reported for a minute without a sample');
select private.sample_health();
select is(public.record_health_sample('[{"component": "redis", "status": "fail"}, {"component": "auth", "status": "warn"}]'), true, 'the health function reports external components');
select is(public.record_health_sample('[{"component": "redis", "status": "pass"}]'), false, 'external components are reported once a minute');
select is((select format('%s %s %s', failing, warning, reported) from private.health_samples), '{redis} {aggregation,dead_jobs,auth} {redis,auth}', 'the report of external components is stored');
select is((select array_agg(component order by component) from private.health_components where outside), '{auth,redis}'::text[], 'components are watched from their first report');

-- Incidents
create function pg_temp.minutes(failing text) returns text language plpgsql as $$
declare
  minute timestamptz := (select coalesce(max(m.minute), '2026-04-01 12:00+00') from private.health_samples m where m.minute < '2026-05-01') + interval '1 minute';
  mark text;
begin
  -- One character a minute: good, bad, unreported, missing.
  foreach mark in array string_to_array(failing, null) loop
    if mark <> 'm' then
      insert into private.health_samples (minute, failing, reported)
      values (minute, case mark when 'b' then array['redis'] else '{}' end, case when mark <> 'u' then '{redis}'::text[] end);
      perform private.close_minute(minute - interval '1 minute'), private.judge(minute);
    end if;
    minute := minute + interval '1 minute';
  end loop;
  return (select string_agg(format('%s %s-%s', i.component, to_char(i.opened_at, 'MI'), coalesce(to_char(i.resolved_at, 'MI'), '')), ', ' order by i.opened_at) from private.incidents i);
end
$$;
create function pg_temp.told(event text) returns bigint language sql as $$
  select count(*) from private.outbox o where o.type = event and o.client_id in (pg_temp.acme(), pg_temp.globex(), '0e000000-0000-4000-8000-00000000000e')
$$;
delete from private.health_samples;
delete from private.health_components where component = 'auth';
update private.health_components set since = '2026-04-01 12:00+00';
select is(pg_temp.minutes('gggbbggbbgg'), null, 'two bad samples do not open an incident');
select is(pg_temp.minutes('bbbg'), 'redis 12-', 'three bad samples open an incident that began with the first');
select is((select sum(pg_temp.told(e)) from unnest(array['incident.opened', 'incident.resolved']) e), 2.0, 'every active tenant gets an event for an incident');
select is(pg_temp.minutes('gbbbbg'), 'redis 12-', 'an incident stays open, and no second one opens, until three good samples');
select is(pg_temp.minutes('ggg'), 'redis 12-21', 'a resolved incident ended with the first of the three good samples');
select is(pg_temp.told('incident.opened') || ' ' || pg_temp.told('incident.resolved'), '2 2', 'every active tenant gets one event for a resolved incident');
select is((select o.data - 'id' - 'detected_at' - 'timeline' from private.outbox o where o.type = 'incident.resolved' and o.client_id = pg_temp.acme()),
  '{"component": "redis", "status": "resolved", "severity": "P4", "opened_at": "2026-04-01T12:12:00+00:00", "resolved_at": "2026-04-01T12:21:00+00:00"}', 'the event of an incident shows it as the API does');
select is(pg_temp.minutes('uuuggggg'), 'redis 12-21, redis 25-28', 'a component that is not reported counts as failing');
delete from private.incidents;
select is(pg_temp.minutes('ggmmgggg'), null, 'two minutes without samples do not open an incident');
select is(pg_temp.minutes('mmmmg'), 'cron 41-', 'three minutes without samples are an incident of the scheduler alone');
select is(pg_temp.minutes('ggg'), 'cron 41-45', 'the scheduler''s incident ends when it samples again');
select is(pg_temp.minutes('bmmg'), 'cron 41-45, redis 49-', 'a failing component keeps failing through minutes without samples');
select is(pg_temp.told('incident.opened'), 8::bigint, 'each active tenant got each of four incidents once, a suspended tenant none');

-- Uptime
delete from private.health_samples;
insert into private.health_samples (minute, failing, reported)
select m, case when extract(minute from m) < 5 then '{redis}'::text[] else '{}' end, '{redis}'
from generate_series('2026-06-01 10:00+00'::timestamptz, '2026-06-01 11:39+00', '1 minute') m where extract(minute from m) not between 10 and 14;
update private.health_components set since = '2026-06-01 09:59+00';
select is((select string_agg(u.component || ' ' || u.uptime, ', ' order by u.component) from private.uptime('2026-06-01 11:40+00') u
  where u.period = '24h' and u.component in ('redis', 'cron')), 'cron 0.900000, redis 0.800000', 'missing samples count as bad for every component');
select is((select u.uptime from private.uptime('2026-06-01 10:00+00') u where u.period = '7d' and u.component = 'redis'), null, 'minutes before the first sample are not counted');
select is((select string_agg(u.period || ' ' || u.uptime, ', ' order by u.period) from private.uptime('2026-06-02 10:50+00') u where u.component = 'cron'),
  '24h 0.031250, 7d 0.060402, 90d 0.060402', 'each uptime period counts only its own minutes');


-- Hours, against a plain count
create function pg_temp.counted(part text, beginning timestamptz, until timestamptz) returns bigint language sql as $$
  select count(*) from private.health_samples s where s.minute >= beginning and s.minute < until and part <> all (s.failing)
$$;
create function pg_temp.wrong() returns bigint language sql as $$
  select count(*) from generate_series('2026-06-01 09:50+00'::timestamptz, '2026-06-01 13:00+00', '7 minutes') b,
    generate_series('2026-06-01 09:55+00'::timestamptz, '2026-06-01 13:20+00', '11 minutes') u, unnest(array['redis', 'cron']) c
  where b <= u and private.good_samples(c, b, u) <> pg_temp.counted(c, b, u)
$$;
select is(pg_temp.wrong(), 0::bigint, 'good samples between any two minutes are those that a plain count finds');
update private.health_samples set failing = failing || '{cron}' where extract(minute from minute) = 30;
delete from private.health_samples where extract(minute from minute) between 40 and 44;
select is(pg_temp.wrong(), 0::bigint, 'also after samples were completed and deleted');
insert into private.health_samples (minute, failing)
select m, case when random() < 0.02 then '{redis}'::text[] else '{}' end from generate_series('2026-06-10 00:00+00'::timestamptz, '2026-09-08 00:00+00', '1 minute') m;
update private.health_components set since = '2026-05-01';
select is((select u.uptime from private.uptime('2026-09-08 00:00+00') u where u.component = 'redis' and u.period = '90d'),
  (select trunc(pg_temp.counted('redis', '2026-06-10 00:00+00', '2026-09-08 00:00+00') / 129600.0, 6)), 'the uptime of 90 days is that of their samples');
create function pg_temp.blocks() returns integer language plpgsql as $$
declare
  plan jsonb;
begin
  execute 'explain (analyze, buffers, format json) select * from private.uptime(''2026-09-08 00:30+00'')' into plan;
  return (plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::integer + (plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::integer;
end
$$;
analyze private.health_samples, private.health_hours, private.health_bad_hours;
select cmp_ok(pg_temp.blocks(), '<', 3000, 'reading it does not read the samples of 90 days');

select * from finish();
rollback;
