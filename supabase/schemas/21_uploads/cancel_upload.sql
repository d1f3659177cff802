-- A promote holds the upload's row until it ends. It looks at this lock between slices: a cancel that waits holds it.
create function private.cancel_key(upload private.uploads) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended(format('cancel upload %s', upload.id), 0)
$$;

create function private.stop_if_cancelled(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if not pg_try_advisory_lock_shared(private.cancel_key(upload)) then
    raise exception 'the upload is being cancelled' using errcode = 'FL001';
  end if;
  perform pg_advisory_unlock_shared(private.cancel_key(upload));
end
$$;
comment on function private.stop_if_cancelled is 'Raises FL001 if somebody waits to cancel the upload.';

-- Definer: members may not write uploads by hand.
create function public.cancel_upload(upload_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  upload private.uploads := private.visible_upload(tenant, upload_id);
begin
  perform pg_advisory_xact_lock(private.cancel_key(upload));
  upload := private.lock_visible_upload(tenant, upload_id);
  if upload.status in ('completed', 'failed') then
    perform private.fail(409, 'UPLOAD_ENDED', format('The upload is %s; only an unfinished upload can be cancelled%s',
      upload.status, case when upload.status = 'completed' then ', but its batch can be rolled back' else '' end));
  elsif upload.status <> 'cancelled' then
    upload := private.end_upload(upload, 'cancelled');
  end if;
  return private.upload_json(upload);
end
$$;
comment on function public.cancel_upload is
  'Cancels an upload at any time before it is completed; nothing of it was or will be written. A second cancel changes '
  'nothing. Returns the upload. Raises 401, 403, 404, 409 UPLOAD_ENDED.';
grant execute on function public.cancel_upload to authenticated;
