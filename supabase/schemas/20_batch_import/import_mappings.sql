-- Guarantees: a tenant keeps at most limits.import_mappings mappings for its imports, each under its own name and of
-- bounded size.

create table public.import_mappings (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  target text not null default 'opportunities' check (target in ('opportunities', 'calls', 'transactions')),
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
select private.limit_rows('public.import_mappings', 'limits.import_mappings', 100, 'saved mappings');

-- No policy for writes: put_import_mapping checks If-Match.
alter table public.import_mappings enable row level security;
create policy "opportunities:import may see mappings, others those of their rows" on public.import_mappings
  for select to authenticated
  using (
    client_id = (select private.tenant_with('opportunities:import'))
    or target = 'calls' and client_id = (select private.tenant_with('calls:write'))
    or target = 'transactions' and client_id = (select private.tenant_with('transactions:write'))
  );
grant select on public.import_mappings to authenticated;

create function public.get_import_mapping(name text, target text default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  found_mapping public.import_mappings;
begin
  perform private.authorize(case target when 'calls' then 'calls:write'
    when 'transactions' then 'transactions:write' else 'opportunities:import' end);
  select * into found_mapping
  from public.import_mappings m
  where private.name_key(m.name) = private.name_key(get_import_mapping.name);
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('No mapping is saved as "%s"', left(name, 100)));
  elsif found_mapping.target <> target then
    perform private.invalid('mapping', 'target', format('the mapping "%s" was saved for %s, not for %s',
      found_mapping.name, found_mapping.target, target));
  end if;
  return to_jsonb(found_mapping) - 'client_id';
end
$$;
comment on function public.get_import_mapping is
  'The saved mapping with this name, in any case. Raises 401, 403, 404, and 422 if it was saved for another target.';
grant execute on function public.get_import_mapping to authenticated;
