-- Archived rows: up to a thousand of one tenant, kind and month in one compressed value.

create table private.archive_chunks (
  client_id uuid not null references public.clients,
  kind text not null references private.archive_kinds,
  id uuid not null default private.uuidv7(),
  first_at timestamptz not null,
  last_at timestamptz not null,
  rows integer not null check (rows > 0),
  content jsonb not null check (pg_column_size(content) <= 100000000),
  archived_at timestamptz not null default now(),
  primary key (client_id, kind, last_at, id)
) partition by range (last_at);
create index on private.archive_chunks (client_id, kind, first_at);
alter table private.archive_chunks enable row level security;
comment on column private.archive_chunks.first_at is 'No row is older. After rows were taken out it may be too early.';
comment on column private.archive_chunks.content is '[{at, row}], the oldest first. row is to_jsonb of the row.';

-- Not in the chunk, so that one index answers for all months.
create table private.archived_keys (
  client_id uuid not null,
  kind text not null,
  chunk_at timestamptz not null,
  chunk_id uuid not null,
  keys bigint[] not null check (cardinality(keys) <= 10000),
  primary key (client_id, kind, chunk_at, chunk_id),
  foreign key (client_id, kind, chunk_at, chunk_id) references private.archive_chunks on delete cascade
);
create index archived_keys_found on private.archived_keys using gin (keys) with (fastupdate = off);
alter table private.archived_keys enable row level security;
comment on column private.archived_keys.keys is 'Hashes of what the rows can be recalled by: see private.archive_key.';

create function private.archive_key(tenant uuid, kind text, value text) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended(kind || ' ' || value, hashtextextended(tenant::text, 0))
$$;

create function private.keys_of(tenant uuid, k private.archive_kinds, content jsonb) returns bigint[]
language sql immutable set search_path = '' as $$
  select array(
    select distinct private.archive_key(tenant, k.kind, e.value -> 'row' ->> u.name)
    from jsonb_array_elements(content) e cross join unnest(k.keyed_by) u (name)
    where e.value -> 'row' ->> u.name is not null)
$$;

create type private.chunk_key as (at timestamptz, id uuid);

-- The size is that of the stored value, which is not unpacked for it.
create function private.count_chunks(tenant uuid, kind text, chunks private.chunk_key[], sign integer) returns void
language sql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select private.count_usage(tenant, 'rows_archived', (sign * sum(a.rows))::bigint,
    (sign * sum(pg_column_size(a.content)))::bigint)
  from unnest(chunks) c
  join private.archive_chunks a on a.client_id = tenant and a.kind = count_chunks.kind and a.last_at = c.at
    and a.id = c.id
  having count(*) > 0
$$;
comment on function private.count_chunks is
  'Adds chunks to what the tenant uses of limits.rows_archived and limits.bytes, or with sign -1 takes them off.';

-- Chunks of other months that a policy moves later make their partition themselves.
create function private.make_archive_partitions() returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.require_partition('archive_chunks', '1 month', now() + make_interval(months => m))
  from generate_series(-12, 2) m;
end
$$;
comment on function private.make_archive_partitions is
  'Makes the partitions of the last twelve months and the next two.';
