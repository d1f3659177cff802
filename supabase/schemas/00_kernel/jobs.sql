-- Guarantees: a job exists exactly when the transaction that added it committed.

create table public.job_queue (
  id uuid primary key default private.uuidv7(),
  client_id uuid references public.clients,
  queue text not null,
  type text not null,
  payload jsonb not null default '{}',
  status text not null default 'pending'
    check (status in ('scheduled', 'pending', 'running', 'parked', 'completed', 'dead', 'cancelled')),
  priority smallint not null default 5 check (priority between 0 and 10),
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
    case when status in ('pending', 'running') then 'active' when status in ('completed', 'cancelled') then 'finished'
      else status end
  ) stored,
  traceparent text default private.traceparent() check (length(traceparent) = 55),
  foreign key (queue, type) references private.job_types (queue, type),
  check ((status = 'running') = (lease_until is not null)),
  check ((status in ('completed', 'dead', 'cancelled')) = (completed_at is not null))
);
comment on column public.job_queue.client_id is 'Null for the system''s jobs, which no tenant sees.';
comment on column public.job_queue.status is
  'scheduled waits for its time, pending for a worker, parked until it is released. dead has no attempt left.';
comment on column public.job_queue.priority is 'The highest priority of a tenant''s jobs runs first.';
comment on column public.job_queue.lane is
  'Tenants take turns, and so do their lanes. The lane is the tenant, or something whose jobs should not wait for '
  'the tenant''s other jobs, such as an endpoint.';
comment on column public.job_queue.dedupe_key is 'Unique among the unfinished jobs of a tenant and queue.';
comment on column public.job_queue.phase is
  'active (pending or running), scheduled, parked, dead or finished. Indexes use it instead of status, so that a '
  'claim changes no index.';
comment on column public.job_queue.token is
  'The fencing token. It counts the claims, and only the last claimer may end the job.';

comment on column public.job_queue.traceparent is
  'The W3C trace of the request that made the job, which the job''s own calls and spans continue.';

-- The indexes of workers hold no finished jobs, and none holds status, lease or attempts.
create index job_queue_active on public.job_queue (queue, lane, priority desc, scheduled_for) where phase = 'active';
create index job_queue_scheduled on public.job_queue (queue, scheduled_for) where phase = 'scheduled';
create unique index job_queue_dedupe on public.job_queue
  (queue, dedupe_key, coalesce(client_id, '00000000-0000-0000-0000-000000000000'))
  where dedupe_key is not null and phase in ('active', 'scheduled', 'parked');
create index job_queue_newest on public.job_queue (client_id, created_at desc, id desc);
create index job_queue_unfinished on public.job_queue (client_id, phase, queue) where phase <> 'finished';

-- Leaves room on the page for the new row version of a claim.
alter table public.job_queue set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0);
alter table public.job_queue enable row level security;

-- A job about an event also needs the scope of the event.
create policy "jobs:read or the queue's own scope sees the tenant's jobs" on public.job_queue
  for select to authenticated
  using (client_id = (select private.client_id()) and queue = any ((select private.readable_queues())::text[])
    and (not payload ? 'event_type'
      or private.subscribes((select private.readable_event_types()), payload ->> 'event_type')));
grant select (
  id, client_id, queue, type, payload, status, priority, attempts, max_attempts, scheduled_for, started_at,
    completed_at,
  error_message, result, request_id, created_at, phase, lane
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
    insert into public.job_queue (queue, type, payload, client_id, priority, max_attempts, dedupe_key, lane, status,
      scheduled_for)
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
  'Adds a job in the caller''s transaction and returns its id, or the id of the unfinished job with the same '
  'dedupe_key. To add many, insert into job_queue.';
