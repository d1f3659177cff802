-- Suggests similar names for names that are not known.

-- What to add to the error for an unknown name.
create function private.name_hints(
  tenant uuid, resolved private.resolved_opportunity[], create_missing jsonb
) returns jsonb
language sql stable set search_path = '' as $$
  with unknown as (
    select 'organizations' as subject, r.organization as name from unnest(resolved) r
    where r.found_organization is null and not create_missing ? 'organizations'
    union
    select 'principals', r.principal from unnest(resolved) r where r.found_principal is null
    union
    select 'products', r.product from unnest(resolved) r
    where r.found_product is null and not create_missing ? 'products'
  )
  select coalesce(jsonb_object_agg(u.subject || ' ' || u.name,
    ', did you mean ' || private.quoted(private.similar_name(tenant, u.subject, u.name)) || '?'), '{}')
  -- No stored name is longer, and comparing costs more than the length.
  from unknown u where length(u.name) <= 200
$$;
comment on function private.name_hints is
  '{"<table> <name>": ", did you mean ''<similar name>''?" or null}.';
