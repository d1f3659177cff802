-- Returns the batch that a checked import becomes, not yet stored.
create function private.summarize_import(
  tenant uuid, checked private.checked_row[], options jsonb, filename text, source jsonb, content_hash bytea
) returns public.opportunity_batches
language plpgsql stable set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select
    count(*), count(*) filter (where r.action = 'reject'),
    count(*) filter (where r.action = 'create'), count(*) filter (where r.action = 'update'),
    count(*) filter (where r.action = 'unchanged'), count(*) filter (where r.action = 'skip')
  into batch.total_records, batch.failed_records, batch.created, batch.updated, batch.unchanged, batch.skipped
  from unnest(checked) r;

  select coalesce(jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object('row', r.row, 'line', source -> 'lines' -> (r.row - 1))) || e
    order by r.row), '[]')
  into batch.errors
  from unnest(checked) r, jsonb_array_elements(r.errors) e
  where r.action = 'reject';

  batch.status := 'completed';
  if batch.failed_records > 0 and (options ->> 'on_error' = 'abort' or batch.failed_records = batch.total_records) then
    batch.status := 'failed';
    batch.created := 0; batch.updated := 0; batch.unchanged := 0; batch.skipped := 0;
  end if;
  batch.client_id := tenant; batch.id := gen_random_uuid();
  batch.filename := filename;
  batch.successful_records := batch.created + batch.updated + batch.unchanged + batch.skipped;
  batch.unknown_columns := array(select jsonb_array_elements_text(coalesce(source -> 'unknown_columns', '[]')));
  batch.options := options || coalesce(
    jsonb_strip_nulls(jsonb_build_object('mapping', source -> 'mapping', 'values', source -> 'values',
      'formats', source -> 'formats', 'delimiter', source -> 'delimiter')), '{}');
  batch.warnings := coalesce(source -> 'warnings', '[]');
  batch.content_hash := content_hash;
  batch.created_by := auth.uid();
  batch.created_at := now(); batch.completed_at := clock_timestamp();
  return batch;
end
$$;

create function private.dry_run_json(checked private.checked_row[], batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'would_create', count(*) filter (where r.action = 'create'),
    'would_update', count(*) filter (where r.action = 'update'),
    'unchanged', count(*) filter (where r.action = 'unchanged'),
    'skipped', count(*) filter (where r.action = 'skip'),
    'would_create_organizations', count(distinct private.name_key(r.organization))
      filter (where r.action in ('create', 'update') and r.organization_id is null),
    'would_create_products', count(distinct private.name_key(r.product))
      filter (where r.action in ('create', 'update') and r.product_id is null),
    'unknown_columns', batch.unknown_columns,
    'errors', batch.errors,
    'warnings', batch.warnings)
  from unnest(checked) r
$$;

create function private.import_answer(batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select case batch.status
    when 'completed' then jsonb_build_object('status', 201, 'body', private.batch_json(batch))
    else jsonb_build_object('status', 422, 'body', jsonb_build_object(
      'code', 'VALIDATION_ERROR', 'batch_id', batch.id, 'details', batch.errors,
      'unknown_columns', batch.unknown_columns, 'warnings', batch.warnings,
      'message', format('%s of %s rows are not valid, nothing was imported',
        batch.failed_records, batch.total_records)))
  end
$$;
