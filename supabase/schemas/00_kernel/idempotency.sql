-- Guarantees: the same Idempotency-Key with the same content has one effect and one answer for 24 hours.

create table private.idempotency_keys (
  client_id uuid not null references public.clients,
  caller_id uuid not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (client_id, caller_id, route, key)
);
create index on private.idempotency_keys (created_at);
alter table private.idempotency_keys enable row level security;

create function private.fingerprint(request jsonb) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(request::text, 'UTF8'))
$$;

create function private.sent_idempotency_key() returns text
language plpgsql stable set search_path = '' as $$
declare
  sent_key constant text := private.request_header('idempotency-key');
begin
  if length(sent_key) > 255 then
    perform private.fail(400, 'BAD_REQUEST', 'Idempotency-Key is longer than 255 characters');
  end if;
  return sent_key;
end
$$;
comment on function private.sent_idempotency_key is 'The request''s Idempotency-Key, or null. Raises 400.';

create function private.replayed(stored jsonb, is_same_request boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if not is_same_request then
    perform private.fail(409, 'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request in the last 24 hours');
  end if;
  return stored || '{"replayed": true}';
end
$$;

-- If an equal request is still running, the insert waits until it ends.
-- Definer: callers may not read or change stored answers directly.
create function private.replay(route text, fingerprint bytea) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent_key constant text := private.sent_idempotency_key();
  tenant uuid;
  earlier private.idempotency_keys;
begin
  if sent_key is null then
    return null;
  end if;
  tenant := private.client_id();
  insert into private.idempotency_keys as k (client_id, caller_id, route, key, fingerprint)
  values (tenant, private.caller_id(), replay.route, sent_key, replay.fingerprint)
  on conflict on constraint idempotency_keys_pkey do update
    set fingerprint = excluded.fingerprint, response = null, created_at = now()
    where k.created_at < now() - interval '24 hours';
  if found then
    return null;
  end if;

  select * into strict earlier from private.idempotency_keys k
  where k.client_id = tenant and k.caller_id = private.caller_id() and k.route = replay.route and k.key = sent_key;
  return private.replayed(earlier.response, earlier.fingerprint = replay.fingerprint);
end
$$;
comment on function private.replay is
  'The stored answer {status, body, replayed} if this caller sent this Idempotency-Key with this content before. '
  'Otherwise null: do the work and end with private.remember. Raises 409 if the content differs.';

-- Definer: see private.replay.
create function private.remember(route text, response jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent_key constant text := private.request_header('idempotency-key');
begin
  if sent_key is not null then
    update private.idempotency_keys k set response = remember.response
    where k.client_id = private.client_id() and k.caller_id = private.caller_id()
      and k.route = remember.route and k.key = sent_key;
  end if;
  return response;
end
$$;
comment on function private.remember is 'Stores the answer {status, body} for equal requests and returns it.';
-- Definer: see private.replay.
create function private.forget(route text) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.idempotency_keys k
  where k.client_id = private.client_id() and k.caller_id = private.caller_id()
    and k.route = forget.route and k.key = private.request_header('idempotency-key')
$$;
comment on function private.forget is
  'Takes back what private.replay reserved, for a refusal that keeps something: the key may be used again.';
grant execute on function private.fingerprint, private.replay, private.remember to authenticated;
