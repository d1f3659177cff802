-- Queues and the types of their jobs.

create table private.queues (
  queue text primary key check (queue ~ '^[a-z_]+$'),
  worker_path text not null check (worker_path ~ '^/[a-z-]+/v1/[a-z/-]+$'),
  max_workers smallint not null default 2 check (max_workers > 0),
  lease_seconds integer not null default 75 check (lease_seconds between 1 and 3600),
  read_scope text not null default 'jobs:read'
);
alter table private.queues enable row level security;
comment on table private.queues is 'Queues, each with the path of its worker below the functions'' URL.';
comment on column private.queues.lease_seconds is
  'How long a claimed job belongs to its worker. Longer than a worker lives (50 s) plus its last job.';
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
  -- The worker of this queue does no work outside the database.
  check (queue <> 'jobs' or effect is not null)
);

-- end_jobs turns sequential scans off. Without this index the planner would overrate these few rows and compile the
-- plan.
create index on private.job_types (type) where effect is not null;
alter table private.job_types enable row level security;
comment on column private.job_types.effect is
  'A function (jobs private.ended_job[]) returns void that makes the jobs'' database changes. It is called with the '
  'attempts that end in one call, and commits with their end or not at all. Jobs of the queue jobs consist of their '
  'effect alone.';
