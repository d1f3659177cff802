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

select is(pg_temp.verdict('{}'), null, 'name and organization are enough');
select is(pg_temp.verdict('{"name": "  "}'), 'name required', 'a blank name is missing');
select is(pg_temp.verdict(jsonb_build_object('name', repeat('x', 200))), null, 'a name has up to 200 characters');
select is(pg_temp.verdict(jsonb_build_object('name', repeat('x', 201))), 'name length', 'not more');
select is(pg_temp.verdict('{"organization": null}'), 'organization required', 'an organization is needed');
select is(pg_temp.verdict('{"organization": "initech"}'), null, 'names are found in any case');
select is(pg_temp.verdict('{"organization": "Globex only"}'), 'organization unknown_reference', 'another tenant''s organization is unknown by name');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0d000000-0000-4000-8000-000000000001"}'), null, 'an organization may be given by id');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0D000000-0000-4000-8000-000000000001"}'), null, 'in capitals too');
select is(pg_temp.verdict('{"organization": null, "organization_id": "0d000000-0000-4000-8000-000000000002"}'), 'organization_id unknown_reference', 'another tenant''s is unknown by id');
select is(pg_temp.verdict('{"organization": null, "organization_id": "17"}'), 'organization_id unknown_reference', 'what is no id is unknown');
select is(pg_temp.verdict('{"organization_id": "0d000000-0000-4000-8000-000000000001"}'), 'organization ambiguous', 'id and name together are ambiguous');
select is(pg_temp.verdict('{"organization": "id 0d000000-0000-4000-8000-000000000001"}'), 'organization unknown_reference', 'a name that looks like our key is only a name');
select is(pg_temp.verdict('{"product": "GTX Pro", "principal": "umbrella"}'), null, 'known product and principal are found');
select is(pg_temp.verdict('{"product": "MG", "principal": "Nobody"}'), 'principal unknown_reference, product unknown_reference', 'unknown ones are reported');
select is(pg_temp.verdict('{"stage": "won"}'), null, 'a stage of the list');
select is(pg_temp.verdict('{"stage": "Won"}'), 'stage unknown_value', 'as it is written');
select is(pg_temp.verdict('{"probability_percent": 100, "amount": "0.10"}'), null, 'numbers may be text');
select is(pg_temp.verdict('{"probability_percent": 140}'), 'probability_percent range', 'a probability is at most 100');
select is(pg_temp.verdict('{"probability_percent": "-1"}'), 'probability_percent range', 'and at least 0');
select is(pg_temp.verdict('{"probability_percent": "half"}'), 'probability_percent format', 'and a number');
select is(pg_temp.verdict('{"amount": -1}'), 'amount range', 'an amount is not negative');
select is(pg_temp.verdict('{"amount": 1.005}'), 'amount format', 'and has two decimals');
select is(pg_temp.verdict('{"amount": 1e15}'), 'amount range', 'and has its bound');
select is(pg_temp.verdict('{"amount": 1e400}'), 'amount format', 'and cannot be endless');
select is(pg_temp.verdict('{"amount": "١٢"}'), 'amount format', 'and is written in ASCII digits');
select is(pg_temp.verdict('{"currency": "EUR"}'), null, 'a currency is an ISO 4217 code');
select is(pg_temp.verdict('{"currency": "AAA"}'), 'currency unknown_value', 'that exists');
select is(pg_temp.verdict('{"expected_close_date": "2024-02-29"}'), null, 'a leap day is a date');
select is(pg_temp.verdict('{"expected_close_date": "2025-02-30"}'), 'expected_close_date format', 'the 30th of February is none');
select is(pg_temp.verdict('{"expected_close_date": "30.01.2025"}'), 'expected_close_date format', 'nor another notation');
select is(pg_temp.verdict('{"context": {"a": 1}, "custom_context": {}}'), null, 'contexts are objects');
select is(pg_temp.verdict('{"context": [1]}'), 'context type', 'not arrays');
select is(pg_temp.verdict('{"amount": -1, "stage": "x", "name": null}'), 'name required, stage unknown_value, amount range', 'all that is wrong with a row is said');

select is(public.import_opportunities('[{"name": "Deal", "organization": "Initech", "product": "GTXPro"}]', '[]', '{"dry_run": true}') #>> '{body,errors,0,message}',
  'product ''GTXPro'' is not known, did you mean ''GTX Pro''?', 'a similar name is suggested');
select is(public.import_opportunities('[{"name": "Deal", "organization": "Initech", "amount": "x"}, {"organization": "Initech"}]',
  '[{"row": 1, "field": "amount", "code": "type", "message": "first"}, {"row": 2, "field": null, "code": "ragged_row", "message": "second"}]', '{"dry_run": true}') -> 'body' -> 'errors',
  '[{"row": 1, "field": "amount", "code": "type", "message": "first"}, {"row": 2, "field": null, "code": "ragged_row", "message": "second"}]',
  'what was found while reading comes first, and alone for an unreadable row');

select * from finish();
rollback;
