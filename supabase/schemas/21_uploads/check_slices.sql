-- Checking a file in slices, in the order of the file, by the same functions as an import of few rows.

create function private.error_kinds(checked private.checked_row[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(k)), '[]') from (
    select e ->> 'field' as field, e ->> 'code' as code, count(*) as count, min(r.row) as first_row
    from unnest(checked) r, jsonb_array_elements(r.errors) e
    group by 1, 2
  ) k
$$;

create function private.keep_upload_errors(slice private.upload_slices, checked private.checked_row[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_errors (client_id, upload_id, row, line, record, errors)
  select slice.client_id, slice.upload_id, r.row, slice.lines[r.row - slice.first_row + 1],
    slice.rows -> (r.row - slice.first_row), r.errors
  from unnest(checked) r
  where r.action = 'reject'
$$;

create function private.count_checked(upload private.uploads, checked private.checked_row[], state jsonb)
returns private.uploads
language sql volatile set search_path = '' as $$
  update private.uploads u
  set slices_checked = u.slices_checked + 1, rows_checked = u.rows_checked + c.rows, rows_bad = u.rows_bad + c.bad,
    would_create = u.would_create + c.created, would_update = u.would_update + c.updated,
    unchanged = u.unchanged + c.unchanged, skipped = u.skipped + c.skipped, state = count_checked.state
  from (
    select count(*) as rows, count(*) filter (where r.action = 'reject') as bad,
      count(*) filter (where r.action = 'create') as created, count(*) filter (where r.action = 'update') as updated,
      count(*) filter (where r.action = 'unchanged') as unchanged, count(*) filter (where r.action = 'skip') as skipped
    from unnest(checked) r
  ) c
  where u.client_id = upload.client_id and u.id = upload.id
  returning u.*
$$;

create function private.finish_checking(upload private.uploads) returns private.uploads
language plpgsql volatile set search_path = '' as $$
begin
  if upload.rows_bad > 0 and (upload.options ->> 'on_error' = 'abort' or upload.rows_bad = upload.rows_read) then
    return private.end_upload(upload, 'failed', 'VALIDATION_ERROR',
      format('%s of %s rows are not valid, nothing was imported', upload.rows_bad, upload.rows_read));
  end if;
  update private.uploads u
  set status = case when u.auto_promote then 'promoting' else 'ready' end::private.upload_status
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  return upload;
end
$$;

-- Definer: see open_upload.
create function public.read_upload_slice(tenant uuid, upload_id uuid, slice integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('first_row', s.first_row, 'rows', s.rows) from private.upload_slices s
  where s.client_id = tenant and s.upload_id = read_upload_slice.upload_id and s.slice = read_upload_slice.slice
$$;
comment on function public.read_upload_slice is 'For workers: the rows of a slice as sent, until it is checked.';
revoke execute on function public.read_upload_slice from public, anon, authenticated;
grant execute on function public.read_upload_slice to service_role;

-- Definer: see open_upload.
create function public.check_upload_slice(
  tenant uuid, upload_id uuid, slice integer, opportunities jsonb, problems jsonb, state jsonb
) returns text
language plpgsql volatile security definer set search_path = '' set work_mem = '16MB' as $$
declare
  upload private.uploads := private.locked_upload(tenant, upload_id);
  part private.upload_slices;
  mark bigint;
  decided private.checked_row[];
begin
  if upload.status is distinct from 'checking' or upload.slices_checked <> check_upload_slice.slice - 1 then
    return 'stale';
  end if;
  select * into part from private.upload_slices s
  where s.client_id = tenant and s.upload_id = upload.id and s.slice = check_upload_slice.slice;
  -- Before the check: what changes in the meantime changes the mark.
  mark := private.known_mark(tenant, part.external_ids);
  decided := private.check_opportunities(tenant, opportunities, problems, upload.options, private.slice_place(part));
  perform private.keep_upload_errors(part, decided);
  update private.upload_slices s
  set rows = null, opportunities = check_upload_slice.opportunities, checked = decided,
    known_mark = mark, error_kinds = private.error_kinds(decided)
  where s.client_id = tenant and s.upload_id = upload.id and s.slice = check_upload_slice.slice;
  upload := private.count_checked(upload, decided, state);
  if upload.slices_checked = upload.slices then
    upload := private.finish_checking(upload);
  end if;
  perform private.report_progress(upload);
  return upload.status;
end
$$;
comment on function public.check_upload_slice is
  'For workers: checks the next slice; see private.check_opportunities. Returns the status of the upload, or stale as '
  'store_upload_slice does.';
revoke execute on function public.check_upload_slice from public, anon, authenticated;
grant execute on function public.check_upload_slice to service_role;
