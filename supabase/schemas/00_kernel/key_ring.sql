-- Guarantees: the operator is told of secrets whose master key is no longer in CREDENTIAL_KEYS.

-- Only keys that were in the ring count: callers of the Data API can name any key for their own secrets, and must not
-- be able to raise an alarm.
create table private.known_keys (
  key_id text primary key check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  first_seen timestamptz not null default now()
);
alter table private.known_keys enable row level security;

-- Definer: only the service role may call this, and it has no rights in private.
create function public.check_key_ring(key_ids text[]) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  lost text[];
begin
  insert into private.known_keys (key_id)
  select i from unnest(key_ids) i where not exists (select from private.known_keys k where k.key_id = i)
  on conflict do nothing;
  lost := array(select k.key_id from private.known_keys k where k.key_id <> all (key_ids));
  delete from private.known_keys k
  where k.key_id = any (lost) and not exists (
    select from private.secret_kinds c join private.secrets s on s.kind = c.kind and s.key_id = k.key_id);
  return (
    select count(*) from private.secret_kinds c
    join private.secrets s on s.kind = c.kind and s.key_id = any (lost)
      and (s.expires_at is null or s.expires_at > now()));
end
$$;
comment on function public.check_key_ring is
  'For the health function, which names the keys that it has: how many valid secrets lie under a key that was once '
  'known and is gone.';
revoke execute on function public.check_key_ring from public, anon, authenticated;
grant execute on function public.check_key_ring to service_role;
