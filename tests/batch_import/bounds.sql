begin;
\ir ../support/world.psql
select plan(7);
create function pg_temp.import(problems jsonb default '[]', source jsonb default '{}', opportunity jsonb default '{}') returns jsonb language sql as $$
  select public.import_opportunities(jsonb_build_array('{"name": "Deal", "organization": "Org"}'::jsonb || opportunity), problems, '{"dry_run": true}', null, source)
$$;
grant execute on function pg_temp.import to authenticated;
insert into public.organizations (client_id, name) select pg_temp.acme(), 'Organization ' || n from generate_series(1, 2000) n;

select pg_temp.act_as('member');
select throws_ok($$select pg_temp.import(problems => jsonb_build_array(jsonb_build_object('row', 1, 'message', repeat('x', 5000000))))$$, 'PT413', 'problems is too large', 'megabytes of problems are refused');
select throws_ok($$select pg_temp.import(source => jsonb_build_object('mapping', repeat('x', 200000)))$$, 'PT413', 'source.mapping is too large', 'a huge mapping is refused');
select throws_ok($$select pg_temp.import(source => jsonb_build_object('warnings', jsonb_build_array(repeat('x', 2000000))))$$, 'PT413', 'source.warnings is too large', 'huge warnings are refused');
select is((select array_agg(e ->> 'code' order by e ->> 'field') from jsonb_array_elements(pg_temp.import(opportunity => jsonb_build_object('organization', 'Organization 1',
  'context', jsonb_build_object('a', repeat('x', 70000)))) #> '{body,errors}') e), array['length'], 'a huge context is a row error');
create temp table time as select clock_timestamp() as began;
select ok(pg_temp.import(opportunity => jsonb_build_object('organization', repeat('Organization', 130000))) #>> '{body,errors,0,code}' in ('length', 'unknown_reference'), 'a name of 1.5 MB is a row error');
select cmp_ok(clock_timestamp() - began, '<', interval '1 second', 'a name of 1.5 MB costs no search for similar names') from time;
reset role;
select throws_ok($$insert into public.opportunities (client_id, name, organization_id, currency, context)
  select client_id, 'Deal', id, 'EUR', jsonb_build_object('a', repeat('x', 70000)) from public.organizations limit 1$$, '23514', null, 'no writer can store a huge context');
select * from finish();
rollback;
