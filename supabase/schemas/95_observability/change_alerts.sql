-- Alerts in the API.

create function private.alerting_tenant(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  if private.is_operator() then
    return private.request_header('x-client-id')::uuid;
  end if;
  return private.authorize(scope);
end
$$;
comment on function private.alerting_tenant is
  'Whose alerts the caller means: the secret key without x-client-id its own, which are null. Raises 401, 403.';

create function private.require_alert(tenant uuid, metric text, filter jsonb) returns void
language plpgsql volatile set search_path = '' as $$
declare
  known private.alert_metrics;
  unknown text;
begin
  select * into known from private.alert_metrics m where m.metric = require_alert.metric;
  if not found or known.operator_only and tenant is not null then
    perform private.invalid('metric', 'unknown_value', format('must be one of %s', (
      select string_agg(m.metric, ', ' order by m.metric) from private.alert_metrics m
      where not m.operator_only or tenant is null)));
  end if;
  if jsonb_typeof(filter) is distinct from 'object' then
    perform private.invalid('filter', 'invalid_type', 'must be an object');
  end if;
  select k into unknown from jsonb_object_keys(filter) k where k <> all (known.filters) limit 1;
  if found then
    perform private.invalid('filter', 'unrecognized_keys', format('%s has no filter %s', metric, left(unknown, 50)));
  end if;
end
$$;

create function private.alert_of(tenant uuid, alert_id uuid) returns private.alerts
language plpgsql volatile set search_path = '' as $$
declare
  alert private.alerts;
begin
  select * into alert from private.alerts a
  where a.id = alert_id and a.client_id is not distinct from tenant for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Alert not found');
  end if;
  return alert;
end
$$;

create function private.record_alert(action text, before private.alerts, after private.alerts) returns void
language sql volatile set search_path = '' as $$
  select private.record_changes('alerts', action,
    array[case when (before).id is not null then private.alert_definition(before) end],
    array[case when (after).id is not null then private.alert_definition(after) end])
  where coalesce((after).client_id, (before).client_id) is not null
$$;

-- Definer: alerts are private.
create function public.put_alert(definition jsonb, alert_id uuid default null, if_match integer default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.alerting_tenant('alerts:write');
  request constant bytea := private.fingerprint(definition);
  before private.alerts;
  alert private.alerts;
  answer jsonb;
begin
  if alert_id is null then
    answer := case when tenant is not null and not private.is_operator()
      then private.replay('create_alert', request) end;
    if answer is not null then
      return answer;
    end if;
  else
    before := private.alert_of(tenant, alert_id);
    perform private.require_version(before.version, if_match);
  end if;
  perform private.require_alert(tenant, definition ->> 'metric', definition -> 'filter');
  alert := private.write_alert(tenant, coalesce(alert_id, gen_random_uuid()), definition);
  perform private.record_alert(case when alert_id is null then 'insert' else 'update' end, before, alert);
  answer := jsonb_build_object('status', case when alert_id is null then 201 else 200 end, 'body',
    private.alert_json(alert));
  return case when alert_id is null and not private.is_operator() then private.remember('create_alert', answer)
    else answer end;
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_alert is
  'Creates an alert, or with an id replaces one, whose state then begins anew: {status, body, replayed?}. Raises 401, '
  '403, 404, 409, 412, 422.';

-- Definer: see public.put_alert.
create function public.delete_alert(alert_id uuid, if_match integer default null) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  alert constant private.alerts := private.alert_of(private.alerting_tenant('alerts:write'), alert_id);
begin
  perform private.require_version(alert.version, if_match);
  delete from private.alerts a where a.id = alert_id;
  perform private.record_alert('delete', alert, null);
end
$$;
comment on function public.delete_alert is 'Deletes an alert with its history. Raises 401, 403, 404, 412.';
grant execute on function public.put_alert, public.delete_alert to authenticated;
