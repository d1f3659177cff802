-- Guarantees: a job has one worker at a time, tenants and lanes take turns, and no tenant takes all places.

-- Without a sort the planner has to take the index of lanes in its order. While the queue is empty it prefers a smaller
-- one, by which all jobs are read once for each lane.
create function private.lock_waiting(queue text, lanes uuid[], share integer, lane_limit integer, busy jsonb)
returns table (location tid, client_id uuid, turn bigint, place bigint, priority smallint)
language plpgsql volatile set search_path = '' set enable_sort = off set jit = off as $$
begin
  return query
  select w.row, w.client_id, l.turn, w.place, w.priority
  from unnest(lanes) with ordinality l (lane, turn)
  cross join lateral (
    select j.row, j.client_id, row_number() over () as place, j.priority
    from (
      select p.ctid as row, p.client_id, p.priority from public.job_queue p
      where p.phase = 'active' and p.queue = lock_waiting.queue and p.lane = l.lane and p.lease_until is null
      order by p.priority desc, p.scheduled_for
      limit greatest(least(share, least(lane_limit, private.lane_limit(l.lane))
        - coalesce((busy ->> l.lane::text)::integer, 0)), 0)
      for update skip locked
    ) j
  ) w;
end
$$;
comment on function private.lock_waiting is 'The jobs that may be claimed from each lane, in their order.';

-- The planner settings do not depend on the table's size: plans are cached, and the queue may have been empty when they
-- were made.
create function private.claim(
  queue text, after_lane uuid, batch integer, lane_limit integer, busy jsonb, tenant_limit integer, held jsonb,
    ends_at timestamptz, out jobs json, out job_ids uuid[], out last_lane uuid
) language plpgsql volatile set search_path = ''
set enable_seqscan = off set jit = off set enable_bitmapscan = off set enable_mergejoin = off
set enable_hashjoin = off as $$
declare
  lanes constant uuid[] := private.lanes_after(queue, after_lane, batch);
  share constant integer := ceil(batch::numeric / greatest(cardinality(lanes), 1));
begin
  with rounds as (
    select w.location, w.turn, w.client_id,
      row_number() over (partition by w.client_id order by w.priority desc, w.place, w.turn) as round
    from private.lock_waiting(queue, lanes, share, lane_limit, busy) w
  ), taken as (
    update public.job_queue j
    set status = 'running', attempts = j.attempts + 1, token = j.token + 1, started_at = clock_timestamp(),
      lease_until = ends_at
    where j.ctid = any (array(
      select r.location from rounds r
      where tenant_limit is null or r.round <= tenant_limit - coalesce((held ->> r.client_id::text)::integer, 0)
      order by r.round, r.turn limit batch))
    returning j.id, j.token, j.type, j.client_id, j.payload, j.attempts, j.max_attempts, j.lane, j.request_id,
      j.traceparent, j.created_at
  )
  -- json is written three times as fast as jsonb.
  select json_agg(json_build_object('id', t.id, 'token', t.token, 'type', t.type, 'client_id', t.client_id,
      'payload', t.payload, 'attempt', t.attempts, 'max_attempts', t.max_attempts, 'lane', t.lane,
      'request_id', t.request_id, 'traceparent', t.traceparent, 'created_at', t.created_at)), array_agg(t.id)
    into jobs, job_ids
  from taken t;
  last_lane := lanes[cardinality(lanes)];
end
$$;
comment on function private.claim is
  'Takes up to a batch of pending jobs. Tenants take turns, each with its highest priorities first, and so do their '
  'lanes. A lane gets its share, at most lane_limit minus its count in busy, {lane: count}; a tenant at most '
  'tenant_limit minus its count in held, {client_id: count}.';

-- An idle worker would otherwise ask again and again over HTTP, and a lone job would wait for its next question.
create function private.await_jobs(queue text, wait_ms integer) returns private.queues
language plpgsql volatile set search_path = '' as $$
declare
  ends_at constant timestamptz := clock_timestamp() + make_interval(secs => least(wait_ms, 1000) / 1000.0);
begin
  while clock_timestamp() < ends_at and coalesce(private.next_due(queue) > clock_timestamp(), true) loop
    perform pg_sleep(0.002);
  end loop;
  return (select q from private.queues q where q.queue = await_jobs.queue);
end
$$;
comment on function private.await_jobs is
  'Waits until the queue has work, at most wait_ms and a second. The caller must not have written anything before, '
  'because its locks would be held meanwhile. Returns the queue''s settings as they are then.';

-- Definer: only the service role may call this, and it has no rights in private.
create function public.claim_jobs(
  worker_id uuid, queue text, batch integer, after_lane uuid default null, lane_limit integer default null,
    busy jsonb default '{}', tenant_limit integer default null, held jsonb default '{}', wait_ms integer default 0
) returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  settings private.queues := (select q from private.queues q where q.queue = claim_jobs.queue);
  is_new constant boolean := not exists (select from private.workers w where w.id = worker_id);
  ends_at timestamptz;
  jobs json;
  job_ids uuid[];
  last_lane uuid;
  lease_id bigint;
begin
  if is_new and private.present_workers(queue) >= settings.max_workers then
    return json_build_object('jobs', '[]'::json, 'dismissed', true);
  end if;
  settings := private.await_jobs(queue, case when batch > 0 and not is_new then wait_ms else 0 end);
  perform private.return_jobs(queue);
  ends_at := clock_timestamp() + make_interval(secs => settings.lease_seconds);
  if batch > 0 then
    select c.jobs, c.job_ids, c.last_lane into jobs, job_ids, last_lane
    from private.claim(queue, coalesce(after_lane, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), least(batch, 1000),
      lane_limit, busy, tenant_limit, held, ends_at) c;
  end if;
  if job_ids is not null then
    insert into private.leases (worker_id, queue, job_ids, ends_at)
      values (worker_id, claim_jobs.queue, job_ids, ends_at)
    returning id into lease_id;
  end if;
  insert into private.workers as w (id, queue, claimed)
    values (worker_id, claim_jobs.queue, coalesce(cardinality(job_ids), 0))
  on conflict on constraint workers_pkey do update
    set seen_at = clock_timestamp(), ended_at = null, claimed = w.claimed + excluded.claimed;
  return json_build_object('jobs', coalesce(jobs, '[]'), 'lease_id', lease_id, 'dismissed', false, 'last_lane',
    last_lane, 'lease_seconds', settings.lease_seconds,
    'due_in', case when job_ids is null then extract(epoch from private.next_due(queue) - clock_timestamp())
      else 0 end);
end
$$;
comment on function public.claim_jobs is
  'For workers: takes up to batch jobs for lease_seconds and records the worker''s heartbeat. after_lane is the lane '
  'where the last call ended. lane_limit and tenant_limit bound what the worker holds of one lane and one tenant; busy '
  'and held are what it holds, {lane: jobs} and {client_id: jobs}. wait_ms: how long to wait for work. Returns '
  '{jobs: [{id, token, type, client_id, payload, attempt, max_attempts, lane, request_id, traceparent, created_at}], '
  'lease_id, dismissed, last_lane, lease_seconds, due_in}. dismissed: there are enough workers, so this one should '
  'end. due_in: seconds until there is more to do, or null.';
revoke execute on function public.claim_jobs from public, anon, authenticated;
grant execute on function public.claim_jobs to service_role;
