begin;
\ir ../support/world.psql
select plan(4);

create temp table made as
select private.uuidv7() as id, pg_sleep(0.002)::text from generate_series(1, 50);

select is((select count(distinct id) from made), 50::bigint, 'generated ids are unique');
select is((select count(*) from made where id::text !~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'), 0::bigint,
  'ids have version 7 and the variant of RFC 9562');
select is((select array_agg(id order by ctid) from made), (select array_agg(id order by id) from made), 'a later id sorts after an earlier one');
select cmp_ok(
  (select abs(extract(epoch from clock_timestamp()) * 1000 - max(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint)) from made),
  '<', 60000::numeric, 'an id begins with the milliseconds since 1970');

select * from finish();
rollback;
