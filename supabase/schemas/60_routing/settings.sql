-- A tenant's weights for the terms of a score, and how long a decision holds a slot.

create type private.routing_settings as (
  success_weight numeric, priority_weight numeric, load_weight numeric, handling_weight numeric,
  capability_weight numeric, lease_minutes smallint
);

create function private.routing_settings(tenant uuid) returns private.routing_settings
language plpgsql stable set search_path = '' as $$
declare
  settings private.routing_settings;
begin
  select
    max(w.value) filter (where w.key = 'routing.weight_success_rate'),
    max(w.value) filter (where w.key = 'routing.weight_priority'),
    max(w.value) filter (where w.key = 'routing.weight_load'),
    max(w.value) filter (where w.key = 'routing.weight_handling_time'),
    max(w.value) filter (where w.key = 'routing.weight_capability'),
    max(w.value) filter (where w.key = 'routing.lease_minutes')
  into settings
  from (
    select d.key, round(coalesce(s.value, d.default_value)::numeric, 4) as value
    from private.setting_definitions d
    left join public.settings s on s.client_id = tenant and s.key = d.key
    where d.key like 'routing.weight\_%' or d.key = 'routing.lease_minutes'
  ) w;
  return settings;
end
$$;
comment on function private.routing_settings is
  'The tenant''s weights for the terms of a score, and the minutes for which a decision holds a slot.';
