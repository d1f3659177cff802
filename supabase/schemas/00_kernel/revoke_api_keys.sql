-- Guarantees: a key ends together with the key or the member that made it, and loses each scope that its member loses.

create function private.lock_api_keys(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('api_keys'), hashtext(tenant::text))
$$;

create function private.end_api_keys(tenant uuid, key_ids uuid[], reason text) returns void
language sql volatile set search_path = '' as $$
  with recursive ended (id) as (
    select unnest(key_ids)
    union
    select m.key_id
    from ended e
    join private.api_key_makers m on m.client_id = tenant and m.maker_key_id = e.id
  ), forgotten as (
    delete from private.api_key_secrets s using ended e where s.client_id = tenant and s.key_id = e.id
  )
  update public.api_keys k
  set revoked_at = now(), overlap_ends_at = null,
    revoked_because = case when k.id = any (key_ids) then reason else 'parent_revoked' end
  from ended e
  where k.client_id = tenant and k.id = e.id and k.revoked_at is null
$$;
comment on function private.end_api_keys is
  'Revokes keys, and every key that one of them created or rotated. The caller holds private.lock_api_keys.';

create function private.key_scopes(role public.member_role) returns text[]
language sql stable set search_path = '' as $$
  select array_agg(s.scope) from private.role_scopes s
  where s.role = key_scopes.role and (s.scope <> 'api_keys:manage' or key_scopes.role = 'owner')
$$;
comment on function private.key_scopes is 'The scopes that a member of this role may give to a key.';

create function private.keys_of_member(tenant uuid, user_id uuid) returns uuid[]
language sql stable set search_path = '' as $$
  select array(
    select m.key_id from private.api_key_makers m where m.client_id = tenant and m.user_id = keys_of_member.user_id)
$$;

create function private.narrow_api_keys(tenant uuid, user_id uuid, role public.member_role) returns void
language plpgsql volatile set search_path = '' as $$
declare
  allowed constant text[] := private.key_scopes(role);
  affected constant uuid[] := private.keys_of_member(tenant, user_id);
begin
  perform private.end_api_keys(tenant,
    array(select k.id from public.api_keys k where k.id = any (affected) and not k.scopes && allowed),
    'member_demoted');
  update public.api_keys k
  set scopes = array(select unnest(k.scopes) intersect select unnest(allowed) order by 1)
  where k.client_id = tenant and k.id = any (affected) and k.revoked_at is null and not k.scopes <@ allowed;
end
$$;
comment on function private.narrow_api_keys is
  'Takes from a member''s keys the scopes that the role does not grant, and revokes keys that have none left.';

-- Also runs when the auth service deletes a user, because that deletes the memberships.
-- Definer: callers who change members may not write keys.
create function private.follow_members() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_api_keys(t.client_id) from (select distinct o.client_id from old_rows o order by 1) t;
  perform private.end_api_keys(o.client_id, private.keys_of_member(o.client_id, o.user_id), 'member_removed')
  from old_rows o
  where not exists (
    select from public.client_members m where m.client_id = o.client_id and m.user_id = o.user_id);
  perform private.narrow_api_keys(m.client_id, m.user_id, m.role)
  from old_rows o
  join public.client_members m on m.client_id = o.client_id and m.user_id = o.user_id and m.role < o.role;
  return null;
end
$$;
create trigger end_keys_of_removed after delete on public.client_members referencing old table as old_rows
  for each statement execute function private.follow_members();
create trigger narrow_keys_of_demoted after update on public.client_members referencing old table as old_rows
  for each statement execute function private.follow_members();

-- Definer: callers may not write events.
create function private.emit_api_key_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.emit_event(new.client_id,
    case when new.revoked_at is null then 'api_key.narrowed' else 'api_key.revoked' end, private.api_key_json(new));
  return null;
end
$$;
create trigger emit_event after update on public.api_keys
  for each row
  when (old.revoked_at is null and (new.revoked_at is not null or new.scopes <> old.scopes))
  execute function private.emit_api_key_event();

-- Definer: see create_api_key. The row stays, because audit entries refer to it.
create function public.revoke_api_key(key_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize_keys();
  key public.api_keys := private.lock_api_key(tenant, key_id);
begin
  perform private.end_api_keys(tenant, array[key.id], 'requested');
  return private.api_key_json(private.lock_api_key(tenant, key.id));
end
$$;
comment on function public.revoke_api_key is
  'Revokes a key and every key that it created or rotated, at once and for good, and returns it. Revoking it again '
  'changes nothing. Raises 401, 403, 404.';
grant execute on function public.revoke_api_key to authenticated;
