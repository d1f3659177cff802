-- Guarantees: a token names the active tenant and role of its user as they are now.

create table public.client_members (
  client_id uuid not null references public.clients,
  user_id uuid not null references auth.users on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default clock_timestamp(),
  activated_at timestamptz not null default clock_timestamp(),
  primary key (client_id, user_id)
);
create index on public.client_members (user_id);
comment on column public.client_members.activated_at is
  'When the user last made this tenant their active one. Joining a tenant does so.';

-- No policy to write: only the service role changes memberships.
alter table public.client_members enable row level security;
-- Every role may read teams. A key sees the members only if it has that scope.
create policy "teams:read sees the tenant's members" on public.client_members
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('teams:read')));
grant select on public.client_members to authenticated;

-- Definer: auth.users belongs to the auth service. The membership
-- activated last is the active one; a tenant that is not active comes after all others.
create function private.sync_app_metadata() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed_user constant uuid := case when tg_op = 'DELETE' then old.user_id else new.user_id end;
begin
  update auth.users u
  set raw_app_meta_data = (coalesce(u.raw_app_meta_data, '{}') - 'client_id' - 'role' - 'limits') || coalesce(
    (select jsonb_strip_nulls(
       jsonb_build_object('client_id', m.client_id, 'role', m.role, 'limits', private.rate_limits(m.client_id)))
     from public.client_members m
     join public.clients c on c.id = m.client_id
     where m.user_id = changed_user
     order by c.status = 'active' desc, m.activated_at desc, m.client_id limit 1), '{}')
  where u.id = changed_user;
  return null;
end
$$;
create trigger sync_app_metadata after insert or update or delete on public.client_members
  for each row execute function private.sync_app_metadata();

select private.enable_audit('public.client_members', 'activated_at');
