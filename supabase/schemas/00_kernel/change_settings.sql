-- Guarantees: several settings change together or not at all, nobody overwrites a change they have not seen, and only
-- the operator sets what is operator_only.

-- A null value restores the default.
create function private.write_setting(tenant uuid, key text, value jsonb, if_match integer) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  definition constant private.setting_definitions := private.setting_definition(key);
  written public.settings;
begin
  if definition.operator_only and not private.is_operator() then
    perform private.fail(403, 'FORBIDDEN', format('Only the operator may set %s', definition.key));
  end if;
  select * into written from public.settings s
  where s.client_id = tenant and s.key = definition.key and s.value is not distinct from write_setting.value
    and (if_match is null or s.version = if_match)
  for no key update;
  if found then
    return private.setting_json(definition, written);
  end if;
  insert into public.settings as s (client_id, key, value)
  values (tenant, definition.key, write_setting.value)
  on conflict on constraint settings_pkey do update
    set value = excluded.value, updated_by = auth.uid()
    where if_match is null or s.version = if_match
  returning * into written;
  -- What was not there is version 0, a row that was just made version 1.
  if if_match is not null and written.version is distinct from if_match + 1 then
    perform private.fail(412, 'VERSION_MISMATCH',
      format('If-Match is not the current version of setting %s; fetch it again and retry', definition.key));
  end if;
  return private.setting_json(definition, written);
end
$$;

-- Definer: see list_settings.
create function public.put_setting(key text, change jsonb, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
begin
  return private.write_setting(tenant, key, coalesce(change -> 'value', 'null'), if_match);
end
$$;
comment on function public.put_setting is
  'Sets a setting to the value of change {value} and returns it. if_match is the version that the caller read, 0 '
  'for a setting that was never set. Raises 400, 401, 403 (also for settings that only the operator may set), 404, '
  '412 VERSION_MISMATCH, 422 out of bounds.';
grant execute on function public.put_setting to authenticated;

-- Definer: see list_settings.
create function public.reset_setting(key text, if_match integer default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
begin
  return private.write_setting(tenant, key, null, if_match);
end
$$;
comment on function public.reset_setting is
  'Restores the default of a setting and returns it. Raises the same errors as put_setting.';
grant execute on function public.reset_setting to authenticated;

-- The problems of changes {key: value}, in the order of the keys.
create function private.change_problems(changes jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('path', p.key, 'code', p.code, 'message', p.message) order by p.key)
  from (
    select c.key,
      case when d.key is null then 'unknown_key' when d.operator_only and not private.is_operator() then 'operator_only'
        else 'out_of_bounds' end as code,
      case when d.key is null then 'there is no such setting'
        when d.operator_only and not private.is_operator() then 'only the operator may set it'
        when c.value <> 'null' then private.setting_problem(d, c.value) end as message
    from jsonb_each(changes) c
    left join private.setting_definitions d on d.key = c.key
  ) p
  where p.message is not null
$$;

-- Definer: see list_settings. It writes in the order of the keys so that concurrent changes do not deadlock.
create function public.patch_settings(changes jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:write');
  problems jsonb;
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    perform private.fail(422, 'VALIDATION_ERROR', 'changes must be an object {key: value, …}');
  end if;
  problems := private.change_problems(changes);
  if problems is not null then
    perform private.fail(422, 'VALIDATION_ERROR',
      format('Nothing was changed: %s %s', problems -> 0 ->> 'path', problems -> 0 ->> 'message'),
      jsonb_build_object('details', problems));
  end if;
  insert into public.settings as s (client_id, key, value)
  select tenant, c.key, nullif(c.value, 'null') from jsonb_each(changes) c order by c.key
  on conflict on constraint settings_pkey do update set value = excluded.value, updated_by = auth.uid()
    where s.value is distinct from excluded.value;
  return private.settings_json(tenant, array(select jsonb_object_keys(changes)));
end
$$;
comment on function public.patch_settings is
  'Sets several settings, all or none, and returns them. A null restores the default. Raises 400, 401, 403, 404, '
  'and 422 with one detail per bad key (unknown_key, operator_only, out_of_bounds).';
grant execute on function public.patch_settings to authenticated;
