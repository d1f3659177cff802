-- Finds the opportunities that an import already knows by external_id.

-- Dynamic for the reason that private.resolve_names is.
create function private.known_opportunities(tenant uuid, external_ids text[]) returns public.opportunities[]
language plpgsql stable set search_path = '' as $$
declare
  known public.opportunities[];
begin
  execute
    'select array_agg(k.opportunity) from (select distinct unnest($2) as id) x, lateral (
      select o as opportunity from public.opportunities o where o.client_id = $1 and o.external_id = x.id limit 1) k'
  into known using tenant, external_ids;
  return known;
end
$$;
