create function private.check_upload_parts(upload private.uploads, parts integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  missing constant integer[] := array(
    select n from generate_series(1, parts) n
    where not exists (select from private.upload_parts p
      where p.client_id = upload.client_id and p.upload_id = upload.id and p.part = n)
    order by n);
  last constant integer := (
    select max(p.part) from private.upload_parts p where p.client_id = upload.client_id and p.upload_id = upload.id);
  bytes constant bigint := private.received_bytes(upload.client_id, upload.id);
begin
  if cardinality(missing) > 0 then
    perform private.fail(409, 'UPLOAD_INCOMPLETE', format('%s of %s parts are missing: %s%s', cardinality(missing),
      parts, array_to_string(missing[:20], ', '), case when cardinality(missing) > 20 then ' …' else '' end),
      jsonb_build_object('missing', missing));
  elsif last > parts then
    perform private.invalid('parts', 'too_small', format('is %s, but part %s was sent', parts, last));
  elsif upload.size <> bytes then
    perform private.fail(409, 'UPLOAD_INCOMPLETE',
      format('The parts have %s bytes, the announced size is %s', bytes, upload.size));
  end if;
end
$$;

create function private.enqueue_upload(upload private.uploads) returns void
language sql volatile set search_path = '' as $$
  select private.enqueue_job('uploads', 'upload.advance', jsonb_build_object('upload_id', upload.id),
    upload.client_id, max_attempts => 100)
$$;

-- Definer: members may not write uploads or jobs by hand.
create function public.complete_upload(upload_id uuid, parts integer) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.lock_visible_upload(tenant, upload_id);
begin
  if parts not between 1 and 1000 then
    perform private.invalid('parts', 'out_of_bounds', 'must be 1–1000');
  elsif upload.status = 'uploading' then
    perform private.check_upload_parts(upload, parts);
    update private.uploads u
    set status = 'reading', parts = complete_upload.parts, started_at = clock_timestamp(), state = '{}'
    where u.client_id = tenant and u.id = upload.id
    returning * into upload;
    perform private.enqueue_upload(upload);
  elsif upload.parts is distinct from complete_upload.parts then
    perform private.fail(409, 'UPLOAD_NOT_OPEN', format('The upload is %s and cannot be completed', upload.status));
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.complete_upload is
  'Says that all parts were sent, and starts reading. A second call with the same number changes nothing. Returns '
  'the upload. Raises 401, 403, 404, 409 UPLOAD_INCOMPLETE or UPLOAD_NOT_OPEN, 422.';
grant execute on function public.complete_upload to authenticated;

-- Definer: see complete_upload.
create function public.promote_upload(upload_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.lock_visible_upload(tenant, upload_id);
begin
  if upload.status not in ('ready', 'promoting', 'completed') then
    perform private.fail(409, 'UPLOAD_NOT_READY',
      format('The upload is %s; only an upload that is ready can be promoted', upload.status));
  elsif upload.status = 'ready' then
    update private.uploads u set status = 'promoting' where u.client_id = tenant and u.id = upload.id
    returning * into upload;
    perform private.enqueue_upload(upload);
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.promote_upload is
  'Starts writing an upload that is ready; one that is being written or was written is returned as it is. Raises 401, '
  '403, 404, 409 UPLOAD_NOT_READY.';
grant execute on function public.promote_upload to authenticated;
