-- The people and companies that transactions are with, as their senders name them.

create table public.customers (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  external_id text not null check (external_id = btrim(external_id) and length(external_id) between 1 and 200),
  name text check (name = private.tidy(name) and length(name) between 1 and 200),
  email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 320),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint customers_external_id unique (client_id, external_id)
);
alter table public.customers alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.customers
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

-- No write policies: customers are written by record_transactions.
alter table public.customers enable row level security;
create policy "analytics:read may see customers" on public.customers
  for select to authenticated
  using (client_id = (select private.tenant_with('analytics:read')));
grant select on public.customers to authenticated;
revoke truncate on public.customers from service_role;

select private.enable_bulk_audit('public.customers');
