-- Guarantees: a token of an invitation makes one membership, and one user tries ten wrong tokens an hour at most.

create table private.invitation_guesses (
  user_id uuid not null references auth.users on delete cascade,
  guessed_at timestamptz not null default clock_timestamp()
);
create index on private.invitation_guesses (user_id, guessed_at);
alter table private.invitation_guesses enable row level security;

create function private.require_guess(person uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if (select count(*) from private.invitation_guesses g
    where g.user_id = person and g.guessed_at > now() - interval '1 hour') >= 10
  then
    perform private.fail(429, 'RATE_LIMITED', 'Ten wrong tokens in the last hour; try again later',
      '{"retry_after": 600}');
  end if;
end
$$;

-- The sender must still be allowed to give the role.
create function private.usable_invitation(token text) returns private.invitations
language sql volatile set search_path = '' as $$
  select i.*
  from private.invitations i
  join public.clients c on c.id = i.client_id and c.status = 'active'
  join public.client_members m on m.client_id = i.client_id and m.user_id = i.invited_by and m.role >= i.role
  join private.role_scopes s on s.role = m.role and s.scope = 'members:write'
  where i.token_hash = private.invitation_hash(token)
    and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()
  for update of i
$$;

create function private.join_account(invitation private.invitations, person uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  member public.client_members;
begin
  update private.invitations i set accepted_at = now()
  where i.client_id = invitation.client_id and i.id = invitation.id;
  insert into public.client_members (client_id, user_id, role)
  values (invitation.client_id, person, invitation.role)
  on conflict do nothing
  returning * into member;
  if found then
    perform private.emit_event(member.client_id, 'member.joined', private.account_member_json(member, false)),
      private.mail_welcome(member);
  end if;
end
$$;

-- Definer: the invited person may neither read invitations nor write members. It returns the 404, because raising it
-- would take back the count of wrong tokens.
create function public.accept_invitation(token text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
  invitation private.invitations;
begin
  perform private.require_short(jsonb_build_object('token', token));
  perform pg_advisory_xact_lock(hashtext('accept_invitation'), hashtext(person::text));
  perform private.require_guess(person);
  invitation := private.usable_invitation(token);
  if invitation.id is null then
    insert into private.invitation_guesses (user_id) values (person);
    return jsonb_build_object('status', 404, 'body', jsonb_build_object('code', 'INVITATION_NOT_FOUND',
      'message', 'This invitation is unknown, used, expired or withdrawn: ask for a new one'));
  end if;
  if not exists (
    select from auth.users u
    where u.id = person and lower(u.email) = invitation.email and u.email_confirmed_at is not null)
  then
    perform private.fail(403, 'INVITATION_FOR_ANOTHER',
      'The invitation is for another address: sign in with the invited one and confirm it');
  end if;
  perform private.join_account(invitation, person);
  return jsonb_build_object('status', 201, 'body',
    public.activate_account(invitation.client_id));
end
$$;
comment on function public.accept_invitation is
  'Joins the tenant that the token invites to and makes it the active one: {status: 201, body: membership with '
  'refresh_session} or {status: 404, body: INVITATION_NOT_FOUND}. Raises 401, 403 INVITATION_FOR_ANOTHER, 409 '
  'LIMIT_REACHED, 422, 429 after ten wrong tokens in an hour.';
grant execute on function public.accept_invitation to authenticated;
