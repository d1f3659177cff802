-- Undoes an import, except for rows that were edited since.

create function private.lock_batch_rows(tenant uuid, batch uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.opportunities o
  where o.client_id = tenant
    and (o.batch_id = batch
      or o.id in (select r.opportunity_id from private.batch_rows r where r.client_id = tenant and r.batch_id = batch))
  order by o.id for update;
end
$$;

create function private.delete_created(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with deleted as (
    delete from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version = 1
    returning o.id
  )
  select count(*) from deleted
$$;

-- A restored row gets its old version back, so that the batch before this one can still be rolled back.
create function private.restore_updated(tenant uuid, batch uuid) returns bigint
language sql volatile set search_path = '' as $$
  with restored as (
    update public.opportunities o set
      (name, organization_id, principal_id, product_id, stage, probability_percent, amount, currency,
       expected_close_date, deal_owner, notes, context, custom_context, version, updated_at) =
      (b.name, b.organization_id, b.principal_id, b.product_id, b.stage, b.probability_percent, b.amount, b.currency,
       b.expected_close_date, b.deal_owner, b.notes, b.context, b.custom_context, b.version, b.updated_at)
    from private.batch_rows r, jsonb_populate_record(null::public.opportunities, r.before) b
    where r.client_id = tenant and r.batch_id = batch
      and o.client_id = tenant and o.id = r.opportunity_id and o.version = r.version
    returning o.id
  )
  select count(*) from restored
$$;

create function private.edited_since(tenant uuid, batch uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'opportunity_id', e.opportunity_id, 'external_id', e.external_id, 'row', e.row, 'reason', e.reason)
    order by e.row), '[]')
  from (
    select o.id as opportunity_id, o.external_id, o.batch_row as row, 'edited since the import' as reason
    from public.opportunities o
    where o.client_id = tenant and o.batch_id = batch and o.version > 1
    union all
    select r.opportunity_id, r.before ->> 'external_id', r.row,
      case when o.id is null then 'deleted since the import' else 'edited since the import' end
    from private.batch_rows r
    left join public.opportunities o on o.client_id = tenant and o.id = r.opportunity_id
    where r.client_id = tenant and r.batch_id = batch and o.version is distinct from r.version
    order by 3 limit 1000
  ) e
$$;
comment on function private.edited_since is 'The first 1,000 rows of a batch that a rollback leaves as they are.';

-- A later import may have taken a row away from its organization; its rollback gives it back.
create function private.is_wanted_back(tenant uuid, batch uuid, field text, name_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from private.batch_rows r
    join public.opportunity_batches b on b.client_id = r.client_id and b.id = r.batch_id and b.status = 'completed'
    where r.client_id = tenant and r.batch_id <> batch and r.before ->> field = name_id::text)
$$;

-- Locks first: a writer whose new row refers to a name holds the name until its row can be seen here.
create function private.delete_unused_names(tenant uuid, batch uuid, out organizations bigint, out products bigint)
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.organizations n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  perform from public.products n where n.client_id = tenant and n.batch_id = batch order by n.id for update;
  delete from public.organizations n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.organization_id = n.id)
    and not private.is_wanted_back(tenant, batch, 'organization_id', n.id);
  get diagnostics organizations = row_count;
  delete from public.products n
  where n.client_id = tenant and n.batch_id = batch and n.version = 1
    and not exists (select from public.opportunities o where o.client_id = tenant and o.product_id = n.id)
    and not private.is_wanted_back(tenant, batch, 'product_id', n.id);
  get diagnostics products = row_count;
end
$$;

create function private.undo_batch(tenant uuid, batch uuid) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  kept jsonb;
  deleted bigint;
  restored bigint;
  unused record;
begin
  perform private.open_audit_group('opportunity_batches', batch);
  perform private.lock_batch_rows(tenant, batch);
  kept := private.edited_since(tenant, batch);
  deleted := private.delete_created(tenant, batch);
  restored := private.restore_updated(tenant, batch);
  unused := private.delete_unused_names(tenant, batch);
  perform private.close_audit_group();
  return jsonb_build_object('deleted', deleted, 'restored', restored, 'kept', kept,
    'organizations_deleted', unused.organizations, 'products_deleted', unused.products);
end
$$;

-- Uploads are written under the same two locks.
create function private.take_promote_turn() returns boolean
language sql volatile set search_path = '' as $$
  select pg_try_advisory_xact_lock(hashtext('promote'), 1) or pg_try_advisory_xact_lock(hashtext('promote'), 2)
$$;
comment on function private.take_promote_turn is
  'False if two large imports are being written or taken back: a third would leave too little to the other tenants.';

-- Definer: members may not delete or change opportunities by hand.
-- A million rows take longer than the Data API's usual 8 s.
create function public.rollback_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set statement_timeout = '2min' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
  outcome jsonb;
begin
  if batch.status = 'rolled_back' then
    perform private.fail(409, 'BATCH_ALREADY_ROLLED_BACK', 'The batch is already rolled back');
  elsif batch.status <> 'completed' then
    perform private.fail(409, 'BATCH_NOT_ROLLBACKABLE',
      format('The batch is %s; only a completed batch can be rolled back', batch.status));
  elsif batch.created_at < now() - make_interval(days => private.setting(tenant, 'import.rollback_days')::integer) then
    perform private.fail(409, 'BATCH_NOT_ROLLBACKABLE',
      format('A batch can be rolled back for %s days', private.setting(tenant, 'import.rollback_days')));
  end if;
  if batch.total_records > 100000 and not private.take_promote_turn() then
    perform private.fail(429, 'RATE_LIMITED', 'Two large imports are being written or taken back: try again later',
      '{"retry_after": 30}');
  end if;
  outcome := private.undo_batch(tenant, batch.id);
  update public.opportunity_batches b set status = 'rolled_back'
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return jsonb_build_object('batch', private.batch_json(batch)) || outcome;
end
$$;
comment on function public.rollback_batch is
  'Undoes a completed batch, except for rows edited since: {batch, deleted, restored, kept: [{opportunity_id, '
  'external_id, row, reason}], organizations_deleted, products_deleted}. Raises 401, 403, 404, '
  '409 BATCH_ALREADY_ROLLED_BACK or BATCH_NOT_ROLLBACKABLE, 429 for more than 100,000 rows beside two such batches.';
grant execute on function public.rollback_batch to authenticated;
