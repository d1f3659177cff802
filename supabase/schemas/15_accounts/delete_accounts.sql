-- Guarantees: nobody gets into a deleted tenant, and its owners can restore it until account.deletion_days have passed.

-- The next token of each member names another tenant of theirs, if they have one, or this one again.
create function private.close_account(tenant uuid, delete_after timestamptz) returns public.clients
language plpgsql volatile set search_path = '' as $$
declare
  changed public.clients;
begin
  update public.clients c
  set status = case when close_account.delete_after is null then 'active' else 'deleting' end::public.client_status,
    delete_after = close_account.delete_after
  where c.id = tenant
  returning * into strict changed;
  update public.client_members m set activated_at = m.activated_at where m.client_id = tenant;
  perform private.emit_event(tenant, 'tenant.updated', private.account_json(changed, null) - 'role');
  return changed;
end
$$;
comment on function private.close_account is
  'Closes a tenant that private.delete_tenants deletes after this time; without a time, opens it again.';

-- Definer: callers may not write clients.
create function public.delete_account() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:write');
begin
  perform private.close_account(tenant,
    now() + make_interval(days => private.setting(tenant, 'account.deletion_days')::integer));
end
$$;
comment on function public.delete_account is
  'Closes the caller''s tenant at once and deletes all of it after account.deletion_days. Raises 401, 403.';

-- Definer: see delete_account.
create function public.restore_account(account_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
  member public.client_members;
begin
  select m.* into member
  from public.client_members m
  join public.clients c on c.id = m.client_id and c.status = 'deleting' and c.delete_after > now()
  where m.client_id = account_id and m.user_id = person
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'You are not a member of a deleted tenant with this id');
  end if;
  if member.role <> 'owner' then
    perform private.fail(403, 'FORBIDDEN', 'Only an owner can restore the tenant');
  end if;
  perform private.require_second_factor(account_id), private.close_account(account_id, null);
  return public.activate_account(account_id);
end
$$;
comment on function public.restore_account is
  'Opens a deleted tenant again before its time is over and makes it the caller''s active one: {id, name, role, '
  'status, active, delete_after, refresh_session: true}. Raises 401, 403 for a member who is no owner or '
  'lacks the second factor, 404.';

grant execute on function public.delete_account, public.restore_account to authenticated;
