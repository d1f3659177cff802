-- Last step before an import writes: reads, resolves and judges the rows, and decides what to do with each.

-- Checks every value again, whoever the caller is. Set-based, and it reads no table itself, so its plan can be kept.
create function private.check_opportunities(
  tenant uuid, opportunities jsonb, problems jsonb, options jsonb, place jsonb default '{}'
) returns private.checked_row[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  found constant private.resolved_opportunity[] := array(
    select r from private.resolve_opportunities(tenant, opportunities, place, options) r);
  resolved constant private.resolved_opportunity[] := case when options @> '{"match": "name"}'
    then private.mark_repeated(found) else found end;
  hints constant jsonb := private.name_hints(tenant, resolved, options -> 'create_missing');
  on_conflict constant text := options ->> 'on_conflict';
  on_missing constant text := options ->> 'on_missing';
begin
  return array(
    with merged as (
      select j.row, case when p.row is null then j.errors else private.merge_errors(p, j.errors) end as errors
      from private.judge_opportunities(resolved, hints, options) j
      left join private.problems_by_row(problems) p on p.row = j.row
    ),
    judged as materialized (
      select r.*, cardinality(m.errors) = 0 as valid, m.errors,
        case when r.cleared is null then r.known else jsonb_populate_record(r.known, private.empty_values(r.cleared))
        end as kept
      from unnest(resolved) r
      join merged m on m.row = r.row
    )
    select row(
      j.row,
      case
        when not j.valid then 'reject'
        when (j.known).id is null then case when on_missing = 'skip' then 'skip' else 'create' end
        when on_conflict = 'skip' then 'skip'
        -- Values that the row leaves out stay as they are.
        when row((j.known).name, (j.known).organization_id, (j.known).principal_id, (j.known).product_id,
            (j.known).stage, (j.known).probability_percent, (j.known).amount, (j.known).currency,
            (j.known).expected_close_date, (j.known).deal_owner, (j.known).notes,
            (j.known).context, (j.known).custom_context)
          is not distinct from row(coalesce(j.name, (j.kept).name),
            case when coalesce(j.organization, j.organization_id) is null then (j.kept).organization_id
              else j.found_organization end,
            coalesce(j.found_principal, (j.kept).principal_id), coalesce(j.found_product, (j.kept).product_id),
            coalesce(j.stage::public.opportunity_stage, (j.kept).stage),
            coalesce(j.probability, (j.kept).probability_percent), coalesce(j.money, (j.kept).amount),
            coalesce(j.currency, (j.kept).currency),
            coalesce(j.expected_close_date::date, (j.kept).expected_close_date),
            coalesce(j.deal_owner, (j.kept).deal_owner), coalesce(j.notes, (j.kept).notes),
            coalesce(j.context, (j.kept).context), coalesce(j.custom_context, (j.kept).custom_context))
          then 'unchanged'
        else 'update'
      end::private.row_action,
      (j.known).id, j.external_id, j.name, j.found_organization, j.organization, j.found_principal, j.found_product,
      j.product,
      case when j.valid then j.stage::public.opportunity_stage end,
      case when j.valid then j.probability end,
      case when j.valid then j.money end,
      j.currency,
      case when j.valid then j.expected_close_date::date end,
      j.deal_owner, j.notes, j.context, j.custom_context,
      case when not j.valid then to_jsonb(j.errors) end,
      j.cleared
    )::private.checked_row
    from judged j
    order by j.row);
end
$$;
comment on function private.check_opportunities is
  'The rows of an import, ready to be written, each with its action and errors. problems: what the function '
  'found while it read the request. place: see private.resolve_opportunities.';
