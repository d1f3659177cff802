-- How many rows one import may have.

create function private.check_import_size(opportunities jsonb, max_rows integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  rows constant integer := jsonb_array_length(opportunities);
begin
  if rows > max_rows then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The import has %s rows, at most %s are allowed',
        case when rows > 1000 then 'more than 1000' else rows::text end, max_rows));
  elsif rows = 0 then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import has no rows', jsonb_build_object('details',
      jsonb_build_array(private.problem('opportunities', 'too_small', 'must have at least one row'))));
  end if;
end
$$;
