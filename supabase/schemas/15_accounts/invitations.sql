-- Guarantees: an invitation works once, for the address that it was sent to, until it expires, is withdrawn or is
-- replaced by a newer one, and never gives a role that its sender could not give at that moment.

create table private.invitations (
  client_id uuid not null references public.clients,
  id uuid not null default gen_random_uuid(),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role public.member_role not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  expires_at timestamptz not null,
  sent_at timestamptz not null default now(),
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  invited_by uuid not null default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, id)
);
create unique index invitations_open on private.invitations (client_id, email)
  where accepted_at is null and withdrawn_at is null;
create index invitations_newest on private.invitations (client_id, created_at desc, id desc);
alter table private.invitations enable row level security;
comment on column private.invitations.token_hash is 'SHA-256 of the token, which has 256 random bits.';

-- The log keeps no addresses: its entries cannot be changed when a person is erased.
select private.enable_audit('private.invitations', 'token_hash', 'email');

create function private.invitation_json(invitation private.invitations) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(invitation) - array['client_id', 'token_hash', 'sent_at', 'accepted_at', 'withdrawn_at']
    || jsonb_build_object('status', case
      when invitation.accepted_at is not null then 'accepted'
      when invitation.withdrawn_at is not null then 'withdrawn'
      when invitation.expires_at <= now() then 'expired' else 'open' end)
$$;

create function private.new_invitation_token() returns text
language sql volatile set search_path = '' as $$
  select rtrim(translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/', '-_'), '=')
$$;

create function private.invitation_hash(token text) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(token, 'UTF8'))
$$;

create function private.invitation_end(tenant uuid) returns timestamptz
language sql stable set search_path = '' as $$
  select now() + make_interval(days => private.setting(tenant, 'account.invitation_days')::integer)
$$;

-- One plain address. The auth service decides whether it is a good one.
create function private.check_invited(tenant uuid, email text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if coalesce(length(email) > 254 or email !~ '^[^[:space:][:cntrl:]<>,;:"()@]+@[^[:space:][:cntrl:]<>,;:"()@]+$', true)
  then
    perform private.invalid('email', 'not_allowed', 'must be one e-mail address');
  end if;
  if exists (
    select from public.client_members m join auth.users u on u.id = m.user_id
    where m.client_id = tenant and lower(u.email) = lower(check_invited.email))
  then
    perform private.fail(409, 'CONFLICT', 'A member of the tenant has this address');
  end if;
end
$$;

create function private.open_invitation(tenant uuid, invitation_id uuid) returns private.invitations
language plpgsql volatile set search_path = '' as $$
declare
  invitation private.invitations;
begin
  select * into invitation from private.invitations i
  where i.client_id = tenant and i.id = invitation_id and i.accepted_at is null and i.withdrawn_at is null for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no open invitation with this id');
  end if;
  perform private.require_rank(invitation.role);
  return invitation;
end
$$;

-- Definer: callers may not read invitations, which hold digests.
create function public.list_invitations(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('members:write');
begin
  return jsonb_build_object(
    'total', case when with_total then (select count(*) from private.invitations i where i.client_id = tenant) end,
    'rows', (
      select coalesce(jsonb_agg(private.invitation_json(p) order by p.created_at desc, p.id desc), '[]')
      from (
        select * from private.invitations i
        where i.client_id = tenant and private.after_cursor(i.created_at, i.id, after_time, after_id)
        order by i.created_at desc, i.id desc limit private.page_limit(page_size)
      ) p));
end
$$;
comment on function public.list_invitations is
  'The tenant''s invitations, newest first: {rows: [{id, email, role, status, expires_at, invited_by, created_at}], '
  'total}. total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_invitations to authenticated;
