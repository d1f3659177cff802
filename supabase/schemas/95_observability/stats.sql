-- Guarantees: percentiles of any window come from sums of counts, each within 2 % of the exact value.

-- A duration of d ms is in bucket ceil(ln d / ln 1.04), so that every value of a bucket is within 2 % of the one that
-- stands for it. shared/observe/histogram.ts is the other half.
create function private.bucket_ms(bucket integer) returns numeric
language sql immutable parallel safe set search_path = '' as $$
  select round((2 * power(1.04, bucket) / 2.04)::numeric, 3)
$$;

-- Isolates only add marks; each minute private.fold_stats adds them up. No row is ever updated.
create table private.stat_marks (
  starts_at timestamptz not null,
  client_id uuid,
  series_id integer not null,
  status smallint not null check (status between 0 and 5),
  requests integer not null,
  buckets smallint[] not null,
  counts integer[] not null,
  total_ms float8 not null,
  max_ms real not null,
  users integer[] not null default '{}',
  check (cardinality(buckets) <= 1000 and cardinality(counts) = cardinality(buckets) and cardinality(users) <= 10000)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.stat_marks (client_id, starts_at);
alter table private.stat_marks enable row level security;
comment on column private.stat_marks.client_id is 'Null for requests without a tenant.';
comment on column private.stat_marks.status is 'The first digit of the HTTP status; 0 is no answer.';
comment on column private.stat_marks.users is 'Hashes of user ids of 32 bits: enough to count users, not to name them.';

-- In these, the rows without client_id are the sums over everybody.
create table private.stat_minutes (like private.stat_marks including constraints) partition by range (starts_at);
create table private.stat_hours (like private.stat_marks including constraints) partition by range (starts_at);
create table private.stat_days (like private.stat_marks including constraints) partition by range (starts_at);
create index on private.stat_minutes (client_id, starts_at);
create index on private.stat_hours (client_id, starts_at);
create index on private.stat_days (client_id, starts_at);
alter table private.stat_minutes enable row level security;
alter table private.stat_hours enable row level security;
alter table private.stat_days enable row level security;

create table private.stat_levels (
  level text primary key check (level in ('minutes', 'hours', 'days')),
  until timestamptz not null default '-infinity',
  kept interval not null,
  width interval not null
);
alter table private.stat_levels enable row level security;
comment on column private.stat_levels.until is 'Everything before this moment has been added up into the level.';
insert into private.stat_levels (level, kept, width) values
  ('minutes', '2 days', '1 day'), ('hours', '14 days', '1 day'), ('days', '400 days', '1 month');

create type private.stat_key as (starts_at timestamptz, client_id uuid, series_id integer, status smallint);
