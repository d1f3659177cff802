-- Third step of an import, first part: what is wrong with the names and ids that a row refers to.

-- The error for a name that could be created says so, unless a similar name exists.
create function private.judge_references(
  resolved private.resolved_opportunity[], hints jsonb, create_missing jsonb
) returns table ("row" integer, organization jsonb, principal jsonb, product jsonb)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  create_organizations constant boolean := create_missing ? 'organizations';
  create_products constant boolean := create_missing ? 'products';
begin
  return query
  select r.row,
    case
      when r.organization_id is not null and r.organization is not null
        then private.both_given_error('organization', 'organization_id')
      when 'organization_id' = any (r.cleared) then private.clear_error('organization')
      when r.organization_id is null and r.organization is null and (r.known).id is not null then null
      when r.organization_id is null and r.organization is null
        then private.missing_error('organization', 'its name or organization_id')
      when length(r.organization) > 200 then private.length_error('organization', r.organization, 200)
      when r.found_organization is null and r.organization_id is not null
        then private.unknown_id_error('organization_id', r.organization_id, 'an organization')
      when r.found_organization is null and not create_organizations
        then private.unknown_name_error('organization', r.organization, coalesce(
          hints ->> ('organizations ' || r.organization), '; create_missing=organizations would create it'))
    end,
    case
      when r.principal_id is not null and r.principal is not null
        then private.both_given_error('principal', 'principal_id')
      when r.principal_id is not null and r.found_principal is null
        then private.unknown_id_error('principal_id', r.principal_id, 'a principal')
      when r.principal is not null and r.found_principal is null
        then private.unknown_name_error('principal', r.principal,
          coalesce(hints ->> ('principals ' || r.principal), ''))
    end,
    case
      when r.product_id is not null and r.product is not null
        then private.both_given_error('product', 'product_id')
      when r.product_id is not null and r.found_product is null
        then private.unknown_id_error('product_id', r.product_id, 'a product')
      when length(r.product) > 200 then private.length_error('product', r.product, 200)
      when r.product is not null and r.found_product is null and not create_products
        then private.unknown_name_error('product', r.product, coalesce(
          hints ->> ('products ' || r.product), '; create_missing=products would create it'))
    end
  from unnest(resolved) r;
end
$$;
