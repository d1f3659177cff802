begin;
\ir ../support/world.psql
select plan(14);

insert into public.organizations (client_id, id, name) values
  (pg_temp.acme(), '0d000000-0000-4000-8000-000000000001', 'Initech'),
  (pg_temp.globex(), '0d000000-0000-4000-8000-000000000002', 'Initech');
select pass('two tenants may know an organization by one name');
select throws_ok($$insert into public.organizations (client_id, name) values (pg_temp.acme(), 'INITECH')$$, '23505', null,
  'one tenant knows a name once, in whatever case');

prepare opportunity (text, uuid, numeric, numeric, date, text) as
  insert into public.opportunities (client_id, name, organization_id, probability_percent, amount, expected_close_date, currency)
  values (pg_temp.acme(), $1, $2, $3, $4, $5, $6);
select lives_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 100, 0, '2026-02-28', 'EUR')$$, 'a sensible opportunity is stored');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000002', 1, 1, null, 'EUR')$$, '23503', null,
  'an opportunity cannot point to another tenant''s organization');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 140, 1, null, 'EUR')$$, '23514', null, 'a probability is at most 100');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, -1, null, 'EUR')$$, '23514', null, 'an amount is not negative');
select throws_ok($$execute opportunity('', '0d000000-0000-4000-8000-000000000001', 1, 1, null, 'EUR')$$, '23514', null, 'a name is not empty');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, 1, null, 'eur')$$, '23514', null, 'a currency is a code');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, 1, '2500-01-01', 'EUR')$$, '23514', null, 'a date is of this age');

update public.opportunities set name = 'Better deal';
select is((select version from public.opportunities), 2, 'a change counts the version');
update public.opportunities set name = 'Deal', version = 1;
select is((select version from public.opportunities), 1, 'a writer that names the version keeps it');

select pg_temp.act_as('stranger');
select is((select count(*) from public.opportunities), 0::bigint, 'a stranger sees no opportunity of Acme');
reset role;
select pg_temp.act_as('viewer');
select is((select count(*) from public.opportunities), 1::bigint, 'a viewer sees it');
select throws_ok('delete from public.opportunities', '42501', null, 'and cannot delete it');
reset role;

select * from finish();
rollback;
