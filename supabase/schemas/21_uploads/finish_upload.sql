-- A batch keeps its first bad rows; the upload has all of them for a day.
create function private.keep_batch_errors(upload private.uploads, batch public.opportunity_batches) returns jsonb
language sql volatile set search_path = '' as $$
  with first as (
    select * from private.upload_errors e
    where e.client_id = upload.client_id and e.upload_id = upload.id
    order by e.row limit 1000
  ),
  kept as (
    insert into private.batch_error_rows (client_id, batch_id, row, record)
    select upload.client_id, batch.id, f.row, f.record from first f
  ),
  columns as (
    insert into private.batch_columns (client_id, batch_id, columns)
    select upload.client_id, batch.id, array(select jsonb_array_elements_text(upload.state -> 'columns'))
    where batch.failed_records > 0
  )
  select coalesce(jsonb_agg(jsonb_build_object('row', f.row, 'line', f.line) || e order by f.row), '[]')
  from first f, jsonb_array_elements(f.errors) e
$$;

create function private.finish_upload(upload private.uploads, batch public.opportunity_batches) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if batch.failed_records > 0
    and (upload.options ->> 'on_error' = 'abort' or batch.failed_records = batch.total_records) then
    raise exception '% of % rows are not valid any more: others changed the same records since they were checked',
      batch.failed_records, batch.total_records using errcode = 'FL002';
  end if;
  update public.opportunity_batches b
  set status = 'completed', successful_records = batch.created + batch.updated + batch.unchanged + batch.skipped,
    failed_records = batch.failed_records, created = batch.created, updated = batch.updated,
    unchanged = batch.unchanged, skipped = batch.skipped, completed_at = clock_timestamp(),
    errors = private.keep_batch_errors(upload, batch)
  where b.client_id = batch.client_id and b.id = batch.id
  returning * into batch;
  -- The entry that an import of few rows has: one insert, with the result.
  perform private.record_changes('opportunity_batches', 'insert', array[null]::jsonb[],
    array[to_jsonb(batch) - array['errors', 'content_hash']]);
  perform private.close_audit_group();
  perform private.emit_batch_event(batch);
  update private.uploads u set batch_id = batch.id, rows_written = batch.created + batch.updated
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  perform private.end_upload(upload, 'completed');
end
$$;

create function private.write_upload(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
declare
  batch public.opportunity_batches := private.upload_batch(upload);
  slice private.upload_slices;
begin
  perform private.check_duplicate_import(upload.client_id, batch.content_hash, upload.options @> '{"force": true}');
  perform private.open_audit_group('opportunity_batches', batch.id);
  insert into public.opportunity_batches select batch.*;
  for n in 1..upload.slices loop
    perform private.stop_if_cancelled(upload);
    select * into slice from private.upload_slices s
    where s.client_id = upload.client_id and s.upload_id = upload.id and s.slice = n;
    batch := private.write_slice(upload, batch, slice);
  end loop;
  perform private.finish_upload(upload, batch);
end
$$;
comment on function private.write_upload is
  'Raises FL001 if the upload is being cancelled, FL002 if rows are not valid any more and none may be left out.';
