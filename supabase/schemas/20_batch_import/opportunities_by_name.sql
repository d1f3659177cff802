-- Finds the opportunities that an import already knows by name (match=name).

-- Dynamic for the reason that private.resolve_names is.
create function private.opportunities_by_name(tenant uuid, names text[])
returns table (key text, opportunity public.opportunities, found integer)
language plpgsql stable set search_path = '' as $$
begin
  return query execute
    'select k.key, (array_agg(o order by o.id))[1], count(*)::integer
     from (select distinct private.name_key(unnest($2)) as key) k
     join public.opportunities o on private.name_key(o.name) = k.key
     where o.client_id = $1 group by k.key'
  using tenant, names;
end
$$;
comment on function private.opportunities_by_name is
  'For each name key one opportunity that has it, and how many have.';

-- A row given by external_id and one given by name may match the same opportunity.
create function private.mark_repeated(resolved private.resolved_opportunity[]) returns private.resolved_opportunity[]
language plpgsql immutable set search_path = '' as $$
declare
  first_rows constant jsonb := (
    select jsonb_object_agg(k.id, k.row)
    from (select (r.known).id, min(r.row) as row from unnest(resolved) r where (r.known).id is not null group by 1) k);
begin
  for i in 1..cardinality(resolved) loop
    resolved[i].first_row := least(resolved[i].first_row, (first_rows ->> (resolved[i].known).id::text)::integer);
  end loop;
  return resolved;
end
$$;
comment on function private.mark_repeated is 'The rows with the first row that matches the same opportunity.';
