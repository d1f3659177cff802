-- How large one import may be. Functions take bodies of 5 MB; callers of the Data API meet the same bounds here.

create function private.check_import_bytes(opportunities jsonb, problems jsonb, options jsonb, filename text,
  source jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  too_large text;
begin
  select a.argument into too_large
  from (values
    ('opportunities', pg_column_size(opportunities), 20000000), ('problems', pg_column_size(problems), 4000000),
    ('options', pg_column_size(options), 20000), ('filename', octet_length(filename), 1020),
    ('source', pg_column_size(source), 20000000),
    ('source.mapping', pg_column_size(source -> 'mapping'), 100000),
    ('source.values', pg_column_size(source -> 'values'), 500000),
    ('source.formats', pg_column_size(source -> 'formats'), 100000),
    ('source.columns', pg_column_size(source -> 'columns'), 900000),
    ('source.unknown_columns', pg_column_size(source -> 'unknown_columns'), 900000),
    ('source.warnings', pg_column_size(source -> 'warnings'), 900000)
  ) as a (argument, bytes, most)
  where a.bytes > a.most limit 1;
  if found then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', format('%s is too large', too_large));
  end if;
end
$$;

create function private.check_import_size(opportunities jsonb, max_rows integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  rows constant integer := jsonb_array_length(opportunities);
begin
  if rows > max_rows then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The import has %s rows, at most %s are allowed: split it, or send the file as an upload '
        '(POST /batch-import/v1/uploads)', case when rows > 1000 then 'more than 1,000' else rows::text end, max_rows));
  elsif rows = 0 then
    perform private.fail(422, 'VALIDATION_ERROR', 'The import has no rows', jsonb_build_object('details',
      jsonb_build_array(private.problem('opportunities', 'too_small', 'must have at least one row'))));
  end if;
end
$$;
