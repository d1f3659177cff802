-- Products that opportunities are about. A tenant knows each name once, see private.name_key.

create table public.products (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 200),
  batch_id uuid,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
comment on column public.products.batch_id is 'The import that created it, null if none did.';

create unique index products_name on public.products (client_id, private.name_key(name));
create index products_batch on public.products (client_id, batch_id) where batch_id is not null;
create index products_similar on public.products using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);
alter table public.products alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.products
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.products');

-- No policy for writes: imports and the operator write.
alter table public.products enable row level security;
create policy "opportunities:read may see products" on public.products
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.products to authenticated;
