-- Definer: members may not write batches by hand.
create function public.cancel_batch(batch_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  batch public.opportunity_batches := private.visible_batch(tenant, batch_id, lock => true);
begin
  if batch.status <> 'processing' then
    perform private.fail(409, 'BATCH_NOT_PROCESSING',
      format('The batch is %s; only a processing batch can be cancelled', batch.status));
  end if;
  update public.opportunity_batches b set status = 'cancelled', completed_at = now()
  where b.client_id = tenant and b.id = batch.id
  returning * into batch;
  return private.batch_json(batch);
end
$$;
comment on function public.cancel_batch is
  'Cancels a processing batch and returns it. Raises 401, 403, 404, 409 BATCH_NOT_PROCESSING.';
grant execute on function public.cancel_batch to authenticated;
