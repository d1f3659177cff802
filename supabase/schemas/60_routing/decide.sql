-- Guarantees: a call goes to the agent with the highest score among those with a free slot. The slot is taken in the
-- same transaction, so no agent exceeds its max_load.

create function private.check_decision_request(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text
) returns void
language plpgsql stable set search_path = '' as $$
begin
  if num_nonnulls(team_id, sector) <> 1 then
    perform private.invalid(path || 'sector', 'required', 'either team_id or sector must be given, not both');
  end if;
  if not length(sector) between 1 and 100 then
    perform private.invalid(path || 'sector', 'length', 'must have 1–100 characters');
  end if;
  if cardinality(capabilities) > 10 then
    perform private.invalid(path || 'capabilities', 'length', 'must have at most 10 entries');
  end if;
  if cardinality(capabilities) > 0 and (array_position(capabilities, null) is not null
    or not private.are_labels(capabilities)) then
    perform private.invalid(path || 'capabilities', 'format',
      'must be distinct texts of 1–50 characters without leading or trailing spaces');
  end if;
  if not length(reference) between 1 and 200 then
    perform private.invalid(path || 'reference', 'length', 'must have 1–200 characters');
  end if;
  if channel_id is not null and not exists (
    select from public.channels c where c.client_id = tenant and c.id = check_decision_request.channel_id
  ) then
    perform private.invalid(path || 'channel_id', 'unknown_reference', 'must be a channel of the tenant');
  end if;
end
$$;

create function private.decide(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text default ''
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  wanted constant text[] := coalesce(capabilities, '{}');
  asked_sector text := sector;
  team_agents uuid[];
  shown jsonb;
begin
  -- The common request does not need the check, which saves a function call.
  if (team_id, channel_id, wanted) is distinct from (null::uuid, null::uuid, '{}'::text[])
    or coalesce(length(sector), 0) not between 1 and 100 or length(reference) not between 1 and 200 then
    perform private.check_decision_request(tenant, team_id, sector, wanted, reference, channel_id, path);
  end if;
  if team_id is not null then
    select t.sector into asked_sector from public.teams t
    where t.client_id = tenant and t.id = decide.team_id and t.status = 'active';
    if not found then
      perform private.invalid(path || 'team_id', 'unknown_reference', 'must be an active team of the tenant');
    end if;
    team_agents := private.team_agents(tenant, team_id);
  end if;

  if team_id is null and wanted = '{}' then
    shown := private.route_by_sector(tenant, asked_sector, reference, channel_id);
  else
    shown := private.route_by_match(tenant, asked_sector, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    shown := private.route_by_fallback(tenant, asked_sector, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    insert into private.routing_refusals (client_id, sector) values (tenant, asked_sector);
    return jsonb_build_object('status', 409, 'body', jsonb_build_object('code', 'NO_AGENT_AVAILABLE',
      'message', format('No agent of sector %s has a free slot', asked_sector), 'retry_after', 5));
  end if;
  perform private.emit_event(tenant, 'call.routed', shown);
  return jsonb_build_object('status', 201, 'body', shown);
end
$$;
comment on function private.decide is
  'Makes one decision: {status: 201 or 409, body}. path is put before field names in error messages.';

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
  'code NO_AGENT_AVAILABLE. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';

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
  perform private.lock_routing(tenant);
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
