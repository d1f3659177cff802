-- Guarantees: a file sent in parts is imported whole or not at all, as one batch, however often it is interrupted.

create type private.upload_status as enum
  ('uploading', 'reading', 'checking', 'ready', 'promoting', 'completed', 'failed', 'cancelled');

create table private.uploads (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  status private.upload_status not null default 'uploading',
  filename text not null check (length(filename) between 1 and 255),
  size bigint check (size >= 0),
  target text not null check (target = 'opportunities'),
  options jsonb not null,
  reading jsonb not null,
  auto_promote boolean not null,
  parts integer check (parts between 1 and 1000),
  state jsonb not null default '{}',
  slices integer not null default 0,
  slices_checked integer not null default 0,
  rows_read integer not null default 0,
  rows_checked integer not null default 0,
  rows_bad integer not null default 0,
  rows_written integer not null default 0,
  would_create integer not null default 0,
  would_update integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  batch_id uuid,
  error jsonb,
  caller_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  reported_at timestamptz,
  completed_at timestamptz,
  primary key (client_id, id),
  foreign key (client_id, batch_id) references public.opportunity_batches,
  check ((status in ('completed', 'failed', 'cancelled')) = (completed_at is not null))
);
comment on column private.uploads.options is
  'The options of the import, as private.check_import_arguments returns them.';
comment on column private.uploads.reading is
  'How to read the file: {mapping, values, formats, delimiter, encoding, round}. The function checks it.';
comment on column private.uploads.state is
  'Where reading and checking stand and what they found out about the file. The worker writes it with each slice.';
comment on column private.uploads.reported_at is 'When the last import.progress was emitted.';
create index on private.uploads (client_id, created_at desc, id desc);
create index on private.uploads (client_id, created_by, created_at desc);
create index on private.uploads (completed_at);
create index on private.uploads (created_at) where completed_at is null;
alter table private.uploads enable row level security;

-- Stable, so that a reader sees the upload and its slices at one moment.
create function private.visible_upload(tenant uuid, upload_id uuid) returns private.uploads
language plpgsql stable set search_path = '' as $$
declare
  upload private.uploads;
begin
  select * into upload from private.uploads u
  where u.client_id = tenant and u.id = upload_id and (u.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Upload not found');
  end if;
  return upload;
end
$$;
comment on function private.visible_upload is
  'An upload that the caller may see: their own, or for managers any of the tenant. Raises 404.';

create function private.lock_visible_upload(tenant uuid, upload_id uuid) returns private.uploads
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads := private.visible_upload(tenant, upload_id);
begin
  select * into upload from private.uploads u where u.client_id = tenant and u.id = upload_id for update;
  return upload;
end
$$;
comment on function private.lock_visible_upload is 'The upload of private.visible_upload, locked for an update.';

create function private.end_upload(
  upload private.uploads, status private.upload_status, code text default null, message text default null
) returns private.uploads
language plpgsql volatile set search_path = '' as $$
begin
  update private.uploads u
  set status = end_upload.status, completed_at = clock_timestamp(),
    error = case when message is not null then jsonb_build_object('code', code, 'message', message) end
  where u.client_id = upload.client_id and u.id = upload.id
  returning * into upload;
  perform private.emit_event(upload.client_id, 'import.' || upload.status, private.upload_json(upload));
  return upload;
end
$$;
comment on function private.end_upload is 'Ends an upload as completed, failed or cancelled, with its event.';
