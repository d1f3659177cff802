-- Guarantees: an agent, a person or an AI, works only for its tenant; what it may be chosen for is said sector
-- by sector; a deleted agent stays for the calls that name it.

create function private.are_labels(labels text[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(bool_and(l = btrim(l) and length(l) between 1 and 50) and count(distinct l) = count(*), true)
  from unnest(labels) l
$$;
comment on function private.are_labels is 'Whether each is a short text without space around it, and none is there twice.';

-- The kind is text for the reason that a team's status is.
create table public.agents (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  kind text not null check (kind in ('human', 'ai')),
  role text check (role = btrim(role) and length(role) between 1 and 100),
  system_prompt text check (length(system_prompt) <= 20000),
  capabilities text[] not null default '{}' check (
    cardinality(capabilities) <= 50 and array_position(capabilities, null) is null and private.are_labels(capabilities)),
  active boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index agents_newest on public.agents (client_id, active, created_at desc, id desc);
create index agents_kind on public.agents (client_id, kind, active, created_at desc, id desc);
create index agents_name on public.agents (client_id, lower(name));
create index agents_search on public.agents using gin (client_id, lower(name) extensions.gin_trgm_ops);
create index agents_capabilities on public.agents using gin (client_id, capabilities);

alter table public.team_agent_assignments
  add constraint team_agent_assignments_are_agents foreign key (client_id, agent_id) references public.agents;

-- What an agent may be chosen for, and how gladly: see the capability routing.
create table public.sector_agents (
  client_id uuid not null default private.client_id() references public.clients,
  agent_id uuid not null,
  sector text not null check (sector = btrim(sector) and length(sector) between 1 and 100),
  priority integer not null default 5 check (priority between 0 and 10),
  max_load integer not null default 10 check (max_load between 1 and 100),
  available boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, agent_id, sector),
  foreign key (client_id, agent_id) references public.agents
);

create trigger touch before update on public.agents
  for each row when (new.version = old.version) execute function private.touch();
-- Only what tenants set has versions: load and figures change with every call.
create trigger touch before update of priority, max_load, available on public.sector_agents
  for each row when (new.version = old.version) execute function private.touch();
select private.enable_audit('public.agents'), private.enable_audit('public.sector_agents');

-- No policy to delete agents: deleting is setting `active`.
alter table public.agents enable row level security;
create policy "members see their tenant's agents" on public.agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "managers create agents" on public.agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')));
create policy "managers change agents" on public.agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')));
grant select, insert (name, kind, role, system_prompt, capabilities), update (name, kind, role, system_prompt, capabilities, active)
  on public.agents to authenticated;

alter table public.sector_agents enable row level security;
create policy "members see what agents may be chosen for" on public.sector_agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "managers put agents into sectors" on public.sector_agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')));
create policy "managers change agents in sectors" on public.sector_agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')));
create policy "managers take agents out of sectors" on public.sector_agents
  for delete to authenticated
  using (client_id = (select private.tenant_with('agents:write')));
grant select, insert (agent_id, sector, priority, max_load, available), update (priority, max_load, available), delete
  on public.sector_agents to authenticated;

-- Reading ------------------------------------------------------------------------------------------

create function private.sector_json(sector_agent public.sector_agents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('sector', sector_agent.sector, 'priority', sector_agent.priority, 'max_load', sector_agent.max_load,
    'available', sector_agent.available, 'version', sector_agent.version)
$$;

create function private.agents_json(agents public.agents[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(to_jsonb(a) - 'client_id' - 'ordinality' || jsonb_build_object('sectors', coalesce(s.sectors, '[]')) order by a.ordinality), '[]')
  into rows
  from unnest(agents) with ordinality a
  left join (
    select s.agent_id, jsonb_agg(private.sector_json(s) order by s.sector) as sectors
    from public.sector_agents s
    where s.agent_id = any (array(select i.id from unnest(agents) i))
    group by s.agent_id
  ) s on s.agent_id = a.id;
  return rows;
end
$$;
comment on function private.agents_json is 'Agents with their sectors, in the order given.';

-- Definer: neither LIKE nor @> is leakproof, so that under a policy they could not use their indexes.
create function private.agents_matching(search text, capability text) returns setof uuid
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select a.id from public.agents a
  where a.client_id = (select private.tenant_with('agents:read'))
    and (search is null
      or lower(a.name) like '%' || regexp_replace(lower(search), '([\\%_])', '\\\1', 'g') || '%')
    and (capability is null or a.capabilities @> array[capability]);
end
$$;
comment on function private.agents_matching is
  'The tenant''s agents whose name has the text in it, whatever its case, and who have the capability.';

-- A plan for each call, because the filters that are null must not cost those that are not their index.
create function public.list_agents(
  kind text default null, active boolean default true, sector text default null, capability text default null,
  search text default null, after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  chosen uuid[];
  agents public.agents[];
  total bigint;
begin
  perform private.authorize('agents:read');
  if search is not null or capability is not null then
    chosen := array(select private.agents_matching(search, capability));
  end if;
  if sector is not null then
    chosen := array(select s.agent_id from public.sector_agents s
      where s.sector = list_agents.sector and (chosen is null or s.agent_id = any (chosen)));
  end if;
  agents := array(
    select a from public.agents a
    where a.active = list_agents.active
      and (list_agents.kind is null or a.kind = list_agents.kind)
      and (chosen is null or a.id = any (chosen))
      and (after_time is null or (a.created_at, a.id) < (after_time, after_id))
    order by a.created_at desc, a.id desc
    limit greatest(least(page_size, 101), 1));
  if with_total then
    select count(*) into total from public.agents a
    where a.active = list_agents.active
      and (list_agents.kind is null or a.kind = list_agents.kind)
      and (chosen is null or a.id = any (chosen));
  end if;
  return jsonb_build_object('rows', private.agents_json(agents), 'total', total);
end
$$;
comment on function public.list_agents is
  'Agents with their sectors, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total.';

create function public.get_agent(agent_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:read');
  select * into agent from public.agents a where a.id = get_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such agent');
  end if;
  return private.agents_json(array[agent]) -> 0;
end
$$;
comment on function public.get_agent is 'An agent with its sectors. Raises 404.';

-- Writing ------------------------------------------------------------------------------------------

create function private.lock_agent(agent_id uuid) returns public.agents
language plpgsql volatile set search_path = '' as $$
declare
  agent public.agents;
begin
  select * into agent from public.agents a where a.id = lock_agent.agent_id and a.active for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such active agent');
  end if;
  return agent;
end
$$;

create function public.create_agent(
  name text, kind text, role text default null, system_prompt text default null, capabilities text[] default '{}'
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  agent public.agents;
begin
  perform private.authorize('agents:write');
  answer := private.replay('create_agent', private.fingerprint(jsonb_build_array(name, kind, role, system_prompt, capabilities)));
  if answer is not null then
    return answer;
  end if;
  insert into public.agents (name, kind, role, system_prompt, capabilities)
  values (create_agent.name, create_agent.kind, create_agent.role, create_agent.system_prompt, create_agent.capabilities)
  returning * into agent;
  return private.remember('create_agent', jsonb_build_object('status', 201, 'body', private.agents_json(array[agent]) -> 0));
end
$$;
comment on function public.create_agent is 'Creates an agent: {status: 201, body, replayed?}. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED.';

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
end
$$;
comment on function public.update_agent is 'Replaces an agent; its sectors stay. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.delete_agent(agent_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.require_version((private.lock_agent(agent_id)).version, if_match);
  update public.agents a set active = false where a.id = delete_agent.agent_id;
end
$$;
comment on function public.delete_agent is 'Makes an agent inactive: it is not chosen any more, its history stays. Raises 401, 403, 404, 412.';

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
  where s.agent_id = set_agent_sector.agent_id and s.sector = set_agent_sector.sector for no key update;
  perform private.require_version(case when found then present.version else 0 end, if_match);
  insert into public.sector_agents as s (agent_id, sector, priority, max_load, available)
  values (set_agent_sector.agent_id, set_agent_sector.sector, set_agent_sector.priority, set_agent_sector.max_load, set_agent_sector.available)
  on conflict on constraint sector_agents_pkey do update
    set priority = excluded.priority, max_load = excluded.max_load, available = excluded.available
  returning * into present;
  return jsonb_build_object('status', case present.version when 1 then 201 else 200 end, 'body', private.sector_json(present));
end
$$;
comment on function public.set_agent_sector is
  'Says how an agent may be chosen in a sector: {status: 201 when it is new there, else 200, body}. Raises 401, 403, 404, 412.';

create function public.remove_agent_sector(agent_id uuid, sector text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('agents:write');
  perform private.lock_agent(agent_id);
  delete from public.sector_agents s where s.agent_id = remove_agent_sector.agent_id and s.sector = remove_agent_sector.sector;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'This agent is not in this sector');
  end if;
end
$$;
comment on function public.remove_agent_sector is 'Takes an agent out of a sector. Raises 401, 403, 404.';

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
  'Makes an agent available or not in all its sectors at once; returns the agent. Raises 401, 403, 404.';

grant execute on function private.are_labels, private.sector_json, private.agents_json, private.agents_matching, private.lock_agent
  to authenticated;
grant execute on function public.list_agents, public.get_agent, public.create_agent, public.update_agent, public.delete_agent,
  public.set_agent_sector, public.remove_agent_sector, public.set_agent_availability to authenticated;
