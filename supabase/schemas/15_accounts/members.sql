-- Guarantees: nobody gives or takes a role above their own, and a tenant keeps an owner, however many change at once.

-- Changes of a tenant's members wait for each other. The second look is after the wait: a caller who was demoted
-- meanwhile changes nothing.
create function private.lock_members(scope text) returns uuid
language plpgsql volatile set search_path = '' as $$
begin
  perform from public.clients c where c.id = private.authorize(scope) for no key update;
  return private.authorize(scope);
end
$$;

-- A key has no role. Only admins and owners can make one with members:write, and it loses that scope with them.
create function private.require_rank(role public.member_role) returns void
language plpgsql stable set search_path = '' as $$
begin
  if role > coalesce(private.role(), 'admin') then
    perform private.fail(403, 'FORBIDDEN', format('You cannot give or take the role %s: it is above yours', role));
  end if;
end
$$;

create function private.require_other_owner(tenant uuid, user_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if not exists (
    select from public.client_members m
    where m.client_id = tenant and m.role = 'owner' and m.user_id <> require_other_owner.user_id)
  then
    perform private.fail(409, 'LAST_OWNER', 'This is the last owner: make another member an owner first');
  end if;
end
$$;

create function private.member_of(tenant uuid, user_id uuid) returns public.client_members
language plpgsql volatile set search_path = '' as $$
declare
  member public.client_members;
begin
  select * into member from public.client_members m
  where m.client_id = tenant and m.user_id = member_of.user_id for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such member');
  end if;
  return member;
end
$$;

-- E-mail addresses only for callers who manage members. Events carry none.
create function private.account_member_json(member public.client_members, with_email boolean) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('user_id', member.user_id, 'email', case when with_email then u.email end,
    'role', member.role, 'created_at', member.created_at, 'last_sign_in_at', u.last_sign_in_at,
    'mfa', private.has_second_factor(u.id))
  from auth.users u where u.id = member.user_id
$$;

-- Definer: callers may not read auth.users.
create function public.list_members(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:read');
  with_email constant boolean := private.can('members:write');
begin
  return jsonb_build_object(
    'total', case when with_total then (select count(*) from public.client_members m where m.client_id = tenant) end,
    'rows', (
      select coalesce(jsonb_agg(private.account_member_json(p, with_email) order by p.created_at desc, p.user_id desc),
        '[]')
      from (
        select * from public.client_members m
        where m.client_id = tenant and private.after_cursor(m.created_at, m.user_id, after_time, after_id)
        order by m.created_at desc, m.user_id desc limit private.page_limit(page_size)
      ) p));
end
$$;
comment on function public.list_members is
  'The tenant''s members, newest first: {rows: [{user_id, email, role, created_at, last_sign_in_at, mfa}], total}. '
  'email is null without members:write, total unless with_total. Raises 401, 403.';

-- Definer: callers may not write members.
create function public.change_member_role(user_id uuid, role public.member_role) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.lock_members('members:write');
  member public.client_members := private.member_of(tenant, user_id);
begin
  if change_member_role.role is null then
    perform private.invalid('role', 'required', 'is missing');
  end if;
  perform private.require_rank(greatest(member.role, change_member_role.role));
  if member.role = change_member_role.role then
    return private.account_member_json(member, true);
  end if;
  if member.role = 'owner' then
    perform private.require_other_owner(tenant, member.user_id);
  end if;
  update public.client_members m set role = change_member_role.role
  where m.client_id = tenant and m.user_id = member.user_id
  returning * into member;
  perform private.emit_event(tenant, 'member.updated', private.account_member_json(member, false));
  return private.account_member_json(member, true);
end
$$;
comment on function public.change_member_role is
  'Gives a member another role and returns the member. Their API keys lose what it does not grant. Raises 401, 403 '
  'for a role above the caller''s, 404, 409 LAST_OWNER, 422.';

-- Definer: see change_member_role. Everybody may leave.
create function public.remove_member(user_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  leaves constant boolean := user_id = auth.uid() and not auth.jwt() ? 'key_id';
  tenant constant uuid := private.lock_members(case when leaves then 'account:read' else 'members:write' end);
  member constant public.client_members := private.member_of(tenant, user_id);
begin
  perform private.require_rank(member.role);
  if member.role = 'owner' then
    perform private.require_other_owner(tenant, member.user_id);
  end if;
  perform private.emit_event(tenant, 'member.removed', private.account_member_json(member, false));
  delete from public.client_members m where m.client_id = tenant and m.user_id = member.user_id;
end
$$;
comment on function public.remove_member is
  'Removes a member, whose access and API keys end at once. Everybody may remove themselves. Raises 401, 403 for a '
  'role above the caller''s, 404, 409 LAST_OWNER.';

grant execute on function public.list_members, public.change_member_role, public.remove_member to authenticated;
