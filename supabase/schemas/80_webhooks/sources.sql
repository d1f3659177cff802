-- Sources: other systems that send events to a tenant.

create table public.webhook_sources (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  scheme text not null check (scheme in ('standard', 'hmac-sha256')),
  header text check (header ~ '^[a-z0-9-]{1,100}$'),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check ((scheme = 'hmac-sha256') = (header is not null))
);
comment on column public.webhook_sources.header is 'For hmac-sha256: the header that holds the digest of the body.';
create index on public.webhook_sources (client_id, created_at desc, id desc);

-- No insert policy: a source without a secret could verify nothing. Only create_webhook_source adds sources.
alter table public.webhook_sources enable row level security;

create policy "webhooks:read may see sources" on public.webhook_sources
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));

create policy "webhooks:write may change sources" on public.webhook_sources
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may remove sources" on public.webhook_sources
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, update (name, scheme, header), delete on public.webhook_sources to authenticated;

select private.enable_audit('public.webhook_sources');
select private.delete_secrets_with('public.webhook_sources', 'webhook_source');
create trigger touch before update on public.webhook_sources
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
