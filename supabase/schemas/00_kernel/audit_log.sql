-- Guarantees: each change leaves an entry that nobody can alter or remove.

create table public.audit_log (
  id bigint generated always as identity,
  client_id uuid not null references public.clients,
  occurred_at timestamptz not null default now(),
  action text not null check (action in ('insert', 'update', 'delete')),
  resource text not null,
  record_id text,
  before jsonb,
  after jsonb,
  actor_id uuid,
  key_id uuid,
  request_id text,
  ip text,
  user_agent text,
  primary key (client_id, id)
);
create index on public.audit_log (client_id, resource, id desc);
comment on column public.audit_log.ip is 'As reported by the request. It can be forged.';
alter table public.audit_log enable row level security;

create policy "auditors see their tenant's entries" on public.audit_log
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('audit:read')));
grant select on public.audit_log to authenticated;
revoke insert, update, delete, truncate on public.audit_log from service_role;

create function private.refuse_audit_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'audit_log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on public.audit_log
  for each statement execute function private.refuse_audit_change();
