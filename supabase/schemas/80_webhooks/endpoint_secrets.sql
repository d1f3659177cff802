-- The secrets that sign deliveries, encrypted.

-- The key's name, and AES-256-GCM's iv, ciphertext and tag. Written before the endpoint, which may not be enabled
-- without.
create table private.endpoint_secrets (
  client_id uuid not null,
  endpoint_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 1024),
  expires_at timestamptz,
  primary key (client_id, endpoint_id, id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
    deferrable initially deferred
);
alter table private.endpoint_secrets enable row level security;
comment on column private.endpoint_secrets.expires_at is 'Null: the present one. Former ones sign too until then.';

create function private.keep_endpoint_secret(tenant uuid, endpoint_id uuid, secret jsonb) returns void
language sql volatile set search_path = '' as $$
  insert into private.endpoint_secrets (client_id, endpoint_id, key_id, ciphertext)
  values (tenant, endpoint_id, secret ->> 'key_id', decode(secret ->> 'ciphertext', 'base64'))
$$;
