-- What was wrong with the calls of a file: the answer that names it, and the file of invalid rows to correct and send
-- again. Guarantees: a tenant keeps its 20 newest files of invalid rows, for 7 days.

create table private.call_batches (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  columns text[] check (pg_column_size(columns) <= 1000000),
  delimiter text check (length(delimiter) = 1),
  rows jsonb not null check (pg_column_size(rows) <= 20000000),
  created_by uuid not null default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
alter table private.call_batches enable row level security;
comment on table private.call_batches is
  'The invalid rows of requests with calls: [{row, record, errors}]. record is an array of cells for a file with '
  'columns, otherwise what was sent as JSON.';
select private.retain('private.call_batches', '7', 'r.created_at');

create function private.keep_call_errors(tenant uuid, calls jsonb, bad jsonb, source jsonb) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  kept uuid;
begin
  -- Writers of a tenant wait for each other, so that the number of files holds.
  perform pg_advisory_xact_lock(hashtext('call batches'), hashtext(tenant::text));
  delete from private.call_batches b
  where b.client_id = tenant and b.id in (
    select o.id from private.call_batches o where o.client_id = tenant order by o.id desc offset 19);
  insert into private.call_batches (client_id, columns, delimiter, rows)
  select tenant,
    case when source ? 'columns' then array(select jsonb_array_elements_text(source -> 'columns')) end,
    source ->> 'delimiter',
    jsonb_agg(jsonb_build_object('row', r.row, 'errors', r.errors,
      'record', coalesce(source -> 'rows' -> (r.row - 1), calls -> (r.row - 1))) order by r.row)
  from (select (e -> 0 ->> 'row')::integer as row, e as errors from jsonb_array_elements(bad) e) r
  returning id into kept;
  return kept;
end
$$;

create function private.call_warnings(tenant uuid, calls jsonb, options jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.time_zone_warning('started_at', c.time_zone)), '[]')
  from public.clients c
  where c.id = tenant and options @> '{"local_times": true}'
    and exists (
      select from jsonb_array_elements(calls) s
      where s ->> 'started_at' ~ '[0-9]:[0-9.:]+$' and s ->> 'started_at' !~ '[+-][0-9]{2}:?[0-9]{2}$')
$$;

create function private.findings_of_calls(tenant uuid, calls jsonb, bad jsonb, options jsonb, source jsonb)
returns jsonb
language sql volatile set search_path = '' as $$
  select case when source is null and not options @> '{"on_error": "skip"}' then '{}'
    else jsonb_build_object(
      'failed', coalesce(jsonb_array_length(bad), 0),
      'errors', coalesce(jsonb_path_query_array(bad, '$[*][*]'), '[]'),
      'batch_id', case when bad is not null then private.keep_call_errors(tenant, calls, bad, source) end,
      'unknown_columns', coalesce(source -> 'unknown_columns', '[]'),
      'warnings', coalesce(source -> 'warnings', '[]') || private.call_warnings(tenant, calls, options))
  end
$$;
comment on function private.findings_of_calls is
  'What a person should know of calls from a file. Keeps the invalid rows.';

-- A corrected request may come under the same Idempotency-Key, so that a refusal is not remembered.
create function private.refuse_calls(tenant uuid, calls jsonb, bad jsonb, options jsonb, source jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  errors constant jsonb := jsonb_path_query_array(bad, '$[*][*]');
  message constant text := format('No call was recorded: row %s: %s%s',
    errors -> 0 ->> 'row', errors -> 0 ->> 'message',
    case when jsonb_array_length(errors) > 1 then format(' (and %s more)', jsonb_array_length(errors) - 1) else '' end);
begin
  if source is null and not options @> '{"on_error": "skip"}' then
    perform private.fail(422, 'VALIDATION_ERROR', message, jsonb_build_object('details', errors));
  end if;
  perform private.forget('record_calls');
  return jsonb_build_object('status', 422, 'body',
    jsonb_build_object('code', 'VALIDATION_ERROR', 'message', message, 'details', errors)
    || (private.findings_of_calls(tenant, calls, bad, options, source) - '{failed,errors}'::text[]));
end
$$;

-- Definer: the rows as sent are private to who sent them and to managers.
create function public.call_error_rows(batch_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('calls:write');
  batch private.call_batches;
begin
  select * into batch from private.call_batches b
  where b.client_id = tenant and b.id = batch_id and (b.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'No invalid calls are kept under this id; they end after 7 days');
  end if;
  return jsonb_build_object('columns', batch.columns, 'delimiter', batch.delimiter, 'rows', batch.rows);
end
$$;
comment on function public.call_error_rows is
  'The invalid rows of a request with calls: {columns: [header] of a file or null, delimiter, rows: [{row, record, '
  'errors: [{row, field, code, message}]}]}. Raises 401, 403, 404.';
grant execute on function public.call_error_rows to authenticated;
