-- What a request with calls may bring, whoever the caller is.

create function private.check_call_arguments(calls jsonb, problems jsonb, options jsonb, source jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  received constant integer := case jsonb_typeof(calls) when 'array' then jsonb_array_length(calls) else 0 end;
begin
  if received = 0 then
    perform private.invalid('calls', 'range', 'must be an array of 1–1,000 calls');
  elsif received > 1000 then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The request has %s calls, at most 1,000 are allowed', received));
  elsif jsonb_typeof(problems) is distinct from 'array'
    or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")' then
    perform private.invalid('problems', 'type', 'must be an array of {row, field, code, message}');
  elsif jsonb_typeof(options) is distinct from 'object' or options - '{on_error,local_times}'::text[] <> '{}'
    or coalesce(options ->> 'on_error', 'abort') not in ('abort', 'skip')
    or coalesce(options ->> 'local_times', 'true') not in ('true', 'false') then
    perform private.invalid('options', 'invalid', 'must be {on_error: abort or skip, local_times: true or false}');
  elsif jsonb_typeof(source) <> 'object' or jsonb_typeof(source -> 'rows') <> 'array'
    or jsonb_typeof(source -> 'columns') <> 'array' or jsonb_typeof(source -> 'unknown_columns') <> 'array'
    or jsonb_typeof(source -> 'warnings') <> 'array' then
    perform private.invalid('source', 'type', 'must be {columns, rows, lines, delimiter, unknown_columns, warnings}');
  elsif pg_column_size(calls) > 20000000 or pg_column_size(source) > 20000000 or pg_column_size(problems) > 4000000
  then
    perform private.fail(413, 'PAYLOAD_TOO_LARGE', 'The calls are too large');
  end if;
end
$$;
