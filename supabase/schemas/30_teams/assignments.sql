-- Which agents work for a member of a team.

create table public.team_agent_assignments (
  client_id uuid not null default private.client_id() references public.clients,
  team_member_id uuid not null,
  agent_id uuid not null,
  is_primary boolean not null default false,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, team_member_id, agent_id),
  foreign key (client_id, team_member_id) references public.team_members on delete cascade,
  constraint team_agent_assignments_are_agents foreign key (client_id, agent_id) references public.agents
);
create index team_agent_assignments_agent on public.team_agent_assignments (client_id, agent_id);
select private.enable_audit('public.team_agent_assignments');

alter table public.team_agent_assignments enable row level security;
create policy "teams:read may see assignments" on public.team_agent_assignments
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may assign active agents in active teams" on public.team_agent_assignments
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write'))
    and private.is_in_active_team(team_member_id) and private.is_active_agent(agent_id));
create policy "teams:write may change assignments of active agents in active teams" on public.team_agent_assignments
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write'))
    and private.is_in_active_team(team_member_id) and private.is_active_agent(agent_id));
create policy "teams:write may end assignments in active teams" on public.team_agent_assignments
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_in_active_team(team_member_id));
grant
  select,
  insert (team_member_id, agent_id, is_primary),
  update (is_primary),
  delete
  on public.team_agent_assignments to authenticated;

create function private.require_active_agents(agent_ids uuid[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  unknown jsonb;
begin
  if coalesce(cardinality(agent_ids), 0) not between 1 and 100 then
    perform private.invalid('agent_ids', 'range', 'must have 1–100 ids');
  end if;
  select jsonb_agg(
    private.problem(format('agent_ids.%s', i.position - 1), 'unknown_reference', 'is not an active agent of the tenant')
    order by i.position)
  into unknown
  from unnest(agent_ids) with ordinality as i (id, position)
  where not exists (select from public.agents a where a.id = i.id and a.active);
  if unknown is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The request is not valid: agent_ids names unknown agents',
      jsonb_build_object('details', unknown));
  end if;
end
$$;
comment on function private.require_active_agents is
  'Raises 422 with one detail for each id that is not an active agent of the tenant.';

create function public.assign_agents(team_id uuid, member_id uuid, agent_ids uuid[], is_primary boolean default false)
returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
  created integer;
begin
  perform private.authorize('teams:write');
  answer := private.replay('assign_agents',
    private.fingerprint(jsonb_build_array(team_id, member_id, agent_ids, is_primary)));
  if answer is not null then
    return answer;
  end if;
  member := private.lock_member(team_id, member_id);
  perform private.require_active_agents(agent_ids);
  select count(*) into created from (select distinct unnest(agent_ids) as id) i
  where not exists (
    select from public.team_agent_assignments s
    where s.team_member_id = assign_agents.member_id and s.agent_id = i.id);
  insert into public.team_agent_assignments as s (team_member_id, agent_id, is_primary)
  select distinct assign_agents.member_id, i.id, assign_agents.is_primary from unnest(agent_ids) as i (id)
  on conflict on constraint team_agent_assignments_pkey do update set is_primary = excluded.is_primary
    where s.is_primary <> excluded.is_primary;
  return private.remember('assign_agents', jsonb_build_object(
    'status', case when created > 0 then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
end
$$;
comment on function public.assign_agents is
  'Assigns agents to a member of a team, all or none, and keeps earlier assignments: {status: 201, or 200 if all were '
  'assigned before, body: the member, replayed?}. Raises 401, 403, 404, 422 for ids that are not active agents.';

create function public.unassign_agent(team_id uuid, member_id uuid, agent_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.lock_member(team_id, member_id);
  delete from public.team_agent_assignments s
  where s.team_member_id = unassign_agent.member_id and s.agent_id = unassign_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'The agent is not assigned to this member');
  end if;
end
$$;
comment on function public.unassign_agent is 'Ends an assignment. Raises 401, 403, 404.';

grant execute on function private.require_active_agents to authenticated;
grant execute on function public.assign_agents, public.unassign_agent to authenticated;
