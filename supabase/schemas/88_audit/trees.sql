-- Guarantees: an entry's leaf is fixed within a minute of its commit, in one order per tenant that no concurrency can
-- fork, and writers never wait for it.

create index on public.audit_log (transaction_id);

create table private.audit_seal_runs (
  at timestamptz primary key default clock_timestamp(),
  since xid8 not null,
  horizon xid8 not null,
  next_id xid8 not null
);
create index on private.audit_seal_runs (next_id);
alter table private.audit_seal_runs enable row level security;
comment on table private.audit_seal_runs is
  'Each run seals the transactions from since to horizon, of which none was running any more. Those from next_id on '
  'began to write after it.';

create table private.audit_trees (
  client_id uuid primary key references public.clients,
  size bigint not null default 0,
  dropped bigint not null default 0,
  waiting_from xid8,
  sealed_until timestamptz,
  check (dropped between 0 and size)
);
alter table private.audit_trees enable row level security;
comment on column private.audit_trees.dropped is 'The entries of so many first leaves have ended by retention.';
comment on column private.audit_trees.waiting_from is 'Where the next run goes on, if the tenant had too many entries.';
comment on column private.audit_trees.sealed_until is 'When the newest sealed entry occurred.';

create table private.audit_seals (
  client_id uuid not null references public.clients,
  number bigint not null check (number >= 0),
  entry_id bigint not null,
  occurred_at timestamptz not null,
  leaf bytea not null check (length(leaf) = 32),
  salt bytea check (length(salt) = 32),
  salts jsonb check (pg_column_size(salts) <= 200000),
  primary key (client_id, number),
  unique (client_id, entry_id)
);
create index on private.audit_seals (client_id, occurred_at);
alter table private.audit_seals enable row level security;
comment on column private.audit_seals.salt is 'The salt of each value is made from it. Null after an erasure.';
comment on column private.audit_seals.salts is
  'After an erasure, the salts of the values that are left, by path, in hex.';

create table private.audit_nodes (
  client_id uuid not null references public.clients,
  level smallint not null check (level > 0),
  place bigint not null,
  hash bytea not null check (length(hash) = 32),
  primary key (client_id, level, place)
);
alter table private.audit_nodes enable row level security;
comment on table private.audit_nodes is
  'The complete subtrees of 2^level leaves (RFC 6962). They never change, so an append writes O(log n) rows.';

create view private.merkle_nodes with (security_invoker = true) as
select s.client_id, 0::smallint as level, s.number as place, s.leaf as hash from private.audit_seals s
union all
select n.client_id, n.level, n.place, n.hash from private.audit_nodes n;
