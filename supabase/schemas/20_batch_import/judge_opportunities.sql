-- Third step of an import: what is wrong with each row, one error a field.

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
