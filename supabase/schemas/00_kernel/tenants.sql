-- Guarantees: every row of the product belongs to one tenant, a row of clients.

create type public.client_status as enum ('active', 'suspended', 'deleting');

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  status public.client_status not null default 'active',
  currency text not null default 'USD' references private.currencies,
  time_zone text not null default 'UTC' check (now() at time zone time_zone is not null),
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  delete_after timestamptz,
  mfa_required_since timestamptz,
  mfa_required_from timestamptz,
  check ((status = 'deleting') = (delete_after is not null))
);
create index on public.clients (delete_after) where delete_after is not null;
comment on column public.clients.status is
  'suspended: closed by the operator. deleting: closed by an owner, and deleted at delete_after.';
create index on public.clients (created_by, created_at);
comment on column public.clients.mfa_required_since is
  'When security.require_mfa was set. From mfa_required_from, after the grace, tokens without a second factor open '
  'nothing.';
alter table public.clients enable row level security;

create policy "members see their tenant" on public.clients
  for select to authenticated using (id = (select private.client_id()));
grant select on public.clients to authenticated;

select private.enable_audit('public.clients');
