-- An upload as the API and events show it.

create function private.upload_progress(upload private.uploads) returns numeric
language sql immutable set search_path = '' as $$
  select round(case upload.status
    when 'uploading' then 0
    when 'reading' then 0.1 + 0.3 * coalesce(
      (upload.state ->> 'start')::numeric / nullif((upload.state ->> 'bytes')::numeric, 0), 0)
    when 'checking' then 0.4 + 0.3 * upload.slices_checked / greatest(upload.slices, 1)
    when 'ready' then 0.7
    when 'promoting' then 0.7
    else 1
  end, 3)
$$;
comment on function private.upload_progress is
  'Reading, checking and promoting take about a third each. Rows that a promote has written show when it commits.';

create function private.upload_eta(upload private.uploads) returns integer
language sql stable set search_path = '' as $$
  select ceil(extract(epoch from clock_timestamp() - upload.started_at) * (1 - p.done) / (p.done - 0.1))::integer
  from (select private.upload_progress(upload) as done) p
  where upload.status in ('reading', 'checking', 'promoting') and p.done > 0.15
$$;

create function private.upload_errors_by_kind(tenant uuid, upload_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(k) order by k.first_row, k.field, k.code), '[]') from (
    select e.kind ->> 'field' as field, e.kind ->> 'code' as code, sum((e.kind ->> 'count')::integer) as count,
      min((e.kind ->> 'first_row')::integer) as first_row
    from private.upload_slices s, jsonb_array_elements(s.error_kinds) as e (kind)
    where s.client_id = tenant and s.upload_id = upload_errors_by_kind.upload_id
    group by 1, 2
  ) k
$$;

create function private.upload_json(upload private.uploads) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', upload.id,
    'status', case when b.status = 'rolled_back' then 'rolled_back' else upload.status::text end,
    'filename', upload.filename, 'size', upload.size, 'target', upload.target, 'options', upload.options,
    'auto_promote', upload.auto_promote, 'parts', coalesce(upload.parts, p.received),
    'rows_read', upload.rows_read, 'rows_checked', upload.rows_checked,
    'rows_good', upload.rows_checked - upload.rows_bad, 'rows_bad', upload.rows_bad,
    'rows_written', upload.rows_written, 'progress', private.upload_progress(upload),
    'eta_seconds', private.upload_eta(upload), 'would_create', upload.would_create,
    'would_update', upload.would_update, 'unchanged', upload.unchanged, 'skipped', upload.skipped,
    'errors_by_kind', private.upload_errors_by_kind(upload.client_id, upload.id),
    'warnings', coalesce(upload.state -> 'warnings', '[]'),
    'unknown_columns', coalesce(upload.state -> 'unknown_columns', '[]'),
    'error', upload.error, 'batch_id', upload.batch_id, 'created_by', upload.created_by,
    'created_at', upload.created_at, 'completed_at', upload.completed_at)
  from (
    select count(*) as received from private.upload_parts p
    where p.client_id = upload.client_id and p.upload_id = upload.id and upload.parts is null
  ) p
  left join public.opportunity_batches b on b.client_id = upload.client_id and b.id = upload.batch_id
$$;
