-- Third step of an import: what is wrong with each row, one error a field.

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
      when r.organization_id is null and r.organization is null
        then private.missing_error('organization', 'its name or organization_id')
      when length(r.organization) > 200 then private.length_error('organization', r.organization, 200)
      when r.found_organization is null and r.organization_id is not null
        then private.unknown_id_error('organization_id', r.organization_id, 'an organization')
      when r.found_organization is null and not create_organizations
        then private.unknown_name_error('organization', r.organization, coalesce(
          hints ->> ('organizations ' || lower(r.organization)), '; create_missing=organizations would create it'))
    end,
    case
      when r.principal_id is not null and r.principal is not null
        then private.both_given_error('principal', 'principal_id')
      when r.principal_id is not null and r.found_principal is null
        then private.unknown_id_error('principal_id', r.principal_id, 'a principal')
      when r.principal is not null and r.found_principal is null
        then private.unknown_name_error('principal', r.principal,
          coalesce(hints ->> ('principals ' || lower(r.principal)), ''))
    end,
    case
      when r.product_id is not null and r.product is not null
        then private.both_given_error('product', 'product_id')
      when r.product_id is not null and r.found_product is null
        then private.unknown_id_error('product_id', r.product_id, 'a product')
      when length(r.product) > 200 then private.length_error('product', r.product, 200)
      when r.product is not null and r.found_product is null and not create_products
        then private.unknown_name_error('product', r.product, coalesce(
          hints ->> ('products ' || lower(r.product)), '; create_missing=products would create it'))
    end
  from unnest(resolved) r;
end
$$;

create function private.judge_values(resolved private.resolved_opportunity[])
returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  currencies constant jsonb := (select jsonb_object_agg(c.code, true) from private.currencies c);
  stages constant text[] := enum_range(null::public.opportunity_stage);
  date_pattern constant text := '^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
begin
  return query
  select r.row, array[
    case when r.stage <> all (stages)
      then private.value_error('stage', 'unknown_value', r.stage, 'one of ' || array_to_string(stages, ', ')) end,
    case
      when r.probability_percent is not null and r.probability is null
        then private.value_error('probability_percent', 'format', r.probability_percent, 'a number')
      when not r.probability between 0 and 100
        then private.number_error('probability_percent', 'range', r.probability_percent, 'be 0–100')
      when scale(trim_scale(r.probability)) > 2
        then private.number_error('probability_percent', 'format', r.probability_percent, 'have at most 2 decimals')
    end,
    case
      when r.amount is not null and r.money is null
        then private.value_error('amount', 'format', r.amount, 'a number like 1234.50')
      when not r.money between 0 and 999999999999.99
        then private.number_error('amount', 'range', r.amount, 'be 0–999999999999.99')
      when scale(trim_scale(r.money)) > 2
        then private.number_error('amount', 'format', r.amount, 'have at most 2 decimals')
    end,
    case when not currencies ? r.currency
      then private.value_error('currency', 'unknown_value', r.currency, 'an ISO 4217 code like EUR') end,
    case
      when case
        when r.expected_close_date !~ date_pattern then true
        when right(r.expected_close_date, 2) > '28' then not private.is_calendar_day(r.expected_close_date)
      end
        then private.value_error('expected_close_date', 'format', r.expected_close_date,
          'a calendar date, YYYY-MM-DD, 1900–2199')
    end,
    case when length(r.deal_owner) > 200 then private.length_error('deal_owner', r.deal_owner, 200) end,
    case when length(r.notes) > 10000 then private.length_error('notes', r.notes, 10000) end,
    case when jsonb_typeof(r.context) <> 'object'
      then private.row_error('context', 'type', 'context must be a JSON object') end,
    case when jsonb_typeof(r.custom_context) <> 'object'
      then private.row_error('custom_context', 'type', 'custom_context must be a JSON object') end
  ]
  from unnest(resolved) r;
end
$$;

create function private.judge_opportunities(
  resolved private.resolved_opportunity[], hints jsonb, options jsonb
) returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  on_conflict constant text := options ->> 'on_conflict';
begin
  return query
  select r.row, array_remove(array[
    case
      when r.name is null then private.missing_error('name')
      when length(r.name) > 200 then private.length_error('name', r.name, 200)
    end,
    f.organization, f.principal, f.product,
    case
      when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
      when r.first_row < r.row then private.duplicate_error('external_id', r.external_id, r.first_row)
      when (r.known).id is not null and on_conflict = 'error'
        then private.row_error('external_id', 'already_exists',
          format('external_id %s is already known; on_conflict=skip or update would accept it',
            private.quoted(r.external_id)))
    end
  ] || v.errors, null)
  from unnest(resolved) r
  join private.judge_references(resolved, hints, options -> 'create_missing') f on f.row = r.row
  join private.judge_values(resolved) v on v.row = r.row;
end
$$;
comment on function private.judge_opportunities is
  'The errors of each row, in the order of the fields; an empty array for a valid row.';
