-- Reads and ends the sessions of users. A token of a session that has ended is nobody's: private.admitted_members.

-- Definer: callers may not read auth.sessions.
create function public.list_sessions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'created_at', s.created_at,
      'last_used_at', coalesce(s.refreshed_at at time zone 'UTC', s.created_at), 'ip', host(s.ip),
      'user_agent', left(s.user_agent, 500), 'mfa', coalesce(s.aal::text = 'aal2', false),
      'current', s.id::text = auth.jwt() ->> 'session_id') order by s.created_at desc, s.id), '[]')
    from (
      select * from auth.sessions o
      where o.user_id = person and coalesce(o.not_after > now(), true)
      order by o.created_at desc, o.id limit 500
    ) s);
end
$$;
comment on function public.list_sessions is
  'The caller''s sessions, newest first, at most 500: [{id, created_at, last_used_at, ip, user_agent, mfa, current}]. '
  'Raises 401, 403.';

create function private.end_own_session(person uuid, session_id uuid) returns bigint
language plpgsql volatile set search_path = '' as $$
begin
  delete from auth.sessions s where s.id = end_own_session.session_id and s.user_id = person;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'You have no session with this id');
  end if;
  return 1;
end
$$;

create function private.end_sessions_of(member public.client_members) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  ended bigint;
begin
  delete from auth.sessions s where s.user_id = member.user_id;
  get diagnostics ended = row_count;
  perform private.emit_event(member.client_id, 'member.signed_out', private.account_member_json(member, false));
  perform private.record_action(member.client_id, 'sessions', member.user_id, 'revoked',
    jsonb_build_object('sessions', ended));
  return ended;
end
$$;

-- Definer: callers may not write auth.sessions. The auth service deletes a session's refresh tokens with it.
create function public.revoke_sessions(session_id uuid default null, user_id uuid default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  person uuid;
  member public.client_members;
begin
  if (session_id is null) = (user_id is null) then
    perform private.require_person(),
      private.invalid('session_id', 'required', 'must be given, or user_id, and not both');
  end if;
  if session_id is not null then
    return jsonb_build_object('revoked', private.end_own_session(private.require_person(), session_id));
  end if;
  member := private.member_of(private.authorize('members:write'), user_id);
  perform private.require_rank(member.role);
  return jsonb_build_object('revoked', private.end_sessions_of(member));
end
$$;
comment on function public.revoke_sessions is
  'Ends one session of the caller, or all of a member: {revoked: sessions}. Their tokens open nothing any more. Raises '
  '401, 403 without members:write or for a role above the caller''s, 404, 422.';
grant execute on function public.list_sessions, public.revoke_sessions to authenticated;
