-- Promoting: a worker asks for it at once, without the Data API's usual timeout; a schedule does it if that call was
-- lost.

create function private.act_for(upload private.uploads) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.require_member(upload.client_id, upload.caller_id, 'opportunities:import');
  perform set_config('request.jwt.claims',
    (coalesce(auth.jwt(), '{}') || private.claims_of(upload.caller_id))::text, true);
end
$$;
comment on function private.act_for is
  'Makes the rest of the transaction the upload''s creator, whom rows and audit entries name. Raises 403 if the '
  'creator may not import any more.';

-- At most two promotes run at a time, so that they leave the database to the other tenants.
create function private.promote(tenant uuid, upload_id uuid) returns text
language plpgsql volatile set search_path = '' set work_mem = '16MB' as $$
declare
  upload private.uploads;
begin
  select * into upload from private.uploads u
  where u.client_id = tenant and u.id = upload_id and u.status = 'promoting' for update skip locked;
  if not found or not private.take_promote_turn() then
    return 'busy';
  end if;
  begin
    perform private.act_for(upload);
    perform private.write_upload(upload);
    return 'completed';
  exception
    when unique_violation or foreign_key_violation or serialization_failure or deadlock_detected then
      return 'again'; -- the next attempt sees what the other import did
    when sqlstate 'FL001' then
      return 'cancelled';
    when sqlstate 'FL002' or sqlstate 'PT403' or sqlstate 'PT409' then
      perform private.end_upload(upload, 'failed', 'CONFLICT', sqlerrm);
      return 'failed';
    when others then
      raise warning 'upload % cannot be written: % %', upload.id, sqlstate, sqlerrm;
      perform private.end_upload(upload, 'failed', 'INTERNAL_ERROR',
        'Something went wrong on our side, nothing was written');
      return 'failed';
  end;
end
$$;
comment on function private.promote is
  'Writes an upload. Returns completed, failed or cancelled; busy if it is being written or two others are; again if '
  'another import changed the same records at the same time.';

create function private.promote_next() returns text
language sql volatile set search_path = '' as $$
  select private.promote(u.client_id, u.id) from (
    select p.client_id, p.id from private.uploads p
    where p.status = 'promoting' order by p.created_at limit 1 for update skip locked
  ) u
$$;
comment on function private.promote_next is 'Writes the oldest upload that waits for it and that nobody is writing.';

-- Definer: only the service role may call this, and it has no rights in private.
create function public.run_promotion(tenant uuid, upload_id uuid) returns text
language plpgsql volatile security definer set search_path = '' set statement_timeout = '30min' as $$
begin
  return private.promote(tenant, upload_id);
end
$$;
comment on function public.run_promotion is 'For workers: private.promote, for as long as it takes.';
revoke execute on function public.run_promotion from public, anon, authenticated;
grant execute on function public.run_promotion to service_role;
