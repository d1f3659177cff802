-- Supabase Vault's SQL interface over pgcrypto. The key lies outside of the database, in a file of the
-- cluster, so that a dump holds no readable secret.

create schema vault;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index secrets_name_idx on vault.secrets (name) where name is not null;

-- Definer: only the superuser may read a file.
create function vault._key() returns text
language sql stable security definer set search_path = '' as $$
  select trim(pg_read_file('vault.key'))
$$;

create function vault._encrypt(secret text) returns text
language sql security definer set search_path = '' as $$
  select encode(extensions.pgp_sym_encrypt(secret, vault._key(), 'cipher-algo=aes256'), 'base64')
$$;

create function vault._decrypt(secret text) returns text
language sql stable security definer set search_path = '' as $$
  select extensions.pgp_sym_decrypt(decode(secret, 'base64'), vault._key())
$$;

create view vault.decrypted_secrets as
select s.id, s.name, s.description, s.secret, vault._decrypt(s.secret) as decrypted_secret,
  s.key_id, s.nonce, s.created_at, s.updated_at
from vault.secrets s;

-- Definer: nobody writes the table itself.
create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null
) returns uuid
language sql security definer set search_path = '' as $$
  insert into vault.secrets (secret, name, description, key_id)
  values (vault._encrypt(new_secret), new_name, coalesce(new_description, ''), new_key_id)
  returning id
$$;

-- Definer: nobody writes the table itself.
create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null, new_description text default null,
  new_key_id uuid default null
) returns void
language sql security definer set search_path = '' as $$
  update vault.secrets s set
    secret = coalesce(vault._encrypt(new_secret), s.secret),
    name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description),
    key_id = coalesce(new_key_id, s.key_id),
    updated_at = now()
  where s.id = secret_id
$$;

revoke all on all functions in schema vault from public;
grant usage on schema vault to postgres, service_role;
grant execute on function vault.create_secret, vault.update_secret, vault._decrypt to postgres, service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to postgres, service_role;
