-- Writes an upload: all of its good rows, its batch, audit entry and events, in one transaction.

-- A row that was bad when it was checked stays bad: people have its error by now and will send it again.
create function private.upload_problems(slice private.upload_slices) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(e || jsonb_build_object('row', b.row)), '[]')
  from private.upload_errors b, jsonb_array_elements(b.errors) e
  where b.client_id = slice.client_id and b.upload_id = slice.upload_id
    and b.row between slice.first_row and slice.first_row + slice.row_count - 1
$$;

create function private.upload_batch(upload private.uploads) returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  batch.client_id := upload.client_id; batch.id := gen_random_uuid();
  batch.status := 'processing';
  batch.filename := upload.filename;
  batch.total_records := upload.rows_read;
  batch.successful_records := 0; batch.failed_records := 0;
  batch.created := 0; batch.updated := 0; batch.unchanged := 0; batch.skipped := 0;
  batch.unknown_columns := array(select jsonb_array_elements_text(coalesce(upload.state -> 'unknown_columns', '[]')));
  batch.options := upload.options || '{"mapping": {}, "values": {}, "formats": {}}'
    || jsonb_strip_nulls(jsonb_build_object('mapping', upload.reading -> 'mapping',
      'values', upload.reading -> 'values', 'formats', upload.reading -> 'formats',
      'delimiter', upload.state -> 'delimiter'));
  batch.errors := '[]';
  batch.warnings := coalesce(upload.state -> 'warnings', '[]');
  batch.content_hash := decode(upload.state ->> 'content_hash', 'hex');
  batch.created_by := upload.created_by;
  batch.created_at := now();
  return batch;
end
$$;

create function private.write_rows(
  upload private.uploads, batch public.opportunity_batches, checked private.checked_row[]
) returns void
language plpgsql volatile set search_path = '' as $$
declare
  updates constant bigint := (select count(*) from unnest(checked) r where r.action = 'update');
begin
  if upload.options -> 'create_missing' <> '[]' then
    checked := private.create_missing(upload.client_id, batch.id, checked);
  end if;
  perform private.create_opportunities(upload.client_id, batch.id, checked);
  if updates > 0 and private.update_opportunities(upload.client_id, batch.id, checked) < updates then
    raise exception 'an opportunity was deleted during the import' using errcode = 'serialization_failure';
  end if;
end
$$;

-- Rows that have become bad since they were checked have no cells any more, so they are kept as opportunities.
create function private.keep_late_errors(slice private.upload_slices, checked private.checked_row[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.upload_errors (client_id, upload_id, row, line, record, errors)
  select slice.client_id, slice.upload_id, r.row, slice.lines[r.row - slice.first_row + 1],
    slice.opportunities -> (r.row - slice.first_row), r.errors
  from unnest(checked) r
  where r.action = 'reject'
  on conflict do nothing
$$;

create function private.add_counts(batch public.opportunity_batches, checked private.checked_row[])
returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
begin
  select batch.failed_records + count(*) filter (where r.action = 'reject'),
    batch.created + count(*) filter (where r.action = 'create'),
    batch.updated + count(*) filter (where r.action = 'update'),
    batch.unchanged + count(*) filter (where r.action = 'unchanged'),
    batch.skipped + count(*) filter (where r.action = 'skip')
  into batch.failed_records, batch.created, batch.updated, batch.unchanged, batch.skipped
  from unnest(checked) r;
  return batch;
end
$$;

create function private.write_slice(
  upload private.uploads, batch public.opportunity_batches, slice private.upload_slices
) returns public.opportunity_batches
language plpgsql volatile set search_path = '' as $$
declare
  checked private.checked_row[] := slice.checked;
begin
  if not private.is_unchanged(upload, slice) then
    checked := private.check_opportunities(upload.client_id, slice.opportunities, private.upload_problems(slice),
      upload.options, private.slice_place(slice));
    perform private.keep_late_errors(slice, checked);
  end if;
  perform private.write_rows(upload, batch, checked);
  return private.add_counts(batch, checked);
end
$$;
comment on function private.write_slice is
  'Writes a slice, checked again if something it refers to has changed; returns the batch with its rows counted.';
