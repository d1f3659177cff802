-- Suggests similar names for names that are not known.

-- What to add to the error for an unknown name. Comparing costs more than anything else in an import, so it ends after
-- a quarter of a second; names longer than a stored one are not compared.
create function private.name_hints(
  tenant uuid, resolved private.resolved_opportunity[], create_missing jsonb
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  began constant timestamptz := clock_timestamp();
  unknown record;
  hints jsonb := '{}';
begin
  for unknown in
    select 'organizations' as subject, r.organization as name from unnest(resolved) r
    where r.found_organization is null and not create_missing ? 'organizations'
    union
    select 'principals', r.principal from unnest(resolved) r where r.found_principal is null
    union
    select 'products', r.product from unnest(resolved) r
    where r.found_product is null and not create_missing ? 'products'
  loop
    exit when clock_timestamp() > began + interval '250 milliseconds';
    if length(unknown.name) <= 200 then
      hints := hints || jsonb_build_object(unknown.subject || ' ' || unknown.name, ', did you mean '
        || private.quoted(private.similar_name(tenant, unknown.subject, unknown.name)) || '?');
    end if;
  end loop;
  return hints;
end
$$;
comment on function private.name_hints is
  '{"<table> <name>": ", did you mean ''<similar name>''?" or null}.';
