-- Guarantees: a job exists exactly when the transaction that enqueued it committed, runs at least once, and what
-- it changes in the database commits together with its end, once; no tenant waits for another's jobs; a scheduled
-- task never overlaps itself.

-- The doorbell's HTTP client; the local stack brings its own.
do $$ begin
  if to_regnamespace('net') is null then
    create extension pg_net;
  end if;
end $$;

-- Queues and who works on them ------------------------------------------------------------------------

create table private.queues (
  queue text primary key check (queue ~ '^[a-z_]+$'),
  worker_path text not null check (worker_path ~ '^/[a-z-]+/v1/[a-z/-]+$'),
  max_workers smallint not null default 2 check (max_workers > 0),
  lease_seconds integer not null default 75 check (lease_seconds between 1 and 3600)
);
alter table private.queues enable row level security;
comment on table private.queues is 'Each queue with the path, below the functions'' URL, of the worker that knows its jobs.';
comment on column private.queues.lease_seconds is
  'How long a claimed job is its worker''s alone: longer than a worker lives (50 s) and its last job takes.';
insert into private.queues (queue, worker_path) values ('jobs', '/jobs/v1/worker');

create table private.job_types (
  type text primary key check (type ~ '^[a-z_]+(\.[a-z_]+)*$'),
  queue text not null references private.queues,
  effect text check (effect ~ '^private\.[a-z_]+$'),
  unique (queue, type),
  -- The worker of this queue does nothing by itself.
  check (queue <> 'jobs' or effect is not null)
);
-- Where sequential scans are off, as in end_jobs, one of these few rows would pass for so dear that it is compiled.
create index on private.job_types (type) where effect is not null;
alter table private.job_types enable row level security;
comment on column private.job_types.effect is
  'What the jobs change in the database when an attempt ends: a function (jobs private.ended_job[]) returns void, called with the attempts that end in '
  'one call, which commits with their end or not at all. Jobs of the queue jobs are nothing but their effect.';

-- A worker's heartbeat and statistics; each writes its own row, so that none waits for another.
create table private.workers (
  id uuid primary key,
  queue text not null references private.queues,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  claimed integer not null default 0,
  completed integer not null default 0,
  failed integer not null default 0,
  dead integer not null default 0,
  postponed integer not null default 0,
  stale integer not null default 0
) with (fillfactor = 50);
alter table private.workers enable row level security;
comment on column private.workers.stale is 'Results that came after the job''s lease had ended and somebody else had it: they changed nothing.';

create function private.present_workers(queue text) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from private.workers w
    where w.queue = present_workers.queue and w.ended_at is null and w.seen_at > clock_timestamp() - interval '3 seconds');
end
$$;
comment on function private.present_workers is 'How many workers of the queue are there: each says so every second.';

-- One row a claimed set, not one an attempt: taking a job then changes nothing that an index has.
create table private.leases (
  id bigint generated always as identity primary key,
  worker_id uuid not null,
  queue text not null references private.queues,
  job_ids uuid[] not null,
  ends_at timestamptz not null
);
create index on private.leases (queue, ends_at);
alter table private.leases enable row level security;

-- Completed jobs by tenant and minute.
create table private.job_throughput (
  queue text not null references private.queues,
  client_id uuid references public.clients,
  minute timestamptz not null,
  completed integer not null,
  unique nulls not distinct (queue, client_id, minute)
) with (fillfactor = 50);
alter table private.job_throughput enable row level security;

-- The queue ---------------------------------------------------------------------------------------------

create table public.job_queue (
  id uuid primary key default private.uuidv7(),
  client_id uuid references public.clients,
  queue text not null,
  type text not null,
  payload jsonb not null default '{}',
  status text not null default 'pending'
    check (status in ('scheduled', 'pending', 'running', 'parked', 'completed', 'dead', 'cancelled')),
  priority smallint not null default 5 check (priority between 0 and 9),
  attempts integer not null default 0 check (attempts >= 0),
  max_attempts integer not null default 8 check (max_attempts between 1 and 100),
  scheduled_for timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  error_message text,
  result jsonb,
  lane uuid not null,
  dedupe_key text check (length(dedupe_key) between 1 and 200),
  token bigint not null default 0,
  lease_until timestamptz,
  request_id text default left(private.request_header('x-request-id'), 200),
  created_at timestamptz not null default now(),
  phase text not null generated always as (
    case when status in ('pending', 'running') then 'active' when status in ('completed', 'cancelled') then 'finished' else status end
  ) stored,
  foreign key (queue, type) references private.job_types (queue, type),
  check ((status = 'running') = (lease_until is not null)),
  check ((status in ('completed', 'dead', 'cancelled')) = (completed_at is not null))
);
comment on column public.job_queue.client_id is 'Null: the system''s, which no tenant sees.';
comment on column public.job_queue.status is
  'scheduled waits for its time, pending for a worker, parked until somebody releases it; dead: no attempt is left.';
