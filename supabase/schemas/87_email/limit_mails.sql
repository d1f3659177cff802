-- Guarantees: a tenant that reaches a limit is told once, and again only after it was well below it.

create table private.reached_limits (
  client_id uuid not null references public.clients,
  key text not null references private.setting_definitions,
  reached_at timestamptz not null default now(),
  primary key (client_id, key)
);
alter table private.reached_limits enable row level security;
comment on table private.reached_limits is 'The limits that a tenant has reached and not left since.';

create function private.limits_in_use(tenant uuid)
returns table (key text, description text, used bigint, maximum bigint)
language sql stable set search_path = '' as $$
  select d.key, d.description, u.used, (private.setting(tenant, d.key))::bigint
  from (
    select l.key, l.used from private.used_limits(tenant) l
    union all
    select 'limits.emails_per_day', (
      select count(*) from public.email_messages m
      where m.client_id = tenant and m.created_at > now() - interval '1 day')
  ) u join private.setting_definitions d on d.key = u.key
$$;

create function private.mail_limit(tenant uuid, description text, used bigint, maximum bigint) returns bigint
language sql volatile set search_path = '' as $$
  select count(private.queue_email(tenant, 'usage_alert', u.email, jsonb_build_object(
    'tenant', private.email_line(c.name), 'title', private.email_line('Limit reached: ' || description),
    'message', format('%s of %s are used. Delete something, or ask for more.', used, maximum), 'url', '/settings')))
  from public.clients c
  join public.client_members m on m.client_id = c.id
  join private.role_scopes s on s.role = m.role and s.scope = 'settings:write'
  join auth.users u on u.id = m.user_id and private.is_email_address(u.email)
  where c.id = tenant
$$;
comment on function private.mail_limit is 'Tells the members who may change settings that a limit is reached.';

create function private.send_usage_alerts_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  with used as materialized (
    select t.id as client_id, l.*
    from unnest(tenants) t (id) cross join lateral private.limits_in_use(t.id) l
    where (private.setting(t.id, 'email.usage_alerts'))::boolean and l.maximum > 0
  ), left_again as (
    delete from private.reached_limits r using used u
    where r.client_id = u.client_id and r.key = u.key and u.used < 0.9 * u.maximum
  ), reached as (
    insert into private.reached_limits (client_id, key)
    select u.client_id, u.key from used u where u.used >= u.maximum
    on conflict do nothing
    returning client_id, key
  )
  select coalesce(sum(private.mail_limit(u.client_id, u.description, u.used, u.maximum)), 0)::bigint
  from reached r join used u on u.client_id = r.client_id and u.key = r.key
$$;
comment on function private.send_usage_alerts_of is
  'Sends usage_alert for each limit that these tenants have reached since. For private.run_for_tenants.';

create function private.send_usage_alerts() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('send_usage_alerts', array(
    select c.id from public.clients c where c.status = 'active'), 'private.send_usage_alerts_of')
$$;
comment on function private.send_usage_alerts is 'Tells every tenant of limits that it has reached. Returns the mails.';
