-- The workers on the queues: their heartbeats, leases and counts.

-- Each worker writes its heartbeat and counts to its own row, so that none waits for another.
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
  'Results that arrived after the job''s lease had ended and another worker had it. They changed nothing.';

create function private.present_workers(queue text) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (
    select count(*) from private.workers w
    where w.queue = present_workers.queue and w.ended_at is null
      and w.seen_at > clock_timestamp() - interval '3 seconds');
end
$$;
comment on function private.present_workers is 'How many workers are on the queue. Each reports every second.';

-- One row per claimed set instead of one per job, so that a claim changes no index of the queue.
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
