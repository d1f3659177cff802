-- The definition of an alert, apart from its state.

create function private.alert_definition(alert private.alerts) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(alert) - array['state', 'value', 'since', 'told', 'bad_minutes', 'good_minutes', 'evaluated_at']
$$;

create function private.write_alert(tenant uuid, alert_id uuid, definition jsonb) returns private.alerts
language plpgsql volatile set search_path = '' as $$
declare
  wanted constant private.alerts := jsonb_populate_record(null::private.alerts, definition);
  alert private.alerts;
begin
  insert into private.alerts as a (id, client_id, name, metric, filter, comparison, threshold, for_minutes,
    recover_threshold, channels, enabled)
  values (alert_id, tenant, wanted.name, wanted.metric, wanted.filter, wanted.comparison, wanted.threshold,
    wanted.for_minutes, wanted.recover_threshold, wanted.channels, wanted.enabled)
  on conflict on constraint alerts_pkey do update
    set name = excluded.name, metric = excluded.metric, filter = excluded.filter, comparison = excluded.comparison,
      threshold = excluded.threshold, for_minutes = excluded.for_minutes,
      recover_threshold = excluded.recover_threshold, channels = excluded.channels, enabled = excluded.enabled,
      version = a.version + 1, state = 'ok', value = null, since = now(), told = false, bad_minutes = 0,
      good_minutes = 0
  returning * into alert;
  return alert;
end
$$;
