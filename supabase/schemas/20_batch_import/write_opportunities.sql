-- Inserted in order of the external id, so that two imports of the same rows wait for each other and do not deadlock.
create function private.create_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  tenant_currency constant text := (select c.currency from public.clients c where c.id = tenant);
  creator constant uuid := auth.uid();
begin
  insert into public.opportunities
    (client_id, external_id, name, organization_id, principal_id, product_id, stage, probability_percent, amount,
     currency, expected_close_date, deal_owner, notes, context, custom_context, batch_id, batch_row, created_by)
  select
    tenant, r.external_id, r.name, r.organization_id, r.principal_id, r.product_id,
    coalesce(r.stage, 'prospecting'), r.probability_percent, r.amount, coalesce(r.currency, tenant_currency),
    r.expected_close_date, r.deal_owner, r.notes, coalesce(r.context, '{}'), coalesce(r.custom_context, '{}'),
    batch, r.row, creator
  from unnest(checked) r
  where r.action = 'create'
  order by r.external_id;
end
$$;

-- A field that the row leaves out keeps its value; one that it clears has none. Rows are joined with what was sent
-- only once: joined again, the planner would compare each with each.
create function private.update_opportunities(tenant uuid, batch uuid, checked private.checked_row[]) returns bigint
language sql volatile set search_path = '' as $$
  with current as materialized (
    select o as stored, r as sent from public.opportunities o
    join unnest(checked) r on r.opportunity_id = o.id
    where o.client_id = tenant and r.action = 'update'
    order by o.id for update of o
  ),
  kept as (
    insert into private.batch_rows (client_id, batch_id, row, opportunity_id, before, version)
    select tenant, batch, (c.sent).row, (c.stored).id, to_jsonb(c.stored), (c.stored).version + 1 from current c
    returning row
  ),
  written as (
    update public.opportunities o set
      name = coalesce((c.sent).name, k.name),
      organization_id = coalesce((c.sent).organization_id, k.organization_id),
      principal_id = coalesce((c.sent).principal_id, k.principal_id),
      product_id = coalesce((c.sent).product_id, k.product_id),
      stage = coalesce((c.sent).stage, k.stage),
      probability_percent = coalesce((c.sent).probability_percent, k.probability_percent),
      amount = coalesce((c.sent).amount, k.amount),
      currency = coalesce((c.sent).currency, k.currency),
      expected_close_date = coalesce((c.sent).expected_close_date, k.expected_close_date),
      deal_owner = coalesce((c.sent).deal_owner, k.deal_owner),
      notes = coalesce((c.sent).notes, k.notes),
      context = coalesce((c.sent).context, k.context),
      custom_context = coalesce((c.sent).custom_context, k.custom_context)
    from current c
    cross join lateral jsonb_populate_record(c.stored, private.empty_values((c.sent).cleared)) k
    where o.client_id = tenant and o.id = (c.stored).id
    returning o.id
  )
  select count(*) from written
$$;
comment on function private.update_opportunities is
  'Updates the rows to update and keeps what they were in private.batch_rows; returns how many there were.';

create function private.write_import(
  tenant uuid, checked private.checked_row[], batch public.opportunity_batches, opportunities jsonb, source jsonb
) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.opportunity_batches select batch.*;
  perform private.open_audit_group('opportunity_batches', batch.id);
  if batch.status = 'completed' then
    if batch.options -> 'create_missing' <> '[]' then
      checked := private.create_missing(tenant, batch.id, checked);
    end if;
    perform private.create_opportunities(tenant, batch.id, checked);
    if batch.updated > 0 and private.update_opportunities(tenant, batch.id, checked) < batch.updated then
      raise exception 'an opportunity was deleted during the import' using errcode = 'serialization_failure';
    end if;
  end if;
  if batch.failed_records > 0 then
    perform private.keep_error_rows(tenant, batch.id, checked, opportunities, source);
  end if;
  perform private.close_audit_group();
  perform private.emit_batch_event(batch);
end
$$;
comment on function private.write_import is
  'Writes a checked import: the batch, the opportunities, what updated ones were, the invalid rows, and the event.';
