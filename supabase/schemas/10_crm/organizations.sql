-- Companies that opportunities are with. A tenant knows each name once, see private.name_key.

create table public.organizations (
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
comment on column public.organizations.batch_id is 'The import that created it, null if none did.';

create unique index organizations_name on public.organizations (client_id, private.name_key(name));
create index organizations_batch on public.organizations (client_id, batch_id) where batch_id is not null;
-- Finds similar names for "did you mean". Names rarely change, so the index costs little to maintain.
create index organizations_similar on public.organizations using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);

-- For a tenant that ANALYZE has not seen, statistics on client_id estimate zero rows. Every index that begins with
-- client_id then looks equally good, and a probe may read all of the tenant's rows. Without statistics the planner
-- picks the index that matches.
alter table public.organizations alter column client_id set statistics 0;

create trigger touch before update on public.organizations
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.organizations');

-- No policy for writes: imports and the operator write.
alter table public.organizations enable row level security;
create policy "opportunities:read may see organizations" on public.organizations
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.organizations to authenticated;
