-- Creates the organizations and products that an import names and the tenant does not know.

create function private.create_missing_names(tenant uuid, batch uuid, subject text, names text[]) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if cardinality(names) is null then
    return '{}';
  end if;
  execute format(
    'insert into public.%I (client_id, name, batch_id)
     select distinct on (private.name_key(n)) $1, n, $2 from unnest($3) with ordinality u (n, i)
     order by private.name_key(n), i
     on conflict (client_id, private.name_key(name)) do nothing', subject)
  using tenant, batch, names;
  -- Another import may have created some of them in the meantime.
  return private.resolve_names(tenant, subject, null, names);
end
$$;
comment on function private.create_missing_names is 'Returns the ids of the names, as private.resolve_names does.';

create function private.create_missing(tenant uuid, batch uuid, checked private.checked_row[])
returns private.checked_row[]
language plpgsql volatile set search_path = '' as $$
declare
  organizations constant jsonb := private.create_missing_names(tenant, batch, 'organizations', (
    select array_agg(r.organization order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.organization_id is null and r.organization is not null));
  products constant jsonb := private.create_missing_names(tenant, batch, 'products', (
    select array_agg(r.product order by r.row) from unnest(checked) r
    where r.action in ('create', 'update') and r.product_id is null and r.product is not null));
begin
  if organizations = '{}' and products = '{}' then
    return checked;
  end if;
  for i in 1..cardinality(checked) loop
    checked[i].organization_id := coalesce(
      checked[i].organization_id, (organizations ->> checked[i].organization)::uuid);
    checked[i].product_id := coalesce(
      checked[i].product_id, (products ->> checked[i].product)::uuid);
  end loop;
  return checked;
end
$$;
comment on function private.create_missing is
  'Creates the organizations and products that the rows name, and fills in their ids.';
