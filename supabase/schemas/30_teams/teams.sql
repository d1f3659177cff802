-- Guarantees: a team, its members and their agents belong to one tenant, whichever way they are written. Active teams
-- of a tenant have different names, a deleted team keeps its history, and every change of a team emits an event.

-- status is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.teams (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  sector text not null check (sector = private.tidy(sector) and length(sector) between 1 and 100),
  sector_key text not null generated always as (private.name_key(sector)) stored,
  description text check (length(description) <= 2000),
  status text not null default 'active' check (status in ('active', 'inactive')),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index teams_name on public.teams (client_id, private.name_key(name)) where status = 'active';
create index teams_newest on public.teams (client_id, status, created_at desc, id desc);
create index teams_sector on public.teams (client_id, sector_key, status, created_at desc, id desc);
create index teams_search on public.teams using gin (client_id, private.name_key(name) extensions.gin_trgm_ops);

create trigger touch before update on public.teams
  for each row
  when (new.version = old.version
    and (new.name, new.sector, new.description, new.status)
      is distinct from (old.name, old.sector, old.description, old.status))
  execute function private.touch();
select private.enable_audit('public.teams', 'sector_key');
select private.mark_changes('public.teams', 'teams');

-- No policy for delete: a deleted team has the status inactive.
alter table public.teams enable row level security;
create policy "teams:read may see teams" on public.teams
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may create teams" on public.teams
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')));
create policy "teams:write may change active teams" on public.teams
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and status = 'active')
  with check (client_id = (select private.tenant_with('teams:write')));
grant
  select,
  insert (name, sector, description),
  update (name, sector, description, status)
  on public.teams to authenticated;

create function private.team_json(team public.teams) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(team) - array['client_id', 'sector_key']
$$;

-- Definer: callers may not write events.
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
create trigger emit_insert after insert on public.teams
  for each row execute function private.emit_team_event();
create trigger emit_update after update on public.teams
  for each row when (new is distinct from old) execute function private.emit_team_event();

create function private.visible_team(team_id uuid) returns public.teams
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = visible_team.team_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Team not found');
  end if;
  return team;
end
$$;

-- A deleted team can be read but not changed. The lock holds up other changes, but not rows that refer to the team.
create function private.lock_team(team_id uuid) returns public.teams
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  select * into team from public.teams t where t.id = lock_team.team_id and t.status = 'active' for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Active team not found');
  end if;
  return team;
end
$$;

create function private.is_active_team(team_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.teams t where t.id = team_id and t.status = 'active')
$$;

grant execute on function private.team_json, private.visible_team, private.lock_team, private.is_active_team
  to authenticated;
