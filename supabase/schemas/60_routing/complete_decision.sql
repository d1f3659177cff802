create function private.check_completion(
  outcome text, handling_seconds integer, resolved boolean, satisfaction integer
) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if outcome is null or outcome not in ('successful', 'failed', 'abandoned') then
    perform private.invalid('outcome', 'unknown_value', 'must be successful, failed or abandoned');
  elsif handling_seconds is null or handling_seconds not between 0 and 86400 then
    perform private.invalid('handling_seconds', 'range', 'must be 0–86400');
  elsif resolved is null then
    perform private.invalid('resolved', 'required', 'must be true or false');
  elsif satisfaction not between 1 and 5 then
    perform private.invalid('satisfaction', 'range', 'must be 1–5');
  end if;
end
$$;

-- Definer: see public.create_decision.
create function public.complete_decision(
  decision_id uuid, outcome text, handling_seconds integer, resolved boolean, satisfaction integer default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  before public.routing_decisions;
  decision public.routing_decisions;
begin
  perform private.check_completion(outcome, handling_seconds, resolved, satisfaction);
  before := private.lock_decision(tenant, decision_id);
  if before.status = 'completed' and before.outcome <> outcome then
    perform private.fail(409, 'DECISION_COMPLETED',
      format('The decision was completed as %s, which cannot become %s', before.outcome, outcome));
  elsif before.status = 'completed' then
    return private.decision_json(before, private.agent_name(tenant, before.agent_id));
  end if;
  if before.status = 'released' then
    perform private.fail(409, 'DECISION_RELEASED', 'The decision was released, so there is no call to complete');
  end if;

  update public.routing_decisions d
  set status = 'completed', ended_at = clock_timestamp(), outcome = complete_decision.outcome,
    handling_seconds = complete_decision.handling_seconds, resolved = complete_decision.resolved,
    satisfaction = complete_decision.satisfaction
  where d.client_id = tenant and d.id = complete_decision.decision_id
  returning d.* into decision;
  if before.status = 'open' and not before.fallback then
    perform private.release_slots(tenant, before.agent_id, before.sector, 1);
  end if;
  perform private.record_calls(tenant, jsonb_build_array(jsonb_build_object(
    'external_id', 'decision:' || decision.id, 'agent_id', decision.agent_id, 'team_id', decision.team_id,
    'outcome', decision.outcome, 'resolved', decision.resolved, 'satisfaction', decision.satisfaction,
    'handling_seconds', decision.handling_seconds, 'started_at', decision.created_at)));
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.complete_decision is
  'Completes a decision: frees its slot if it still holds one and records its call once. Repeating it has no effect '
  'and returns the decision as it is, or with another outcome raises 409 DECISION_COMPLETED. Raises 401, 403, 404, '
  '409 DECISION_RELEASED, 422.';
