-- Errors of fields that a call does not have or that hold more than one value.

create function private.field_errors(call jsonb, fields text[]) returns jsonb[]
language sql immutable set search_path = '' as $$
  select array(
    select case when f.key <> all (fields)
        then private.row_error(left(f.key, 100), 'unknown_field',
          format('%s is not a field of a call', left(f.key, 100)))
      else private.row_error(f.key, 'type',
        format('%s is an %s, must be a single value', f.key, jsonb_typeof(f.value))) end
    from jsonb_each(call) f
    where f.key <> all (fields) or jsonb_typeof(f.value) in ('object', 'array')
    limit 20)
$$;
comment on function private.field_errors is
  'Errors for fields that a call does not have and for values that are objects or arrays, at most 20.';
