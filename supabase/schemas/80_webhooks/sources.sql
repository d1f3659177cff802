-- Sources: other systems that send events to a tenant.

create table public.webhook_sources (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  preset text check (preset in ('stripe', 'github', 'shopify', 'slack', 'woocommerce', 'generic')),
  scheme text not null check (scheme in ('standard', 'hmac-sha256')),
  header text check (header ~ '^[a-z0-9-]{1,100}$'),
  encoding text check (encoding in ('hex', 'base64')),
  prefix text check (length(prefix) between 1 and 50 and prefix !~ '[[:cntrl:]]'),
  timestamp_header text check (timestamp_header ~ '^[a-z0-9-]{1,100}$'),
  id_from text check (length(id_from) <= 200 and id_from ~ '^(hash|header:[a-z0-9-]{1,100}|body:/[^[:cntrl:]]*)$'),
  type_from text check (length(type_from) <= 200 and type_from ~ '^(header:[a-z0-9-]{1,100}|body:/[^[:cntrl:]]*)$'),
  max_bytes integer not null default 262144 check (max_bytes between 1024 and 1048576),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check ((scheme = 'hmac-sha256') = (header is not null)),
  check (scheme = 'hmac-sha256' or num_nonnulls(preset, encoding, prefix, timestamp_header) = 0)
);
comment on column public.webhook_sources.preset is 'The sender whose way of signing it follows.';
comment on column public.webhook_sources.header is 'For hmac-sha256: the header that holds the signature.';
comment on column public.webhook_sources.timestamp_header is 'The header with the time, if the signature covers it.';
comment on column public.webhook_sources.id_from is
  'Where an event''s id stands. Null: in the signed header of the standard scheme, where the preset says, or the hash.';
comment on column public.webhook_sources.type_from is
  'Where an event''s type stands. Null: where the preset says, or /type.';
comment on column public.webhook_sources.max_bytes is
  'The longest body. The tenant''s setting limits.inbound_bytes may lower it.';
create index on public.webhook_sources (client_id, created_at desc, id desc);

-- No insert policy: a source without a secret could verify nothing. Only create_webhook_source adds sources.
alter table public.webhook_sources enable row level security;

create policy "webhooks:read may see sources" on public.webhook_sources
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));

create policy "webhooks:write may change sources" on public.webhook_sources
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));

create policy "webhooks:write may remove sources" on public.webhook_sources
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, delete,
  update (name, preset, scheme, header, encoding, prefix, timestamp_header, id_from, type_from, max_bytes)
  on public.webhook_sources to authenticated;

select private.enable_audit('public.webhook_sources');
select private.delete_secrets_with('public.webhook_sources', 'webhook_source');
create trigger touch before update on public.webhook_sources
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();
