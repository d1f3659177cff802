begin;
\ir ../support/world.psql
select plan(36);
insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.tap_requests', '100', 'integer', 1, 1000, 'Only for this test', true),
  ('tap.greeting', '"Hello"', 'string', 1, 20, 'Only for this test', false);
create function pg_temp.operator_for(tenant uuid) returns void language sql as $$
  select set_config('request.jwt.claims', '{"role": "service_role"}', true),
    set_config('request.headers', coalesce(jsonb_build_object('x-client-id', tenant), '{}')::text, true), set_config('role', 'service_role', true)
$$;
create function pg_temp.bad_keys(changes jsonb) returns jsonb language plpgsql as $$
declare
  details text;
begin
  perform public.patch_settings(changes);
  return null;
exception when sqlstate 'PT422' then
  get stacked diagnostics details = pg_exception_detail;
  return (select jsonb_object_agg(d ->> 'path', d ->> 'code') from jsonb_array_elements(details::jsonb -> 'details') d);
end
$$;
grant execute on function pg_temp.bad_keys to authenticated;

-- Reading
select pg_temp.act_as('viewer');
select is(public.get_setting('import.max_rows') -> 'value', '500', 'a setting that was never set has its default');
select is(public.get_setting('import.max_rows') -> 'version', '0', 'a setting that was never set has version 0');
select ok(public.list_settings() @> '[{"key": "import.max_rows", "is_default": true}, {"key": "limits.tap_requests", "operator_only": true}]',
  'the list has every definition, including the operator''s');
select throws_ok($$select public.get_setting('no.such_key')$$, 'PT404', 'There is no setting no.such_key', 'reading an unknown key answers 404');
select ok(public.list_setting_definitions() @> '[{"key": "tap.greeting", "type": "string", "minimum": 1, "maximum": 20}]', 'definitions include the bounds');
select throws_ok($$select public.put_setting('import.max_rows', '{"value": 1}')$$, 'PT403', null, 'a viewer cannot set a setting');
select throws_ok($$select public.patch_settings('{"import.max_rows": 1}')$$, 'PT403', null, 'a viewer cannot set several settings');
select throws_ok($$select public.reset_setting('import.max_rows')$$, 'PT403', null, 'a viewer cannot reset a setting');
select throws_ok($$select public.list_setting_changes()$$, 'PT403', null, 'a viewer cannot read the history of settings');
reset role;

-- Writing
select pg_temp.act_as('admin');
select is(public.put_setting('import.max_rows', '{"value": 100}') -> 'version', '1', 'the first change has version 1');
select is(public.put_setting('import.max_rows', '{"value": 200}', 1) -> 'version', '2', 'a change with the current version succeeds');
select throws_ok($$select public.put_setting('import.max_rows', '{"value": 300}', 1)$$, 'PT412', null, 'a change with an outdated version is refused');
select throws_ok($$select public.reset_setting('import.max_rows', 1)$$, 'PT412', null, 'a reset with an outdated version is refused');
select throws_ok($$select public.put_setting('tap.greeting', '{"value": "Hi"}', 3)$$, 'PT412', null, 'a first change with an invented version is refused');
select is(public.put_setting('tap.greeting', '{"value": "Hi"}', 0) -> 'value', '"Hi"', 'version 0 matches a setting that was never set');
select throws_ok($$select public.put_setting('tap.greeting', '{"value": "Hey"}', 0)$$, 'PT412', null, 'version 0 does not match a setting that was set');
select throws_ok($$select public.put_setting('import.max_rows', '{"value": null}')$$, 'PT422', null, 'JSON null is refused as a value');
select throws_ok($$select public.put_setting('import.max_rows', null)$$, 'PT422', null, 'SQL null is refused as a value');
select is(public.reset_setting('import.max_rows') - 'updated_at' - 'updated_by' - 'description' - 'operator_only',
  '{"key": "import.max_rows", "value": 500, "default_value": 500, "is_default": true, "version": 3}',
  'a reset restores the default and raises the version, so no old ETag matches again');

-- Several at once
select throws_ok($$select public.patch_settings('{"tap.greeting": "Ciao", "import.max_rows": 0, "no.such_key": 1, "limits.tap_requests": 5}')$$, 'PT422',
  'Nothing was changed: import.max_rows must be 1–1000', 'setting several keys with one bad key is refused');
select is(public.get_setting('tap.greeting') -> 'value', '"Hi"', 'a refused change of several settings changes none');
select is(pg_temp.bad_keys('{"import.max_rows": 0, "no.such_key": 1, "limits.tap_requests": 5}'),
  '{"import.max_rows": "out_of_bounds", "limits.tap_requests": "operator_only", "no.such_key": "unknown_key"}', 'the error details name each bad key');
select is(jsonb_path_query_array(public.patch_settings('{"tap.greeting": null, "import.max_rows": 50}'), '$[*].value'), '[50, "Hello"]',
  'several settings can be set together, and null restores a default');
select throws_ok($$select public.patch_settings('[]')$$, 'PT422', null, 'changes that are not an object are refused');
select throws_ok($$update public.settings set value = '1'$$, '42501', null, 'nobody can write the settings table directly');

-- Who changed what
select is((select array_agg(new_value order by id) from public.settings_audit where key = 'import.max_rows'),
  array['100', '200', null, '50']::jsonb[], 'the history keeps each change, with null for the default');
select is(jsonb_path_query_array(public.list_setting_changes('import.max_rows', null, 2, true), '$.rows[*].old_value'), '[null, 200]', 'the history begins with the newest change');
select is(public.list_setting_changes('import.max_rows', null, 2, true) -> 'total', '4', 'the history can count all changes');
reset role;
select pg_temp.act_as('stranger');
select is(public.list_setting_changes(null, null, 10, true), '{"rows": [], "total": 0}', 'another tenant sees no history');
reset role;

-- The operator
select pg_temp.act_as('owner');
select throws_ok($$select public.put_setting('limits.tap_requests', '{"value": 500}')$$, 'PT403', 'Only the operator may set limits.tap_requests',
  'an owner cannot set an operator''s setting');
select throws_ok($$select public.reset_setting('limits.tap_requests')$$, 'PT403', null, 'an owner cannot reset an operator''s setting');
reset role;
select pg_temp.operator_for(pg_temp.acme());
select is(public.put_setting('limits.tap_requests', '{"value": 500}') -> 'value', '500', 'the operator can set an operator''s setting for a named tenant');
select is(public.patch_settings('{"limits.tap_requests": 600}') -> 0 -> 'value', '600', 'the operator can set it together with other settings');
reset role;
select pg_temp.operator_for(null);
select throws_ok($$select public.list_settings()$$, 'PT400', null, 'the operator must name a tenant');
reset role;
select pg_temp.act_as('viewer');
select is(public.get_setting('limits.tap_requests') -> 'value', '600', 'a viewer can read the value that the operator set');
select set_config('request.headers', jsonb_build_object('x-client-id', pg_temp.globex())::text, true);
select is(public.get_setting('limits.tap_requests') -> 'value', '600', 'a user''s tenant comes from the token, whatever the header says');
reset role;

select * from finish();
rollback;
