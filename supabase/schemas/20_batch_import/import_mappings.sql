-- Guarantees: a tenant keeps at most 100 mappings for its imports, each under its own name, of bounded size.

create table public.import_mappings (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object' and length(mapping::text) <= 100000),
  values jsonb not null check (jsonb_typeof(values) = 'object' and length(values::text) <= 100000),
  formats jsonb not null check (jsonb_typeof(formats) = 'object' and length(formats::text) <= 1000),
  options jsonb not null check (jsonb_typeof(options) = 'object' and length(options::text) <= 2000),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index import_mappings_name on public.import_mappings (client_id, private.name_key(name));
create trigger touch before update on public.import_mappings
  for each row when (new.version = old.version) execute function private.touch();
select private.enable_audit('public.import_mappings');

-- No policy for writes: put_import_mapping counts before it writes.
alter table public.import_mappings enable row level security;
create policy "opportunities:import may see mappings" on public.import_mappings
  for select to authenticated
  using (client_id = (select private.tenant_with('opportunities:import')));
grant select on public.import_mappings to authenticated;

create function public.get_import_mapping(name text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  found_mapping jsonb;
begin
  perform private.authorize('opportunities:import');
  select to_jsonb(m) - 'client_id' into found_mapping
  from public.import_mappings m
  where private.name_key(m.name) = private.name_key(get_import_mapping.name);
  if found_mapping is null then
    perform private.fail(404, 'NOT_FOUND', format('No mapping is saved as "%s"', left(name, 100)));
  end if;
  return found_mapping;
end
$$;
comment on function public.get_import_mapping is
  'The saved mapping with this name, in any case. Raises 401, 403, 404.';
grant execute on function public.get_import_mapping to authenticated;
