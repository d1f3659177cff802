-- Reading settings and their definitions.

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
comment on function private.setting_json is 'A setting as the API returns it. Version 0 means that it was never set.';

create function private.settings_json(tenant uuid, keys text[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.setting_json(d, s) order by d.key), '[]')
  from private.setting_definitions d
  left join public.settings s on s.client_id = tenant and s.key = d.key
  where d.key = any (keys)
$$;

-- Definer: callers may not read definitions.
create function public.list_settings() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
begin
  return private.settings_json(tenant, array(select d.key from private.setting_definitions d));
end
$$;
comment on function public.list_settings is
  'All settings with value, default and last change: [{key, value, default_value, is_default, description, '
  'operator_only, version, updated_by, updated_at}]. The secret key names the tenant in x-client-id. Raises 400, '
  '401, 403, 404.';
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
comment on function public.get_setting is
  'Returns one setting, as list_settings shows it. Raises 400, 401, 403, 404.';
grant execute on function public.get_setting to authenticated;

-- Definer: callers may not read the table, because they must not be able to lock it.
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
  'The settings there are: [{key, type, default_value, minimum, maximum, allowed, description, operator_only}]. '
  'Raises 401, 403.';
grant execute on function public.list_setting_definitions to authenticated;
