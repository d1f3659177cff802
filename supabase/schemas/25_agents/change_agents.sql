-- Creates, replaces and deletes agents.

create function private.lock_agent(agent_id uuid) returns public.agents
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  select * into agent from public.agents a where a.id = lock_agent.agent_id and a.active for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Active agent not found');
  end if;
  return agent;
end
$$;

create function public.create_agent(
  name text, kind text, role text default null, system_prompt text default null, capabilities text[] default '{}'
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  request constant bytea := private.fingerprint(jsonb_build_array(name, kind, role, system_prompt, capabilities));
  answer jsonb;
  agent public.agents;
begin
  perform private.authorize('agents:write');
  answer := private.replay('create_agent', request);
  if answer is not null then
    return answer;
  end if;
  insert into public.agents (name, kind, role, system_prompt, capabilities)
  values (create_agent.name, create_agent.kind, create_agent.role, create_agent.system_prompt,
    create_agent.capabilities)
  returning * into agent;
  return private.remember('create_agent',
    jsonb_build_object('status', 201, 'body', private.agents_json(array[agent]) -> 0));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_agent is
  'Creates an agent: {status: 201, body, replayed?}. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED.';

create function public.update_agent(
  agent_id uuid, name text, kind text, role text default null, system_prompt text default null,
  capabilities text[] default '{}', if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:write');
  agent := private.lock_agent(agent_id);
  perform private.require_version(agent.version, if_match);
  update public.agents a
  set name = update_agent.name, kind = update_agent.kind, role = update_agent.role,
    system_prompt = update_agent.system_prompt, capabilities = update_agent.capabilities
  where a.id = update_agent.agent_id
  returning * into agent;
  return private.agents_json(array[agent]) -> 0;
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.update_agent is
  'Replaces an agent but not its sectors. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.delete_agent(agent_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.require_version((private.lock_agent(agent_id)).version, if_match);
  update public.agents a set active = false where a.id = delete_agent.agent_id;
end
$$;
comment on function public.delete_agent is
  'Makes an agent inactive: it is no longer chosen, its history stays. Raises 401, 403, 404, 412.';

create function public.set_agent_availability(agent_id uuid, available boolean) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:write');
  agent := private.lock_agent(agent_id);
  update public.sector_agents s set available = set_agent_availability.available
  where s.agent_id = set_agent_availability.agent_id and s.available <> set_agent_availability.available;
  return private.agents_json(array[agent]) -> 0;
end
$$;
comment on function public.set_agent_availability is
  'Sets an agent''s availability in all of its sectors and returns the agent. Raises 401, 403, 404.';

grant execute on function private.lock_agent to authenticated;
grant execute on function public.create_agent, public.update_agent, public.delete_agent, public.set_agent_availability
  to authenticated;
