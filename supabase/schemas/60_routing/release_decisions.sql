-- Guarantees: a slot is freed once, by completion, release or the end of its lease.

-- If the agent is being added to the sector again at this moment, its new load includes these decisions. The second
-- attempt waits for that insert.
create function private.release_slots(tenant uuid, agent_id uuid, sector text, slots integer) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  for attempt in 1..2 loop
    update public.sector_agents s
    set load = greatest(s.load - slots, 0),
      has_slot = private.is_free(s.available, s.active, greatest(s.load - slots, 0), s.max_load),
      base_score = s.base_score - private.load_points(s.load_weight, s.load)
        + private.load_points(s.load_weight, greatest(s.load - slots, 0))
    where s.client_id = tenant and s.agent_id = release_slots.agent_id
      and s.sector_key = private.name_key(release_slots.sector);
    exit when found;
    perform private.lock_routing(tenant);
  end loop;
end
$$;
comment on function private.release_slots is 'Frees slots of an agent in a sector.';

create function private.lock_decision(tenant uuid, decision_id uuid) returns public.routing_decisions
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
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
