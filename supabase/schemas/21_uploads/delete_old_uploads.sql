-- Ends uploads that nobody goes on with, and deletes what ended uploads leave behind.

create function private.end_abandoned_uploads() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  upload private.uploads;
  ended bigint := 0;
begin
  for upload in
    select * from private.uploads u
    where u.completed_at is null and u.created_at < now() - interval '1 day'
      and (u.status = 'uploading' and not exists (select from private.upload_parts p where p.client_id = u.client_id
          and p.upload_id = u.id and p.sent_at > now() - interval '1 day')
        or u.status = 'ready' and u.created_at < now() - interval '7 days')
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

create function private.delete_old_uploads() returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  old uuid[];
begin
  perform private.end_abandoned_uploads();
  old := array(select u.id from private.uploads u
    where u.completed_at < now() - interval '1 day'
      and (exists (select from private.upload_parts p where p.client_id = u.client_id and p.upload_id = u.id)
        or exists (select from private.upload_slices s where s.client_id = u.client_id and s.upload_id = u.id))
    order by u.completed_at limit 20);
  delete from private.upload_parts p using private.uploads u
  where u.id = any (old) and p.client_id = u.client_id and p.upload_id = u.id;
  delete from private.upload_slices s using private.uploads u
  where u.id = any (old) and s.client_id = u.client_id and s.upload_id = u.id;
  delete from private.upload_errors e using private.uploads u
  where u.id = any (old) and e.client_id = u.client_id and e.upload_id = u.id;
  delete from private.upload_duplicates d using private.uploads u
  where u.id = any (old) and d.client_id = u.client_id and d.upload_id = u.id;
  delete from private.uploads u where u.completed_at < now() - interval '90 days'
    and not exists (select from private.upload_parts p where p.client_id = u.client_id and p.upload_id = u.id);
  return cardinality(old);
end
$$;
comment on function private.delete_old_uploads is
  'Deletes parts, slices and bad rows of up to 20 uploads that ended a day ago, and uploads that ended 90 days ago. '
  'Returns how many it emptied.';

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
