-- Slow queries: differences between looks at the counters, and what advice is made of the catalog.
begin;
\ir ../support/world.psql
select plan(17);

-- The stack's own looks do nothing meanwhile; this file has the tables to itself until it rolls back.
select pg_advisory_xact_lock(hashtext('run_task'), hashtext('look_at_statements'));
delete from private.statements where query_id <> 0;
delete from private.statement_minutes;
delete from private.statement_hours;
create function pg_temp.look(at timestamptz, counts text) returns bigint language sql as $$
  select private.enter_statements(array(
    select (c[1], c[2], c[3], c[4], 0, 0, 0)::private.statement_count from (
      select string_to_array(part, ',')::numeric[] as c from unnest(string_to_array(counts, ' ')) part) p), at)
$$;
create function pg_temp.minutes() returns text language sql as $$
  select string_agg(format('%s:%s/%s', query_id, calls, total_ms), ' ' order by id) from private.statement_minutes
$$;
create temp table clock as select date_trunc('hour', now(), 'UTC') as at;

select is(pg_temp.look(at, '1,10,100,20'), 0::bigint, 'the first look belongs to no minute') from clock;
select is(pg_temp.look(at + interval '1 minute', '1,10,100,20'), 0::bigint, 'a statement that did not run has no minute') from clock;
select pg_temp.look(at + interval '2 minutes', '1,12,150,30 2,1,7,7') from clock;
select is(pg_temp.minutes(), '2:1/7 1:2/50', 'a minute has what the counters grew by');
select is((select max_ms from private.statement_minutes where query_id = 1), 30::float8, 'a longest call that grew is that of the minute');
select pg_temp.look(at + interval '3 minutes', '1,13,155,30') from clock;
select is((select max_ms from private.statement_minutes where query_id = 1 order by id desc limit 1), null, 'a longest call that stayed is not known of the minute');
select pg_temp.look(at + interval '4 minutes', '1,3,900,900') from clock;
select is((select calls from private.statement_minutes where query_id = 1 order by id desc limit 1), 3::bigint, 'counters that were reset begin anew');
select is((select array_agg(calls order by query_id) from private.statement_hours), '{6,1}', 'an hour adds its minutes up');

select pg_temp.look(at + interval '5 minutes', (select string_agg(format('%s,1,%s,1', n, n), ' ') from generate_series(1001, 1250) n)) from clock;
select is((select array[count(*), max(calls) filter (where query_id = 0)] from private.statement_minutes where starts_at = (select at + interval '5 minutes' from clock)),
  '{201,50}', 'beyond 200 statements a minute the cheapest are one row');

-- The log and the trend
select is((select jsonb_agg(r -> 'query_id') from jsonb_array_elements(public.list_slow_statements(page_size => 2) -> 'rows') r), '["1250", "1249"]', 'the log has the newest slow minutes first');
select is((public.list_slow_statements(min_ms => 800, with_total => true) ->> 'total')::integer, 201, 'the log counts what is as slow as asked');
insert into private.statement_hours select 1250, at - interval '7 days', 100, 10000 from clock;
select is((select (s ->> 'trend')::numeric from clock, jsonb_array_elements(private.slowest_statements(at + interval '6 minutes')) s where s ->> 'query_id' = '1250'), 12.500,
  'the trend is the average over that of a week before');
select is((select (s ->> 'p95_ms')::numeric from clock, jsonb_array_elements(private.slowest_statements(at + interval '6 minutes')) s where s ->> 'query_id' = '1250'), 1250.000,
  'the p95 of a statement that runs at most once a minute is known');

-- Values never get in
select is(private.shown_query($$alter role postgres password 'hunter2'$$), 'ALTER …', 'of what is no query only its first word is kept');
select is(private.shown_query($$select 'it''s secret', $1$$), $$select '…', $1$$, 'quoted values are taken out');

-- Advice
create table public.tap_parents (id integer primary key, other integer unique);
create table public.tap_children (parent_id integer references public.tap_parents, other integer references public.tap_parents (other));
create index tap_other on public.tap_children (other);
create index tap_again on public.tap_children (other);
select is((select jsonb_agg(m -> 'columns') from jsonb_array_elements(private.missing_indexes()) m where m ->> 'table' ~ 'tap_children'), '[["parent_id"]]', 'a foreign key without an index is found, one with an index is not');
select is((select d -> 'indexes' from jsonb_array_elements(private.duplicate_indexes()) d where d ->> 'table' ~ 'tap_children'), '["public.tap_other", "public.tap_again"]', 'two equal indexes are found');
insert into public.tap_children (other) select null from generate_series(1, 200000);
select is((select jsonb_agg(u -> 'index' order by u -> 'index') from jsonb_array_elements(private.unused_indexes()) u where u ->> 'index' ~ 'tap_'), '["public.tap_again", "public.tap_other"]',
  'indexes without a use are found, those that keep values unique are not');

select * from finish();
rollback;
