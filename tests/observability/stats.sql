begin;
\ir ../support/world.psql
select plan(31);

-- The stack's own reports wait meanwhile.
lock table private.stat_marks, private.stat_levels in share row exclusive mode;
delete from private.stat_marks;
truncate private.stat_minutes, private.stat_hours, private.stat_days;
update private.stat_levels set until = '-infinity';

create function pg_temp.sent(name text, tenant uuid, durations numeric[], minute timestamptz default now(), status integer default 2,
  kind text default 'request', users integer[] default '{}') returns jsonb language sql as $$
  select jsonb_build_object('kind', kind, 'function', case kind when 'request' then 'tap' else '' end, 'version', case kind when 'request' then 'v1' else '' end,
    'name', name, 'minute', minute, 'client_id', tenant, 'status', status, 'buckets', array_agg(b.bucket), 'counts', array_agg(b.count),
    'total_ms', (select sum(d) from unnest(durations) d), 'max_ms', (select max(d) from unnest(durations) d), 'users', users)
  from (select ceil(ln(d) / ln(1.04))::integer as bucket, count(*) as count from unnest(durations) d group by 1) b
$$;
create function pg_temp.report(variadic stats jsonb[]) returns boolean language sql as $$
  select public.record_telemetry(jsonb_build_object('id', gen_random_uuid(), 'function', 'tap', 'release', '', 'started_at', now(), 'cold_start_ms', 80,
    'peak_memory_bytes', 1, 'dropped', 0), 1, to_jsonb(stats))
$$;
create function pg_temp.operator() returns void language sql as $$
  select set_config('request.jwt.claims', '{"role": "service_role"}', true), set_config('request.headers', '{}', true), set_config('role', 'service_role', true)
$$;
create function pg_temp.figure(found jsonb, name text, key text default 'route') returns jsonb language sql as $$
  select r from jsonb_array_elements(found) r where r ->> key = name
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- Reports
select is(public.record_telemetry('{"id": "0c000000-0000-4000-8000-00000000000c", "function": "tap", "release": "r1", "started_at": "2026-01-01", "cold_start_ms": 80, "peak_memory_bytes": 5, "dropped": 0}', 1,
  jsonb_build_array(pg_temp.sent('GET /a', pg_temp.acme(), array[10, 20]))), true, 'a report is taken');
select is(public.record_telemetry('{"id": "0c000000-0000-4000-8000-00000000000c", "function": "tap", "release": "r1", "started_at": "2026-01-01", "cold_start_ms": 80, "peak_memory_bytes": 7, "dropped": 0}', 1,
  jsonb_build_array(pg_temp.sent('GET /a', pg_temp.acme(), array[10, 20]))), false, 'the same report a second time is not counted');
select is((select sum(requests) from private.stat_marks where client_id = pg_temp.acme()), 2::bigint, 'each request is counted once');
select is((select cold_start_ms from private.isolates where id = '0c000000-0000-4000-8000-00000000000c'), 80::real, 'an isolate reports its cold start');
select pg_temp.report(pg_temp.sent('GET /future', pg_temp.acme(), array[1], now() + interval '1 day'), pg_temp.sent('GET /past', pg_temp.acme(), array[1], now() - interval '1 day'));
select is((select count(*) from private.stat_marks where starts_at = date_trunc('minute', clock_timestamp())), 3::bigint, 'a minute that cannot be right becomes the current one');
delete from private.stat_marks;

-- Names
select pg_temp.report(variadic array(select pg_temp.sent(format('host-%s.test', n), pg_temp.acme(), array[1], kind => 'dependency') from generate_series(1, 80) n));
select is((select count(*) from private.series where client_id = pg_temp.acme()), 50::bigint, 'a tenant has 50 hosts of its own at most');
select is((select sum(m.requests) from private.stat_marks m join private.series s on s.id = m.series_id where s.name = 'other'), 30::bigint, 'further hosts count as other');
select pg_temp.report(pg_temp.sent('host-1.test', pg_temp.globex(), array[1], kind => 'dependency'));
select is((select count(*) from private.series where client_id = pg_temp.globex()), 1::bigint, 'hosts of one tenant leave room for those of others');
delete from private.stat_marks;

