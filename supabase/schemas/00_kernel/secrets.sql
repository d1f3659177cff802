-- Secrets of endpoints, sources and channels. Only ciphertext is stored (AES-256-GCM: iv of 12 bytes, ciphertext, tag
-- of 16 bytes); the functions encrypt and decrypt. Deleting an owner deletes its secrets, by a trigger of its table.

create table private.secret_kinds (
  kind text primary key check (kind ~ '^[a-z_]+$'),
  max_bytes integer not null default 1024 check (max_bytes between 29 and 65536),
  mover name not null default 'move_secrets'
);
comment on table private.secret_kinds is
  'Everything that is stored encrypted. Re-encrypting moves the secrets of every kind.';
comment on column private.secret_kinds.max_bytes is 'The longest ciphertext that is accepted.';
comment on column private.secret_kinds.mover is
  'The function in private that stores what was re-encrypted: private.move_secrets, or one that is called alike.';
alter table private.secret_kinds enable row level security;

create table private.secrets (
  client_id uuid not null references public.clients,
  kind text not null references private.secret_kinds,
  owner_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 65536),
  fingerprint text,
  expires_at timestamptz,
  tried_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (client_id, kind, owner_id, id)
);
comment on column private.secrets.key_id is 'The name of the key that encrypted it.';
comment on column private.secrets.expires_at is 'Null for the current secret. Former secrets stay valid until then.';
comment on column private.secrets.tried_at is 'When re-encrypting last failed. Such rows are tried after the others.';
create unique index secrets_current on private.secrets (client_id, kind, owner_id) where expires_at is null;
create index on private.secrets (kind, key_id);
alter table private.secrets enable row level security;

create function private.add_secret(tenant uuid, kind text, owner_id uuid, secret jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ciphertext constant bytea := decode(secret ->> 'ciphertext', 'base64');
  longest constant integer := (select k.max_bytes from private.secret_kinds k where k.kind = add_secret.kind);
begin
  if length(ciphertext) > longest then
    perform private.invalid('secret', 'length', format('has %s bytes, the limit is %s', length(ciphertext), longest));
  end if;
  insert into private.secrets (client_id, kind, owner_id, key_id, ciphertext, fingerprint)
  values (tenant, add_secret.kind, add_secret.owner_id, secret ->> 'key_id', ciphertext, secret ->> 'fingerprint');
end
$$;

create function private.forget_secrets(tenant uuid, kind text, owner_id uuid) returns void
language sql volatile set search_path = '' as $$
  delete from private.secrets s
  where s.client_id = tenant and s.kind = forget_secrets.kind and s.owner_id = forget_secrets.owner_id
$$;

-- Callers of keep_secret and rotate_secret lock the owner first, so that two changes at once wait for each other.
create function private.keep_secret(tenant uuid, kind text, owner_id uuid, secret jsonb) returns void
language sql volatile set search_path = '' as $$
  select private.forget_secrets(tenant, kind, owner_id);
  select private.add_secret(tenant, kind, owner_id, secret);
$$;
comment on function private.keep_secret is
  'Stores secret {key_id, ciphertext (base64), fingerprint?} and deletes the owner''s former ones.';

create function private.record_rotation(tenant uuid, kind text, owner_id uuid) returns void
language sql volatile set search_path = '' as $$
  select private.record_action(tenant, record_rotation.kind || 's', record_rotation.owner_id, 'rotated',
    jsonb_build_object('secret', max(s.id), 'former', coalesce(
      jsonb_agg(jsonb_build_object('secret', s.id, 'ends_at', s.expires_at) order by s.id)
        filter (where s.expires_at is not null), '[]')))
  from private.secrets s
  where s.client_id = tenant and s.kind = record_rotation.kind and s.owner_id = record_rotation.owner_id
$$;
comment on function private.record_rotation is 'Audits which secret is new and when the former ones end.';

create function private.rotate_secret(tenant uuid, kind text, owner_id uuid, secret jsonb, overlap_hours integer)
returns void
language plpgsql volatile set search_path = '' as $$
begin
  if overlap_hours is null or overlap_hours not between 0 and 168 then
    perform private.invalid('overlap_hours', 'range', 'must be 0–168');
  end if;
  update private.secrets s
  set expires_at = least(s.expires_at, now() + make_interval(hours => overlap_hours))
  where s.client_id = tenant and s.kind = rotate_secret.kind and s.owner_id = rotate_secret.owner_id;
  -- Five secrets at most, because each is tried on each message.
  delete from private.secrets s
  where s.client_id = tenant and s.kind = rotate_secret.kind and s.owner_id = rotate_secret.owner_id
    and (s.expires_at <= now() or s.id not in (
      select r.id from private.secrets r
      where r.client_id = tenant and r.kind = rotate_secret.kind and r.owner_id = rotate_secret.owner_id
      order by r.id desc limit 4));
  perform private.add_secret(tenant, kind, owner_id, secret), private.record_rotation(tenant, kind, owner_id);
end
$$;
comment on function private.rotate_secret is
  'Stores a new current secret. All former ones end after the overlap at the latest, and the oldest of more than four '
  'at once. Raises 422 unless the overlap is 0–168 hours.';

create function private.valid_secrets(tenant uuid, kind text, owner_id uuid) returns json
language plpgsql stable set search_path = '' as $$
begin
  return (
    select json_agg(json_build_object('key_id', s.key_id,
      'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', '')) order by s.id desc)
    from private.secrets s
    where s.client_id = tenant and s.kind = valid_secrets.kind and s.owner_id = valid_secrets.owner_id
      and (s.expires_at is null or s.expires_at > now()));
end
$$;
comment on function private.valid_secrets is
  'The valid secrets, newest first: [{key_id, ciphertext (base64)}]. Null if the owner has none.';

-- Definer: whoever deletes an owner may not write secrets.
create function private.forget_owners_secrets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.forget_secrets(o.client_id, tg_argv[0], o.id) from old_rows o;
  return null;
end
$$;

create function private.delete_secrets_with(owners regclass, kind text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  execute format('create trigger forget_secrets after delete on %s referencing old table as old_rows
    for each statement execute function private.forget_owners_secrets(%L)', owners, kind);
end
$$;
comment on function private.delete_secrets_with is
  'From now on, deleting a row of the table (client_id, id) deletes its secrets of this kind.';
