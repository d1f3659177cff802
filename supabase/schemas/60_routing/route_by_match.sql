-- Routing by capabilities or team, and the fallback if no agent has a free slot.

create function private.team_agents(tenant uuid, team_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select distinct a.agent_id from public.team_members m
    join public.team_agent_assignments a on a.client_id = m.client_id and a.team_member_id = m.id
    where m.client_id = tenant and m.team_id = team_agents.team_id);
end
$$;
comment on function private.team_agents is 'The agents assigned to members of a team, each once.';

-- Chooses the agent first, locks its row and then takes its slot.
create function private.route_by_match(
  tenant uuid, sector_key text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  choice constant private.choice := private.choose_matching_agent(tenant, sector_key, team_agents,
    private.name_keys(capabilities), capability_weight);
  agent constant public.sector_agents := choice.agent;
  decision public.routing_decisions;
begin
  if agent.agent_id is null then
    return null;
  end if;
  update public.sector_agents s
  set load = s.load + 1, last_chosen_at = clock_timestamp(),
    has_slot = private.is_free(s.available, s.active, s.load + 1, s.max_load),
    base_score = s.base_score - private.load_points(s.load_weight, s.load)
      + private.load_points(s.load_weight, s.load + 1)
  where s.client_id = tenant and s.agent_id = agent.agent_id and s.sector_key = agent.sector_key;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, candidates, expires_at)
  values (tenant, agent.agent_id, agent.sector, route_by_match.team_id, route_by_match.capabilities,
    route_by_match.reference, route_by_match.channel_id, agent.base_score + choice.matches * capability_weight,
    private.terms(agent, choice.matches, capability_weight), choice.considered, choice.candidates,
    now() + make_interval(mins => agent.lease_minutes))
  returning d.* into decision;
  return private.decision_json(decision, private.agent_name(tenant, agent.agent_id));
end
$$;

-- Every agent is full, so capacity is ignored; agents marked available still come first.
create function private.route_by_fallback(
  tenant uuid, sector_key text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  agent public.sector_agents;
  matches integer;
  agent_name text;
  decision public.routing_decisions;
begin
  if not (private.setting(tenant, 'routing.fallback'))::boolean then
    return null;
  end if;
  select s.* into agent from public.sector_agents s
  where s.client_id = tenant and s.sector_key = route_by_fallback.sector_key and s.active
    and (team_agents is null or s.agent_id = any (team_agents))
  order by s.available desc, s.priority desc, s.base_score desc, s.last_chosen_at nulls first, s.agent_id
  limit 1;
  if not found then
    return null;
  end if;
  select private.count_matches(a.capability_keys, private.name_keys(route_by_fallback.capabilities)), a.name
  into matches, agent_name
  from public.agents a where a.client_id = tenant and a.id = agent.agent_id;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, fallback, candidates)
  values (tenant, agent.agent_id, agent.sector, route_by_fallback.team_id, route_by_fallback.capabilities,
    route_by_fallback.reference, route_by_fallback.channel_id, agent.base_score + matches * capability_weight,
    private.terms(agent, matches, capability_weight), 0, true, '{}')
  returning d.* into decision;
  return private.decision_json(decision, agent_name);
end
$$;
