-- Reading settings, their definitions and their history.

-- Guarantees: a tenant's settings keep to their definitions, several change together or not at all, nobody
-- overwrites a change unseen, and what only the operator may set no tenant can.

create index settings_history on public.audit_log (client_id, record_id, id desc) where resource = 'settings';

create view public.settings_audit with (security_invoker = true) as
select a.client_id, a.id, a.record_id as key,
  nullif(a.before -> 'value', 'null') as old_value, nullif(a.after -> 'value', 'null') as new_value,
  a.actor_id as changed_by, a.key_id, a.request_id, a.occurred_at as changed_at
from public.audit_log a
where a.resource = 'settings';
comment on view public.settings_audit is
  'Each change of a setting; a value of null stands for the default. Rows of audit_log, under its policies.';
grant select on public.settings_audit to authenticated;

create function private.setting_definition(key text) returns private.setting_definitions
language plpgsql stable set search_path = '' as $$
declare
  definition private.setting_definitions;
begin
  select * into definition from private.setting_definitions d where d.key = setting_definition.key;
  if not found then
    perform private.fail(404, 'NOT_FOUND', format('There is no setting %s', key));
  end if;
  return definition;
end
$$;

create function private.setting_json(definition private.setting_definitions, setting public.settings) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('key', definition.key, 'value', coalesce(setting.value, definition.default_value),
    'default_value', definition.default_value, 'is_default', setting.value is null,
    'description', definition.description, 'operator_only', definition.operator_only,
    'version', coalesce(setting.version, 0), 'updated_by', setting.updated_by, 'updated_at', setting.updated_at)
$$;
comment on function private.setting_json is 'A setting as the API shows it; version 0 was never set.';

create function private.settings_json(tenant uuid, keys text[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.setting_json(d, s) order by d.key), '[]')
  from private.setting_definitions d
  left join public.settings s on s.client_id = tenant and s.key = d.key
  where d.key = any (keys)
$$;

-- Definer: definitions are private, and the settings themselves are written only here, by key and bounds.
create function public.list_settings() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
begin
  return private.settings_json(tenant, array(select d.key from private.setting_definitions d));
end
$$;
comment on function public.list_settings is
  'Every setting with its value, default and last change: [{key, value, default_value, is_default, description, '
  'operator_only, version, '
  'updated_by, updated_at}]. The secret key names the tenant in x-client-id. Raises 400, 401, 403, 404.';
grant execute on function public.list_settings to authenticated;

-- Definer: see list_settings.
create function public.get_setting(key text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
  definition constant private.setting_definitions := private.setting_definition(key);
begin
  return private.settings_json(tenant, array[definition.key]) -> 0;
end
$$;
comment on function public.get_setting is 'One of list_settings. Raises 400, 401, 403, 404.';
grant execute on function public.get_setting to authenticated;

-- Definer: definitions are private, because no caller may write or even lock them.
create function public.list_setting_definitions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.is_operator() then
    perform private.authorize('settings:read');
  end if;
  return (select jsonb_agg(to_jsonb(d) order by d.key) from private.setting_definitions d);
end
$$;
comment on function public.list_setting_definitions is
  'What can be set: [{key, type, default_value, minimum, maximum, allowed, description, operator_only}]. Raises '
  '401, 403.';
grant execute on function public.list_setting_definitions to authenticated;

-- Definer: it acts for the operator too. A plan for each call, because a filter that is null must not cost the other
-- its index.
create function public.list_setting_changes(
  key text default null, after_id bigint default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(to_jsonb(p) - 'client_id' order by p.id desc), '[]') into rows
  from (
    select * from public.settings_audit a
    where a.client_id = tenant
      and (list_setting_changes.key is null or a.key = list_setting_changes.key)
      and (after_id is null or a.id < after_id)
    order by a.id desc
    limit greatest(least(page_size, 101), 1)
  ) p;
  if with_total then
    select count(*) into total from public.settings_audit a
    where a.client_id = tenant and (list_setting_changes.key is null or a.key = list_setting_changes.key);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_setting_changes is
  'Rows of settings_audit, newest first, behind the id: {rows: [{id, key, old_value, new_value, changed_by, key_id, '
  'request_id, changed_at}], '
  'total}; total is null unless with_total. Raises 400, 401, 403, 404.';
grant execute on function public.list_setting_changes to authenticated;
