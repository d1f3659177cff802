-- Guarantees: each change leaves an entry that nobody can alter or remove.

create table public.audit_log (
  id bigint generated always as identity,
  client_id uuid not null references public.clients,
  -- Before occurred_at, so that an entry is never older than its transaction's id.
  transaction_id xid8 not null default pg_current_xact_id(),
  occurred_at timestamptz not null default clock_timestamp(),
  action text not null check (action ~ '^[a-z_]{1,50}$'),
  resource text not null,
  record_id text,
  before jsonb,
  after jsonb,
  actor_id uuid,
  key_id uuid,
  request_id text,
  ip text,
  user_agent text,
  origin text not null default 'database' check (origin in ('function', 'data_api', 'database')),
  primary key (client_id, id)
);
create index on public.audit_log (client_id, resource, id desc);
comment on column public.audit_log.action is
  'insert, update, delete, or what was done: retried, replayed, tested, aggregated, rotated, denied, signed_in.';
comment on column public.audit_log.origin is
  'function: request_id, ip and user_agent are as our functions saw them. data_api: they are as the client wrote them, '
  'and can be forged. database: there was no request.';
alter table public.audit_log enable row level security;

create policy "auditors see their tenant's entries" on public.audit_log
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('audit:read')));
grant select on public.audit_log to authenticated;
revoke insert, update, delete, truncate on public.audit_log from service_role;

-- Only these groups change entries: private.delete_tenant, because a tenant's entries end with the tenant, and
-- private.erase_from_audit and private.end_entries, which leave the sealed leaves.
create function private.refuse_audit_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if private.audit_group() in ('deleted_tenants', 'audit_log', 'archive_runs') then
    return null;
  end if;
  raise exception 'audit_log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on public.audit_log
  for each statement execute function private.refuse_audit_change();
