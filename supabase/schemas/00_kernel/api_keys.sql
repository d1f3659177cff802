-- Guarantees: an API key is stored only as a digest and stops working in the next statement after it is revoked,
-- expires or is rotated out, together with every token exchanged for it.

create table public.api_keys (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100 and name = trim(name)),
  prefix text not null,
  mode text not null default 'live' check (mode in ('live', 'test')),
  scopes text[] not null check (cardinality(scopes) <= 100),
  allowed_cidrs cidr[]
    check (cardinality(allowed_cidrs) between 1 and 50 and array_position(allowed_cidrs, null) is null),
  expires_at timestamptz,
  rotated_at timestamptz,
  overlap_ends_at timestamptz,
  revoked_at timestamptz,
  revoked_because text check (revoked_because in ('requested', 'parent_revoked', 'member_removed', 'member_demoted')),
  last_used_at timestamptz,
  use_count bigint not null default 0,
  last_denied_at timestamptz,
  denied_count bigint not null default 0,
  created_by uuid not null default auth.uid(),
  created_by_key uuid,
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index on public.api_keys (client_id, created_at desc, id desc);
create unique index on public.api_keys (id);
comment on column public.api_keys.mode is 'Test keys are for development: they work on the same data and end soon.';
comment on column public.api_keys.allowed_cidrs is 'Where the key works. Null: everywhere.';
comment on column public.api_keys.overlap_ends_at is 'Until then the secret before the last rotation works too.';
comment on column public.api_keys.revoked_because is
  'parent_revoked: the key that made it, or its secret, was revoked. member_demoted: the role left it no scope.';
comment on column public.api_keys.use_count is
  'Requests as reported by the functions, each at most once a minute. A function that is killed loses what it had not '
  'reported.';
comment on column public.api_keys.denied_count is 'How many of them were refused with 403 or 429, reported likewise.';
alter table public.api_keys enable row level security;

create policy "api_keys:manage sees the tenant's API keys" on public.api_keys
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('api_keys:manage')));
grant select on public.api_keys to authenticated;

-- Being used is not a change that somebody made.
select private.enable_audit('public.api_keys', 'last_used_at', 'use_count', 'last_denied_at', 'denied_count');

-- A key has two while a rotation overlaps. The key itself never reaches the database.
create table private.api_key_secrets (
  prefix text primary key check (prefix ~ '^[0-9a-z]{8}$'),
  digest bytea not null check (length(digest) = 32),
  client_id uuid not null,
  key_id uuid not null,
  expires_at timestamptz,
  created_by uuid default auth.uid(),
  created_by_key uuid default (auth.jwt() ->> 'key_id')::uuid,
  foreign key (client_id, key_id) references public.api_keys on delete cascade
);
create index on private.api_key_secrets (client_id, key_id);
alter table private.api_key_secrets enable row level security;
comment on column private.api_key_secrets.digest is
  'SHA-256 of the whole key. It has 256 random bits, so a slow hash would add nothing.';

-- Everyone who knows a secret of the key because they made it.
create view private.api_key_makers with (security_invoker = true) as
select k.client_id, k.id as key_id, k.created_by as user_id, k.created_by_key as maker_key_id from public.api_keys k
union
select s.client_id, s.key_id, s.created_by, s.created_by_key from private.api_key_secrets s
where s.expires_at is null or s.expires_at > now();

create view private.live_api_keys with (security_invoker = true) as
select s.prefix as secret_prefix, s.digest, least(s.expires_at, k.expires_at) as ends_at, k.*
from private.api_key_secrets s
join public.api_keys k on k.client_id = s.client_id and k.id = s.key_id
join public.clients c on c.id = k.client_id
where k.revoked_at is null
  and c.status = 'active'
  and (s.expires_at is null or s.expires_at > now())
  and (k.expires_at is null or k.expires_at > now());
