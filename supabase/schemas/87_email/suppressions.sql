-- Guarantees: a tenant sends nothing more to an address that refused its mail, complained or unsubscribed.

create table public.email_suppressions (
  client_id uuid not null references public.clients,
  email text not null check (email = lower(email) and length(email) <= 254),
  reason text not null check (length(reason) between 1 and 200),
  message_id uuid,
  created_by uuid default private.caller_id(),
  created_at timestamptz not null default now(),
  primary key (client_id, email)
);
create index on public.email_suppressions (client_id, created_at desc, email desc);
alter table public.email_suppressions enable row level security;
comment on column public.email_suppressions.reason is
  'bounce, complaint or unsubscribe if a mail led to it, otherwise what the person who added it wrote.';
comment on column public.email_suppressions.message_id is 'The mail that was the reason.';

create policy "email:read sees the tenant's suppressions" on public.email_suppressions
  for select to authenticated using (client_id = (select private.tenant_with('email:read')));
grant select on public.email_suppressions to authenticated;
-- The log keeps no addresses: its entries cannot be changed when a person is erased.
select private.enable_audit('public.email_suppressions', 'email');

create function private.is_suppressed(tenant uuid, address text) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.email_suppressions s where s.client_id = tenant and s.email = lower(address))
$$;

create function private.suppression_json(suppression public.email_suppressions) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(suppression) - 'client_id'
$$;

-- The states that mails lead to, from the weakest reason to the strongest: events may come in any order.
create function private.suppress_email(tenant uuid, address text, reason text, message_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  reasons constant text[] := array['unsubscribe', 'bounce', 'complaint'];
  suppressed public.email_suppressions;
begin
  insert into public.email_suppressions as s (client_id, email, reason, message_id)
  values (tenant, lower(address), suppress_email.reason, suppress_email.message_id)
  on conflict on constraint email_suppressions_pkey do update
    set reason = excluded.reason, message_id = excluded.message_id
    where array_position(reasons, excluded.reason) > array_position(reasons, s.reason)
  returning * into suppressed;
  if found then
    perform private.emit_event(tenant, 'email.suppressed', private.suppression_json(suppressed));
  end if;
end
$$;
comment on function private.suppress_email is
  'Suppresses an address. One that is suppressed already keeps its reason, unless the new one is stronger.';

-- What bounces must be suppressed, so only those added by hand are refused.
create function private.require_suppression_room(tenant uuid) returns void
language plpgsql stable set search_path = '' as $$
declare
  maximum constant integer := private.setting(tenant, 'limits.email_suppressions');
begin
  if (select count(*) from public.email_suppressions s where s.client_id = tenant) >= maximum then
    perform private.fail(409, 'LIMIT_REACHED', format('At most %s suppressed addresses are allowed', maximum));
  end if;
end
$$;

-- Definer: callers may not write suppressions.
create function public.add_email_suppression(email text, reason text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:write');
  address constant text := private.require_email_address(email, 'email');
  answer jsonb := private.replay('add_email_suppression', private.fingerprint(jsonb_build_array(address, reason)));
begin
  if answer is not null then
    return answer;
  end if;
  if coalesce(length(reason) not between 1 and 200, true) then
    perform private.invalid('reason', 'not_allowed', 'must be 1–200 characters');
  end if;
  perform private.require_suppression_room(tenant), private.suppress_email(tenant, address, reason, null);
  answer := jsonb_build_object('status', 201, 'body', (
    select private.suppression_json(s) from public.email_suppressions s
    where s.client_id = tenant and s.email = address));
  return private.remember('add_email_suppression', answer);
end
$$;
comment on function public.add_email_suppression is
  'Suppresses an address of the tenant: {status, body: suppression, replayed?}. An address that is suppressed already '
  'keeps its reason. Raises 401, 403, 409 LIMIT_REACHED, 422.';

-- Definer: see add_email_suppression.
create function public.delete_email_suppression(email text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:write');
begin
  delete from public.email_suppressions s
  where s.client_id = tenant and s.email = lower(delete_email_suppression.email);
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'This address is not suppressed');
  end if;
end
$$;
comment on function public.delete_email_suppression is 'Lets mail go to an address again. Raises 401, 403, 404.';
grant execute on function public.add_email_suppression, public.delete_email_suppression to authenticated;

create function public.list_email_suppressions(
  after_time timestamptz default null, after_email text default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:read');
begin
  perform private.require_short(jsonb_build_object('after_email', after_email));
  return jsonb_build_object(
    'total', case when with_total then (
      select count(*) from public.email_suppressions s where s.client_id = tenant) end,
    'rows', (
      select coalesce(jsonb_agg(to_jsonb(p) - 'client_id' order by p.created_at desc, p.email desc), '[]')
      from (
        select * from public.email_suppressions s
        where s.client_id = tenant and (after_time is null or (s.created_at, s.email) < (after_time, after_email))
        order by s.created_at desc, s.email desc limit private.page_limit(page_size)
      ) p));
end
$$;
comment on function public.list_email_suppressions is
  'The tenant''s suppressions, newest first: {rows, total}. total is null unless with_total. Raises 401, 403, 422.';
grant execute on function public.list_email_suppressions to authenticated;
