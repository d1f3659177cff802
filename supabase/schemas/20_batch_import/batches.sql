-- Guarantees: an import is written whole or not at all, together with its batch, audit entry, event and idempotency
-- record. Quota and duplicate checks hold under concurrency, and an import can be rolled back.

create type public.batch_status as enum ('processing', 'completed', 'failed', 'cancelled', 'rolled_back');

create table public.opportunity_batches (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  status public.batch_status not null,
  filename text check (length(filename) between 1 and 255),
  total_records integer not null check (total_records >= 0),
  successful_records integer not null default 0,
  failed_records integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  unknown_columns text[] not null default '{}' check (pg_column_size(unknown_columns) <= 1000000),
  options jsonb not null default '{}' check (pg_column_size(options) <= 1000000),
  errors jsonb not null default '[]' check (pg_column_size(errors) <= 8000000),
  warnings jsonb not null default '[]' check (pg_column_size(warnings) <= 1000000),
  content_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (client_id, id),
  check (successful_records = created + updated + unchanged + skipped),
  check (status <> 'completed' or successful_records + failed_records = total_records)
);
create index on public.opportunity_batches (client_id, created_at desc, id desc);
create index on public.opportunity_batches (client_id, created_by, created_at desc, id desc);
create index on public.opportunity_batches (client_id, content_hash) where status in ('processing', 'completed');
alter table public.opportunity_batches alter column client_id set statistics 0; -- see organizations
select private.enable_audit('public.opportunity_batches', 'errors', 'content_hash');

-- The CRM tables know that a row may come from a batch, but not what a batch is.
alter table public.opportunities add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.organizations add foreign key (client_id, batch_id) references public.opportunity_batches;
alter table public.products add foreign key (client_id, batch_id) references public.opportunity_batches;

-- No policy for writes: only the functions of this capability write.
alter table public.opportunity_batches enable row level security;
create policy "opportunities:read may see their own batches, managers all" on public.opportunity_batches
  for select to authenticated
  using (
    client_id = (select private.tenant_with('opportunities:read'))
    and (created_by = (select auth.uid()) or (select private.role()) >= 'manager')
  );
grant select (client_id, id, status, filename, total_records, successful_records, failed_records, created, updated,
  unchanged, skipped, unknown_columns, options, errors, warnings, created_by, created_at, completed_at)
  on public.opportunity_batches to authenticated;

create function private.batch_json(batch public.opportunity_batches) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(batch) - array['client_id', 'content_hash']
$$;
comment on function private.batch_json is 'A batch as the API shows it.';

-- Applies the policy above inside definers, which bypass it.
create function private.visible_batch(tenant uuid, batch_id uuid, lock boolean) returns public.opportunity_batches
language plpgsql volatile set search_path = '' as $$
declare
  batch public.opportunity_batches;
begin
  select * into batch from public.opportunity_batches b
  where b.client_id = tenant and b.id = batch_id
    and (b.created_by = auth.uid() or private.role() >= 'manager');
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Batch not found');
  end if;
  if lock then
    select * into batch from public.opportunity_batches b where b.client_id = tenant and b.id = batch_id for update;
  end if;
  return batch;
end
$$;
comment on function private.visible_batch is
  'A batch that the caller may see, locked for an update if `lock`. Raises 404.';

create function private.emit_batch_event(batch public.opportunity_batches) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- Events go to other systems and must stay small. The API has all errors.
  perform private.emit_event(batch.client_id, 'batch.' || batch.status,
    private.batch_json(batch) || jsonb_build_object('errors', jsonb_path_query_array(batch.errors, '$[0 to 19]')));
end
$$;
