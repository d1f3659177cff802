-- Guarantees: every signed-in user can create tenants, a few a day, and says which of theirs is the active one.

create function private.require_account_quota(person uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  created bigint;
  oldest timestamptz;
begin
  select count(*), min(c.created_at) into created, oldest
  from public.clients c where c.created_by = person and c.created_at > now() - interval '1 day';
  if created >= 5 then
    perform private.fail(429, 'ACCOUNT_QUOTA_EXCEEDED', 'You created 5 tenants in the last 24 hours, the most allowed',
      jsonb_build_object('retry_after', ceil(extract(epoch from oldest + interval '1 day' - now()))::integer));
  end if;
end
$$;

-- Definer: callers may not write tenants and members. The lock makes one user's requests count one after the other.
create function public.create_account(name text, currency text default 'USD', time_zone text default 'UTC')
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
  tenant public.clients;
  answer jsonb;
begin
  perform pg_advisory_xact_lock(hashtext('create_account'), hashtext(person::text));
  answer := private.replay_person(person, 'create_account',
    private.fingerprint(jsonb_build_array(name, currency, time_zone)));
  if answer is not null then
    return answer;
  end if;
  perform private.check_account(name, currency, time_zone), private.require_account_quota(person);
  insert into public.clients (name, currency, time_zone, created_by)
  values (private.tidy(create_account.name), create_account.currency, create_account.time_zone, person)
  returning * into tenant;
  insert into public.client_members (client_id, user_id, role) values (tenant.id, person, 'owner');
  return private.remember_person(person, 'create_account',
    jsonb_build_object('status', 201, 'body', private.account_json(tenant, 'owner')));
end
$$;
comment on function public.create_account is
  'Creates a tenant, makes the caller its owner and the tenant their active one: {status, body, replayed?}. Raises '
  '401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422, 429 ACCOUNT_QUOTA_EXCEEDED after five in a day.';

-- The tenant that the caller's next token will name.
create function private.active_account(person uuid) returns uuid
language sql stable set search_path = '' as $$
  select (u.raw_app_meta_data ->> 'client_id')::uuid from auth.users u where u.id = person
$$;

create function private.membership_json(member public.client_members) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'name', c.name, 'role', member.role, 'status', c.status,
    'active', c.id = private.active_account(member.user_id), 'delete_after', c.delete_after)
  from public.clients c where c.id = member.client_id
$$;

-- Definer: callers see only their active tenant.
create function public.list_accounts() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(private.membership_json(m) order by m.activated_at desc, m.client_id), '[]')
    from (
      select * from public.client_members o where o.user_id = person
      order by o.activated_at desc, o.client_id limit 500
    ) m);
end
$$;
comment on function public.list_accounts is
  'The caller''s memberships, the one activated last first, at most 500: [{id, name, role, status, active, '
  'delete_after}]. Raises 401, 403.';

-- Definer: see list_accounts; callers may not write members.
create function public.activate_account(account_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  person constant uuid := private.require_person();
  member public.client_members;
begin
  update public.client_members m set activated_at = clock_timestamp()
  from public.clients c
  where m.client_id = account_id and m.user_id = person and c.id = m.client_id and c.status = 'active'
  returning m.* into member;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'You are not a member of an active tenant with this id');
  end if;
  return private.membership_json(member) || '{"refresh_session": true}';
end
$$;
comment on function public.activate_account is
  'Makes another tenant the caller''s active one, which their next token names: {id, name, role, status, active, '
  'delete_after, refresh_session: true}. Raises 401, 403, 404 if the caller is not a member.';

grant execute on function public.create_account, public.list_accounts, public.activate_account to authenticated;
