begin;
\ir ../support/world.psql
select plan(14);

insert into public.organizations (client_id, id, name) values
  (pg_temp.acme(), '0d000000-0000-4000-8000-000000000001', 'Initech'),
  (pg_temp.globex(), '0d000000-0000-4000-8000-000000000002', 'Initech');
select pass('two tenants may know an organization by one name');
select throws_ok($$insert into public.organizations (client_id, name) values (pg_temp.acme(), 'INITECH')$$, '23505', null,
  'an organization''s name is unique in a tenant regardless of case');

prepare opportunity (text, uuid, numeric, numeric, date, text) as
  insert into public.opportunities (client_id, name, organization_id, probability_percent, amount, expected_close_date, currency)
  values (pg_temp.acme(), $1, $2, $3, $4, $5, $6);
select lives_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 100, 0, '2026-02-28', 'EUR')$$, 'a valid opportunity is stored');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000002', 1, 1, null, 'EUR')$$, '23503', null,
  'an opportunity cannot point to another tenant''s organization');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 140, 1, null, 'EUR')$$, '23514', null, 'a probability is at most 100');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, -1, null, 'EUR')$$, '23514', null, 'an amount is not negative');
select throws_ok($$execute opportunity('', '0d000000-0000-4000-8000-000000000001', 1, 1, null, 'EUR')$$, '23514', null, 'a name is not empty');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, 1, null, 'eur')$$, '23514', null, 'a currency is a code');
select throws_ok($$execute opportunity('Deal', '0d000000-0000-4000-8000-000000000001', 1, 1, '2500-01-01', 'EUR')$$, '23514', null, 'a close date centuries away is refused');

update public.opportunities set name = 'Better deal';
select is((select version from public.opportunities), 2, 'a change raises the version by one');
update public.opportunities set name = 'Deal', version = 1;
select is((select version from public.opportunities), 1, 'a change that sets the version itself keeps it');

select pg_temp.act_as('stranger');
select is((select count(*) from public.opportunities), 0::bigint, 'another tenant sees no opportunities');
reset role;
select pg_temp.act_as('viewer');
select is((select count(*) from public.opportunities), 1::bigint, 'a viewer can read opportunities');
select throws_ok('delete from public.opportunities', '42501', null, 'a viewer cannot delete opportunities');
reset role;

select * from finish();
rollback;
