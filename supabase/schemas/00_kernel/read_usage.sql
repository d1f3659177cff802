create function private.used_limits(tenant uuid) returns table (key text, unit text, used bigint)
language sql stable set search_path = '' as $$
  select b.key, b.unit, private.budget_used(tenant, b.budget) from private.budgets b
  union all
  select l.key, 'rows', private.most_counted(l, tenant) from private.counted_limits l
$$;
comment on function private.used_limits is
  'What the tenant stores. A limit for each parent counts the parent that is nearest to it.';

-- Definer: callers may not read marks. The secret key names the tenant in x-client-id.
create function public.list_usage() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.acting_tenant('settings:read');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('limit', u.key, 'used', u.used,
      'maximum', private.setting(tenant, u.key),
      'unit', u.unit) order by u.key), '[]')
    from (
      select l.key, l.unit, l.used from private.used_limits(tenant) l
      union all
      select 'limits.cpu_ms_per_minute', 'ms', private.time_used(tenant)
    ) u);
end
$$;
comment on function public.list_usage is
  'What the tenant uses of its limits: [{limit, used, maximum, unit}]. A limit for each parent shows the parent that '
  'is nearest to it. Raises 400, 401, 403, 404.';
grant execute on function public.list_usage to authenticated;
