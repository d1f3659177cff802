-- Guarantees: an opportunity belongs to an organization, principal and product of its own tenant, holds
-- only values that make sense, and is known at most once by its external id.

create type public.opportunity_stage as enum
  ('prospecting', 'engaging', 'qualified', 'proposal', 'negotiation', 'won', 'lost');

create table public.organizations (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = btrim(name) and length(name) between 1 and 200),
  batch_id uuid,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index organizations_name on public.organizations (client_id, lower(name));
create index organizations_batch on public.organizations (client_id, batch_id) where batch_id is not null;
-- For "did you mean"; names change seldom, so that the index costs little.
create index organizations_similar on public.organizations using gin (client_id, lower(name) extensions.gin_trgm_ops);

create table public.principals (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = btrim(name) and length(name) between 1 and 200),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index principals_name on public.principals (client_id, lower(name));
create index principals_similar on public.principals using gin (client_id, lower(name) extensions.gin_trgm_ops);

create table public.products (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = btrim(name) and length(name) between 1 and 200),
  batch_id uuid,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index products_name on public.products (client_id, lower(name));
create index products_batch on public.products (client_id, batch_id) where batch_id is not null;
create index products_similar on public.products using gin (client_id, lower(name) extensions.gin_trgm_ops);

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
  context jsonb not null default '{}' check (jsonb_typeof(context) = 'object'),
  custom_context jsonb not null default '{}' check (jsonb_typeof(custom_context) = 'object'),
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
create unique index opportunities_external_id on public.opportunities (client_id, external_id);
create index opportunities_organization on public.opportunities (client_id, organization_id);
create index opportunities_product on public.opportunities (client_id, product_id) where product_id is not null;
comment on column public.opportunities.batch_id is 'The batch that created it, batch_row its row there counted from 1.';

-- To statistics a tenant that ANALYZE has not met yet has no rows, and then every index that begins with client_id
-- seems as good as the matching one: each probe would read all that the tenant has. Without statistics none does.
alter table public.organizations alter column client_id set statistics 0;
alter table public.principals alter column client_id set statistics 0;
alter table public.products alter column client_id set statistics 0;
alter table public.opportunities alter column client_id set statistics 0;

create trigger touch before update on public.organizations
  for each row when (new.version = old.version) execute function private.touch();
create trigger touch before update on public.principals
  for each row when (new.version = old.version) execute function private.touch();
create trigger touch before update on public.products
  for each row when (new.version = old.version) execute function private.touch();
create trigger touch before update on public.opportunities
  for each row when (new.version = old.version) execute function private.touch();

-- Read by members; written by imports and by the operator.
alter table public.organizations enable row level security;
create policy "members see their tenant's organizations" on public.organizations
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('opportunities:read')));
grant select on public.organizations to authenticated;

alter table public.principals enable row level security;
create policy "members see their tenant's principals" on public.principals
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('opportunities:read')));
grant select on public.principals to authenticated;

alter table public.products enable row level security;
create policy "members see their tenant's products" on public.products
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('opportunities:read')));
grant select on public.products to authenticated;

alter table public.opportunities enable row level security;
create policy "members see their tenant's opportunities" on public.opportunities
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('opportunities:read')));
grant select on public.opportunities to authenticated;

select private.enable_audit('public.organizations'), private.enable_audit('public.principals'),
  private.enable_audit('public.products'), private.enable_audit('public.opportunities');
