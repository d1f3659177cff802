begin;
\ir ../support/world.psql
select plan(19);
insert into public.organizations (client_id, id, name) values (pg_temp.acme(), '0d000000-0000-4000-8000-000000000001', 'Org');
create function pg_temp.add_opportunities(many integer, notes text default null) returns void language sql as $$
  insert into public.opportunities (client_id, name, organization_id, currency, notes)
  select pg_temp.acme(), 'Deal', '0d000000-0000-4000-8000-000000000001', 'EUR', add_opportunities.notes from generate_series(1, many)
$$;
create function pg_temp.set_limit(key text, value integer) returns void language sql as $$
  insert into public.settings (client_id, key, value) values (pg_temp.acme(), key, to_jsonb(value))
  on conflict (client_id, key) do update set value = excluded.value
$$;
create function pg_temp.used(budget text) returns bigint language sql as $$ select private.budget_used(pg_temp.acme(), budget) $$;

-- Counting
select pg_temp.add_opportunities(10), pg_temp.add_opportunities(5);
select is(pg_temp.used('rows_opportunities'), 15::bigint, 'rows that are inserted are counted');
select cmp_ok(pg_temp.used('bytes'), '>', 15 * 100::bigint, 'their bytes are counted');
delete from public.opportunities where id in (select id from public.opportunities where client_id = pg_temp.acme() limit 4);
select is(pg_temp.used('rows_opportunities'), 11::bigint, 'rows that are deleted are counted off');
create temp table before as select pg_temp.used('bytes') as bytes;
update public.opportunities set notes = repeat('x', 1000) where client_id = pg_temp.acme();
select cmp_ok(pg_temp.used('bytes') - bytes, '>=', 11000::bigint, 'bytes follow updates') from before;
select pg_temp.add_opportunities(1) from generate_series(1, 10);
select private.sum_usage();
select is(pg_temp.used('rows_opportunities'), 21::bigint, 'adding up the marks changes no total');
select is((select count(*) from private.usage_marks where client_id = pg_temp.acme() and budget = 'rows_opportunities'), 1::bigint, 'many marks become one');
select is((select sum(rows) from private.usage_marks where client_id = pg_temp.globex()), null, 'another tenant''s usage is not touched');

-- Rows and bytes over the budget
select pg_temp.set_limit('limits.rows_opportunities', 25);
select lives_ok('select pg_temp.add_opportunities(4)', 'a budget can be used up');
select throws_ok('select pg_temp.add_opportunities(1)', 'PT429', 'The tenant''s budget limits.rows_opportunities is 25 and this would use 26; delete something or ask for more', 'a row over the budget is refused');
select is(pg_temp.used('rows_opportunities'), 25::bigint, 'a refused write is not counted');
select lives_ok($$insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Another')$$, 'a budget that is used up stops nothing else');
select lives_ok($$update public.opportunities set name = 'Renamed' where client_id = pg_temp.acme()$$, 'rows can be changed when the budget is used up');
select pg_temp.set_limit('limits.bytes', 30000);
select throws_ok($$update public.opportunities set notes = repeat('y', 5000) where client_id = pg_temp.acme()$$, 'PT429', null, 'rows cannot grow over the budget of bytes');
select lives_ok($$delete from public.opportunities where client_id = pg_temp.acme()$$, 'rows can be deleted when the budget is used up');
select throws_ok(format('select private.require_budget(%L, %L, 26)', pg_temp.acme(), 'rows_opportunities'), 'PT429', null, 'a budget can be asked for before something is written');

-- Limits by parent
insert into public.agents (client_id, id, name, kind) values (pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'Ada', 'ai');
select throws_ok($$insert into public.sector_agents (client_id, agent_id, sector)
  select pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'sector ' || n from generate_series(1, 51) n$$,
  'PT409', 'At most 50 sectors of an agent are allowed', 'an agent cannot be in thousands of sectors');
select pg_temp.set_limit('limits.sectors_per_agent', 51);
select lives_ok($$insert into public.sector_agents (client_id, agent_id, sector)
  select pg_temp.acme(), '0c000000-0000-4000-8000-000000000001', 'sector ' || n from generate_series(1, 51) n$$, 'the operator can raise a limit');

select pg_temp.act_as('viewer');
select ok(public.list_usage() @> '[{"limit": "limits.sectors_per_agent", "used": 51, "maximum": 51, "unit": "rows"}, {"limit": "limits.rows_opportunities", "used": 0, "maximum": 25, "unit": "rows"}]',
  'a viewer sees what the tenant uses of its limits');
select throws_ok($$select public.put_setting('limits.rows_opportunities', '{"value": 1000}')$$, 'PT403', null, 'a tenant cannot raise its own budget');
reset role;

select * from finish();
rollback;
