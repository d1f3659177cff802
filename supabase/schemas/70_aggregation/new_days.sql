-- Which tenants began a new day since the last run.

create function private.tenants_of_a_new_day(tenant uuid, previous timestamptz, at timestamptz) returns uuid[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select c.id from public.clients c
    where (tenants_of_a_new_day.tenant is null or c.id = tenants_of_a_new_day.tenant)
      and (previous at time zone c.time_zone)::date is distinct from (at at time zone c.time_zone)::date);
end
$$;
comment on function private.tenants_of_a_new_day is
  'Tenants in which a new day has begun since previous, or all if previous is null. Only this tenant if one is given.';
