-- Recording calls: a request is recorded as a whole or not at all.

-- Definer: callers cannot write calls.
create function public.record_calls(calls jsonb, problems jsonb default '[]') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('calls:write');
  answer jsonb;
  checked jsonb;
  details jsonb;
  received integer;
  created integer;
  updated integer;
begin
  answer := private.replay('record_calls', private.fingerprint(jsonb_build_array(calls, problems)));
  if answer is not null then
    return answer;
  end if;
  received := case jsonb_typeof(calls) when 'array' then jsonb_array_length(calls) else 0 end;
  if received = 0 then
    perform private.invalid('calls', 'range', 'must be an array of 1–1,000 calls');
  elsif received > 1000 then
    perform private.fail(413, 'BATCH_TOO_LARGE',
      format('The request has %s calls, at most 1,000 are allowed', received));
  elsif jsonb_typeof(problems) <> 'array'
    or problems @? '$[*] ? (@.row.type() != "number" || @.message.type() != "string")' then
    perform private.invalid('problems', 'type', 'must be an array of {row, field, code, message}');
  end if;

  select
    jsonb_agg(c.call),
    jsonb_agg(e.details) filter (where e.details is not null)
  into checked, details
  from private.check_calls(tenant, calls, problems) c
  left join lateral (
    select jsonb_agg(jsonb_build_object('row', c.row) || e order by o) as details
      from unnest(c.errors) with ordinality as u (e, o)
  ) e on true;
  if details is not null then
    perform private.fail_calls(details);
  end if;

  select count(*) filter (where r.version = 1), count(*) filter (where r.version > 1) into created, updated
  from private.record_calls(tenant, checked) r;
  return private.remember('record_calls', jsonb_build_object('status', case when created > 0 then 201 else 200 end,
    'body', jsonb_build_object('received', received, 'created', created, 'updated', updated, 'unchanged',
      received - created - updated)));
end
$$;
comment on function public.record_calls is
  'Records up to 1,000 finished calls, all or none. A known external_id replaces its call. Returns {status, body: '
  '{received, created, updated, unchanged}, replayed?}; status is 201, or 200 if no call is new. Raises 401, 403, 409 '
  'IDEMPOTENCY_KEY_REUSED, 413, 422 with every bad row.';
