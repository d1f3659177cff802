-- Reads and changes the caller's tenant.

create function private.account_json(tenant public.clients, role public.member_role) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', tenant.id, 'name', tenant.name, 'status', tenant.status,
    'currency', tenant.currency, 'time_zone', tenant.time_zone, 'role', role, 'created_at', tenant.created_at)
$$;

-- Postgres also takes POSIX zones, in which UTC+3 is west of Greenwich. They are refused by their form.
create function private.is_time_zone(name text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return length(name) <= 64 and name ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$' and now() at time zone name is not null;
exception when invalid_parameter_value then
  return false;
end
$$;

create function private.check_account(name text, currency text, time_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if coalesce(length(private.tidy(name)) not between 1 and 200, true) then
    perform private.invalid('name', 'out_of_bounds', 'must have 1–200 characters');
  end if;
  if currency is null or not exists (select from private.currencies c where c.code = currency) then
    perform private.invalid('currency', 'not_allowed', 'must be a code of ISO 4217, such as EUR');
  end if;
  if not coalesce(private.is_time_zone(time_zone), false) then
    perform private.invalid('time_zone', 'not_allowed', 'must be a name of the IANA database, such as Europe/Berlin');
  end if;
end
$$;

-- Definer: callers may not read their own role from client_members without teams:read.
create function public.get_account() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:read');
begin
  return (select private.account_json(c, private.role()) from public.clients c where c.id = tenant);
end
$$;
comment on function public.get_account is
  'The caller''s tenant: {id, name, status, currency, time_zone, role, created_at}. role is null for an API key. '
  'Raises 401, 403.';

-- Definer: callers may not write clients, whose status is the operator's.
create function public.update_account(
  name text default null, currency text default null, time_zone text default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('account:write');
  before public.clients;
  changed public.clients;
begin
  select * into strict before from public.clients c where c.id = tenant for no key update;
  perform private.check_account(coalesce(update_account.name, before.name),
    coalesce(update_account.currency, before.currency), coalesce(update_account.time_zone, before.time_zone));
  update public.clients c
  set name = coalesce(private.tidy(update_account.name), c.name),
    currency = coalesce(update_account.currency, c.currency),
    time_zone = coalesce(update_account.time_zone, c.time_zone)
  where c.id = tenant
  returning * into changed;
  if changed is distinct from before then
    perform private.emit_event(tenant, 'tenant.updated', private.account_json(changed, null) - 'role');
  end if;
  return private.account_json(changed, private.role());
end
$$;
comment on function public.update_account is
  'Changes the caller''s tenant and returns it. A null leaves the field as it is. Raises 401, 403, 422.';

grant execute on function public.get_account, public.update_account to authenticated;
