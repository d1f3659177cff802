-- Lists agents and returns one, each with its sectors.

create function private.sector_json(sector_agent public.sector_agents) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'sector', sector_agent.sector, 'priority', sector_agent.priority, 'max_load', sector_agent.max_load,
    'available', sector_agent.available, 'version', sector_agent.version)
$$;

create function private.agents_json(agents public.agents[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(
    to_jsonb(a) - '{client_id,ordinality,capability_keys}'::text[]
      || jsonb_build_object('sectors', coalesce(s.sectors, '[]'))
    order by a.ordinality), '[]')
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

-- Definer: LIKE and @> are not leakproof, so under a policy they could not use their indexes.
create function private.agents_matching(search text, capability text) returns setof uuid
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select a.id from public.agents a
  where a.client_id = (select private.tenant_with('agents:read'))
    and (search is null or private.name_key(a.name) like private.contains_pattern(search))
    and (capability is null or a.capability_keys @> array[private.name_key(capability)]);
end
$$;
comment on function private.agents_matching is
  'The tenant''s agents whose name contains `search`, in any case, and who have the capability. Null matches all.';

-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_agents(
  kind text default null, active boolean default true, sector text default null, capability text default null,
  search text default null, after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  chosen uuid[];
  agents public.agents[];
  total bigint;
begin
  perform private.authorize('agents:read');
  perform private.require_short(jsonb_build_object(
    'kind', kind, 'sector', sector, 'capability', capability, 'search', search));
  if search is not null or capability is not null then
    chosen := array(select private.agents_matching(search, capability));
  end if;
  if sector is not null then
    chosen := array(
      select s.agent_id from public.sector_agents s
      where s.sector_key = private.name_key(list_agents.sector) and (chosen is null or s.agent_id = any (chosen)));
  end if;
  agents := array(
    select a from public.agents a
    where a.active = list_agents.active
      and (list_agents.kind is null or a.kind = list_agents.kind)
      and (chosen is null or a.id = any (chosen))
      and private.after_cursor(a.created_at, a.id, after_time, after_id)
    order by a.created_at desc, a.id desc
    limit private.page_limit(page_size));
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
  'Agents with their sectors, newest first, after the cursor (after_time, after_id): {rows, total}. total is null '
  'unless with_total. Raises 401, 403, 422.';

create function public.get_agent(agent_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  agent public.agents;
begin
  perform private.authorize('agents:read');
  select * into agent from public.agents a where a.id = get_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Agent not found');
  end if;
  return private.agents_json(array[agent]) -> 0;
end
$$;
comment on function public.get_agent is 'An agent with its sectors. Raises 401, 403, 404.';

grant execute on function private.sector_json, private.agents_json, private.agents_matching to authenticated;
grant execute on function public.list_agents, public.get_agent to authenticated;
