-- Endpoints: where a tenant wants its events sent.

create table public.webhook_endpoints (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  url text not null check (url ~ '^https?://[^[:space:]]+$' and length(url) <= 2000),
  event_types text[] not null default '{*}'
    check (cardinality(event_types) between 1 and 50 and array_position(event_types, null) is null
      and pg_column_size(event_types) <= 16384),
  priority smallint not null default 5 check (priority between 0 and 10),
  description text check (length(description) <= 500),
  enabled boolean not null default false,
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  author_id uuid,
  author_key uuid,
  scopes text[] not null default '{}',
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check (not (enabled and disabled_reason is not null))
);
comment on column public.webhook_endpoints.id is
  'Unique across tenants, because it is the lane of the endpoint''s jobs and clients of the Data API may choose it.';
comment on column public.webhook_endpoints.priority is 'The tenant''s waiting deliveries go out by it, highest first.';
comment on column public.webhook_endpoints.disabled_reason is
  'Why the system disabled it: gone means it answered 410, failing that it failed for five days. Null if it is enabled '
  'or a person disabled it.';
comment on column public.webhook_endpoints.author_id is
  'The user who last set the URL and the event types, with author_key if by an API key. Null: the operator.';
comment on column public.webhook_endpoints.scopes is
  'The author''s scopes at that time, of those that events need. See private.endpoint_scopes.';
create index on public.webhook_endpoints (client_id, created_at desc, id desc);
alter table public.webhook_endpoints enable row level security;

create policy "webhooks:write may add endpoints" on public.webhook_endpoints
  for insert to authenticated with check (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may change endpoints" on public.webhook_endpoints
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may remove endpoints" on public.webhook_endpoints
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:read may see endpoints" on public.webhook_endpoints
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select, insert (url, event_types, description, priority),
  update (url, event_types, description, enabled, priority), delete
  on public.webhook_endpoints to authenticated;

select private.enable_audit('public.webhook_endpoints');
select private.delete_secrets_with('public.webhook_endpoints', 'webhook_endpoint');
create trigger touch before update on public.webhook_endpoints
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

-- Definer: callers cannot read secrets.
create function private.check_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.enabled and not exists (
    select from private.secrets s
    where s.client_id = new.client_id and s.kind = 'webhook_endpoint' and s.owner_id = new.id
  ) then
    perform private.fail(409, 'CONFLICT', 'The endpoint has no secret yet: create one with rotate-secret');
  end if;
  if new.enabled then
    new.disabled_reason := null;
  end if;
  return new;
end
$$;
create trigger check_endpoint before insert or update on public.webhook_endpoints
  for each row execute function private.check_endpoint();
