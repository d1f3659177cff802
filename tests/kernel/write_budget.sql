begin;
\ir ../support/world.psql
select plan(19);

create function pg_temp.request(method text) returns void language sql as $$ select set_config('request.method', method, true) $$;
create function pg_temp.writes(count integer) returns void language sql as $$
  select public.check_request() from generate_series(1, count)
$$;
create function pg_temp.marks(tenant uuid) returns bigint language sql security definer as $$
  select count(*) from private.write_marks where client_id = tenant
$$;
do $$ begin
  execute format('grant execute on all functions in schema %I to anon, authenticated, service_role', (select nspname from pg_namespace where oid = pg_my_temp_schema()));
end $$;
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.data_api_writes', '20');

select pg_temp.request('GET');
select pg_temp.act_as('viewer');
select lives_ok('select pg_temp.writes(50)', 'reads are not counted');
select is(pg_temp.marks(pg_temp.acme()), 0::bigint, 'reads leave no mark');
select pg_temp.request('POST');
select lives_ok('select pg_temp.writes(15)', 'writes within the budget pass');
reset role;
select pg_temp.act_as('owner');
select lives_ok('select pg_temp.writes(5)', 'all callers of the tenant use one budget');
select throws_ok('select pg_temp.writes(1)', 'PT429', 'The tenant wrote more than 20 times in a minute', 'a write above the budget is refused');
select pg_temp.request('PATCH');
select throws_ok('select pg_temp.writes(1)', 'PT429', null, 'every method that writes is refused');
select set_config('request.path', '/rpc/sum_transactions', true);
select lives_ok('select pg_temp.writes(1)', 'a call that brings sums up to date for a reader goes on');
select set_config('request.path', '/rpc/record_transactions', true);
select throws_ok('select pg_temp.writes(1)', 'PT429', null, 'other calls do not');
reset role;
select pg_temp.act_as('stranger');
select lives_ok('select pg_temp.writes(30)', 'another tenant is not affected');
reset role;
update private.write_marks set marked_at = marked_at - interval '61 seconds';
select pg_temp.act_as('owner');
select lives_ok('select pg_temp.writes(1)', 'after a minute the tenant writes again');
select throws_ok('select from private.write_marks', '42501', null, 'nobody can read the marks');
reset role;
update public.settings set value = '60000' where key = 'limits.data_api_writes';
delete from private.write_marks;
select pg_temp.act_as('owner');
select pg_temp.writes(6000);
select ok(pg_temp.marks(pg_temp.acme()) between 3 and 60, 'with a large budget only one write in many leaves a mark');
reset role;
set local role service_role;
select set_config('request.jwt.claims', '{"role": "service_role"}', true);
select lives_ok('select pg_temp.writes(10)', 'workers are not counted');
reset role;


-- A request that changes many rows
update public.settings set value = '1000' where key = 'limits.data_api_writes';
delete from private.write_marks;
insert into public.teams (client_id, name, sector) select pg_temp.acme(), 'Team ' || n, 'sales' from generate_series(1, 1100) n;
select pg_temp.act_as('manager');
update public.teams set description = 'changed';
select throws_ok('select pg_temp.writes(1)', 'PT429', null, 'a request that changes 1,000 rows uses a budget of 1,000');
reset role;
select pg_temp.act_as('stranger');
select lives_ok('select pg_temp.writes(1)', 'of its own tenant alone');
reset role;

-- Large bodies
update public.settings set value = '60' where key = 'limits.data_api_writes';
delete from private.write_marks;
select pg_temp.act_as('owner');
select set_config('request.headers', '{"content-length": "983040"}', true);
select pg_temp.writes(1);
select throws_ok('select pg_temp.writes(1)', 'PT429', null, 'a body of 983,040 bytes uses a budget of 60');
reset role;
delete from private.write_marks;
select pg_temp.act_as('owner');
select set_config('request.headers', '{"content-length": "16000"}', true);
select lives_ok('select pg_temp.writes(30)', 'one of 16,000 bytes is one write');
select set_config('request.headers', '{"transfer-encoding": "chunked"}', true);
select throws_ok('select pg_temp.writes(1)', 'PT413', null, 'one of unknown length is refused');
select set_config('request.headers', '{"content-length": "1000001"}', true);
select throws_ok('select pg_temp.writes(1)', 'PT413', null, 'and one of more than 1 MB');
reset role;

select * from finish();
rollback;
