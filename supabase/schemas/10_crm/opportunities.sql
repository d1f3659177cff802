-- Guarantees: an opportunity belongs to an organization, principal and product of its own tenant, holds only valid
-- values, and an external id names at most one opportunity of a tenant.

create type public.opportunity_stage as enum
  ('prospecting', 'engaging', 'qualified', 'proposal', 'negotiation', 'won', 'lost');

create table public.opportunities (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  external_id text check (length(external_id) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  organization_id uuid not null,
  principal_id uuid,
  product_id uuid,
  stage public.opportunity_stage not null default 'prospecting',
  probability_percent numeric(5, 2) check (probability_percent between 0 and 100),
  amount numeric(14, 2) check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_close_date date check (expected_close_date between '1900-01-01' and '2199-12-31'),
  deal_owner text check (length(deal_owner) between 1 and 200),
  notes text check (length(notes) <= 10000),
  context jsonb not null default '{}' check (jsonb_typeof(context) = 'object' and pg_column_size(context) <= 65536),
  custom_context jsonb not null default '{}'
    check (jsonb_typeof(custom_context) = 'object' and pg_column_size(custom_context) <= 65536),
  batch_id uuid,
  batch_row integer,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, organization_id) references public.organizations,
  foreign key (client_id, principal_id) references public.principals,
  foreign key (client_id, product_id) references public.products
);
comment on column public.opportunities.batch_id is 'The import that created it, null if none did.';
comment on column public.opportunities.batch_row is 'Its row in that import, counted from 1.';

create unique index opportunities_external_id on public.opportunities (client_id, external_id);
create index opportunities_name on public.opportunities (client_id, private.name_key(name));
create index opportunities_organization on public.opportunities (client_id, organization_id);
create index opportunities_product on public.opportunities (client_id, product_id) where product_id is not null;
create index opportunities_batch on public.opportunities (client_id, batch_id, batch_row) where batch_id is not null;
alter table public.opportunities alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.opportunities
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.opportunities');
select private.mark_changes('public.opportunities', 'opportunities');

-- No policy for writes: imports and the operator write.
alter table public.opportunities enable row level security;
create policy "opportunities:read may see opportunities" on public.opportunities
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.opportunities to authenticated;
