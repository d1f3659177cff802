-- Second step of an import: finds what the rows name and what they would update.

-- Reads no table itself, so its plan can be kept.
create function private.resolve_opportunities(
  tenant uuid, opportunities jsonb, place jsonb default '{}', options jsonb default '{}'
) returns setof private.resolved_opportunity
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  start constant integer := coalesce((place ->> 'first_row')::integer, 1);
  by_name constant boolean := options @> '{"match": "name"}';
  number_pattern constant text := '^-?[0-9]+([.][0-9]+)?$';
begin
  return query
  with sent as materialized (
    select s.* from private.read_opportunities(opportunities, start) s
  ),
  lookup as materialized (
    select
      private.resolve_names(tenant, 'organizations',
        array_agg(lower(s.organization_id)) filter (where s.organization_id is not null),
        array_agg(s.organization) filter (where s.organization is not null)) as organizations,
      private.resolve_names(tenant, 'principals',
        array_agg(lower(s.principal_id)) filter (where s.principal_id is not null),
        array_agg(s.principal) filter (where s.principal is not null)) as principals,
      private.resolve_names(tenant, 'products',
        array_agg(lower(s.product_id)) filter (where s.product_id is not null),
        array_agg(s.product) filter (where s.product is not null)) as products,
      private.known_opportunities(tenant,
        array_agg(s.external_id) filter (where s.external_id is not null)) as opportunities
    from sent s
  ),
  first as (
    select s.external_id, coalesce((place -> 'first_rows' ->> s.external_id)::integer, min(s.row)) as row
    from sent s group by s.external_id
  ),
  known as (
    select o as opportunity, o.external_id from lookup l, unnest(l.opportunities) o
  ),
  keyed as materialized (
    select s.row, private.name_key(s.name) as key from sent s where by_name and s.external_id is null
  ),
  named as (
    select k.row, n.opportunity, n.found, min(k.row) over (partition by k.key) as first_row
    from keyed k
    left join private.opportunities_by_name(tenant, array(select e.key from keyed e)) n on n.key = k.key
  ),
  cleared as (
    select c.row, c.fields from private.cleared_fields(opportunities, start, options ->> 'empty') c
    where options @> '{"on_conflict": "update"}'
  )
  select
    s.*,
    coalesce(l.organizations ->> s.organization,
      l.organizations ->> ('id ' || lower(s.organization_id)))::uuid,
    coalesce(l.principals ->> s.principal, l.principals ->> ('id ' || lower(s.principal_id)))::uuid,
    coalesce(l.products ->> s.product, l.products ->> ('id ' || lower(s.product_id)))::uuid,
    case when s.probability_percent ~ number_pattern and length(s.probability_percent) <= 40
      then s.probability_percent::numeric end,
    case when s.amount ~ number_pattern and length(s.amount) <= 40 then s.amount::numeric end,
    case when n.row is null then k.opportunity when n.found = 1 then n.opportunity end,
    coalesce(f.row, n.first_row),
    n.found,
    case when (k.opportunity).id is not null or n.found = 1 then c.fields end
  from sent s
  cross join lookup l
  left join first f on f.external_id = s.external_id
  left join known k on k.external_id = s.external_id
  left join named n on n.row = s.row
  left join cleared c on c.row = s.row;
end
$$;
comment on function private.resolve_opportunities is
  'The rows of an import with the ids of what they name. A name or id that is not found leaves its id null. place: '
  'where the rows stand in a larger file, {first_row, first_rows: {external_id: row}}.';
