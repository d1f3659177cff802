-- Sources: the other systems that send a tenant events.

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
comment on column public.webhook_sources.header is 'Of hmac-sha256: the header with the digest of the body.';
create index on public.webhook_sources (client_id, created_at desc, id desc);

-- No policy to insert: a source without a secret could verify nothing, and only create_webhook_source writes one.
alter table public.webhook_sources enable row level security;

create table private.source_secrets (
  client_id uuid not null,
  source_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 1024),
  expires_at timestamptz,
  primary key (client_id, source_id, id),
  foreign key (client_id, source_id) references public.webhook_sources on delete cascade
);
alter table private.source_secrets enable row level security;

create policy "members see their tenant's sources" on public.webhook_sources
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));

create policy "managers change sources" on public.webhook_sources
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "managers remove sources" on public.webhook_sources
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, update (name, scheme, header), delete on public.webhook_sources to authenticated;

select private.enable_audit('public.webhook_sources');
create trigger touch before update on public.webhook_sources
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
