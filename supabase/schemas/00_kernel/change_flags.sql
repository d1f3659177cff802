-- How the operator reads and changes flags. A tenant's audit log says when a flag changed for it.

-- The explanation is for a version that the flag is for, because the operator asks about the tenant.
create function private.flag_json(flag private.flags) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  tenant constant uuid := private.flag_tenant();
begin
  return jsonb_build_object('flag', flag.key, 'enabled', flag.enabled, 'percent', flag.percent, 'clients', (
      select coalesce(jsonb_agg(c.client_id order by c.client_id), '[]') from private.flag_clients c
      where c.key = flag.key),
    'versions', flag.versions, 'version', flag.version, 'created_at', flag.created_at, 'updated_at', flag.updated_at,
    'explanation', case when tenant is not null
      then (private.answer_flag(flag, tenant, flag.versions[1])).reason end);
end
$$;

create function private.flag_entries(key text) returns setof jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('client_id', c.id, 'key', flag_entries.key, 'on', coalesce(a.is_on, false), 'versions',
    case when a.is_on then f.versions end)
  from public.clients c
  left join private.flags f on f.key = flag_entries.key
  left join lateral private.answer_flag(f, c.id, f.versions[1]) a on f.key is not null
$$;
comment on function private.flag_entries is 'For each tenant what its audit log says of the flag.';

create function private.audit_flag(key text, before jsonb[]) returns void
language sql volatile set search_path = '' as $$
  select private.record_changes('flags', 'update', array_agg(b.entry), array_agg(a.entry))
  from unnest(before) b (entry)
  join private.flag_entries(key) a (entry) on a.entry -> 'client_id' = b.entry -> 'client_id'
$$;
comment on function private.audit_flag is 'Adds an entry for each tenant for which the flag is not as it was before.';

create function private.name_flag_clients(key text, clients uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  unknown record;
begin
  select w.place, w.id into unknown from unnest(clients) with ordinality w (id, place)
  where not exists (select from public.clients c where c.id = w.id) order by w.place limit 1;
  if found then
    perform private.invalid(format('clients.%s', unknown.place - 1), 'unknown_value',
      format('there is no tenant %s', unknown.id));
  end if;
  delete from private.flag_clients f where f.key = name_flag_clients.key and f.client_id <> all (clients);
  insert into private.flag_clients (key, client_id)
  select distinct name_flag_clients.key, w.id from unnest(clients) w (id)
  on conflict do nothing;
end
$$;

-- Definer: the service role has no rights in private.
create function public.get_flag(key text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  flag private.flags;
begin
  select * into flag from private.flags f where f.key = get_flag.key;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no flag %s', key));
  end if;
  return private.flag_json(flag);
end
$$;
comment on function public.get_flag is
  'A flag: {flag, enabled, percent, clients, versions, version, created_at, updated_at, explanation}. explanation is '
  'why it is on or off for the tenant that x-client-id names, such as "on: 20 %, bucket 7". Raises 404.';

-- Definer: see public.get_flag.
create function public.put_flag(key text, enabled boolean, clients uuid[] default '{}', percent integer default null,
  versions text[] default null, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant jsonb[] := array(select private.flag_entries(key));
  written private.flags;
begin
  insert into private.flags as f (key, enabled, percent, versions)
  values (put_flag.key, put_flag.enabled, put_flag.percent, put_flag.versions)
  on conflict on constraint flags_pkey do update
    set enabled = excluded.enabled, percent = excluded.percent, versions = excluded.versions
    where if_match is null or f.version = if_match
  returning * into written;
  -- What was not there is version 0, a row that was just made version 1.
  if if_match is not null and written.version is distinct from if_match + 1 then
    perform private.fail(412, 'VERSION_MISMATCH',
      format('If-Match is not the current version of flag %s; fetch it again and retry', key));
  end if;
  perform private.name_flag_clients(key, clients);
  perform private.audit_flag(key, before);
  return private.flag_json(written);
exception when check_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_flag is
  'Makes or replaces a flag and returns it as get_flag does. It is on for the named tenants and those that percent '
  'takes; without both for everyone. Raises 412, 422.';

-- Definer: see public.get_flag.
create function public.delete_flag(key text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  before constant jsonb[] := array(select private.flag_entries(key));
begin
  delete from private.flags f where f.key = delete_flag.key;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no flag %s', key));
  end if;
  perform private.audit_flag(key, before);
end
$$;
comment on function public.delete_flag is 'Deletes a flag, which then is off for everyone. Raises 404.';

revoke execute on function public.get_flag, public.put_flag, public.delete_flag from public, anon, authenticated;
grant execute on function public.get_flag, public.put_flag, public.delete_flag to service_role;
