-- Recording calls: a request is recorded as a whole or not at all, unless it asks to skip invalid calls.

-- Definer: callers cannot write calls.
create function public.record_calls(calls jsonb, problems jsonb default '[]', options jsonb default '{}',
  source jsonb default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('calls:write');
  zone constant text := case when options @> '{"local_times": true}'
    then (select c.time_zone from public.clients c where c.id = tenant) end;
  skips constant boolean := coalesce(options ->> 'on_error' = 'skip', false);
  answer jsonb := private.replay('record_calls',
    private.fingerprint(jsonb_build_array(calls, problems, options, source)));
  good jsonb;
  bad jsonb;
  counts jsonb;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.require_time(tenant);
  perform private.check_call_arguments(calls, problems, options, source);
  select
    jsonb_agg(c.call) filter (where e.errors is null),
    jsonb_agg(e.errors order by c.row) filter (where e.errors is not null)
  into good, bad
  from private.check_calls(tenant, calls, problems, zone) c
  cross join lateral (select private.numbered_errors(c.row, c.errors, source)) e (errors);
  if bad is not null and not (skips and good is not null) then
    answer := private.refuse_calls(tenant, calls, bad, options, source);
    perform private.count_time(tenant);
    return answer;
  end if;

  select jsonb_build_object('created', count(*) filter (where r.version = 1),
    'updated', count(*) filter (where r.version > 1), 'unchanged', jsonb_array_length(good) - count(*))
  into counts
  from private.record_calls(tenant, good) r;
  perform private.count_time(tenant);
  return private.remember('record_calls', jsonb_build_object(
    'status', case when counts ->> 'created' = '0' then 200 else 201 end,
    'body', jsonb_build_object('received', jsonb_array_length(calls)) || counts
      || private.findings_of_calls(tenant, calls, bad, options, source)));
end
$$;
comment on function public.record_calls is
  'Records up to 1,000 finished calls, all or none, or with on_error skip the valid ones. A known external_id replaces '
  'its call. options: {on_error: abort|skip, local_times: true if times without an offset are the tenant''s}. source: '
  'the file as sent {columns, rows, lines, delimiter, unknown_columns, warnings}. Returns {status, body: {received, '
  'created, updated, unchanged}, replayed?}; status is 201, or 200 if no call is new, or 422 with every error. Of '
  'files and with skip the body also has {failed, errors, batch_id, unknown_columns, warnings}. Raises 401, 403, 409 '
  'IDEMPOTENCY_KEY_REUSED, 413, 422, 429 CPU_BUDGET_EXCEEDED.';
