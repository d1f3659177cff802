-- Jobs without an effect are only counted.
create function private.end_jobs(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = ''
set enable_seqscan = off set jit = off set enable_bitmapscan = off set enable_mergejoin = off
set enable_hashjoin = off as $$
declare
  with_effect constant text[] := array(select t.type from private.job_types t where t.effect is not null);
  counts private.ended_count[];
  ended private.ended_job[];
begin
  with sent as (
    select r.*, case
        when r.outcome in ('completed', 'parked', 'pending') then r.outcome
        when r.outcome = 'rejected' then 'dead'
        else 'scheduled'
      end as status
    from jsonb_to_recordset(results)
      as r (id uuid, token bigint, outcome text, result jsonb, error text, retry_after numeric)
  ), ended_jobs as (
    update public.job_queue j
    set status = case when s.outcome = 'failed' and j.attempts >= j.max_attempts then 'dead' else s.status end,
      attempts = j.attempts - (s.outcome in ('postponed', 'parked', 'pending'))::integer,
      lease_until = null,
      result = s.result,
      error_message = left(s.error, 1000),
      completed_at = case when s.status in ('completed', 'dead') or s.outcome = 'failed'
        and j.attempts >= j.max_attempts then clock_timestamp() end,
      scheduled_for = case when s.status = 'scheduled'
        then clock_timestamp() + coalesce(make_interval(secs => s.retry_after::float8), private.backoff(j.attempts))
        else j.scheduled_for end
    from sent s
    where j.id = s.id and j.token = s.token and j.lease_until is not null
    returning j.id, j.client_id, j.type, j.payload, j.attempts, j.status, j.result, j.error_message, j.started_at,
      j.scheduled_for, j.request_id, j.traceparent
  ), tenants as (
    select e.client_id, count(*) as ended, count(*) filter (where e.status = 'completed') as completed,
      count(*) filter (where e.status in ('scheduled', 'dead') and e.error_message is not null) as failed,
      count(*) filter (where e.status = 'dead') as dead,
      count(*) filter (where e.status in ('parked', 'pending') or e.status = 'scheduled'
        and e.error_message is null) as postponed
    from ended_jobs e group by e.client_id
  )
  select
    array(select t::private.ended_count from tenants t),
    array(
      select (e.id, e.client_id, e.type, e.payload, e.attempts, e.status, e.result, e.error_message, e.started_at,
        e.scheduled_for, e.request_id, e.traceparent)::private.ended_job
      from ended_jobs e where e.type = any (with_effect))
  into counts, ended;

  perform private.apply_effects(ended);
  return counts;
end
$$;
comment on function private.end_jobs is
  'Ends the attempts whose token is still the job''s, with the effects of their types, and counts the outcomes by '
  'tenant. results: [{id, token, outcome, result?, error?, retry_after?}]. Outcomes: completed; failed (tried again '
  'after retry_after seconds or the usual pause, dead when no attempt is left); rejected (dead at once); postponed, '
  'parked and pending (do not count as an attempt).';
