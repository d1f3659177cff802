-- Serializes the caller's imports, and imports of equal content in the tenant, until the transaction ends: only then
-- can quota and duplicates be counted exactly.
create function private.check_import_quota(tenant uuid, content_hash bytea, force boolean) returns void
language plpgsql volatile set search_path = '' as $$
declare
  quota constant integer := private.setting(tenant, 'import.batches_per_hour');
  wait_seconds integer;
  first_batch uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('import by %s of %s', auth.uid(), tenant), 0));
  select ceil(extract(epoch from b.created_at + interval '1 hour' - now())) into wait_seconds
  from public.opportunity_batches b
  where b.client_id = tenant and b.created_by = auth.uid() and b.created_at > now() - interval '1 hour'
  order by b.created_at desc offset quota - 1 limit 1;
  if found then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED', format('You may start %s imports in an hour', quota),
      jsonb_build_object('retry_after', greatest(wait_seconds, 1)));
  end if;

  if force then
    return;
  end if;
  perform pg_advisory_xact_lock(
    hashtextextended(format('import of %s by %s', encode(content_hash, 'hex'), tenant), 0));
  select b.id into first_batch from public.opportunity_batches b
  where b.client_id = tenant and b.content_hash = check_import_quota.content_hash
    and b.status in ('processing', 'completed') and b.created_at > now() - interval '24 hours'
  order by b.created_at limit 1;
  if found then
    perform private.fail(409, 'DUPLICATE_BATCH',
      'The same content was imported in the last 24 hours; force=true imports it again',
      jsonb_build_object('batch_id', first_batch));
  end if;
end
$$;
comment on function private.check_import_quota is
  'Raises 429 if the caller has used up the hourly quota, 409 if the tenant imported the same content in 24 hours.';
