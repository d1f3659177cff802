-- Creates, renews and withdraws invitations. The token exists only in the answer; the table keeps its hash.

-- Definer: callers may not write invitations.
create function public.create_invitation(email text, role public.member_role) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.lock_members('members:write');
  token constant text := private.new_invitation_token();
  invitation private.invitations;
  answer jsonb;
begin
  answer := private.replay('create_invitation', private.fingerprint(jsonb_build_array(lower(email), role)));
  if answer is not null then
    return answer;
  end if;
  if create_invitation.role is null then
    perform private.invalid('role', 'required', 'is missing');
  end if;
  perform private.check_invited(tenant, create_invitation.email), private.require_rank(create_invitation.role);
  update private.invitations i set withdrawn_at = now()
  where i.client_id = tenant and i.email = lower(create_invitation.email)
    and i.accepted_at is null and i.withdrawn_at is null;
  insert into private.invitations (client_id, email, role, token_hash, expires_at)
  values (tenant, lower(create_invitation.email), create_invitation.role, private.invitation_hash(token),
    private.invitation_end(tenant))
  returning * into invitation;
  perform private.emit_event(tenant, 'member.invited', private.invitation_json(invitation) - 'email'),
    private.mail_invitation(invitation, token);
  answer := jsonb_build_object('status', 201, 'body', private.invitation_json(invitation));
  perform private.remember('create_invitation', answer);
  return jsonb_set(answer, '{body,token}', to_jsonb(token));
end
$$;
comment on function public.create_invitation is
  'Invites an address and withdraws an earlier open invitation of it: {status, body: invitation with token, '
  'replayed?}. The token is in no other answer, also not in a replayed one. Raises 401, 403 for a role above the '
  'caller''s, 409 CONFLICT for the address of a member, 409 LIMIT_REACHED, 422.';

-- Definer: see create_invitation.
create function public.resend_invitation(invitation_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.lock_members('members:write');
  token constant text := private.new_invitation_token();
  invitation private.invitations := private.open_invitation(tenant, invitation_id);
begin
  if invitation.sent_at > now() - interval '1 minute' then
    perform private.fail(429, 'RATE_LIMITED', 'This invitation was sent less than a minute ago', '{"retry_after": 60}');
  end if;
  update private.invitations i
  set token_hash = private.invitation_hash(token), expires_at = private.invitation_end(tenant), sent_at = now(),
    invited_by = auth.uid()
  where i.client_id = tenant and i.id = invitation.id
  returning * into invitation;
  perform private.emit_event(tenant, 'member.invited', private.invitation_json(invitation) - 'email'),
    private.mail_invitation(invitation, token);
  return private.invitation_json(invitation) || jsonb_build_object('token', token);
end
$$;
comment on function public.resend_invitation is
  'Gives an open invitation a new token and its full time, and returns it with the token. The token before ends. '
  'Raises 401, 403, 404, 429 within a minute of the last time.';

-- Definer: see create_invitation.
create function public.withdraw_invitation(invitation_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.lock_members('members:write');
  invitation constant private.invitations := private.open_invitation(tenant, invitation_id);
begin
  update private.invitations i set withdrawn_at = now() where i.client_id = tenant and i.id = invitation.id;
end
$$;
comment on function public.withdraw_invitation is 'Ends an open invitation. Raises 401, 403, 404.';

grant execute on function public.create_invitation, public.resend_invitation, public.withdraw_invitation
  to authenticated;
