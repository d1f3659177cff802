-- Retrying and cancelling jobs.

create function private.jobs_tenant(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  if private.is_operator() and private.request_header('x-client-id') is null then
    return null;
  end if;
  return private.acting_tenant(scope);
end
$$;
comment on function private.jobs_tenant is
  'The tenant whose jobs the caller acts on. With the secret key it is the one in x-client-id; without that header '
  'it is null, which means the system''s jobs.';

create function private.lock_job(tenant uuid, job_id uuid) returns public.job_queue
language plpgsql volatile set search_path = '' as $$
declare
  job public.job_queue;
begin
  select j.* into job from public.job_queue j
  where j.id = lock_job.job_id and j.client_id is not distinct from tenant
    and (not j.payload ? 'event_type'
      or private.subscribes(private.readable_event_types(), j.payload ->> 'event_type'))
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such job');
  end if;
  return job;
end
$$;

create function private.job_json(job public.job_queue) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(job) - 'lane' - 'dedupe_key' - 'token' - 'lease_until' - 'phase' - 'traceparent'
$$;
comment on function private.job_json is 'A job as the API returns it.';

create function private.record_job_change(before public.job_queue, after public.job_queue) returns void
language sql volatile set search_path = '' as $$
  select private.record_changes('job_queue', 'update', array[private.job_json(before)], array[private.job_json(after)])
  where after.client_id is not null
$$;

-- Definer: callers may not write jobs directly, because each change depends on the state of the job.
create function public.retry_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('dead', 'cancelled', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_RETRYABLE',
      format('The job is %s: only one that is dead, cancelled, scheduled or parked can be retried', before.status));
  end if;
  begin
    update public.job_queue j
    set status = 'pending', attempts = 0, scheduled_for = now(), completed_at = null, error_message = null
    where j.id = before.id
    returning j.* into after;
  exception when unique_violation then
    perform private.fail(409, 'CONFLICT', 'Another job with the same dedupe key is already waiting');
  end;
  perform private.record_job_change(before, after);
  perform private.ring(after.queue);
  return private.job_json(after);
end
$$;
comment on function public.retry_job is
  'Runs a dead, cancelled, scheduled or parked job now, resets its attempt count and returns it. Raises 401, 403, '
  '404, 409 JOB_NOT_RETRYABLE, CONFLICT.';
grant execute on function public.retry_job to authenticated;

-- Definer: see public.retry_job.
create function public.cancel_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('pending', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_CANCELLABLE',
      format('The job is %s: only one that waits can be cancelled', before.status));
  end if;
  update public.job_queue j set status = 'cancelled', completed_at = now()
  where j.id = before.id
  returning j.* into after;
  perform private.record_job_change(before, after);
  return private.job_json(after);
end
$$;
comment on function public.cancel_job is
  'Cancels a waiting job and returns it. Raises 401, 403, 404, 409 JOB_NOT_CANCELLABLE.';
grant execute on function public.cancel_job to authenticated;
