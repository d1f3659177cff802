-- Reading decisions.

-- Definer: routing:read includes the agents' names, agents:read is not needed.
create function public.get_decision(decision_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  decision public.routing_decisions;
  candidates jsonb;
begin
  select d.* into decision
  from public.routing_decisions d where d.client_id = tenant and d.id = get_decision.decision_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  select coalesce(jsonb_agg(jsonb_build_object(
    'agent', jsonb_build_object('id', c.agent_id, 'name', a.name), 'score', c.score, 'terms', c.terms,
    'load', c.load, 'max_load', c.max_load) order by c.ordinality), '[]')
  into candidates
  from unnest(decision.candidates) with ordinality c
  join public.agents a on a.client_id = tenant and a.id = c.agent_id;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id))
    || jsonb_build_object('candidates', candidates);
end
$$;
comment on function public.get_decision is 'A decision with its candidates. Raises 401, 403, 404.';

-- Definer: see public.get_decision. Planned for each call: with a generic plan the optional filters would keep
-- Postgres from using an index.
create function public.list_decisions(
  agent_id uuid default null, team_id uuid default null, from_time timestamptz default null,
  to_time timestamptz default null, after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(private.decision_json(page.decision, private.agent_name(tenant, (page.decision).agent_id))
    order by (page.decision).created_at desc, (page.decision).id desc), '[]') into rows
  from (
    select d as decision from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time)
      and private.after_cursor(d.created_at, d.id, after_time, after_id)
    order by d.created_at desc, d.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_decisions is
  'Decisions after the cursor (after_time, after_id), newest first: {rows, total}. total is null unless with_total. '
  'Raises 401, 403.';
