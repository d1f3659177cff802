-- Guarantees: a team, its members and their agents belong to one tenant, whichever way they are written; an
-- active team's name is its own; a deleted team keeps its history; every change of a team is an event.

create type public.team_role as enum ('member', 'lead');

-- The status is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.teams (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  sector text not null check (sector = btrim(sector) and length(sector) between 1 and 100),
  description text check (length(description) <= 2000),
  status text not null default 'active' check (status in ('active', 'inactive')),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index teams_name on public.teams (client_id, lower(name)) where status = 'active';
create index teams_newest on public.teams (client_id, status, created_at desc, id desc);
create index teams_sector on public.teams (client_id, sector, status, created_at desc, id desc);
create index teams_search on public.teams using gin (client_id, lower(name) extensions.gin_trgm_ops);

-- Whoever leaves the tenant leaves its teams.
create table public.team_members (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  team_id uuid not null,
  user_id uuid not null,
  role public.team_role not null default 'member',
  title text check (title = btrim(title) and length(title) between 1 and 100),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint team_members_once unique (client_id, team_id, user_id),
  foreign key (client_id, team_id) references public.teams,
  constraint team_members_are_tenant_members foreign key (client_id, user_id) references public.client_members on delete cascade
);
create index team_members_newest on public.team_members (client_id, team_id, created_at desc, id desc);
create index team_members_user on public.team_members (client_id, user_id);

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

-- What a team's calls of one day, a day in the tenant's time zone, add up to. Sums and counts, so that longer
-- periods come from them and never from averages. Written by the capability aggregation.
create table public.team_performance (
  client_id uuid not null references public.clients,
  team_id uuid not null,
  day date not null,
  calls_handled bigint not null default 0 check (calls_handled >= 0),
  calls_successful bigint not null default 0 check (calls_successful >= 0),
  calls_failed bigint not null default 0 check (calls_failed >= 0),
  calls_abandoned bigint not null default 0 check (calls_abandoned >= 0),
  calls_resolved bigint not null default 0 check (calls_resolved >= 0),
  satisfaction_sum numeric not null default 0,
  satisfaction_count bigint not null default 0,
  handling_seconds_sum numeric not null default 0,
  handling_seconds_count bigint not null default 0,
  wait_seconds_sum numeric not null default 0,
  wait_seconds_count bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (client_id, team_id, day),
  foreign key (client_id, team_id) references public.teams
);
alter table public.team_performance alter column client_id set statistics 0; -- see organizations
comment on column public.team_performance.calls_handled is 'Abandoned calls are among them.';
comment on column public.team_performance.satisfaction_count is 'Calls that were rated.';
comment on column public.team_performance.handling_seconds_count is 'Calls that were answered.';

create trigger touch before update on public.teams
  for each row when (new.version = old.version) execute function private.touch();
create trigger touch before update on public.team_members
  for each row when (new.version = old.version) execute function private.touch();
select private.enable_audit('public.teams'), private.enable_audit('public.team_members'),
  private.enable_audit('public.team_agent_assignments');

-- No policy to delete teams: deleting is setting the status.
alter table public.teams enable row level security;
create policy "members see their tenant's teams" on public.teams
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "managers create teams" on public.teams
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')));
create policy "managers change teams" on public.teams
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')));
grant select, insert (name, sector, description), update (name, sector, description, status) on public.teams to authenticated;

alter table public.team_members enable row level security;
create policy "members see who is in their tenant's teams" on public.team_members
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "managers add members" on public.team_members
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')));
create policy "managers change members" on public.team_members
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')));
create policy "managers remove members" on public.team_members
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')));
grant select, insert (team_id, user_id, role, title), update (role, title), delete on public.team_members to authenticated;

alter table public.team_agent_assignments enable row level security;
create policy "members see which agents work for whom" on public.team_agent_assignments
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "managers assign agents" on public.team_agent_assignments
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')));
create policy "managers change assignments" on public.team_agent_assignments
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')));
create policy "managers end assignments" on public.team_agent_assignments
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')));
grant select, insert (team_member_id, agent_id, is_primary), update (is_primary), delete
  on public.team_agent_assignments to authenticated;

alter table public.team_performance enable row level security;
create policy "members see how their tenant's teams do" on public.team_performance
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
grant select on public.team_performance to authenticated;
revoke insert, update, delete, truncate on public.team_performance from service_role;

-- Reading ------------------------------------------------------------------------------------------

create function private.team_json(team public.teams) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(team) - 'client_id'
$$;

create type private.call_totals as (
  calls_handled bigint,
  calls_successful bigint,
  calls_failed bigint,
  calls_abandoned bigint,
  calls_resolved bigint,
  satisfaction_sum numeric,
  satisfaction_count bigint,
  handling_seconds_sum numeric,
  handling_seconds_count bigint,
  wait_seconds_sum numeric,
  wait_seconds_count bigint
);

create function private.metrics_json(totals private.call_totals) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'calls_handled', coalesce(totals.calls_handled, 0),
    'calls_successful', coalesce(totals.calls_successful, 0),
    'calls_failed', coalesce(totals.calls_failed, 0),
    'calls_abandoned', coalesce(totals.calls_abandoned, 0),
    'success_rate', round(totals.calls_successful::numeric / nullif(totals.calls_handled, 0), 6),
    'resolution_rate', round(totals.calls_resolved::numeric / nullif(totals.calls_handled, 0), 6),
    'avg_satisfaction', round(totals.satisfaction_sum / nullif(totals.satisfaction_count, 0), 6),
    'avg_handling_seconds', round(totals.handling_seconds_sum / nullif(totals.handling_seconds_count, 0), 6),
    'avg_wait_seconds', round(totals.wait_seconds_sum / nullif(totals.wait_seconds_count, 0), 6))
