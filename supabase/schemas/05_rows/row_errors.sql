-- The errors that rows of an import or of recorded calls can have: {field, code, message}. Callers test the
-- condition themselves and build an error only for the rows that fail it: a function call for each value would cost
-- more than the check.

create function private.quoted(value text) returns text
language sql immutable set search_path = '' as $$
  select case when strpos(value, '''') > 0 then '"' || value || '"' else '''' || value || '''' end
$$;
comment on function private.quoted is 'The text in quotes for a message, as it was sent: no character is doubled.';

create function private.row_error(field text, code text, message text) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select jsonb_build_object('field', field, 'code', code, 'message', message)
$$;

create function private.missing_error(field text, instead text default null) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'required', concat_ws(', ', field || ' is missing', 'give ' || instead))
$$;

create function private.both_given_error(field text, other text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'ambiguous', format('%s and %s are both given, give one', field, other))
$$;

create function private.length_error(field text, value text, maximum integer) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'length',
    format('%s has %s characters, at most %s are allowed', field, length(value), maximum))
$$;

create function private.value_error(field text, code text, value text, rule text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, code, format('%s is %s, must be %s', field, private.quoted(left(value, 50)), rule))
$$;

create function private.number_error(field text, code text, value text, rule text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, code, format('%s is %s, must %s', field, left(value, 50), rule))
$$;

create function private.duplicate_error(field text, value text, first_row integer) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'duplicate_in_file',
    format('%s %s is already in row %s', field, private.quoted(value), first_row))
$$;

create function private.unknown_id_error(field text, id text, noun text) returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'unknown_reference',
    format('%s %s is not %s of yours', field, private.quoted(left(id, 50)), noun))
$$;

create function private.unknown_name_error(field text, name text, hint text default '') returns jsonb
language sql stable parallel safe set search_path = '' as $$
  select private.row_error(field, 'unknown_reference',
    format('%s %s is not known', field, private.quoted(left(name, 200))) || hint)
$$;

create function private.numbered_errors("row" integer, errors jsonb[], source jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object('row', "row", 'line', source -> 'lines' -> ("row" - 1))) || u.e order by u.o)
  from unnest(errors) with ordinality as u (e, o)
$$;
comment on function private.numbered_errors is 'The errors of a row with its number and line; null if it has none.';
