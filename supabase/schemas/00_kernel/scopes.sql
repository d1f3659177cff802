-- Roles, and the scopes that each role grants. shared/access/scopes.ts is generated from role_scopes.

-- In ascending order, so that roles can be compared: role >= 'manager'.
create type public.member_role as enum ('viewer', 'member', 'manager', 'admin', 'owner');

create table private.role_scopes (
  role public.member_role not null,
  scope text not null check (scope ~ '^[a-z_]+:[a-z]+$'),
  primary key (role, scope)
);
alter table private.role_scopes enable row level security;

create function private.add_scopes(least_role public.member_role, variadic scopes text[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.role_scopes (role, scope)
  select r.role, s.scope
  from unnest(scopes) s (scope)
  join unnest(enum_range(null::public.member_role)) r (role) on r.role >= least_role
  on conflict do nothing
$$;
comment on function private.add_scopes is
  'Grants scopes to a role and every role above it. Called by register.sql files, of which two may need a scope.';
