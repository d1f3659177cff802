-- A loose index scan: one probe a lane, however many jobs it has; those that run at this moment are passed over.
create function private.lanes_after(queue text, lane uuid, at_most integer) returns uuid[]
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  return (
    with recursive ahead (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from ahead a cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > a.lane and j.lease_until is null
        order by j.lane limit 1) n
    ), from_the_first (lane) as (
      (select j.lane from public.job_queue j
       where j.phase = 'active' and j.queue = lanes_after.queue and j.lane <= lanes_after.lane and j.lease_until is null
       order by j.lane limit 1)
      union all
      select n.lane from from_the_first f cross join lateral (
        select j.lane from public.job_queue j
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > f.lane and j.lane <= lanes_after.lane
          and j.lease_until is null
        order by j.lane limit 1) n
    )
    select array(select l.lane from (table ahead union all table from_the_first) l limit at_most));
end
$$;
comment on function private.lanes_after is
  'The next lanes with pending jobs, in turn: those behind this one, then those from the first on.';

-- Planned without a look at the table's size: these plans are kept, and were made when it may have been empty.
create function private.claim(
  queue text, after_lane uuid, batch integer, lane_limit integer, busy jsonb, ends_at timestamptz, out jobs json,
    out job_ids uuid[]
) language plpgsql volatile set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_hashjoin = off as $$
declare
  lanes constant uuid[] := private.lanes_after(queue, after_lane, batch);
  share constant integer := ceil(batch::numeric / greatest(cardinality(lanes), 1));
begin
  with waiting as (
    select w.row, w.client_id, l.turn, w.place
    from unnest(lanes) with ordinality l (lane, turn)
    cross join lateral (
      select j.row, j.client_id, row_number() over () as place
      from (
        select p.ctid as row, p.client_id from public.job_queue p
        where p.phase = 'active' and p.queue = claim.queue and p.lane = l.lane and p.lease_until is null
        order by p.priority desc, p.scheduled_for
        limit greatest(least(share, lane_limit - coalesce((busy ->> l.lane::text)::integer, 0)), 0)
        for update skip locked
      ) j
    ) w
  ), rounds as (
    select w.row, w.turn, row_number() over (partition by w.client_id order by w.place, w.turn) as round from waiting w
  ), taken as (
    update public.job_queue j
    set status = 'running', attempts = j.attempts + 1, token = j.token + 1, started_at = clock_timestamp(),
      lease_until = ends_at
    where j.ctid = any (array(select r.row from rounds r order by r.round, r.turn limit batch))
    returning j.id, j.token, j.type, j.client_id, j.payload, j.attempts, j.max_attempts, j.lane, j.request_id,
      j.created_at
  )
  -- As json, which is written in a third of jsonb's time.
  select json_agg(json_build_object('id', t.id, 'token', t.token, 'type', t.type, 'client_id', t.client_id,
      'payload', t.payload, 'attempt', t.attempts, 'max_attempts', t.max_attempts, 'lane', t.lane,
      'request_id', t.request_id, 'created_at', t.created_at)), array_agg(t.id)
    into jobs, job_ids
  from taken t;
end
$$;
comment on function private.claim is
  'Takes up to a batch of pending jobs: tenants in turn, their lanes in turn, and of each lane its share, up to '
  'lane_limit less what busy, {lane: count}, says.';

-- Definer: the service role has no rights in private; only it may call this.
create function public.claim_jobs(
  worker_id uuid, queue text, batch integer, after_lane uuid default null, lane_limit integer default null,
    busy jsonb default '{}'
) returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  settings constant private.queues := (select q from private.queues q where q.queue = claim_jobs.queue);
  is_new constant boolean := not exists (select from private.workers w where w.id = worker_id);
  ends_at constant timestamptz := clock_timestamp() + make_interval(secs => settings.lease_seconds);
  jobs json;
  job_ids uuid[];
  lease_id bigint;
begin
  if is_new and private.present_workers(queue) >= settings.max_workers then
    return json_build_object('jobs', '[]'::json, 'dismissed', true);
  end if;
  perform private.return_jobs(queue);
  if batch > 0 then
    select c.jobs, c.job_ids into jobs, job_ids
    from private.claim(queue, coalesce(after_lane, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), least(batch, 1000),
      lane_limit, busy, ends_at) c;
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
  return json_build_object('jobs', coalesce(jobs, '[]'), 'lease_id', lease_id, 'dismissed', false, 'lease_seconds',
    settings.lease_seconds,
    'due_in', case when job_ids is null then extract(epoch from private.next_due(queue) - clock_timestamp())
      else 0 end);
end
$$;
comment on function public.claim_jobs is
  'For workers: up to batch jobs that are from now on this worker''s for lease_seconds, and its heartbeat. {jobs: '
  '[{id, token, type, client_id, '
  'payload, attempt, max_attempts, lane, request_id, created_at}], lease_id: of this set, dismissed: others are '
  'enough and it should end, lease_seconds, due_in: seconds '
  'until there is more to do, or null}. after_lane: of the last job that it got before; lane_limit: jobs of a lane '
  'that this worker holds at a time, busy: {lane: how many it does}.';
revoke execute on function public.claim_jobs from public, anon, authenticated;
grant execute on function public.claim_jobs to service_role;
