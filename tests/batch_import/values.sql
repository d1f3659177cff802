begin;
\ir ../support/world.psql
select plan(36);

insert into public.organizations (client_id, id, name) values
  (pg_temp.acme(), '0d000000-0000-4000-8000-000000000001', 'Initech'),
  (pg_temp.globex(), '0d000000-0000-4000-8000-000000000002', 'Globex only');
insert into public.products (client_id, id, name) values (pg_temp.acme(), '0e000000-0000-4000-8000-000000000001', 'GTX Pro');
insert into public.principals (client_id, id, name) values (pg_temp.acme(), '0f000000-0000-4000-8000-000000000001', 'Umbrella');
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.batches_per_hour', '1000');
select pg_temp.act_as('member');

create function pg_temp.verdict(fields jsonb) returns text language sql as $$
  select string_agg(concat_ws(' ', e ->> 'field', e ->> 'code'), ', ')
  from jsonb_array_elements(public.import_opportunities(
    jsonb_build_array('{"name": "Deal", "organization": "Initech"}'::jsonb || fields), '[]', '{"dry_run": true}') -> 'body' -> 'errors') e
$$;

select is(pg_temp.verdict('{}'), null, 'a row needs only a name and an organization');
select is(pg_temp.verdict('{"name": "  "}'), 'name required', 'a blank name counts as missing');
select is(pg_temp.verdict(jsonb_build_object('name', repeat('x', 200))), null, 'a name of 200 characters is accepted');
select is(pg_temp.verdict(jsonb_build_object('name', repeat('x', 201))), 'name length', 'a name of 201 characters is refused');
select is(pg_temp.verdict('{"organization": null}'), 'organization required', 'a row without an organization is refused');
select is(pg_temp.verdict('{"organization": "initech"}'), null, 'organizations are found by name in any case');
select is(pg_temp.verdict('{"organization": "Globex only"}'), 'organization unknown_reference', 'another tenant''s organization is unknown by name');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0d000000-0000-4000-8000-000000000001"}'), null, 'an organization may be given by id');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0D000000-0000-4000-8000-000000000001"}'), null, 'an organization id may be in capitals');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0d000000-0000-4000-8000-000000000002"}'), 'organization_id unknown_reference', 'another tenant''s organization is unknown by id');
select is(pg_temp.verdict('{"organization": null, "organization_id": "17"}'), 'organization_id unknown_reference', 'an organization id that is not a UUID is unknown');
select is(pg_temp.verdict('{"organization_id": "0d000000-0000-4000-8000-000000000001"}'), 'organization ambiguous', 'a row cannot give both the id and the name of an organization');
select is(pg_temp.verdict('{"organization": "id 0d000000-0000-4000-8000-000000000001"}'), 'organization unknown_reference', 'a name that looks like an internal key is only a name');
select is(pg_temp.verdict('{"product": "GTX Pro", "principal": "umbrella"}'), null, 'known products and principals are found by name');
select is(pg_temp.verdict('{"product": "MG", "principal": "Nobody"}'), 'principal unknown_reference, product unknown_reference', 'unknown products and principals are reported');
select is(pg_temp.verdict('{"stage": "won"}'), null, 'an unknown stage is refused');
select is(pg_temp.verdict('{"stage": "Won"}'), 'stage unknown_value', 'a stage must be written exactly as listed');
select is(pg_temp.verdict('{"probability_percent": 100, "amount": "0.10"}'), null, 'numbers may be given as text');
select is(pg_temp.verdict('{"probability_percent": 140}'), 'probability_percent range', 'a probability is at most 100');
select is(pg_temp.verdict('{"probability_percent": "-1"}'), 'probability_percent range', 'a probability is at least 0');
select is(pg_temp.verdict('{"probability_percent": "half"}'), 'probability_percent format', 'a probability must be a number');
select is(pg_temp.verdict('{"amount": -1}'), 'amount range', 'an amount is not negative');
select is(pg_temp.verdict('{"amount": 1.005}'), 'amount format', 'an amount has at most two decimals');
select is(pg_temp.verdict('{"amount": 1e15}'), 'amount range', 'an amount over the maximum is refused');
select is(pg_temp.verdict('{"amount": 1e400}'), 'amount format', 'an infinite amount is refused');
select is(pg_temp.verdict('{"amount": "١٢"}'), 'amount format', 'an amount must be written in ASCII digits');
select is(pg_temp.verdict('{"currency": "EUR"}'), null, 'a currency is an ISO 4217 code');
select is(pg_temp.verdict('{"currency": "AAA"}'), 'currency unknown_value', 'an unknown currency code is refused');
select is(pg_temp.verdict('{"expected_close_date": "2024-02-29"}'), null, 'February 29 of a leap year is accepted');
select is(pg_temp.verdict('{"expected_close_date": "2025-02-30"}'), 'expected_close_date format', 'February 30 is refused');
select is(pg_temp.verdict('{"expected_close_date": "30.01.2025"}'), 'expected_close_date format', 'a date in another notation is refused');
select is(pg_temp.verdict('{"context": {"a": 1}, "custom_context": {}}'), null, 'a context must be an object');
select is(pg_temp.verdict('{"context": [1]}'), 'context type', 'a context cannot be an array');
select is(pg_temp.verdict('{"amount": -1, "stage": "x", "name": null}'), 'name required, stage unknown_value, amount range', 'all errors of a row are reported');

select is(public.import_opportunities('[{"name": "Deal", "organization": "Initech", "product": "GTXPro"}]', '[]', '{"dry_run": true}') #>> '{body,errors,0,message}',
  'product ''GTXPro'' is not known, did you mean ''GTX Pro''?', 'an unknown name gets a similar known name as a suggestion');
select is(public.import_opportunities('[{"name": "Deal", "organization": "Initech", "amount": "x"}, {"organization": "Initech"}]',
  '[{"row": 1, "field": "amount", "code": "type", "message": "first"}, {"row": 2, "field": null, "code": "ragged_row", "message": "second"}]', '{"dry_run": true}') -> 'body' -> 'errors',
  '[{"row": 1, "field": "amount", "code": "type", "message": "first"}, {"row": 2, "field": null, "code": "ragged_row", "message": "second"}]',
  'reading errors come first and are the only errors of an unreadable row');

select * from finish();
rollback;
