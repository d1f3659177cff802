-- Guarantees: the same fault of a tenant is one group, however often and wherever it happens.

create table private.releases (
  release text primary key check (length(release) <= 100),
  first_seen timestamptz not null default clock_timestamp()
);
alter table private.releases enable row level security;

create table private.error_groups (
  id uuid primary key default gen_random_uuid(),
  client_id uuid,
  fingerprint text not null check (length(fingerprint) <= 40),
  function text not null check (length(function) <= 100),
  code text not null check (length(code) <= 100),
  action text not null check (length(action) <= 300),
  frame text check (length(frame) <= 300),
  message text not null check (length(message) <= 1000),
  category text not null check (length(category) <= 100),
  severity text not null check (length(severity) <= 100),
  status text not null default 'open' check (status in ('open', 'resolved', 'ignored', 'regressed')),
  count bigint not null default 0,
  first_seen timestamptz not null default clock_timestamp(),
  last_seen timestamptz not null default clock_timestamp(),
  resolved_at timestamptz,
  resolved_release text check (length(resolved_release) <= 100),
  unique nulls not distinct (client_id, fingerprint)
);
create index on private.error_groups (client_id, last_seen desc, id desc);
create index on private.error_groups (last_seen desc, id desc);
alter table private.error_groups enable row level security;
comment on column private.error_groups.fingerprint is
  'The version of the algorithm and a hash of code, route, first own frame and message without its values.';

-- Isolates only add marks; private.fold_errors adds them up.
create table private.error_marks (
  client_id uuid,
  group_id uuid not null,
  at timestamptz not null,
  count integer not null,
  users integer[] not null check (cardinality(users) <= 1000),
  release text not null check (length(release) <= 100)
);
create index on private.error_marks (client_id);
alter table private.error_marks enable row level security;

create table private.error_hours (
  client_id uuid,
  group_id uuid not null references private.error_groups on delete cascade,
  hour timestamptz not null,
  count bigint not null,
  users integer[] not null check (cardinality(users) <= 10000),
  primary key (group_id, hour)
);
create index on private.error_hours (client_id, hour);
alter table private.error_hours enable row level security;

create table private.error_occurrences (
  id uuid primary key default private.uuidv7(),
  client_id uuid,
  group_id uuid not null references private.error_groups on delete cascade,
  at timestamptz not null,
  request_id text check (length(request_id) <= 200),
  user_id uuid,
  release text not null check (length(release) <= 100),
  stack text not null check (length(stack) <= 8000)
);
create index on private.error_occurrences (group_id, id desc);
create index on private.error_occurrences (client_id);
create index on private.error_occurrences (request_id) where request_id is not null;
alter table private.error_occurrences enable row level security;

create type private.sent_error as (
  client_id uuid, fingerprint text, code text, action text, frame text, message text, status integer, count integer,
  users integer[], samples jsonb
);

create function private.add_error_groups(function text, errors private.sent_error[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.error_groups (client_id, fingerprint, function, code, action, frame, message, category, severity)
  select e.client_id, e.fingerprint, add_error_groups.function, left(e.code, 100), left(e.action, 300),
    left(e.frame, 300), left(e.message, 1000), r.category, r.severity
  from unnest(errors) e
  cross join private.judge_error(e.code, e.status, e.message) r
  where not exists (
      select from private.error_groups g
      where g.client_id is not distinct from e.client_id and g.fingerprint = e.fingerprint)
    and (select count(*) from private.error_groups g where g.client_id is not distinct from e.client_id) < 1000
  on conflict do nothing
$$;
comment on function private.add_error_groups is 'Adds the groups that are new, up to 1,000 a tenant.';

create function private.enter_errors(function text, release text, errors private.sent_error[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.releases (release) select enter_errors.release
  where not exists (select from private.releases r where r.release = enter_errors.release)
  on conflict do nothing;
  perform private.add_error_groups(function, errors);
  insert into private.error_marks (client_id, group_id, at, count, users, release)
  select e.client_id, g.id, clock_timestamp(), e.count, (coalesce(e.users, '{}'))[:1000], enter_errors.release
  from unnest(errors) e
  join private.error_groups g on g.client_id is not distinct from e.client_id and g.fingerprint = e.fingerprint;
  insert into private.error_occurrences (client_id, group_id, at, request_id, user_id, release, stack)
  select e.client_id, g.id, (s ->> 'at')::timestamptz, left(s ->> 'request_id', 200),
    private.uuid_or_null(s ->> 'user_id'), enter_errors.release, left(s ->> 'stack', 8000)
  from unnest(errors) e
  join private.error_groups g on g.client_id is not distinct from e.client_id and g.fingerprint = e.fingerprint
  cross join jsonb_array_elements(e.samples) s;
end
$$;
