-- The terms of a score, and waiting for an agent that another decision holds.

-- The load term is the base score minus the three stored terms.
create function private.terms(agent public.sector_agents, matches integer, capability_weight numeric)
  returns private.routing_terms
language plpgsql immutable set search_path = '' as $$
begin
  return row(agent.success_points, agent.priority_points,
    agent.base_score - agent.success_points - agent.priority_points - agent.handling_points, agent.handling_points,
    round(matches * capability_weight, 6))::private.routing_terms;
end
$$;

-- Waits until no other transaction locks the row. Rolling back the subtransaction releases the lock again.
create function private.await_agent(tenant uuid, agent_id uuid, sector_key text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  perform from public.sector_agents s
  where s.client_id = tenant and s.agent_id = await_agent.agent_id and s.sector_key = await_agent.sector_key for update;
  raise sqlstate 'FL001';
exception when sqlstate 'FL001' then
  null;
end
$$;
