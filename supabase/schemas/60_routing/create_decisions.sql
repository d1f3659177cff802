-- Creating one decision, or up to 100 in one transaction.

-- Definer: callers cannot write load or decisions.
create function public.create_decision(
  team_id uuid default null, sector text default null, capabilities text[] default '{}', reference text default null,
  channel_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
begin
  if reference is not null then
    perform private.lock_references(tenant, array[reference]);
  end if;
  if private.request_header('idempotency-key') is null then
    return private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  end if;
  answer := private.replay('create_decision',
    private.fingerprint(jsonb_build_array(team_id, sector, capabilities, reference, channel_id)));
  if answer is not null then
    return answer;
  end if;
  answer := private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  return case when answer ->> 'status' = '201' then private.remember('create_decision', answer) else answer end;
end
$$;
comment on function public.create_decision is
  'Chooses the best agent for a call and takes a slot: {status: 201, body, replayed?}, or {status: 409, body} with '
  'code NO_AGENT_AVAILABLE. While a decision with this reference is open, it is returned as a replayed one. Raises '
  '401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';

-- One after the other, because each decision changes the scores for the next.
-- Definer: see public.create_decision.
create function public.create_decisions(decisions jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
  answers jsonb := '[]';
  request record;
begin
  if jsonb_typeof(decisions) is distinct from 'array' or jsonb_array_length(decisions) not between 1 and 100 then
    perform private.invalid('decisions', 'length', 'must be an array of 1–100 requests');
  end if;
  answer := private.replay('create_decisions', private.fingerprint(decisions));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_references(tenant, array(select d ->> 'reference' from jsonb_array_elements(decisions) d)),
    private.lock_routing(tenant);
  for request in
    select d.ordinality - 1 as index, r.*
    from jsonb_array_elements(decisions) with ordinality d,
      jsonb_to_record(d.value) as r (team_id uuid, sector text, capabilities text[], reference text, channel_id uuid)
    order by d.ordinality
  loop
    answers := answers || private.decide(tenant, request.team_id, request.sector, request.capabilities,
      request.reference, request.channel_id, format('decisions.%s.', request.index));
  end loop;
  return private.remember('create_decisions',
    jsonb_build_object('status', 201, 'body', jsonb_build_object('decisions', answers)));
end
$$;
comment on function public.create_decisions is
  'Makes up to 100 decisions in one transaction: {status: 201, body: {decisions: [{status, body}]}, replayed?}, each '
  'as in create_decision. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422; an error undoes all of them.';