comment on column public.job_queue.priority is 'Of two jobs of a lane that with the higher one runs first.';
comment on column public.job_queue.lane is 'Lanes take turns, and tenants before their lanes: the tenant, unless its jobs are not to wait for each other (an endpoint).';
comment on column public.job_queue.dedupe_key is 'Until it has ended, no other job of this tenant and queue has the key.';
comment on column public.job_queue.phase is
  'active (pending or running), scheduled, parked, dead or finished: what indexes are made of, so that a claim, which leaves it as it is, writes to none.';
comment on column public.job_queue.token is 'The fencing token: counts the claims, and only the last claimer may end the job.';

-- Finished jobs are in none of those that workers use. Status, lease and attempts are in none at all.
create index job_queue_active on public.job_queue (queue, lane, priority desc, scheduled_for) where phase = 'active';
create index job_queue_scheduled on public.job_queue (queue, scheduled_for) where phase = 'scheduled';
create unique index job_queue_dedupe on public.job_queue
  (queue, dedupe_key, coalesce(client_id, '00000000-0000-0000-0000-000000000000'))
  where dedupe_key is not null and phase in ('active', 'scheduled', 'parked');
create index job_queue_newest on public.job_queue (client_id, created_at desc, id desc);
create index job_queue_unfinished on public.job_queue (client_id, phase, queue) where phase <> 'finished';
-- Room on the page for what a claim writes.
alter table public.job_queue set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

alter table public.job_queue enable row level security;
create policy "members see their tenant's jobs" on public.job_queue
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('jobs:read')));
grant select (
  id, client_id, queue, type, payload, status, priority, attempts, max_attempts, scheduled_for, started_at, completed_at,
  error_message, result, request_id, created_at, phase
) on public.job_queue to authenticated;

create function private.enqueue_job(
  queue text, type text, payload jsonb default '{}', client_id uuid default null, priority integer default 5,
  max_attempts integer default 8, delay interval default '0', dedupe_key text default null, lane uuid default null
) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  job_id uuid;
begin
  loop
    insert into public.job_queue (queue, type, payload, client_id, priority, max_attempts, dedupe_key, lane, status, scheduled_for)
    values (enqueue_job.queue, enqueue_job.type, enqueue_job.payload, enqueue_job.client_id, enqueue_job.priority,
      enqueue_job.max_attempts, enqueue_job.dedupe_key,
      coalesce(enqueue_job.lane, enqueue_job.client_id, '00000000-0000-0000-0000-000000000000'),
      case when delay > '0' then 'scheduled' else 'pending' end, now() + delay)
    on conflict do nothing
    returning id into job_id;
    exit when found;
    select j.id into job_id from public.job_queue j
    where j.queue = enqueue_job.queue and j.dedupe_key = enqueue_job.dedupe_key
      and coalesce(j.client_id, '00000000-0000-0000-0000-000000000000')
        = coalesce(enqueue_job.client_id, '00000000-0000-0000-0000-000000000000')
      and j.phase in ('active', 'scheduled', 'parked');
    -- Otherwise it ended between the two statements.
    exit when found;
  end loop;
  return job_id;
end
$$;
comment on function private.enqueue_job is
  'Adds a job in the caller''s transaction and returns its id, or that of the job that has the dedupe_key and has not ended yet. '
  'Many at once are one insert into job_queue.';

-- The doorbell ------------------------------------------------------------------------------------------

