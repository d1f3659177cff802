-- Recording transactions: a request is recorded as a whole or not at all.

create function private.fail_transactions(details jsonb) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.fail(422, 'VALIDATION_ERROR', format('No transaction was recorded: row %s: %s%s',
    details -> 0 ->> 'row', details -> 0 ->> 'message', case when jsonb_array_length(details) > 1
      then format(' (and %s more)', jsonb_array_length(details) - 1) else '' end),
    jsonb_build_object('details', details));
end
$$;

create function private.check_transactions(rows private.sent_transaction[], problems jsonb, source jsonb) returns void
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  details constant jsonb := (
    select jsonb_path_query_array(
      jsonb_agg(private.numbered_errors(f.row, f.errors, source) order by f.row) filter (where f.errors <> '{}'),
      '$[*][*]')
    from (
      select r.row, case
        when r.kind <> 'object' then array[
          private.row_error(null, 'type', format('the row is of type %s, must be an object', r.kind))]
        when p.row is null then j.errors
        else private.merge_errors(p, j.errors)
      end as errors
      from unnest(rows) r
      join private.judge_transactions(rows) j on j.row = r.row
      left join private.problems_by_row(problems) p on p.row = r.row
    ) f);
begin
  if details is not null then
    perform private.fail_transactions(details);
  end if;
end
$$;
comment on function private.check_transactions is
  'Raises 422 with every bad row. problems: what the function found while it read the request.';

create function private.findings_of_transactions(rows private.sent_transaction[], time_zone text, source jsonb)
returns jsonb
language sql stable set search_path = '' as $$
  select case when source is null then '{}' else jsonb_build_object(
    'unknown_columns', source -> 'unknown_columns',
    'warnings', (source -> 'warnings') || case when exists (select from unnest(rows) r where r.moments is not null)
      then jsonb_build_array(private.time_zone_warning('occurred_at', time_zone)) else '[]' end) end
$$;
comment on function private.findings_of_transactions is 'What a person should know of transactions from a file.';

create function private.require_transactions(transactions jsonb, problems jsonb, source jsonb) returns integer
language plpgsql stable set search_path = '' as $$
declare
  received constant integer :=
    case jsonb_typeof(transactions) when 'array' then jsonb_array_length(transactions) else 0 end;
begin
  if received = 0 then
    perform private.invalid('transactions', 'range', 'must be an array of 1–1,000 transactions');
  elsif received > 1000 then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The request has %s transactions, at most 1,000 are allowed', received));
  elsif jsonb_typeof(problems) <> 'array'
    or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")' then
    perform private.invalid('problems', 'type', 'must be an array of {row, field, code, message}');
  elsif jsonb_typeof(coalesce(source, '{"unknown_columns": []}') -> 'unknown_columns') is distinct from 'array'
    or jsonb_typeof(coalesce(source, '{"warnings": []}') -> 'warnings') is distinct from 'array'
    or pg_column_size(source) > 1000000 then
    perform private.invalid('source', 'type', 'must be {lines, unknown_columns, warnings}, at most 1 MB');
  end if;
  return received;
end
$$;
comment on function private.require_transactions is
  'The number of rows. Raises 413, 422 if there are too many or none.';

-- Definer: callers cannot write transactions and customers.
create function public.record_transactions(transactions jsonb, problems jsonb default '[]',
  source jsonb default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('transactions:write');
  answer jsonb := private.replay('record_transactions',
    private.fingerprint(jsonb_build_array(transactions, problems, source)));
  zone constant text := (select c.time_zone from public.clients c where c.id = tenant);
  rows private.sent_transaction[];
  received integer;
  created integer;
  updated integer;
begin
  if answer is not null then
    return answer;
  end if;
  received := private.require_transactions(transactions, problems, source);
  rows := array(select r from private.read_transactions(tenant, transactions, source is not null) r);
  perform private.check_transactions(rows, problems, source);
  select count(*) filter (where t.version = 1), count(*) filter (where t.version > 1) into created, updated
  from private.write_transactions(tenant, rows) t;
  answer := jsonb_build_object('received', received, 'created', created, 'updated', updated, 'unchanged',
    received - created - updated);
  if created + updated > 0 then
    perform private.emit_event(tenant, 'transactions.recorded', answer);
  end if;
  return private.remember('record_transactions',
    jsonb_build_object('status', case when created > 0 then 201 else 200 end,
      'body', answer || private.findings_of_transactions(rows, zone, source)));
end
$$;
comment on function public.record_transactions is
  'Records up to 1,000 transactions, all or none. A known external_id replaces its transaction. source: of a file '
  '{lines, unknown_columns, warnings}, whose times without an offset are the tenant''s. Returns {status, body: '
  '{received, created, updated, unchanged, unknown_columns?, warnings?}, replayed?}; status is 201, or 200 if none is '
  'new. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 413, 422 with every bad row.';
