create function private.check_import_arguments(opportunities jsonb, problems jsonb, options jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  defaults constant jsonb :=
    '{"on_error": "abort", "on_conflict": "error", "create_missing": [], "dry_run": false, "force": false}';
  optional constant text[] := '{on_missing,empty,match}';
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (values
    ('opportunities', 'must be an array of objects',
      jsonb_typeof(opportunities) is distinct from 'array'
      or opportunities @? '$[*] ? (@.type() != "object")'),
    ('problems', 'must be an array of {row, field, code, message}',
      jsonb_typeof(problems) is distinct from 'array'
      or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")'),
    ('options', 'must be an object with on_error, on_conflict, on_missing, match, empty, create_missing, '
      'dry_run, force',
      jsonb_typeof(options) is distinct from 'object'
      or options - optional - array(select jsonb_object_keys(defaults)) <> '{}'),
    ('options.on_error', 'must be abort or skip', not coalesce(options ->> 'on_error', 'abort') = any ('{abort,skip}')),
    ('options.on_conflict', 'must be error, skip or update',
      not coalesce(options ->> 'on_conflict', 'error') = any ('{error,skip,update}')),
    ('options.on_missing', 'must be create, skip or error',
      not coalesce(options ->> 'on_missing', 'create') = any ('{create,skip,error}')),
    ('options.match', 'must be external_id or name',
      not coalesce(options ->> 'match', 'external_id') = any ('{external_id,name}')),
    ('options.empty', 'must be keep or clear', not coalesce(options ->> 'empty', 'keep') = any ('{keep,clear}')),
    ('options.create_missing', 'must be a list of organizations, products',
      jsonb_typeof(coalesce(options -> 'create_missing', '[]')) <> 'array'
      or not coalesce(options -> 'create_missing', '[]') <@ '["organizations", "products"]'),
    ('options.dry_run', 'must be true or false', jsonb_typeof(coalesce(options -> 'dry_run', 'false')) <> 'boolean'),
    ('options.force', 'must be true or false', jsonb_typeof(coalesce(options -> 'force', 'false')) <> 'boolean')
  ) as c (path, message, wrong)
  where c.wrong;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import is not valid', jsonb_build_object('details', details));
  end if;
  return defaults || jsonb_strip_nulls(options);
end
$$;
comment on function private.check_import_arguments is
  'The options with their defaults. Raises 422 for invalid arguments.';
