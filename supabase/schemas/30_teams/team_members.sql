-- Who is in a team. A user who leaves the tenant leaves its teams.

create type public.team_role as enum ('member', 'lead');

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
  constraint team_members_are_tenant_members
    foreign key (client_id, user_id) references public.client_members on delete cascade
);
create index team_members_newest on public.team_members (client_id, team_id, created_at desc, id desc);
create index team_members_user on public.team_members (client_id, user_id);

create trigger touch before update on public.team_members
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.team_members');

alter table public.team_members enable row level security;
create policy "teams:read may see team members" on public.team_members
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
create policy "teams:write may add members of active teams" on public.team_members
  for insert to authenticated
  with check (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
create policy "teams:write may change members of active teams" on public.team_members
  for update to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
create policy "teams:write may remove members of active teams" on public.team_members
  for delete to authenticated
  using (client_id = (select private.tenant_with('teams:write')) and private.is_active_team(team_id));
grant
  select,
  insert (team_id, user_id, role, title),
  update (role, title),
  delete
  on public.team_members to authenticated;

create function private.lock_member(team_id uuid, member_id uuid) returns public.team_members
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.lock_team(team_id);
  select * into member from public.team_members m
  where m.team_id = lock_member.team_id and m.id = lock_member.member_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Member not found in this team');
  end if;
  return member;
end
$$;
create function private.is_in_active_team(member_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.team_members m where m.id = member_id and private.is_active_team(m.team_id))
$$;
grant execute on function private.lock_member, private.is_in_active_team to authenticated;
