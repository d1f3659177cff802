begin;
\ir ../support/world.psql
select plan(11);

select is(private.setting(pg_temp.acme(), 'import.max_rows'), '500', 'a setting has its default');
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.max_rows', '100');
select is(private.setting(pg_temp.acme(), 'import.max_rows'), '100', 'a tenant''s value overrides the default');
select is(private.setting(pg_temp.globex(), 'import.max_rows'), '500', 'a tenant''s value does not affect another tenant');
select is(private.setting(pg_temp.acme(), 'no.such_key'), null, 'an unknown key has no value');

select throws_ok($$update public.settings set value = '0' where key = 'import.max_rows'$$, 'PT422',
  'Setting import.max_rows is 0, must be 1–1000', 'a value below its minimum is refused for every writer');
select throws_ok($$update public.settings set value = '1001' where key = 'import.max_rows'$$, 'PT422', null, 'a value above its maximum is refused');
select throws_ok($$update public.settings set value = '1.5' where key = 'import.max_rows'$$, 'PT422',
  'Setting import.max_rows is 1.5, must be a whole number', 'a fraction is refused for an integer setting');
select throws_ok($$update public.settings set value = '"7"' where key = 'import.max_rows'$$, 'PT422',
  'Setting import.max_rows is "7", must be of type integer', 'a value of the wrong type is refused');
select throws_ok($$insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'no.such_key', '1')$$, '23503', null,
  'a key without a definition cannot be set');

select pg_temp.act_as('viewer');
select results_eq('select value from public.settings', array['100'::jsonb], 'a viewer can read their tenant''s settings');
select throws_ok($$update public.settings set value = '50'$$, '42501', null, 'a viewer cannot write settings');
reset role;

select * from finish();
rollback;
