begin;
\ir ../support/world.psql
select plan(3);

select private.require_partition('stat_' || level, width, now()) from private.stat_levels where level = 'minutes';
insert into private.series (kind, function, version, name) values ('request', 'tap', 'v1', 'GET /totals');
create function pg_temp.add(requests integer, bucket integer, tenant uuid default null) returns void language sql as $$
  insert into private.stat_minutes
    (starts_at, client_id, series_id, status, requests, buckets, counts, total_ms, max_ms, users)
  select now(), tenant, s.id, 2, requests, array[bucket], array[requests], requests * 10, 10, '{}'
  from private.series s where s.name = 'GET /totals'
$$;
create function pg_temp.total() returns text language sql as $$
  select format('%s %s %s', t.requests, t.total_ms, t.counts)
  from private.stat_totals t join private.series s on s.id = t.series_id where s.name = 'GET /totals'
$$;

select pg_temp.add(3, 50);
select is(pg_temp.total(), '3 30 {0,3,0,0,0,0,0,0,0,0,0,0}', 'the requests of a minute are added to the totals');
select pg_temp.add(2, 70);
select is(pg_temp.total(), '5 50 {0,3,2,0,0,0,0,0,0,0,0,0}', 'those of the next minute too');
select pg_temp.add(7, 50, pg_temp.acme());
select is(pg_temp.total(), '5 50 {0,3,2,0,0,0,0,0,0,0,0,0}', 'a tenant''s own share is not counted twice');

select * from finish();
rollback;
