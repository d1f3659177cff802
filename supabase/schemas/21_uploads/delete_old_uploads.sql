-- Ends uploads that nobody goes on with, and deletes what ended uploads leave behind.

create function private.is_abandoned(upload private.uploads) returns boolean
language sql stable set search_path = '' as $$
  select upload.completed_at is null and upload.created_at < now() - interval '1 day'
    and (upload.status = 'uploading' and not exists (select from private.upload_parts p
        where p.client_id = upload.client_id and p.upload_id = upload.id and p.sent_at > now() - interval '1 day')
      or upload.status = 'ready' and upload.created_at < now() - interval '7 days')
$$;

create function private.end_abandoned_of(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads;
  ended bigint := 0;
begin
  for upload in
    select * from private.uploads u
    where u.client_id = any (tenants) and u.completed_at is null and u.created_at < now() - interval '1 day'
      and private.is_abandoned(u)
    order by u.created_at limit 1000 for update skip locked
  loop
    perform private.end_upload(upload, 'cancelled', 'CONFLICT',
      case upload.status when 'uploading' then 'Its parts stopped coming a day ago'
        else 'It was ready for a week and nobody promoted it' end);
    ended := ended + 1;
  end loop;
  return ended;
end
$$;
comment on function private.end_abandoned_of is
  'Cancels uploads whose parts stopped coming, or that nobody promotes. For private.run_for_tenants.';

create function private.has_remains(upload private.uploads) returns boolean
language sql stable set search_path = '' as $$
  select exists (
      select from private.upload_parts p where p.client_id = upload.client_id and p.upload_id = upload.id)
    or exists (select from private.upload_slices s where s.client_id = upload.client_id and s.upload_id = upload.id)
$$;

create function private.empty_uploads_of(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  old constant uuid[] := array(
    select o.id from unnest(tenants) t (id), lateral (
      select u.id from private.uploads u
      where u.client_id = t.id and u.completed_at < now() - interval '1 day' and private.has_remains(u)
      order by u.completed_at limit 20
    ) o);
begin
  delete from private.upload_parts p where p.client_id = any (tenants) and p.upload_id = any (old);
  delete from private.upload_slices s where s.client_id = any (tenants) and s.upload_id = any (old);
  delete from private.upload_texts t where t.client_id = any (tenants) and t.upload_id = any (old);
  delete from private.upload_errors e where e.client_id = any (tenants) and e.upload_id = any (old);
  delete from private.upload_duplicates d where d.client_id = any (tenants) and d.upload_id = any (old);
  delete from private.uploads u
  where u.client_id = any (tenants) and u.completed_at < now() - interval '90 days' and not private.has_remains(u);
  return cardinality(old);
end
$$;
comment on function private.empty_uploads_of is
  'Deletes parts, slices and bad rows of uploads that ended a day ago, up to 20 a tenant, and uploads that ended 90 '
  'days ago. For private.run_for_tenants.';

create function private.delete_old_uploads() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('end_abandoned_uploads', array(
      select distinct u.client_id from private.uploads u
      where u.completed_at is null and u.created_at < now() - interval '1 day' and private.is_abandoned(u)
      order by 1), 'private.end_abandoned_of')
    + private.run_for_tenants('delete_old_uploads', array(
      select distinct u.client_id from private.uploads u
      where u.completed_at < now() - interval '90 days'
        or u.completed_at < now() - interval '1 day' and private.has_remains(u)
      order by 1), 'private.empty_uploads_of')
$$;
comment on function private.delete_old_uploads is
  'Ends abandoned uploads and deletes what ended ones leave behind; returns how many it ended or emptied.';

-- A job without attempts left means a file that no worker survives.
create function private.end_lost_uploads(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.end_upload(u, 'failed', 'INTERNAL_ERROR', 'Something went wrong on our side, nothing was written')
  from unnest(jobs) j
  join private.uploads u on u.client_id = j.client_id and u.id = (j.payload ->> 'upload_id')::uuid
  where j.status = 'dead' and u.completed_at is null;
end
$$;
