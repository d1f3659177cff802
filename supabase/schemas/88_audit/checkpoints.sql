-- Guarantees: each hour a tenant's tree grew in, its root is signed by a key that the database does not hold.

create table private.audit_checkpoints (
  client_id uuid not null references public.clients,
  size bigint not null check (size > 0),
  root text not null check (length(root) = 64),
  last_entry_id bigint not null,
  sealed_until timestamptz not null,
  signed_at timestamptz not null default clock_timestamp(),
  key_id text not null check (length(key_id) <= 100),
  signature text not null check (length(signature) <= 2000),
  primary key (client_id, size)
);
alter table private.audit_checkpoints enable row level security;
comment on column private.audit_checkpoints.signature is
  'A JWS (ES256) of {log, size, root, last_entry_id, sealed_until}.';

create function private.checkpoint_json(checkpoint private.audit_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(checkpoint) - 'client_id' || jsonb_build_object('log', checkpoint.client_id)
$$;

create function private.request_checkpoints_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  select count(private.enqueue_job('audit', 'audit.checkpoint', jsonb_build_object('log', t.client_id, 'size', t.size,
    'root', encode(private.merkle_hash(t.client_id, 0, t.size), 'hex'), 'last_entry_id', s.entry_id,
    'sealed_until', to_char(t.sealed_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
    t.client_id, dedupe_key => 'checkpoint'))
  from private.audit_trees t
  join private.audit_seals s on s.client_id = t.client_id and s.number = t.size - 1
  where t.client_id = any (tenants)
$$;

create function private.request_checkpoints() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('request_checkpoints', array(
    select t.client_id from private.audit_trees t
    where t.size > coalesce((select max(c.size) from private.audit_checkpoints c where c.client_id = t.client_id), 0)
  ), 'private.request_checkpoints_of')
$$;
comment on function private.request_checkpoints is
  'Adds a job that signs the root of each tree that grew since its last checkpoint. Returns how many.';

create function private.store_checkpoints(jobs private.ended_job[]) returns void
language sql volatile set search_path = '' as $$
  with stored as (
    insert into private.audit_checkpoints as c
      (client_id, size, root, last_entry_id, sealed_until, key_id, signature)
    select j.client_id, (j.payload ->> 'size')::bigint, j.payload ->> 'root', (j.payload ->> 'last_entry_id')::bigint,
      (j.payload ->> 'sealed_until')::timestamptz, j.result ->> 'key_id', j.result ->> 'signature'
    from unnest(jobs) j where j.status = 'completed'
    on conflict do nothing
    returning c as checkpoint
  )
  select private.emit_event((s.checkpoint).client_id, 'audit.checkpoint', private.checkpoint_json(s.checkpoint))
  from stored s
$$;
comment on function private.store_checkpoints is 'The effect of audit.checkpoint: keeps and announces what was signed.';
