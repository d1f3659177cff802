-- Serializes the caller's imports until the transaction ends: only then can the quota be counted exactly.
create function private.check_import_rate(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  quota constant integer := private.setting(tenant, 'import.batches_per_hour');
  wait_seconds integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('import by %s of %s', auth.uid(), tenant), 0));
  select ceil(extract(epoch from i.created_at + interval '1 hour' - now())) into wait_seconds
  from (
    select b.created_at from public.opportunity_batches b
    where b.client_id = tenant and b.created_by = auth.uid() and b.created_at > now() - interval '1 hour'
      and not exists (select from private.uploads u where u.client_id = tenant and u.batch_id = b.id)
    union all
    select u.created_at from private.uploads u
    where u.client_id = tenant and u.created_by = auth.uid() and u.created_at > now() - interval '1 hour'
  ) i
  order by i.created_at desc offset quota - 1 limit 1;
  if found then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED', format('You may start %s imports in an hour', quota),
      jsonb_build_object('retry_after', greatest(wait_seconds, 1)));
  end if;
end
$$;
comment on function private.check_import_rate is
  'Raises 429 if the caller has used up the hourly quota. An upload counts when it begins, its batch does not.';

-- Serializes imports of equal content in the tenant, for the same reason.
create function private.check_duplicate_import(tenant uuid, content_hash bytea, force boolean) returns void
language plpgsql volatile set search_path = '' as $$
declare
  first_batch uuid;
begin
  if force then
    return;
  end if;
  perform pg_advisory_xact_lock(
    hashtextextended(format('import of %s by %s', encode(content_hash, 'hex'), tenant), 0));
  select b.id into first_batch from public.opportunity_batches b
  where b.client_id = tenant and b.content_hash = check_duplicate_import.content_hash
    and b.status in ('processing', 'completed') and b.created_at > now() - interval '24 hours'
  order by b.created_at limit 1;
  if found then
    perform private.fail(409, 'DUPLICATE_BATCH',
      'The same content was imported in the last 24 hours; force=true imports it again',
      jsonb_build_object('batch_id', first_batch));
  end if;
end
$$;
comment on function private.check_duplicate_import is
  'Raises 409 if the tenant imported the same content in 24 hours.';
