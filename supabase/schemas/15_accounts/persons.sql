-- Guarantees: what a user does as a person, with or without a tenant, is done by that user and once for each
-- Idempotency-Key.

-- Rows of private.idempotency_keys belong to a tenant; a person may not have one yet.
create table private.person_requests (
  user_id uuid not null references auth.users on delete cascade,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, route, key)
);
create index on private.person_requests (created_at);
alter table private.person_requests enable row level security;

create function private.require_person() returns uuid
language plpgsql stable set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
begin
  if claims ? 'key_id' then
    perform private.calling_key(claims), private.fail(403, 'FORBIDDEN', 'This needs a signed-in user, not an API key');
  end if;
  if auth.uid() is null then
    perform private.fail(401, 'UNAUTHORIZED', 'Sign in first: this needs the token of a user');
  end if;
  if not exists (select from auth.users u where u.id = auth.uid()) then
    perform private.fail(401, 'UNAUTHORIZED', 'This user does not exist any more');
  end if;
  if not private.in_live_session() then
    perform private.fail(401, 'UNAUTHORIZED', 'This session has ended: sign in again');
  end if;
  return auth.uid();
end
$$;
comment on function private.require_person is
  'The first line of a definer function that a user may call without a tenant. Returns the user. Raises 401 without '
  'a user, 403 for an API key.';

create function private.replay_person(person uuid, route text, fingerprint bytea) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  sent_key constant text := private.sent_idempotency_key();
  earlier private.person_requests;
begin
  if sent_key is null then
    return null;
  end if;
  insert into private.person_requests as r (user_id, route, key, fingerprint)
  values (person, replay_person.route, sent_key, replay_person.fingerprint)
  on conflict on constraint person_requests_pkey do update
    set fingerprint = excluded.fingerprint, response = null, created_at = now()
    where r.created_at < now() - interval '24 hours';
  if found then
    return null;
  end if;
  select * into strict earlier from private.person_requests r
  where r.user_id = person and r.route = replay_person.route and r.key = sent_key;
  return private.replayed(earlier.response, earlier.fingerprint = replay_person.fingerprint);
end
$$;
comment on function private.replay_person is 'private.replay for a request that a person makes outside their tenant.';

create function private.remember_person(person uuid, route text, response jsonb) returns jsonb
language sql volatile set search_path = '' as $$
  update private.person_requests r set response = remember_person.response
  where r.user_id = person and r.route = remember_person.route
    and r.key = private.request_header('idempotency-key');
  select response
$$;
comment on function private.remember_person is 'private.remember for private.replay_person.';
