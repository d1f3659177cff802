-- Alerts and what they did, in the API.

-- Definer: alerts are private. Planned for each call: no index finds rows by `is not distinct from`.
create function public.list_alerts(after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.alerting_tenant('observability:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(private.alert_json(p.alert) order by (p.alert).created_at desc, (p.alert).id desc), '[]')
  into rows
  from (
    select a as alert from private.alerts a
    where (a.client_id = tenant or tenant is null and a.client_id is null)
      and private.after_cursor(a.created_at, a.id, after_time, after_id)
    order by a.created_at desc, a.id desc limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from private.alerts a
    where a.client_id = tenant or tenant is null and a.client_id is null;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_alerts is
  'The alerts after the cursor, newest first: {rows, total}. The secret key without x-client-id gets its own. Raises '
  '401, 403.';

-- Definer: see public.list_alerts.
create function public.get_alert(alert_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.alerting_tenant('observability:read');
  alert private.alerts;
begin
  select * into alert from private.alerts a where a.id = alert_id and a.client_id is not distinct from tenant;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Alert not found');
  end if;
  return private.alert_json(alert);
end
$$;
comment on function public.get_alert is 'An alert with its state. Raises 401, 403, 404.';

-- Definer: see public.list_alerts.
create function public.list_alert_history(alert_id uuid, after_id bigint default null, page_size integer default 20,
  with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  known constant jsonb := public.get_alert(alert_id);
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'at', p.at, 'from', p.from_state, 'to', p.to_state,
    'value', p.value, 'notified', p.told) order by p.id desc), '[]') into rows
  from (
    select * from private.alert_history h
    where h.alert_id = list_alert_history.alert_id and h.id < coalesce(after_id, 9223372036854775807)
    order by h.id desc limit private.page_limit(page_size)
  ) p
  where known is not null;
  if with_total then
    select count(*) into total from private.alert_history h where h.alert_id = list_alert_history.alert_id;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_alert_history is
  'The changes of an alert''s state, newest first: {rows: [{id, at, from, to, value, notified}], total}. Raises 401, '
  '403, 404.';
grant execute on function public.list_alerts, public.get_alert, public.list_alert_history to authenticated;
