-- Guarantees: a slot is freed once, by completion, release or the end of its lease.

-- If the agent is being added to the sector again at this moment, its new load includes these decisions. The second
-- attempt waits for that insert.
create function private.release_slots(tenant uuid, agent_id uuid, sector text, slots integer) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
begin
  for attempt in 1..2 loop
    update public.sector_agents s
    set load = greatest(s.load - slots, 0),
      has_slot = private.is_free(s.available, s.active, greatest(s.load - slots, 0), s.max_load),
      base_score = s.base_score - private.load_points(s.load_weight, s.load)
        + private.load_points(s.load_weight, greatest(s.load - slots, 0))
    where s.client_id = tenant and s.agent_id = release_slots.agent_id and s.sector = release_slots.sector;
    exit when found;
    perform private.lock_routing(tenant);
  end loop;
end
$$;
comment on function private.release_slots is 'Frees slots of an agent in a sector.';

create function private.lock_decision(tenant uuid, decision_id uuid) returns public.routing_decisions
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
declare
  decision public.routing_decisions;
begin
  select d.* into decision from public.routing_decisions d
  where d.client_id = tenant and d.id = lock_decision.decision_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  return decision;
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
  if outcome is null or outcome not in ('successful', 'failed', 'abandoned') then
    perform private.invalid('outcome', 'unknown_value', 'must be successful, failed or abandoned');
  elsif handling_seconds is null or handling_seconds not between 0 and 86400 then
    perform private.invalid('handling_seconds', 'range', 'must be 0–86400');
  elsif resolved is null then
    perform private.invalid('resolved', 'required', 'must be true or false');
  elsif satisfaction not between 1 and 5 then
    perform private.invalid('satisfaction', 'range', 'must be 1–5');
  end if;
  before := private.lock_decision(tenant, decision_id);
  if before.status = 'completed' then
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
  'and returns the decision as it is. Raises 401, 403, 404, 409 DECISION_RELEASED, 422.';

-- Definer: see public.create_decision.
create function public.release_decision(decision_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  decision public.routing_decisions := private.lock_decision(tenant, decision_id);
begin
  if decision.status = 'completed' then
    perform private.fail(409, 'DECISION_COMPLETED', 'The decision was completed and its call recorded');
  end if;
  if decision.status = 'open' then
    if not decision.fallback then
      perform private.release_slots(tenant, decision.agent_id, decision.sector, 1);
    end if;
    update public.routing_decisions d set status = 'released', ended_at = clock_timestamp()
    where d.client_id = tenant and d.id = release_decision.decision_id
    returning d.* into decision;
  end if;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.release_decision is
  'Frees the slot of a decision whose call did not take place. Repeating it, or calling it after the lease ended, has '
  'no effect. Raises 401, 403, 404, 409 DECISION_COMPLETED.';
