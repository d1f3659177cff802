-- A day means the tenant's day, wherever a request names one.

create function public.day_bounds(first_day date default null, last_day date default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  zone constant text := coalesce(
    (select c.time_zone from public.clients c where c.id = (select private.client_id())), 'UTC');
begin
  return jsonb_build_object('from', first_day::timestamp at time zone zone,
    'until', (last_day + 1)::timestamp at time zone zone);
end
$$;
comment on function public.day_bounds is
  'When first_day begins and last_day has ended in the tenant''s time zone: {from, until}, null for a null. In UTC '
  'for a caller without a tenant.';
grant execute on function public.day_bounds to authenticated;
