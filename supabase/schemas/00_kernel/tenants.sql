-- Guarantees: every row of the product belongs to one tenant, a row of clients.

create type public.client_status as enum ('active', 'suspended');

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  status public.client_status not null default 'active',
  currency text not null default 'USD' references private.currencies,
  time_zone text not null default 'UTC' check (now() at time zone time_zone is not null),
  created_at timestamptz not null default now()
);
alter table public.clients enable row level security;

create policy "members see their tenant" on public.clients
  for select to authenticated using (id = (select private.client_id()));
grant select on public.clients to authenticated;

select private.enable_audit('public.clients');
