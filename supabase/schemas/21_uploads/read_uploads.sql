-- Reading uploads.

-- Definer: uploads are private, but which ones a caller may see is checked here.
create function public.get_upload(upload_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
begin
  return private.upload_json(private.visible_upload(tenant, upload_id));
end
$$;
comment on function public.get_upload is 'An upload as the API shows it. Raises 401, 403, 404.';
grant execute on function public.get_upload to authenticated;

-- Definer: see get_upload.
create function public.list_uploads(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  only_by constant uuid := case when private.role() >= 'manager' then null else auth.uid() end;
  at_most constant integer := private.page_limit(page_size);
begin
  return (
    with page as (
      select u from private.uploads u
      where u.client_id = tenant and (only_by is null or u.created_by = only_by)
        and private.after_cursor(u.created_at, u.id, after_time, after_id)
      order by u.created_at desc, u.id desc limit at_most
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(private.upload_json(p.u) order by (p.u).created_at desc, (p.u).id desc), '[]'),
      'total', case when with_total then (
        select count(*) from private.uploads u
        where u.client_id = tenant and (only_by is null or u.created_by = only_by)) end)
    from page p);
end
$$;
comment on function public.list_uploads is
  'Uploads, newest first: the caller''s own, or for managers the tenant''s. Returns {rows, total}; total is null '
  'unless with_total. Raises 401, 403.';
grant execute on function public.list_uploads to authenticated;

-- Definer: see get_upload.
create function public.upload_error_rows(upload_id uuid, after_row integer default 0, page_size integer default 1000)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:read');
  upload constant private.uploads := private.visible_upload(tenant, upload_id);
begin
  return jsonb_build_object('columns', coalesce(upload.state -> 'columns', '[]'),
    'delimiter', upload.state -> 'delimiter', 'rows', (
      select coalesce(jsonb_agg(to_jsonb(e) order by e.row), '[]') from (
        select b.row, b.record, b.errors from private.upload_errors b
        where b.client_id = tenant and b.upload_id = upload.id and b.row > after_row
        order by b.row limit least(page_size, 5000)
      ) e));
end
$$;
comment on function public.upload_error_rows is
  'The bad rows of an upload in the order of the file, as public.batch_error_rows shows those of a batch. Raises 401, '
  '403, 404.';
grant execute on function public.upload_error_rows to authenticated;
