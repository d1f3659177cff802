-- Queues, the types of their jobs, and the workers on them.

create table private.queues (
  queue text primary key check (queue ~ '^[a-z_]+$'),
  worker_path text not null check (worker_path ~ '^/[a-z-]+/v1/[a-z/-]+$'),
  max_workers smallint not null default 2 check (max_workers > 0),
  lease_seconds integer not null default 75 check (lease_seconds between 1 and 3600),
  read_scope text not null default 'jobs:read'
);
alter table private.queues enable row level security;
comment on table private.queues is
  'Each queue with the path, below the functions'' URL, of the worker that knows its jobs.';
comment on column private.queues.lease_seconds is
  'How long a claimed job is its worker''s alone: longer than a worker lives (50 s) and its last job takes.';

comment on column private.queues.read_scope is 'Shows the queue''s jobs to callers who do not have jobs:read.';

-- Definer: callers may not read private.queues.
create function private.readable_queues() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.can('jobs:read') then
    return array(select q.queue from private.queues q);
  end if;
  return array(select q.queue from private.queues q where private.can(q.read_scope));
end
$$;
comment on function private.readable_queues is 'The queues whose jobs the caller may see in their tenant.';
grant execute on function private.readable_queues to authenticated;

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
  'What the jobs change in the database when an attempt ends: a function (jobs private.ended_job[]) returns void, '
  'called with the attempts that end in '
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
comment on column private.workers.stale is
  'Results that came after the job''s lease had ended and somebody else had it: they changed nothing.';

create function private.present_workers(queue text) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from private.workers w
    where w.queue = present_workers.queue and w.ended_at is null
      and w.seen_at > clock_timestamp() - interval '3 seconds');
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