create function private.set_doorbell(functions_url text, secret_key text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  entry record;
begin
  for entry in
    select v.name, v.secret, s.id from (values ('functions_url', set_doorbell.functions_url), ('secret_key', set_doorbell.secret_key)) v (name, secret)
    left join vault.secrets s on s.name = v.name
  loop
    if entry.id is null then
      perform vault.create_secret(entry.secret, entry.name, 'For the doorbell that wakes workers');
    else
      perform vault.update_secret(entry.id, entry.secret);
    end if;
  end loop;
end
$$;
comment on function private.set_doorbell is
  'Where the functions are (…/functions/v1) and the project''s secret key, kept in the Vault. Until it was called no worker is woken.';

-- Once a transaction is enough.
create function private.ring(queue text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_setting('frontline.rung_' || queue, true) = 'yes' or private.present_workers(queue) > 0 then
    return;
  end if;
  perform set_config('frontline.rung_' || queue, 'yes', true);
  perform net.http_post(
    url.decrypted_secret || q.worker_path,
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret))
  from private.queues q
  join vault.decrypted_secrets url on url.name = 'functions_url'
  join vault.decrypted_secrets key on key.name = 'secret_key'
  where q.queue = ring.queue;
end
$$;
comment on function private.ring is
  'Wakes the queue''s worker when the transaction commits, unless one is there. The call may be lost: what matters is the row.';

-- Definer: whoever enqueues may neither read the Vault nor use pg_net.
create function private.ring_doorbell() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.ring(q.queue)
  from (select distinct n.queue from new_rows n where n.status = 'pending') q;
  return null;
end
$$;
create trigger doorbell after insert on public.job_queue referencing new table as new_rows
  for each statement execute function private.ring_doorbell();

create function private.next_due(queue text) returns timestamptz
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  if exists (
    select from public.job_queue j where j.phase = 'active' and j.queue = next_due.queue and j.lease_until is null) then
    return now();
  end if;
  return least(
    (select j.scheduled_for from public.job_queue j
     where j.phase = 'scheduled' and j.queue = next_due.queue order by j.scheduled_for limit 1),
    (select l.ends_at from private.leases l where l.queue = next_due.queue order by l.ends_at limit 1));
end
$$;
comment on function private.next_due is 'When the queue next has something to do: a time comes or a lease ends; null: not as things are.';

create function private.ring_queues() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  rung integer;
begin
  perform private.ring(q.queue) from private.queues q where private.next_due(q.queue) <= now() + interval '1 minute';
  get diagnostics rung = row_count;
  return rung;
end
$$;
comment on function private.ring_queues is 'Wakes the worker of each queue that has something to do within a minute; returns how many have.';

-- Claiming ------------------------------------------------------------------------------------------------

create function private.return_jobs(queue text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  lost uuid[];
begin
  update public.job_queue j set status = 'pending'
  where j.id = any (array(
    select s.id from public.job_queue s
    where s.phase = 'scheduled' and s.queue = return_jobs.queue and s.scheduled_for <= now()
    order by s.scheduled_for limit 1000
    for update skip locked));

  with ended as (
    delete from private.leases l
    where l.id = any (array(
      select e.id from private.leases e where e.queue = return_jobs.queue and e.ends_at < now()
      order by e.ends_at limit 10
      for update skip locked))
    returning l.job_ids
  )
  select array_agg(i.id) into lost from ended e cross join unnest(e.job_ids) i (id);
  if lost is not null then
    update public.job_queue j
    set status = case when j.attempts < j.max_attempts then 'pending' else 'dead' end,
      completed_at = case when j.attempts < j.max_attempts then null else now() end,
      lease_until = null, error_message = 'The worker was lost before it could say how the job went'
    where j.id = any (lost) and j.lease_until < now();
  end if;
end
$$;
comment on function private.return_jobs is 'Makes pending whose time has come and whose worker was lost.';

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
        where j.phase = 'active' and j.queue = lanes_after.queue and j.lane > f.lane and j.lane <= lanes_after.lane and j.lease_until is null
        order by j.lane limit 1) n
    )
    select array(select l.lane from (table ahead union all table from_the_first) l limit at_most));
end
$$;
comment on function private.lanes_after is 'The next lanes with pending jobs, in turn: those behind this one, then those from the first on.';