$$;
comment on function private.metrics_json is 'Rates and averages of summed buckets, null where nothing was counted.';

-- Definer: LIKE is not leakproof, so that under a policy it could not use the index.
create function private.teams_named(search text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select t.id from public.teams t
  where t.client_id = (select private.tenant_with('teams:read'))
    and lower(t.name) like '%' || regexp_replace(lower(teams_named.search), '([\\%_])', '\\\1', 'g') || '%'
$$;
comment on function private.teams_named is 'The tenant''s teams, active or not, whose name has the text in it, whatever its case.';

-- A plan for each call, because the filters that are null must not cost those that are not their index.
create function public.list_teams(
  sector text default null, status text default 'active', search text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  named uuid[];
  rows jsonb;
  total bigint;
begin
  perform private.authorize('teams:read');
  if search is not null then
    named := array(select private.teams_named(search));
  end if;
  select coalesce(jsonb_agg(private.team_json(page.team)), '[]') into rows
  from (
    select t as team from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector = list_teams.sector)
      and (list_teams.search is null or t.id = any (named))
      and (after_time is null or (t.created_at, t.id) < (after_time, after_id))
    order by t.created_at desc, t.id desc
    limit greatest(least(page_size, 101), 1)
  ) page;
  if with_total then
    select count(*) into total from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector = list_teams.sector)
      and (list_teams.search is null or t.id = any (named));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_teams is
  'Teams, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total.';

