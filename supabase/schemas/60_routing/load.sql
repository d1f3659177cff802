-- The load of agents, and how routing is doing.

-- Definer: see public.get_decision.
create function public.list_load(
  sector text default null, team_id uuid default null, after_agent uuid default null, after_sector text default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  asked_key text;
  team_agents uuid[];
  rows jsonb;
  total bigint;
begin
  perform private.require_short(jsonb_build_object('sector', sector, 'after_sector', after_sector));
  asked_key := private.name_key(sector);
  if team_id is not null then
    team_agents := case when sector is null or asked_key = (
      select t.sector_key from public.teams t where t.client_id = tenant and t.id = list_load.team_id
    ) then private.team_agents(tenant, team_id) else '{}' end;
    asked_key := (select t.sector_key from public.teams t where t.client_id = tenant and t.id = list_load.team_id);
  end if;
  select coalesce(jsonb_agg(to_jsonb(page)), '[]') into rows
  from (
    select s.agent_id, s.sector, s.load, s.max_load, s.available and s.active as available from public.sector_agents s
    where s.client_id = tenant
      and (asked_key is null or s.sector_key = asked_key)
      and (team_agents is null or s.agent_id = any (team_agents))
      and (after_agent is null or (s.agent_id, s.sector_key) > (after_agent, private.name_key(after_sector)))
    order by s.agent_id, s.sector_key
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.sector_agents s
    where s.client_id = tenant
      and (asked_key is null or s.sector_key = asked_key)
      and (team_agents is null or s.agent_id = any (team_agents));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_load is
  'Slots in use by agent and sector, after the cursor (after_agent, after_sector), sorted by it: {rows, total}. total '
  'is null unless with_total. Raises 401, 403, 422.';

-- Definer: see public.get_decision.
create function public.routing_health() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
begin
  return jsonb_build_object(
    'sectors', (
      select coalesce(jsonb_agg(to_jsonb(s) order by s.sector), '[]')
      from (
        select min(s.sector) as sector, count(*) filter (where s.has_slot) as with_slot,
          count(*) filter (where not s.has_slot) as without_slot
        from public.sector_agents s where s.client_id = tenant and s.active group by s.sector_key
      ) s),
    'last_hour', jsonb_build_object(
      'decisions', (select count(*) from public.routing_decisions d where d.client_id = tenant
        and d.created_at > now() - interval '1 hour'),
      'no_agent_available', (select count(*) from private.routing_refusals r where r.client_id = tenant
        and r.created_at > now() - interval '1 hour')));
end
$$;
comment on function public.routing_health is
  'Active agents by sector with and without a free slot, and the last hour''s decisions and refusals. Raises 401, 403.';
grant execute on function public.create_decision, public.create_decisions, public.complete_decision,
  public.release_decision, public.get_decision, public.list_decisions, public.list_load, public.routing_health
  to authenticated;
