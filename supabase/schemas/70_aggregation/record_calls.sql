-- Recording calls: a request is recorded as a whole or not at all.

create function private.fail_calls(details jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  errors jsonb;
begin
  select jsonb_agg(e order by (e ->> 'row')::integer, d.ordinality, o) into errors
  from jsonb_array_elements(details) with ordinality d, jsonb_array_elements(d.value) with ordinality as i (e, o);
  perform private.fail(422, 'VALIDATION_ERROR', format('No call was recorded: row %s: %s%s',
    errors -> 0 ->> 'row', errors -> 0 ->> 'message',
    case when jsonb_array_length(errors) > 1 then format(' (and %s more)', jsonb_array_length(errors) - 1) else '' end),
    jsonb_build_object('details', errors));
end
$$;

-- Sorted, so that two requests with the same calls cannot deadlock.
create function private.record_calls(tenant uuid, calls jsonb) returns setof public.calls
language sql volatile set search_path = '' as $$
  insert into public.calls as c (client_id, external_id, agent_id, team_id, topic, outcome, resolved, satisfaction,
    handling_seconds, wait_seconds, started_at)
  select tenant, s.* from jsonb_to_recordset(record_calls.calls) as s (external_id text, agent_id uuid, team_id uuid,
    topic text, outcome text, resolved boolean, satisfaction integer, handling_seconds integer, wait_seconds integer,
    started_at timestamptz)
  order by s.external_id
  on conflict on constraint calls_external_id do update set
    agent_id = excluded.agent_id, team_id = excluded.team_id, topic = excluded.topic, outcome = excluded.outcome,
    resolved = excluded.resolved, satisfaction = excluded.satisfaction, handling_seconds = excluded.handling_seconds,
    wait_seconds = excluded.wait_seconds, started_at = excluded.started_at
  where (c.agent_id, c.team_id, c.topic, c.outcome, c.resolved, c.satisfaction, c.handling_seconds, c.wait_seconds,
    c.started_at)
    is distinct from (excluded.agent_id, excluded.team_id, excluded.topic, excluded.outcome, excluded.resolved,
      excluded.satisfaction, excluded.handling_seconds, excluded.wait_seconds, excluded.started_at)
  returning c.*
$$;
comment on function private.record_calls is
  'Adds checked calls, or replaces them by external_id, and returns the new and changed ones.';

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