-- Planned without a look at the table's size: these plans are kept, and were made when it may have been empty.
create function private.claim(
  queue text, after_lane uuid, batch integer, lane_limit integer, busy jsonb, ends_at timestamptz, out jobs json, out job_ids uuid[]
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
    set status = 'running', attempts = j.attempts + 1, token = j.token + 1, started_at = clock_timestamp(), lease_until = ends_at
    where j.ctid = any (array(select r.row from rounds r order by r.round, r.turn limit batch))
    returning j.id, j.token, j.type, j.client_id, j.payload, j.attempts, j.max_attempts, j.lane, j.request_id, j.created_at
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
  'Takes up to a batch of pending jobs: tenants in turn, their lanes in turn, and of each lane its share, up to lane_limit less what busy, {lane: count}, says.';

-- Definer: the service role has no rights in private; only it may call this.
create function public.claim_jobs(
  worker_id uuid, queue text, batch integer, after_lane uuid default null, lane_limit integer default null, busy jsonb default '{}'
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
    from private.claim(queue, coalesce(after_lane, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), least(batch, 1000), lane_limit, busy, ends_at) c;
  end if;
  if job_ids is not null then
    insert into private.leases (worker_id, queue, job_ids, ends_at) values (worker_id, claim_jobs.queue, job_ids, ends_at)
    returning id into lease_id;
  end if;
  insert into private.workers as w (id, queue, claimed) values (worker_id, claim_jobs.queue, coalesce(cardinality(job_ids), 0))
  on conflict on constraint workers_pkey do update
    set seen_at = clock_timestamp(), ended_at = null, claimed = w.claimed + excluded.claimed;
  return json_build_object('jobs', coalesce(jobs, '[]'), 'lease_id', lease_id, 'dismissed', false, 'lease_seconds', settings.lease_seconds,
    'due_in', case when job_ids is null then extract(epoch from private.next_due(queue) - clock_timestamp()) else 0 end);
end
$$;
comment on function public.claim_jobs is
  'For workers: up to batch jobs that are from now on this worker''s for lease_seconds, and its heartbeat. {jobs: [{id, token, type, client_id, '
  'payload, attempt, max_attempts, lane, request_id, created_at}], lease_id: of this set, dismissed: others are enough and it should end, lease_seconds, due_in: seconds '
  'until there is more to do, or null}. after_lane: of the last job that it got before; lane_limit: jobs of a lane that this worker holds at a time, busy: {lane: how many it does}.';
revoke execute on function public.claim_jobs from public, anon, authenticated;
grant execute on function public.claim_jobs to service_role;

-- Ending ----------------------------------------------------------------------------------------------------

create type private.ended_job as (
  id uuid, client_id uuid, type text, payload jsonb, attempt integer, status text, result jsonb, error text,
  started_at timestamptz, scheduled_for timestamptz, request_id text
);
comment on type private.ended_job is
  'An attempt that ended; status is what became of the job: completed, scheduled (it will be tried again), dead, parked, pending (given back).';

create function private.backoff(attempt integer) returns interval
language sql volatile set search_path = '' as $$
  select make_interval(secs => least(5 * 2 ^ (attempt - 1), 3600) * (0.75 + random() / 2))
$$;
comment on function private.backoff is 'The pause after an attempt: 5 s, doubling to an hour, ± a quarter, so that what failed together does not come back together.';

-- By tenant, what attempts came to.
create type private.ended_count as (client_id uuid, ended bigint, completed bigint, failed bigint, dead bigint, postponed bigint);

-- Of jobs without an effect only the count is kept.
create function private.end_jobs(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_hashjoin = off as $$
declare
  with_effect constant text[] := array(select t.type from private.job_types t where t.effect is not null);
  counts private.ended_count[];
  ended private.ended_job[];
  effect record;
begin
  with sent as (
    select r.*, case
        when r.outcome in ('completed', 'parked', 'pending') then r.outcome
        when r.outcome = 'rejected' then 'dead'
        else 'scheduled'
      end as status
    from jsonb_to_recordset(results) as r (id uuid, token bigint, outcome text, result jsonb, error text, retry_after numeric)
  ), ended_jobs as (
    update public.job_queue j
    set status = case when s.outcome = 'failed' and j.attempts >= j.max_attempts then 'dead' else s.status end,
      attempts = j.attempts - (s.outcome in ('postponed', 'parked', 'pending'))::integer,
      lease_until = null,
      result = s.result,
      error_message = left(s.error, 1000),
      completed_at = case when s.status in ('completed', 'dead') or s.outcome = 'failed' and j.attempts >= j.max_attempts
        then clock_timestamp() end,
      scheduled_for = case when s.status = 'scheduled'
        then clock_timestamp() + coalesce(make_interval(secs => s.retry_after::float8), private.backoff(j.attempts))
        else j.scheduled_for end
    from sent s
    where j.id = s.id and j.token = s.token and j.lease_until is not null
    returning j.id, j.client_id, j.type, j.payload, j.attempts, j.status, j.result, j.error_message, j.started_at, j.scheduled_for, j.request_id
  ), tenants as (
    select e.client_id, count(*) as ended, count(*) filter (where e.status = 'completed') as completed,
      count(*) filter (where e.status in ('scheduled', 'dead') and e.error_message is not null) as failed,
      count(*) filter (where e.status = 'dead') as dead,
      count(*) filter (where e.status in ('parked', 'pending') or e.status = 'scheduled' and e.error_message is null) as postponed
    from ended_jobs e group by e.client_id
  )
  select
    array(select t::private.ended_count from tenants t),
    array(
      select (e.id, e.client_id, e.type, e.payload, e.attempts, e.status, e.result, e.error_message, e.started_at, e.scheduled_for,
        e.request_id)::private.ended_job
      from ended_jobs e where e.type = any (with_effect))
  into counts, ended;

  for effect in
    select f.type, f.effect from private.job_types f where f.type in (select e.type from unnest(ended) e)
  loop
    execute format('select %s($1)', effect.effect) using array(select e from unnest(ended) e where e.type = effect.type);
  end loop;
  return counts;
end
$$;
comment on function private.end_jobs is
  'Ends the attempts whose token is still the job''s, with the effects of their types, and says how many came to what. results: [{id, token, outcome, result?, error?, retry_after?}]; '
  'outcome completed, failed (again after retry_after seconds or the usual pause, dead when no attempt is left), rejected (dead at once), postponed, parked, pending (these count no attempt).';

-- An effect that fails is its job's failure and nobody else's: each job alone then, so that the others end.
create function private.end_jobs_one_by_one(results jsonb) returns private.ended_count[]
language plpgsql volatile set search_path = '' as $$
declare
  counts private.ended_count[] := '{}';
  attempt jsonb;
begin
  for attempt in select r.value from jsonb_array_elements(results) r loop
    begin
      counts := counts || private.end_jobs(jsonb_build_array(attempt));
    exception when others then
      raise warning 'the effect of job % failed: %', attempt ->> 'id', sqlerrm;
      counts := counts || private.end_jobs(jsonb_build_array((attempt - 'result' - 'retry_after')
        || jsonb_build_object('outcome', 'failed', 'error', format('What the job changes in the database failed: %s', sqlerrm))));
    end;
  end loop;
  return counts;
end
$$;

create function private.count_ended(worker_id uuid, counts private.ended_count[], results integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  total private.ended_count;
begin
  -- In one order, so that two workers do not wait in a circle.
  insert into private.job_throughput as t (queue, client_id, minute, completed)
  select w.queue, c.client_id, date_trunc('minute', now()), sum(c.completed)
  from unnest(counts) c cross join private.workers w
  where w.id = worker_id and c.completed > 0
  group by w.queue, c.client_id order by c.client_id
  on conflict (queue, client_id, minute) do update set completed = t.completed + excluded.completed;

  select null, coalesce(sum(c.ended), 0), coalesce(sum(c.completed), 0), coalesce(sum(c.failed), 0), coalesce(sum(c.dead), 0),
    coalesce(sum(c.postponed), 0)
  into total from unnest(counts) c;
  update private.workers w
  set seen_at = clock_timestamp(), completed = w.completed + total.completed, failed = w.failed + total.failed,
    dead = w.dead + total.dead, postponed = w.postponed + total.postponed, stale = w.stale + results - total.ended
  where w.id = worker_id;
  return total.ended;
end
$$;
comment on function private.count_ended is
  'Counts what so many results of a worker came to, for itself and, what was completed, by tenant; returns how many ended an attempt.';

-- Definer: see claim_jobs.
create function public.complete_jobs(worker_id uuid, results jsonb, ended_leases bigint[] default '{}') returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  counts private.ended_count[];
begin
  begin
    counts := private.end_jobs(results);
  exception when others then
    counts := private.end_jobs_one_by_one(results);
  end;
  delete from private.leases l where l.id = any (ended_leases) and l.worker_id = complete_jobs.worker_id;
  return jsonb_build_object('ended', private.count_ended(worker_id, counts, jsonb_array_length(results)));
end
$$;
comment on function public.complete_jobs is
  'For workers: ends attempts, each with what it changes in the database, and counts them; see private.end_jobs. A result whose token is old changes nothing. '
  'ended_leases: those of whose jobs each has had its result. {ended: how many did}.';
revoke execute on function public.complete_jobs from public, anon, authenticated;
grant execute on function public.complete_jobs to service_role;

-- Definer: see claim_jobs.
create function public.end_worker(worker_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  worked_on text;
begin
  update private.workers w set ended_at = clock_timestamp() where w.id = worker_id returning w.queue into worked_on;
  delete from private.leases l
  where l.worker_id = end_worker.worker_id
    and not exists (select from public.job_queue j where j.id = any (l.job_ids) and j.lease_until is not null);
  if private.next_due(worked_on) <= now() + interval '5 seconds' then
    perform private.ring(worked_on);
  end if;
end
$$;
comment on function public.end_worker is 'For workers: says that this one ends, and wakes the next one when there is more to do.';
revoke execute on function public.end_worker from public, anon, authenticated;
grant execute on function public.end_worker to service_role;

-- What people do with jobs ------------------------------------------------------------------------------

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
  'Whose jobs the caller acts on: a user''s tenant; with the secret key that of x-client-id or, without it, null: the system''s.';

create function private.lock_job(tenant uuid, job_id uuid) returns public.job_queue
language plpgsql volatile set search_path = '' as $$
declare
  job public.job_queue;
begin
  select j.* into job from public.job_queue j
  where j.id = lock_job.job_id and j.client_id is not distinct from tenant
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such job');
  end if;
  return job;
end
$$;

create function private.job_json(job public.job_queue) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(job) - 'lane' - 'dedupe_key' - 'token' - 'lease_until' - 'phase'
$$;
comment on function private.job_json is 'A job as the API shows it.';

create function private.record_job_change(before public.job_queue, after public.job_queue) returns void
language sql volatile set search_path = '' as $$
  select private.record_changes('job_queue', 'update', array[private.job_json(before)], array[private.job_json(after)])
  where after.client_id is not null
$$;

-- Definer: jobs are written only here, by their state.
create function public.retry_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('dead', 'cancelled', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_RETRYABLE', format('The job is %s: only one that is dead, cancelled, scheduled or parked can be retried', before.status));
  end if;
  begin
    update public.job_queue j
    set status = 'pending', attempts = 0, scheduled_for = now(), completed_at = null, error_message = null
    where j.id = before.id
    returning j.* into after;
  exception when unique_violation then
    perform private.fail(409, 'CONFLICT', 'Another job that does the same is waiting already');
  end;
  perform private.record_job_change(before, after);
  perform private.ring(after.queue);
  return private.job_json(after);
end
$$;
comment on function public.retry_job is
  'Lets a dead, cancelled, scheduled or parked job run now, with all its attempts, and returns it. Raises 401, 403, 404, 409 JOB_NOT_RETRYABLE, CONFLICT.';
grant execute on function public.retry_job to authenticated;

-- Definer: see public.retry_job.
create function public.cancel_job(job_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant public.job_queue := private.lock_job(private.jobs_tenant('jobs:write'), job_id);
  after public.job_queue;
begin
  if before.status not in ('pending', 'scheduled', 'parked') then
    perform private.fail(409, 'JOB_NOT_CANCELLABLE', format('The job is %s: only one that waits can be cancelled', before.status));
  end if;
  update public.job_queue j set status = 'cancelled', completed_at = now()
  where j.id = before.id
  returning j.* into after;
  perform private.record_job_change(before, after);
  return private.job_json(after);
end
$$;
comment on function public.cancel_job is 'Cancels a job that waits and returns it. Raises 401, 403, 404, 409 JOB_NOT_CANCELLABLE.';
grant execute on function public.cancel_job to authenticated;

-- Definer: the caller sees its own jobs by number, and whether somebody works on the queue.
create function public.job_stats() returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.jobs_tenant('jobs:read');
  queues jsonb;
begin
  with unfinished as (
    select j.queue, count(*) filter (where j.status = 'pending') as pending, count(*) filter (where j.status = 'scheduled') as scheduled,
      count(*) filter (where j.status = 'running') as running, count(*) filter (where j.status = 'parked') as parked,
      count(*) filter (where j.status = 'dead') as dead,
      min(j.scheduled_for) filter (where j.status in ('pending', 'scheduled') and j.scheduled_for <= now()) as oldest_due
    from public.job_queue j
    where j.phase <> 'finished'
      and (j.client_id = tenant or tenant is null and private.is_operator())
    group by j.queue
  ), finished as (
    select t.queue, sum(t.completed) as completed from private.job_throughput t
    where t.minute > now() - interval '1 hour' and (t.client_id = tenant or tenant is null and private.is_operator())
    group by t.queue
  )
  select coalesce(jsonb_agg(jsonb_build_object('queue', q.queue,
    'pending', coalesce(u.pending, 0), 'scheduled', coalesce(u.scheduled, 0), 'running', coalesce(u.running, 0),
    'parked', coalesce(u.parked, 0), 'dead', coalesce(u.dead, 0),
    'oldest_due_seconds', round(extract(epoch from now() - u.oldest_due), 3),
    'completed_last_hour', coalesce(f.completed, 0), 'workers', private.present_workers(q.queue)) order by q.queue), '[]') into queues
  from private.queues q left join unfinished u using (queue) left join finished f using (queue);
  return jsonb_build_object('queues', queues, 'workers', case when private.is_operator() then (
    select coalesce(jsonb_agg(to_jsonb(w) order by w.started_at desc), '[]')
    from (select * from private.workers w order by w.started_at desc limit 50) w) end);
end
$$;
comment on function public.job_stats is
  'By queue: {queues: [{queue, pending, scheduled, running, parked, dead, oldest_due_seconds, completed_last_hour, workers}], workers}; with the secret key '
  'of all tenants and the system, or of the one in x-client-id, and with each worker''s row, otherwise workers is null. Raises 401, 403.';
grant execute on function public.job_stats to authenticated;

-- Scheduled tasks -------------------------------------------------------------------------------------------

create table private.scheduled_tasks (
  name text primary key check (name ~ '^[a-z_]{1,100}$'),
  schedule text not null,
  command text not null,
  created_at timestamptz not null default now()
);
alter table private.scheduled_tasks enable row level security;
comment on column private.scheduled_tasks.command is 'One statement; what it returns, otherwise how many rows it changed, is the result of a run.';

create table private.task_runs (
  id bigint generated always as identity primary key,
  name text not null references private.scheduled_tasks on delete cascade,
  trigger text not null check (trigger in ('schedule', 'manual')),
  started_at timestamptz not null,
  duration_ms integer not null,
  succeeded boolean not null,
  result text
);
create index on private.task_runs (name, id desc);
alter table private.task_runs enable row level security;
comment on column private.task_runs.result is 'What it returned, or why it failed.';

-- A failure must leave its run behind, so it is caught here; whoever cancels the statement is obeyed.
create function private.run_task(name text, trigger text default 'schedule') returns private.task_runs
language plpgsql volatile set search_path = '' as $$
declare
  task private.scheduled_tasks;
  began constant timestamptz := clock_timestamp();
  outcome text;
  changed bigint;
  succeeded boolean := true;
  run private.task_runs;
begin
  select * into task from private.scheduled_tasks t where t.name = run_task.name;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  if not pg_try_advisory_xact_lock(hashtext('run_task'), hashtext(task.name)) then
    return null;
  end if;
  begin
    if task.command ~* '^\s*(select|with)\M' then
      execute task.command into outcome;
    else
      execute task.command;
      get diagnostics changed = row_count;
      outcome := changed;
    end if;
  exception when others then
    succeeded := false;
    outcome := sqlerrm;
    raise warning 'scheduled task % failed: %', task.name, sqlerrm;
  end;
  insert into private.task_runs (name, trigger, started_at, duration_ms, succeeded, result)
  values (task.name, run_task.trigger, began, extract(epoch from clock_timestamp() - began) * 1000, succeeded, left(nullif(outcome, ''), 1000))
  returning * into run;
  return run;
end
$$;
comment on function private.run_task is 'Runs a scheduled task and keeps how it went; null, without a run, while it runs already.';

create function private.schedule_task(name text, schedule text, command text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.scheduled_tasks as t (name, schedule, command)
  values (schedule_task.name, schedule_task.schedule, schedule_task.command)
  on conflict on constraint scheduled_tasks_pkey do update set schedule = excluded.schedule, command = excluded.command;
  perform cron.schedule(schedule_task.name, schedule_task.schedule, format('select private.run_task(%L)', schedule_task.name));
end
$$;
comment on function private.schedule_task is 'Adds or changes a scheduled task. Schedules are cron''s, in UTC.';

-- Those that earlier migrations gave to pg_cron directly.
select private.schedule_task(j.jobname, j.schedule, j.command) from cron.job j where j.jobname is not null;

create function private.delete_old_jobs() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  deleted integer;
begin
  delete from public.job_queue j
  where j.completed_at < now() - case when j.status = 'dead' then interval '30 days' else interval '7 days' end;
  get diagnostics deleted = row_count;
  delete from private.workers w where w.seen_at < now() - interval '1 day';
  delete from private.job_throughput t where t.minute < now() - interval '1 day';
  delete from private.task_runs r where r.started_at < now() - interval '14 days'
    and r.id <> (select max(l.id) from private.task_runs l where l.name = r.name);
  return deleted;
end
$$;
comment on function private.delete_old_jobs is 'Deletes jobs that ended a week ago, dead ones after 30 days, and what is known of old workers and runs; returns how many jobs.';

-- Older pg_cron knows minutes only.
select
  private.schedule_task('ring_queues', case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}' then '10 seconds' else '* * * * *' end,
    'select private.ring_queues()'),
  private.schedule_task('delete_old_jobs', '11 3 * * *', 'select private.delete_old_jobs()')
from pg_extension e where e.extname = 'pg_cron';

-- Definer: tasks and their runs are private.
create function public.list_schedules() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.jobs_tenant('jobs:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'schedule', t.schedule, 'last_run', r.started_at,
      'duration_ms', r.duration_ms, 'succeeded', r.succeeded,
      'result', case when r.succeeded or private.is_operator() then r.result when not r.succeeded then 'It failed' end) order by t.name), '[]')
    from private.scheduled_tasks t
    left join lateral (select * from private.task_runs r where r.name = t.name order by r.id desc limit 1) r on true);
end
$$;
comment on function public.list_schedules is
  'Every scheduled task with its last run: [{name, schedule, last_run, duration_ms, succeeded, result}]; why one failed tells of the inside and is for '
  'the secret key alone. Raises 401, 403.';
grant execute on function public.list_schedules to authenticated;

-- Definer: see public.list_schedules. For the service role alone: runs tell of all tenants.
create function public.run_schedule(name text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  run constant private.task_runs := private.run_task(name, 'manual');
begin
  if run.id is null then
    perform private.fail(409, 'TASK_RUNNING', format('The scheduled task %s is running at this moment', name));
  end if;
  return to_jsonb(run);
end
$$;
comment on function public.run_schedule is
  'Runs a scheduled task now: {id, name, trigger, started_at, duration_ms, succeeded, result}. Raises 404, 409 TASK_RUNNING.';
revoke execute on function public.run_schedule from public, anon, authenticated;
grant execute on function public.run_schedule to service_role;

-- Definer: see public.run_schedule.
create function public.list_task_runs(name text, after_id bigint default null, page_size integer default 20, with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  if not exists (select from private.scheduled_tasks t where t.name = list_task_runs.name) then
    perform private.fail(404, 'NOT_FOUND', format('There is no scheduled task %s', name));
  end if;
  select coalesce(jsonb_agg(to_jsonb(p) order by p.id desc), '[]') into rows
  from (
    select * from private.task_runs r
    where r.name = list_task_runs.name and r.id < coalesce(after_id, 9223372036854775807)
    order by r.id desc
    limit greatest(least(page_size, 101), 1)
  ) p;
  if with_total then
    select count(*) into total from private.task_runs r where r.name = list_task_runs.name;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_task_runs is 'Runs of a scheduled task, newest first, behind the id: {rows, total}; total is null unless with_total. Raises 404.';
revoke execute on function public.list_task_runs from public, anon, authenticated;
grant execute on function public.list_task_runs to service_role;
