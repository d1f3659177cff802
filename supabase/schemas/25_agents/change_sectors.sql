-- Adds an agent to a sector, replaces how it is chosen there, and removes it.

create function public.set_agent_sector(
  agent_id uuid, sector text, priority integer default 5, max_load integer default 10, available boolean default true,
  if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  present public.sector_agents;
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  select * into present from public.sector_agents s
  where s.agent_id = set_agent_sector.agent_id and s.sector_key = private.name_key(set_agent_sector.sector)
  for no key update;
  perform private.require_version(case when found then present.version else 0 end, if_match);
  insert into public.sector_agents as s (agent_id, sector, priority, max_load, available)
  values (set_agent_sector.agent_id, set_agent_sector.sector, set_agent_sector.priority, set_agent_sector.max_load,
    set_agent_sector.available)
  on conflict on constraint sector_agents_pkey do update
    set priority = excluded.priority, max_load = excluded.max_load, available = excluded.available
  returning * into present;
  return jsonb_build_object(
    'status', case present.version when 1 then 201 else 200 end, 'body', private.sector_json(present));
end
$$;
comment on function public.set_agent_sector is
  'Sets an agent''s priority and capacity in a sector: {status: 201 if it was not in the sector, else 200, body}. '
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
