-- Who is let in at this moment, in one place for policies and definers.

-- A session ends by signing out or by public.revoke_sessions, before its token expires. Keys have none.
-- Definer: callers may not read auth.sessions.
create function private.in_live_session() returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
begin
  return not claims ? 'session_id' or exists (
    select from auth.sessions s
    where s.id = (claims ->> 'session_id')::uuid and coalesce(s.not_after > now(), true));
end
$$;
comment on function private.in_live_session is 'False if the session that the caller''s token names has ended.';

-- A view, because its query becomes part of those that ask.
create view private.admitted_members with (security_invoker = true) as
select m.client_id, m.user_id, m.role
from public.client_members m
join public.clients c on c.id = m.client_id
where c.status = 'active'
  and (c.mfa_required_from is null or c.mfa_required_from > now() or auth.jwt() ->> 'aal' = 'aal2')
  and private.in_live_session();
comment on view private.admitted_members is
  'The members of active tenants, without those whom the caller''s token does not let in: its session has ended, or it '
  'lacks the second factor that the tenant requires.';

create function private.fail_without_factor() returns void
language sql volatile set search_path = '' as $$
  select private.fail(403, 'MFA_REQUIRED',
    'The tenant requires a second factor: enrol one if you have none, verify it, and use the new token')
$$;

-- Definer: see private.client_id.
create function private.require_admission() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    perform private.fail(401, 'UNAUTHORIZED', 'Sign in first: this needs the token of a user');
  end if;
  if not private.in_live_session() then
    perform private.fail(401, 'UNAUTHORIZED', 'This session has ended: sign in again');
  end if;
  if private.client_id() is not null then
    return;
  end if;
  if exists (
    select from public.client_members m
    join public.clients c on c.id = m.client_id and c.status = 'active' and c.mfa_required_from <= now()
    where m.user_id = auth.uid() and m.client_id::text = auth.jwt() -> 'app_metadata' ->> 'client_id')
  then
    perform private.fail_without_factor();
  end if;
  perform private.fail(403, 'FORBIDDEN', 'You are not a member of an active tenant');
end
$$;
comment on function private.require_admission is
  'Raises 401 without a user or if the session has ended, 403 MFA_REQUIRED without the second factor that the tenant '
  'requires, 403 without an active tenant.';
grant execute on function private.require_admission to authenticated, service_role;

-- During the grace, too: a key lives longer than the grace.
create function private.require_second_factor(tenant uuid) returns void
language plpgsql stable set search_path = '' as $$
declare
  claims constant jsonb := auth.jwt();
begin
  if not claims ? 'key_id' and claims ->> 'aal' is distinct from 'aal2'
    and exists (select from public.clients c where c.id = tenant and c.mfa_required_since is not null)
  then
    perform private.fail_without_factor();
  end if;
end
$$;
comment on function private.require_second_factor is
  'Raises 403 MFA_REQUIRED if the tenant requires a second factor, now or after its grace, and the caller''s session '
  'has none.';
