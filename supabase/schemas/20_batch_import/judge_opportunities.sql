-- Third step of an import: what is wrong with each row, one error a field.

-- Names the field that tells which opportunity the row is.
create function private.unknown_row_error(field text, value text) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when field = 'external_id' and value is null then private.missing_error(field)
    else private.row_error(field, 'unknown_reference',
      format('%s %s is not known; on_missing=create would create it, skip would leave it out', field,
        private.quoted(value)))
  end
$$;

create function private.judge_opportunities(
  resolved private.resolved_opportunity[], hints jsonb, options jsonb
) returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  on_conflict constant text := options ->> 'on_conflict';
  on_missing constant text := coalesce(options ->> 'on_missing', 'create');
begin
  return query
  select r.row, case
    when on_missing = 'skip' and (r.known).id is null and coalesce(r.named, 0) < 2 then '{}'
    else array_remove(array[
      case
        when r.name is null and 'name' = any (r.cleared) then private.clear_error('name')
        when r.name is null and (r.known).id is null then private.missing_error('name')
        when length(r.name) > 200 then private.length_error('name', r.name, 200)
        when r.named > 1 then private.row_error('name', 'ambiguous',
          format('name %s is the name of several opportunities, give external_id', private.quoted(r.name)))
      end,
      f.organization, f.principal, f.product,
      case
        when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
        when r.first_row < r.row
          then private.duplicate_error(m.field, coalesce(r.external_id, r.name), r.first_row)
        when (r.known).id is not null and on_conflict = 'error'
          then private.row_error(m.field, 'already_exists', format('%s %s is already known; on_conflict=skip or '
            'update would accept it', m.field, private.quoted(coalesce(r.external_id, r.name))))
        when (r.known).id is null and on_missing = 'error' and coalesce(r.named, 0) < 2
          then private.unknown_row_error(m.field, coalesce(r.external_id, r.name))
      end
    ] || v.errors, null)
  end
  from unnest(resolved) r
  cross join lateral (
    select case when r.external_id is null and options @> '{"match": "name"}' then 'name' else 'external_id' end
  ) m (field)
  join private.judge_references(resolved, hints, options -> 'create_missing') f on f.row = r.row
  join private.judge_values(resolved) v on v.row = r.row;
end
$$;
comment on function private.judge_opportunities is
  'The errors of each row, in the order of the fields; an empty array for a valid row.';
