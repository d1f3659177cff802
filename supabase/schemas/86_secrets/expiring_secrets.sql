-- Guarantees: a tenant hears 14 and 3 days before one of its secrets ends or should be replaced, once each.

create table private.secret_notices (
  client_id uuid not null references public.clients on delete cascade,
  kind text not null check (length(kind) <= 40),
  secret_id uuid not null,
  expires_at timestamptz not null,
  days integer not null check (days in (14, 3)),
  told_at timestamptz not null default now(),
  primary key (client_id, kind, secret_id, expires_at, days)
);
alter table private.secret_notices enable row level security;

create function private.tell_expiring_secrets_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  told bigint;
begin
  with expiring as (
    select s.client_id, private.tenant_secret_json(s, a.max_age) as secret,
      case when least(s.ends_at, s.created_at + a.max_age) < now() + interval '3 days' then 3 else 14 end as days
    from private.tenant_secrets s
    cross join lateral (select private.max_secret_age(s.client_id) as max_age) a
    where s.client_id = any (tenants)
      and least(s.ends_at, s.created_at + a.max_age) between now() and now() + interval '14 days'
      -- A secret that is rotated out ends soon on purpose.
      and (s.kind = 'api_key' or s.ends_at is null)
  ),
  fresh as (
    insert into private.secret_notices (client_id, kind, secret_id, expires_at, days)
    select e.client_id, e.secret ->> 'kind', (e.secret ->> 'id')::uuid, (e.secret ->> 'expires_at')::timestamptz, e.days
    from expiring e
    on conflict do nothing
    returning client_id, kind, secret_id, days
  ),
  emitted as (
    select private.emit_event(f.client_id, 'secret.expiring', e.secret || jsonb_build_object('days', f.days))
    from fresh f
    join expiring e on e.client_id = f.client_id and e.secret ->> 'kind' = f.kind
      and (e.secret ->> 'id')::uuid = f.secret_id and e.days = f.days
  )
  select count(*) into told from emitted;
  return told;
end
$$;

create function private.tell_expiring_secrets() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('tell_expiring_secrets', array(
    select c.id from public.clients c where c.status = 'active' order by c.id
  ), 'private.tell_expiring_secrets_of')
$$;
comment on function private.tell_expiring_secrets is
  'Emits secret.expiring for each secret that ends, or should be replaced, within 14 or 3 days. Returns how many.';