-- Adding up
select pg_temp.report(pg_temp.sent('GET /a', pg_temp.acme(), array[10, 20, 30, 40], users => array[1, 2]), pg_temp.sent('GET /a', pg_temp.globex(), array[100]), pg_temp.sent('GET /a', null, array[1]));
select pg_temp.report(pg_temp.sent('GET /a', pg_temp.acme(), array[10, 50], users => array[2, 3]), pg_temp.sent('GET /a', pg_temp.acme(), array[7], status => 5),
  pg_temp.sent('hooks.test', pg_temp.acme(), array[9], kind => 'dependency'));
select pg_temp.act_as('viewer');
create temp table before as select public.request_stats(group_by => 'route') as found;
reset role;
select is(private.fold_stats(), 7::bigint, 'marks become one row a minute, tenant, series and status, and one for everybody');
select is((select count(*) from private.stat_marks), 0::bigint, 'then no mark is left');
select is((select sum(requests) from private.stat_minutes where client_id is null and series_id = (select id from private.series where name = 'GET /a')), 9::bigint, 'the sum over everybody has every request once');
select pg_temp.act_as('viewer');
select is(public.request_stats(group_by => 'route'), (select found from before), 'adding up changes no answer');
select is(pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'requests', '7', 'a tenant sees its own requests only');
select is(pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'active_users', '3', 'users are counted once');
select is(pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'server_errors', '1', 'a 5xx is a server error');
select ok((pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'p50_ms')::numeric between 20 * 0.98 and 20 * 1.02, 'the median is within 2 %');
select ok((pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'p99_ms')::numeric between 49 and 50, 'no percentile is above the longest request');
select is(public.request_stats(group_by => 'route', version => 'v2'), '[]', 'a filter leaves the others out');
select is(jsonb_array_length(public.dependency_stats() -> 'rows'), 1, 'requests are not dependencies');
select throws_ok(format('select public.request_stats(client_id => %L)', pg_temp.globex()), 'PT404', null, 'another tenant''s requests are not found');
select throws_ok($$select public.request_stats(now(), now() - interval '1 hour')$$, 'PT422', null, 'a reversed window is refused');
select throws_ok($$select public.request_stats(now() - interval '10 years', now())$$, 'PT422', null, 'a window of ten years is refused');
select throws_ok($$select public.request_stats(now() - interval '2 days', now(), 'minute')$$, 'PT422', null, 'two days by minute are refused');
reset role;
select pg_temp.operator();
select is(pg_temp.figure(public.request_stats(group_by => 'route'), 'GET /a') ->> 'requests', '9', 'the secret key sees everybody''s requests');
select is(pg_temp.figure(public.request_stats(group_by => 'route', client_id => pg_temp.globex()), 'GET /a') ->> 'requests', '1', 'the secret key can name a tenant');
select is(pg_temp.figure(public.dependency_stats() -> 'rows', 'other', 'dependency') ->> 'requests', '1', 'hosts that tenants chose are one row for everybody');
reset role;

-- Hours and days, and marks that come late
select private.require_partition('stat_' || level, width, '2026-03-03') from private.stat_levels;
insert into private.stat_minutes select '2026-03-03 10:00+00'::timestamptz + m * interval '7 minutes', client_id, series_id, status, requests, buckets, counts, total_ms, max_ms, users
from private.stat_minutes, generate_series(0, 30) m where client_id = pg_temp.acme();
create temp table minutes as select sum(requests) as requests, sum(total_ms) as total from private.stat_minutes where starts_at < '2026-03-04';
select private.roll_up('minutes', 'hours', 'hour', '2026-03-04'), private.roll_up('hours', 'days', 'day', '2026-03-04');
select is((select sum(requests) from private.stat_hours), (select requests from minutes), 'hours have every request of their minutes');
select is((select count(*) from private.stat_days), 3::bigint, 'a day has one row a tenant, series and status');
select is((select array_agg(distinct private.bucket_ms(b)) from private.stat_days, unnest(buckets) b), (select array_agg(distinct private.bucket_ms(b)) from private.stat_minutes, unnest(buckets) b where starts_at < '2026-03-04'), 'days keep the histogram');
insert into private.stat_marks select '2026-03-03 11:00+00', client_id, series_id, status, 5, buckets, counts, total_ms, max_ms, users from private.stat_days limit 1;
select private.fold_stats();
select is((select sum(requests) from private.stat_days where client_id is not null), (select requests + 5 from minutes), 'a mark that comes after its day was added up still counts');
select is(private.drop_partitions('private.stat_minutes', '2026-04-01'), 1::bigint, 'old partitions are dropped');

select * from finish();
rollback;
