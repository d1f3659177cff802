-- The end of an attempt: its log entry, and what it means for the endpoint.

create function private.record_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.webhook_attempts
    (client_id, delivery_id, endpoint_id, event_type, attempt, succeeded, status_code, duration_ms, error, response,
      attempted_at)
  select j.client_id, j.id, (j.payload ->> 'endpoint_id')::uuid, j.payload ->> 'event_type', j.attempt,
    j.status = 'completed', (j.result ->> 'status_code')::integer,
    (j.result ->> 'duration_ms')::integer, j.error, left(j.result ->> 'response', 1024), j.started_at
  from unnest(jobs) j where j.result ? 'duration_ms';
  perform private.follow_attempts(jobs);
  perform private.follow_slowness(jobs);
end
$$;
comment on function private.record_attempts is
  'The effect of webhook.deliver: the log, and what it says about the endpoint; an attempt that was made has '
  'duration_ms in its result.';
