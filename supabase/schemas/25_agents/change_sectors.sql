-- Adds an agent to a sector, replaces how it is chosen there, and removes it.

create function public.set_agent_sector(
  agent_id uuid, sector text, priority integer default null, max_load integer default null,
  available boolean default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  present public.sector_agents;
  is_new boolean;
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  select * into present from public.sector_agents s
  where s.agent_id = set_agent_sector.agent_id and s.sector_key = private.name_key(set_agent_sector.sector)
  for no key update;
  is_new := not found;
  perform private.require_version(case when is_new then 0 else present.version end, if_match);
  insert into public.sector_agents as s (agent_id, sector, priority, max_load, available)
  values (set_agent_sector.agent_id, set_agent_sector.sector,
    coalesce(set_agent_sector.priority, present.priority, 5), coalesce(set_agent_sector.max_load, present.max_load, 10),
    coalesce(set_agent_sector.available, present.available, true))
  on conflict on constraint sector_agents_pkey do update
    set priority = excluded.priority, max_load = excluded.max_load, available = excluded.available
  returning * into present;
  return jsonb_build_object(
    'status', case when is_new then 201 else 200 end, 'body', private.sector_json(present));
end
$$;
comment on function public.set_agent_sector is
  'Sets an agent''s priority and capacity in a sector: {status: 201 if it was not in the sector, else 200, body}. '
  'A null keeps what is set; for an agent that is new to the sector it means 5, 10 and true. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.remove_agent_sector(agent_id uuid, sector text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  delete from public.sector_agents s
  where s.agent_id = remove_agent_sector.agent_id and s.sector_key = private.name_key(remove_agent_sector.sector);
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'The agent is not in this sector');
  end if;
end
$$;
comment on function public.remove_agent_sector is 'Removes an agent from a sector. Raises 401, 403, 404.';

grant execute on function public.set_agent_sector, public.remove_agent_sector to authenticated;
