-- Fields that an update empties: those that the row holds as null.

create function private.cleared_fields(opportunities jsonb, first_row integer, empty text)
returns table ("row" integer, fields text[])
language sql stable set search_path = '' as $$
  select o.ordinality::integer + first_row - 1, array_agg(distinct c.field)
  from jsonb_array_elements(opportunities) with ordinality as o (opportunity, ordinality)
  cross join lateral jsonb_each(o.opportunity) as f (name, value)
  cross join lateral (
    select case when f.name in ('organization', 'principal', 'product') then f.name || '_id' else f.name end as field,
      case
        when f.name in ('organization', 'principal', 'product') then f.name || '_id'
        when f.name in ('organization_id', 'principal_id', 'product_id') then left(f.name, -3)
      end as other
  ) c
  where c.field in ('name', 'organization_id', 'principal_id', 'product_id', 'stage', 'probability_percent', 'amount',
      'currency', 'expected_close_date', 'deal_owner', 'notes', 'context', 'custom_context')
    and (f.value = 'null'
      or empty = 'clear' and jsonb_typeof(f.value) = 'string' and private.tidy(f.value #>> '{}') = '')
    and private.tidy(coalesce(o.opportunity ->> c.other, '')) = ''
  group by o.ordinality
$$;
comment on function private.cleared_fields is
  'The columns that each row sets to nothing: by null and, with empty = clear, by an empty text. An organization, '
  'principal or product is cleared only if neither its name nor its id is given.';

create function private.empty_values(fields text[]) returns jsonb
language plpgsql immutable strict set search_path = '' as $$
begin
  return (
    select jsonb_object_agg(f, case when f in ('context', 'custom_context') then '{}'::jsonb else 'null' end)
    from unnest(fields) f);
end
$$;
comment on function private.empty_values is 'The values of cleared columns, {column: value}; null if there are none.';

create function private.clear_error(field text) returns jsonb
language sql stable set search_path = '' as $$
  select private.row_error(field, 'required',
    format('%s is empty, but an opportunity needs one; leave the field out to keep its value', field))
$$;
