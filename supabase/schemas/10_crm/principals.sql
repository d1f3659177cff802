-- Parties on whose behalf an opportunity is pursued. Only the operator writes them.

create table public.principals (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 200),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index principals_name on public.principals (client_id, private.name_key(name));
create index principals_similar on public.principals using gin
  (client_id, private.name_key(name) extensions.gin_trgm_ops);
alter table public.principals alter column client_id set statistics 0; -- see organizations

create trigger touch before update on public.principals
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
select private.enable_audit('public.principals');

-- No policy for writes: only the operator writes.
alter table public.principals enable row level security;
create policy "opportunities:read may see principals" on public.principals
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:read')));
grant select on public.principals to authenticated;
