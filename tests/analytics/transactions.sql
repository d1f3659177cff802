begin;
\ir ../support/world.psql
\ir analytics.psql
select plan(24);
select pg_temp.act_as('member');

select is(pg_temp.record(pg_temp.sale('1'), pg_temp.sale('2', '{"customer_external_id": "c2"}')), '{"received": 2, "created": 2, "updated": 0, "unchanged": 0}', 'new transactions are created');
select is(pg_temp.record(pg_temp.sale('1'), pg_temp.sale('2', '{"customer_external_id": "c2", "amount": 12}')), '{"received": 2, "created": 0, "updated": 1, "unchanged": 1}', 'a known external_id replaces its transaction, equal ones stay');
select is(public.record_transactions(jsonb_build_array(pg_temp.sale('1'))) ->> 'status', '200', 'a request without a new transaction answers 200');
select is((select currency from public.transactions where external_id = '1'), 'EUR', 'the currency defaults to the tenant''s');
select is(public.sum_transactions() ? 'as_of', true, 'a reader brings the totals up to date');
select is(pg_temp.revenue('2026-11-01', '2026-11-30'), '2026-11-02 22.00/2/2', 'revenue is what was sold');
select is(pg_temp.revenue('2026-11-01', '2026-11-30', 'day', 'USD'), '-', 'an answer holds one currency only');

select is(pg_temp.found(jsonb_build_array(
  pg_temp.sale('a', '{"currency": "XYZ"}'), pg_temp.sale('b', '{"amount": "1e400"}'), pg_temp.sale('c', '{"amount": "NaN"}'), pg_temp.sale('d', '{"amount": "-1"}'),
  pg_temp.sale('e', '{"quantity": -1}'), pg_temp.sale('f', '{"occurred_at": "2199-01-01T00:00:00Z"}'), pg_temp.sale('g', jsonb_build_object('customer_name', repeat('x', 10000))),
  pg_temp.sale('h', '{"status": "paid"}'), pg_temp.sale('i', '{"occurred_at": "2026-02-30"}'), pg_temp.sale('j', '{"customer_external_id": ""}'),
  pg_temp.sale('k', '{"client_id": "x"}'), pg_temp.sale('l', '{"amount": {"value": 1}}'), '"m"', pg_temp.sale('a'), pg_temp.sale('n', '{"customer_email": "nobody"}'))),
  '1 currency unknown_value, 2 amount format, 3 amount format, 4 amount range, 5 quantity range, 6 occurred_at range, 7 customer_name length, 8 status unknown_value, 9 occurred_at format, '
  '10 customer_external_id required, 11 client_id unknown_field, 12 amount type, 12 amount format, 13 - type, 14 external_id duplicate_in_file, 15 customer_email format', 'each bad row is named');
select is((select count(*) from public.transactions), 2::bigint, 'a request with a bad row records nothing');
select is(pg_temp.found(jsonb_build_array(pg_temp.sale('y', '{"currency": "JPY", "amount": "1.5"}'))), '1 amount format', 'yen have no decimals');
select is(pg_temp.found(jsonb_build_array(pg_temp.sale('d', '{"currency": "BHD", "amount": "1.2345"}'))), '1 amount format', 'dinars have three decimals');
select is(pg_temp.record(pg_temp.sale('y', '{"currency": "JPY", "amount": 1500}'), pg_temp.sale('d', '{"currency": "bhd", "amount": "1.234"}')) ->> 'created', '2', 'decimals within the currency''s are kept');
select is(pg_temp.record(pg_temp.sale('z', '{"currency": "CHF", "amount": "-0"}')) ->> 'created', '1', 'minus zero is zero');
select is((select amount::text from public.transactions where external_id = 'z'), '0.0000', 'minus zero is stored as zero');
select throws_ok($$select public.record_transactions((select jsonb_agg(pg_temp.sale(n::text)) from generate_series(1, 1001) n))$$, 'PT413', null, 'more than 1,000 transactions are refused');
select throws_ok($$select public.record_transactions('[]')$$, 'PT422', null, 'an empty list is refused');

select pg_temp.record(pg_temp.sale('r', '{"status": "refunded", "amount": "5", "customer_external_id": "c3"}'), pg_temp.sale('2', '{"status": "refunded", "customer_external_id": "c2", "amount": 12}'));
select public.sum_transactions();
select is(pg_temp.revenue('2026-11-02', '2026-11-02'), '2026-11-02 5.00/1/1', 'a refund takes its amount off, and a sale that is refunded brings nothing');
select is(pg_temp.revenue('2026-11-02', '2026-11-02', 'day', 'JPY'), '2026-11-02 1500/1/1', 'yen are shown without decimals');
select is(pg_temp.revenue('2026-11-02', '2026-11-02', 'day', 'BHD'), '2026-11-02 1.234/1/1', 'dinars are shown with three');
select throws_ok($$select public.get_revenue('2016-01-01', '2026-01-01')$$, 'PT422', null, 'a window of ten years is refused');
select throws_ok($$select public.get_revenue(currency => 'XYZ')$$, 'PT422', null, 'an unknown currency is refused');

select pg_temp.act_as('viewer');
select throws_ok($$select public.record_transactions(jsonb_build_array(pg_temp.sale('v')))$$, 'PT403', null, 'a viewer cannot record transactions');
select pg_temp.act_as('stranger');
select is((select count(*) from public.transactions) + (select count(*) from public.customers), 0::bigint, 'another tenant sees no transaction and no customer');
select is(pg_temp.revenue('2026-11-01', '2026-11-30', 'day', 'EUR'), '-', 'another tenant sees no revenue');

select * from finish();
rollback;
