-- Reading a file in slices. The worker cuts them; each is stored together with the place where the next one begins.

create function private.report_progress(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if upload.completed_at is not null or upload.reported_at > clock_timestamp() - interval '1 second' then
    return;
  end if;
  update private.uploads u set reported_at = clock_timestamp()
  where u.client_id = upload.client_id and u.id = upload.id;
  perform private.emit_event(upload.client_id, 'import.progress', private.upload_json(upload));
end
$$;
comment on function private.report_progress is 'Emits import.progress, at most once a second.';

create function private.locked_upload(tenant uuid, upload_id uuid) returns private.uploads
language sql volatile set search_path = '' as $$
  select * from private.uploads u where u.client_id = tenant and u.id = upload_id for update
$$;

-- Definer: only the service role may call this, and it has no rights in private.
create function public.open_upload(tenant uuid, upload_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('status', u.status, 'options', u.options, 'reading', u.reading, 'state', u.state,
    'bytes', private.received_bytes(tenant, upload_id), 'slices', u.slices, 'slices_checked', u.slices_checked,
    'rows_read', u.rows_read,
    'max_rows', private.setting(tenant, 'import.max_upload_rows'))
  from private.uploads u where u.client_id = tenant and u.id = upload_id
$$;
comment on function public.open_upload is
  'For workers: what to do next with an upload. Null if there is no such upload.';
revoke execute on function public.open_upload from public, anon, authenticated;
grant execute on function public.open_upload to service_role;

-- Definer: see open_upload.
create function public.upload_facts(tenant uuid, upload_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(p.facts order by p.part), '[]') from private.upload_parts p
  where p.client_id = tenant and p.upload_id = upload_facts.upload_id
$$;
comment on function public.upload_facts is 'For workers: the facts of all parts of an upload.';
revoke execute on function public.upload_facts from public, anon, authenticated;
grant execute on function public.upload_facts to service_role;

-- Definer: see open_upload.
create function public.read_upload_bytes(tenant uuid, upload_id uuid, start bigint, count integer) returns text
language sql stable security definer set search_path = '' as $$
  with placed as (
    select p.part, p.size, sum(p.size) over (order by p.part) - p.size as start from private.upload_parts p
    where p.client_id = tenant and p.upload_id = read_upload_bytes.upload_id
  ),
  wanted as (
    select w.part, greatest(read_upload_bytes.start - w.start, 0)::integer as skipped,
      least(read_upload_bytes.start + count - w.start, w.size)::integer as taken
    from placed w
    where w.start < read_upload_bytes.start + count and w.start + w.size > read_upload_bytes.start
  )
  select translate(encode(coalesce(string_agg(
    substring(p.bytes from w.skipped + 1 for w.taken - w.skipped), '' order by w.part), ''), 'base64'), E'\n', '')
  from wanted w
  join private.upload_parts p on p.client_id = tenant and p.upload_id = read_upload_bytes.upload_id and p.part = w.part
$$;
comment on function public.read_upload_bytes is
  'For workers: up to count bytes of an upload''s file from a byte on, counted from 0, in base64.';
revoke execute on function public.read_upload_bytes from public, anon, authenticated;
grant execute on function public.read_upload_bytes to service_role;

-- A worker that lost its lease may still be at work; the number of the slice tells that it comes too late.
-- Definer: see open_upload.
create function public.store_upload_slice(
  tenant uuid, upload_id uuid, slice integer, rows jsonb, lines integer[], external_ids text[],
  state jsonb, is_last boolean
) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload private.uploads := private.locked_upload(tenant, upload_id);
  count constant integer := jsonb_array_length(rows);
begin
  if upload.status is distinct from 'reading' or upload.slices <> store_upload_slice.slice - 1 then
    return 'stale';
  end if;
  insert into private.upload_slices (client_id, upload_id, slice, first_row, row_count, rows, lines, external_ids)
  values (tenant, upload.id, store_upload_slice.slice, upload.rows_read + 1, count, store_upload_slice.rows,
    store_upload_slice.lines, store_upload_slice.external_ids);
  update private.uploads u
  set slices = store_upload_slice.slice, rows_read = u.rows_read + count, state = store_upload_slice.state,
    status = case when is_last then 'checking' else u.status end
  where u.client_id = tenant and u.id = upload.id
  returning * into upload;
  if is_last then
    perform private.find_upload_duplicates(tenant, upload.id);
    perform private.delete_upload_texts(upload);
  end if;
  perform private.report_progress(upload);
  return upload.status;
end
$$;
comment on function public.store_upload_slice is
  'For workers: stores the next slice with the new state; after the last one checking begins. Returns the status of '
  'the upload, or stale if another worker was faster or the upload has ended.';
revoke execute on function public.store_upload_slice from public, anon, authenticated;
grant execute on function public.store_upload_slice to service_role;

-- Definer: see open_upload.
create function public.fail_upload(tenant uuid, upload_id uuid, code text, message text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload constant private.uploads := private.locked_upload(tenant, upload_id);
begin
  if upload.status in ('reading', 'checking') then
    perform private.end_upload(upload, 'failed', code, message);
  end if;
end
$$;
comment on function public.fail_upload is 'For workers: ends an upload whose file cannot be imported.';
revoke execute on function public.fail_upload from public, anon, authenticated;
grant execute on function public.fail_upload to service_role;
