-- The history of settings, read from the audit log.

create view public.settings_audit with (security_invoker = true) as
select a.client_id, a.id, a.record_id as key,
  nullif(a.before -> 'value', 'null') as old_value, nullif(a.after -> 'value', 'null') as new_value,
  a.actor_id as changed_by, a.key_id, a.request_id, a.occurred_at as changed_at
from public.audit_log a
where a.resource = 'settings';
comment on view public.settings_audit is
  'Each change of a setting. A null value means the default. Rows of audit_log, under its policies.';
grant select on public.settings_audit to authenticated;

-- Definer: the operator has no policy. Each call gets its own plan, because a null filter must not keep the others from
-- using their index.
create function public.list_setting_changes(
  key text default null, after_id bigint default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.acting_tenant('audit:read');
  rows jsonb;
  total bigint;
begin
  perform private.require_short(jsonb_build_object('key', key));
  select coalesce(jsonb_agg(to_jsonb(p) - 'client_id' order by p.id desc), '[]') into rows
  from (
    select * from public.settings_audit a
    where a.client_id = tenant
      and (list_setting_changes.key is null or a.key = list_setting_changes.key)
      and (after_id is null or a.id < after_id)
    order by a.id desc
    limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from public.settings_audit a
    where a.client_id = tenant and (list_setting_changes.key is null or a.key = list_setting_changes.key);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_setting_changes is
  'Changes of settings after the cursor after_id, newest first: {rows: [{id, key, old_value, new_value, changed_by, '
  'key_id, request_id, changed_at}], total}. total is null unless with_total. Raises 400, 401, 403, 404.';
grant execute on function public.list_setting_changes to authenticated;
