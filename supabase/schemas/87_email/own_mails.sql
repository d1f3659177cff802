-- Mails that the product sends by itself.

-- Names come from people and may hold what no header may.
create function private.email_line(content text) returns text
language sql immutable set search_path = '' as $$
  select left(coalesce(nullif(btrim(regexp_replace(content, '[[:cntrl:]]+', ' ', 'g')), ''), '-'), 500)
$$;

create function private.mail_invitation(invitation private.invitations, token text) returns void
language sql volatile set search_path = '' as $$
  select private.queue_email(invitation.client_id, 'team_invitation', invitation.email, jsonb_build_object(
    'tenant', private.email_line(c.name), 'inviter', private.email_line(u.email), 'role', invitation.role,
    'url', '/invitations/accept?token=' || token))
  from public.clients c left join auth.users u on u.id = invitation.invited_by
  where c.id = invitation.client_id
$$;
comment on function private.mail_invitation is 'Sends an invitation''s token to its address.';

create function private.mail_welcome(member public.client_members) returns void
language sql volatile set search_path = '' as $$
  select private.queue_email(member.client_id, 'welcome', u.email, jsonb_build_object(
    'tenant', private.email_line(c.name), 'url', '/'))
  from public.clients c cross join auth.users u
  where c.id = member.client_id and u.id = member.user_id and private.is_email_address(u.email)
$$;

-- Auth asks again when it got no answer, so the id of the hook's message makes those of its mails.
-- Definer: only the email function sends them, for people who have no token yet.
create function public.send_auth_emails(hook_id text, mails jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  mail record;
begin
  for mail in
    select m.value, md5('auth hook ' || hook_id || ' ' || m.place)::uuid as id
    from jsonb_array_elements(mails) with ordinality m (value, place) limit 2
  loop
    if not exists (select from public.email_messages e where e.id = mail.id) then
      perform private.queue_email(null, mail.value ->> 'template', mail.value ->> 'to', mail.value -> 'variables',
        mail.value ->> 'locale', mail.id);
    end if;
  end loop;
end
$$;
comment on function public.send_auth_emails is
  'For the email function: sends up to two mails [{template, to, variables, locale}] of Auth, once for each hook_id. '
  'They belong to no tenant and use our own words, because they carry sign-in codes.';
revoke execute on function public.send_auth_emails from public, anon, authenticated;
grant execute on function public.send_auth_emails to service_role;

create table private.weekly_digests (
  client_id uuid not null references public.clients,
  user_id uuid not null,
  week date not null,
  primary key (client_id, user_id, week)
);
alter table private.weekly_digests enable row level security;
comment on table private.weekly_digests is 'One a person and week, so that two schedulers send one mail.';

create function private.digest_variables(tenant uuid, since timestamptz, until timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('tenant', private.email_line(c.name), 'week', to_char(since at time zone c.time_zone,
      'IYYY-"W"IW'), 'url', '/',
    'calls', (select count(*) from public.calls k where k.client_id = tenant and k.started_at >= since
      and k.started_at < until),
    'resolved', (select count(*) from public.calls k where k.client_id = tenant and k.started_at >= since
      and k.started_at < until and k.resolved),
    'opportunities', (select count(*) from public.opportunities o where o.client_id = tenant and o.created_at >= since
      and o.created_at < until),
    'revenue', (select format('%s %s', coalesce(sum(t.amount), 0), c.currency) from public.transactions t
      where t.client_id = tenant and t.occurred_at >= since and t.occurred_at < until and t.status = 'completed'
        and t.currency = c.currency))
  from public.clients c where c.id = tenant
$$;

create function private.send_digests_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  sent bigint;
begin
  with weeks as (
    select c.id, c.time_zone, date_trunc('week', coalesce((argument ->> 'at')::timestamptz, now())
      at time zone c.time_zone) as monday
    from public.clients c where c.id = any (tenants) and private.setting(c.id, 'email.weekly_digest')::boolean
  ), contents as materialized (
    select w.*, private.digest_variables(w.id, (w.monday - interval '7 days') at time zone w.time_zone,
      w.monday at time zone w.time_zone) as variables
    from weeks w
  ), due as (
    insert into private.weekly_digests (client_id, user_id, week)
    select c.id, m.user_id, (c.monday - interval '7 days')::date
    from contents c join public.client_members m on m.client_id = c.id
    join auth.users u on u.id = m.user_id and u.email_confirmed_at is not null and private.is_email_address(u.email)
    on conflict do nothing
    returning client_id, user_id
  )
  select count(private.queue_email(d.client_id, 'weekly_digest', u.email, c.variables)) into sent
  from due d join contents c on c.id = d.client_id join auth.users u on u.id = d.user_id;
  return sent;
end
$$;
comment on function private.send_digests_of is
  'Sends each member the digest of the week before, once. For private.run_for_tenants.';

create function private.send_weekly_digests(at timestamptz default null) returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('send_weekly_digests', array(
    select c.id from public.clients c where c.status = 'active'), 'private.send_digests_of',
    case when at is not null then jsonb_build_object('at', at) end)
$$;
comment on function private.send_weekly_digests is 'Sends the digests that are due. Returns how many.';