create function private.members_json(members public.team_members[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(to_jsonb(m) - 'client_id' - 'ordinality' || jsonb_build_object('agents', coalesce(s.agents, '[]')) order by m.ordinality), '[]')
  into rows
  from unnest(members) with ordinality m
  left join (
    select s.team_member_id, jsonb_agg(jsonb_build_object(
      'id', a.id, 'name', a.name, 'kind', a.kind, 'active', a.active, 'is_primary', s.is_primary
    ) order by s.is_primary desc, a.name, a.id) as agents
    from public.team_agent_assignments s
    join public.agents a on a.client_id = s.client_id and a.id = s.agent_id
    where s.team_member_id = any (array(select i.id from unnest(members) i))
    group by s.team_member_id
  ) s on s.team_member_id = m.id;
  return rows;
end
$$;
comment on function private.members_json is 'Members with the agents that work for them, in the order given.';

create function private.newest_members(team_id uuid, after_time timestamptz, after_id uuid, page_size integer) returns public.team_members[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select m from public.team_members m
    where m.team_id = newest_members.team_id
      and (after_time is null or (m.created_at, m.id) < (after_time, after_id))
    order by m.created_at desc, m.id desc
    limit greatest(least(page_size, 101), 1));
end
$$;

create function private.visible_team(team_id uuid) returns public.teams
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = visible_team.team_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such team');
  end if;
  return team;
end
$$;

create function private.today() returns date
language sql stable set search_path = '' as $$
  select (now() at time zone c.time_zone)::date from public.clients c where c.id = (select private.client_id())
$$;
comment on function private.today is 'The day it is in the tenant''s time zone.';

create function private.performance_json(team_id uuid, first_day date, last_day date, group_by text) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  periods jsonb;
begin
  select coalesce(jsonb_agg(private.metrics_json(b.totals) || jsonb_build_object('period', b.period) order by b.period), '[]')
  into periods
  from (
    select case when group_by = 'all' then first_day else date_trunc(group_by, p.day)::date end as period, row(
      sum(p.calls_handled), sum(p.calls_successful), sum(p.calls_failed), sum(p.calls_abandoned), sum(p.calls_resolved),
      sum(p.satisfaction_sum), sum(p.satisfaction_count), sum(p.handling_seconds_sum), sum(p.handling_seconds_count),
      sum(p.wait_seconds_sum), sum(p.wait_seconds_count))::private.call_totals as totals
    from public.team_performance p
    where p.team_id = performance_json.team_id and p.day between first_day and last_day
    group by 1
  ) b;
  return periods;
end
$$;
comment on function private.performance_json is 'A team''s metrics by day, week (from Monday), month or all, ascending; periods without a call are left out.';

create function public.get_team(team_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
  last_day date;
  first_day date;
begin
  perform private.authorize('teams:read');
  team := private.visible_team(team_id);
  last_day := private.today();
  first_day := last_day - 6;
  return private.team_json(team) || jsonb_build_object(
    'members', private.members_json(private.newest_members(team_id, null, null, 100)),
    'performance', coalesce(private.performance_json(team_id, first_day, last_day, 'all') -> 0,
      private.metrics_json(null)) - 'period' || jsonb_build_object('from', first_day, 'to', last_day));
end
$$;
comment on function public.get_team is
  'A team with its newest hundred members, their agents, and its metrics of the last seven days. Raises 404.';

create function public.list_team_members(
  team_id uuid, after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  total bigint;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  if with_total then
    select count(*) into total from public.team_members m where m.team_id = list_team_members.team_id;
  end if;
  return jsonb_build_object('rows', private.members_json(private.newest_members(team_id, after_time, after_id, page_size)), 'total', total);
end
$$;
comment on function public.list_team_members is
  'A team''s members, newest first, each with its agents: {rows, total}; total is null unless with_total. Raises 404.';

create function public.get_team_performance(
  team_id uuid, first_day date default null, last_day date default null, group_by text default 'day'
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  until date;
  since date;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  if group_by is null or group_by not in ('day', 'week', 'month') then
    perform private.invalid('group_by', 'unknown_value', 'must be day, week or month');
  end if;
  until := coalesce(last_day, greatest(private.today(), first_day));
  since := coalesce(first_day, until - 6);
  if since > until or until - since > 1100 then
    perform private.invalid('from', 'range', 'must be at most 1,100 days before to');
  end if;
  return jsonb_build_object('from', since, 'to', until, 'group_by', group_by,
    'periods', private.performance_json(team_id, since, until, group_by));
end
$$;
comment on function public.get_team_performance is
  'A team''s metrics from first_day to last_day, the last seven days unless given: {from, to, group_by, periods}. Raises 404, 422.';

-- Writing ------------------------------------------------------------------------------------------

-- Definer: nobody may write events by hand.
create function private.emit_team_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.emit_event(new.client_id, case
    when tg_op = 'INSERT' then 'team.created'
    when new.status = 'inactive' and old.status = 'active' then 'team.deleted'
    else 'team.updated' end, private.team_json(new));
  return null;
end
$$;
create trigger emit_event after insert or update on public.teams
  for each row execute function private.emit_team_event();

-- A deleted team is history: it can be read and not changed. The lock holds other changes, not rows that refer to it.
create function private.lock_team(team_id uuid) returns public.teams
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = lock_team.team_id and t.status = 'active' for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such active team');
  end if;
  return team;
end
$$;

create function private.lock_member(team_id uuid, member_id uuid) returns public.team_members
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.lock_team(team_id);
  select * into member from public.team_members m
  where m.team_id = lock_member.team_id and m.id = lock_member.member_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such member in this team');
  end if;
  return member;
end
$$;

create function private.fail_team_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'TEAM_NAME_TAKEN', format('There is another active team named %s', name))
$$;

create function public.create_team(name text, sector text, description text default null) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  team public.teams;
begin
  perform private.authorize('teams:write');
  answer := private.replay('create_team', private.fingerprint(jsonb_build_array(name, sector, description)));
  if answer is not null then
    return answer;
  end if;
  insert into public.teams (name, sector, description)
  values (create_team.name, create_team.sector, create_team.description) returning * into team;
  return private.remember('create_team', jsonb_build_object('status', 201, 'body', private.team_json(team)));
exception when unique_violation then
  perform private.fail_team_name_taken(create_team.name);
  return null;
end
$$;
comment on function public.create_team is 'Creates a team: {status: 201, body, replayed?}. Raises 401, 403, 409 TEAM_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';

create function public.update_team(
  team_id uuid, name text, sector text, description text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  perform private.authorize('teams:write');
  team := private.lock_team(team_id);
  perform private.require_version(team.version, if_match);
  update public.teams t
  set name = update_team.name, sector = update_team.sector, description = update_team.description
  where t.id = update_team.team_id
  returning * into team;
  return private.team_json(team);
exception when unique_violation then
  perform private.fail_team_name_taken(update_team.name);
  return null;
end
$$;
comment on function public.update_team is 'Replaces a team. Raises 401, 403, 404, 409 TEAM_NAME_TAKEN, 412 VERSION_MISMATCH.';

create function public.delete_team(team_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_team(team_id)).version, if_match);
  update public.teams t set status = 'inactive' where t.id = delete_team.team_id;
end
$$;
comment on function public.delete_team is 'Makes a team inactive: its name is free again, its history stays. Raises 401, 403, 404, 412.';

create function public.add_team_member(team_id uuid, user_id uuid, role public.team_role default 'member', title text default null)
returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
begin
  perform private.authorize('teams:write');
  answer := private.replay('add_team_member', private.fingerprint(jsonb_build_array(team_id, user_id, role, title)));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_team(team_id);
  insert into public.team_members as m (team_id, user_id, role, title)
  values (add_team_member.team_id, add_team_member.user_id, add_team_member.role, add_team_member.title)
  on conflict on constraint team_members_once do update set role = excluded.role, title = excluded.title
    where (m.role, m.title) is distinct from (excluded.role, excluded.title)
  returning * into member;
  if not found then
    select * into strict member from public.team_members m
    where m.team_id = add_team_member.team_id and m.user_id = add_team_member.user_id;
    return private.remember('add_team_member', jsonb_build_object('status', 200, 'body', private.members_json(array[member]) -> 0));
  end if;
  return private.remember('add_team_member', jsonb_build_object(
    'status', case member.version when 1 then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
exception when foreign_key_violation then
  perform private.invalid('user_id', 'unknown_reference', 'must be a member of the tenant');
  return null;
end
$$;
comment on function public.add_team_member is
  'Adds a user to a team, or changes role and title of who is in it: {status: 201 or 200, body, replayed?}. Raises 401, 403, 404, '
  '422 for a user who is no member of the tenant.';

create function public.update_team_member(
  team_id uuid, member_id uuid, role public.team_role default 'member', title text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.authorize('teams:write');
  member := private.lock_member(team_id, member_id);
  perform private.require_version(member.version, if_match);
  update public.team_members m set role = update_team_member.role, title = update_team_member.title
  where m.id = update_team_member.member_id
  returning * into member;
  return private.members_json(array[member]) -> 0;
end
$$;
comment on function public.update_team_member is 'Replaces role and title of a member. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.remove_team_member(team_id uuid, member_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_member(team_id, member_id)).version, if_match);
  delete from public.team_members m where m.id = remove_team_member.member_id;
end
$$;
comment on function public.remove_team_member is 'Takes a member out of a team together with their assignments. Raises 401, 403, 404, 412.';

-- All or none: an id that is no active agent of the tenant is named and nothing is assigned.
create function public.assign_agents(team_id uuid, member_id uuid, agent_ids uuid[], is_primary boolean default false) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
  unknown jsonb;
  created integer;
begin
  perform private.authorize('teams:write');
  answer := private.replay('assign_agents', private.fingerprint(jsonb_build_array(team_id, member_id, agent_ids, is_primary)));
  if answer is not null then
    return answer;
  end if;
  member := private.lock_member(team_id, member_id);
  if coalesce(cardinality(agent_ids), 0) not between 1 and 100 then
    perform private.invalid('agent_ids', 'range', 'must have 1–100 ids');
  end if;
  select jsonb_agg(private.problem(format('agent_ids.%s', i.position - 1), 'unknown_reference', 'is no active agent of the tenant') order by i.position)
  into unknown
  from unnest(agent_ids) with ordinality as i (id, position)
  where not exists (select from public.agents a where a.id = i.id and a.active);
  if unknown is not null then
    perform private.fail(422, 'VALIDATION_ERROR', 'The request is not valid: agent_ids names unknown agents', jsonb_build_object('details', unknown));
  end if;
  select count(*) into created from (select distinct unnest(agent_ids) as id) i
  where not exists (select from public.team_agent_assignments s where s.team_member_id = assign_agents.member_id and s.agent_id = i.id);
  insert into public.team_agent_assignments as s (team_member_id, agent_id, is_primary)
  select distinct assign_agents.member_id, i.id, assign_agents.is_primary from unnest(agent_ids) as i (id)
  on conflict on constraint team_agent_assignments_pkey do update set is_primary = excluded.is_primary
    where s.is_primary <> excluded.is_primary;
  return private.remember('assign_agents', jsonb_build_object(
    'status', case when created > 0 then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
end
$$;
comment on function public.assign_agents is
  'Lets agents work for a member of a team, in addition to those who do: {status: 201 or 200 when all did, body: the member, replayed?}. '
  'Raises 401, 403, 404, 422 for ids that are no active agent of the tenant.';

create function public.unassign_agent(team_id uuid, member_id uuid, agent_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.lock_member(team_id, member_id);
  delete from public.team_agent_assignments s
  where s.team_member_id = unassign_agent.member_id and s.agent_id = unassign_agent.agent_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'This agent does not work for this member');
  end if;
end
$$;
comment on function public.unassign_agent is 'Ends an assignment. Raises 401, 403, 404.';

grant execute on function private.team_json, private.metrics_json, private.teams_named, private.members_json, private.newest_members,
  private.visible_team, private.today, private.performance_json, private.lock_team, private.lock_member, private.fail_team_name_taken
  to authenticated;
grant execute on function public.list_teams, public.get_team, public.list_team_members, public.get_team_performance,
  public.create_team, public.update_team, public.delete_team, public.add_team_member, public.update_team_member,
  public.remove_team_member, public.assign_agents, public.unassign_agent to authenticated;
