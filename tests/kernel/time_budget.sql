begin;
\ir ../support/world.psql
select plan(10);
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.cpu_ms_per_minute', '1000');
create function pg_temp.spend(tenant uuid, ms integer) returns void language sql security definer as $$
  insert into private.time_marks (client_id, ms) values (tenant, spend.ms)
$$;
create function pg_temp.dry_run() returns integer language sql as $$
  select (public.import_opportunities('[{"name": "A", "organization": "Unknown"}]', options => '{"dry_run": true}') ->> 'status')::integer
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;

select pg_temp.spend(pg_temp.acme(), 999), pg_temp.spend(pg_temp.globex(), 5000);
select pg_temp.act_as('member');
select is(pg_temp.dry_run(), 200, 'a dry run within the tenant''s time works');
select pg_temp.spend(pg_temp.acme(), 1);
select throws_like('select pg_temp.dry_run()', '%limits.cpu_ms_per_minute is 1000', 'a dry run over it is refused');
select throws_ok('select pg_temp.dry_run()', 'PT429', null, 'with 429');
select throws_ok($$select public.record_calls('[]')$$, 'PT429', null, 'recording calls counts too');
reset role;
select pg_temp.act_as('manager');
select throws_ok('select public.run_aggregation()', 'PT429', null, 'so does a run of the aggregation');
select lives_ok($$select public.create_team('North', 'sales')$$, 'the tenant''s other functions go on');
reset role;
select pg_temp.act_as('viewer');
select ok((select (u ->> 'used')::int >= 1000 and u ->> 'unit' = 'ms' and u ->> 'maximum' = '1000' from jsonb_array_elements(public.list_usage()) u
  where u ->> 'limit' = 'limits.cpu_ms_per_minute'), 'usage shows it');
reset role;
update private.time_marks set marked_at = marked_at - interval '61 seconds';
select pg_temp.act_as('member');
select is(pg_temp.dry_run(), 200, 'after a minute it works again');
reset role;
delete from private.time_marks;
select pg_sleep(0.2);
select pg_sleep(0.1), private.count_time(pg_temp.acme());
select ok(private.time_used(pg_temp.acme()) >= 100, 'a request counts with the time it took');
select is((select count(*)::int from private.time_marks where client_id = pg_temp.acme()), 1, 'once');

select * from finish();
rollback;
