-- The texts that the sheets of an uploaded workbook share, until its rows are read.

create table private.upload_texts (
  client_id uuid not null,
  upload_id uuid not null,
  place integer not null check (place >= 0),
  text text not null,
  primary key (client_id, upload_id, place),
  foreign key (client_id, upload_id) references private.uploads
);
alter table private.upload_texts enable row level security;

-- Definer: see open_upload.
create function public.store_upload_texts(tenant uuid, upload_id uuid, first integer, texts text[], state jsonb)
returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  upload private.uploads := private.locked_upload(tenant, upload_id);
begin
  if upload.status is distinct from 'reading' or upload.slices > 0
    or coalesce((upload.state #>> '{sheet,texts}')::integer, 0) <> first
    or upload.state @> '{"sheet": {"hasTexts": true}}' then
    return 'stale';
  end if;
  insert into private.upload_texts (client_id, upload_id, place, text)
  select tenant, upload.id, first + t.place - 1, t.text from unnest(texts) with ordinality t (text, place);
  update private.uploads u set state = store_upload_texts.state
  where u.client_id = tenant and u.id = upload.id
  returning * into upload;
  perform private.report_progress(upload);
  return upload.status;
end
$$;
comment on function public.store_upload_texts is
  'For workers: stores the next texts of a workbook with the new state. Returns the status of the upload, or stale as '
  'store_upload_slice does.';
revoke execute on function public.store_upload_texts from public, anon, authenticated;
grant execute on function public.store_upload_texts to service_role;

-- Definer: see open_upload.
create function public.read_upload_texts(tenant uuid, upload_id uuid, places integer[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(t.place, t.text), '{}') from private.upload_texts t
  where t.client_id = tenant and t.upload_id = read_upload_texts.upload_id and t.place = any (places)
$$;
comment on function public.read_upload_texts is 'For workers: texts of a workbook by their places.';
revoke execute on function public.read_upload_texts from public, anon, authenticated;
grant execute on function public.read_upload_texts to service_role;

create function private.delete_upload_texts(upload private.uploads) returns void
language sql volatile set search_path = '' as $$
  delete from private.upload_texts t where t.client_id = upload.client_id and t.upload_id = upload.id
$$;
