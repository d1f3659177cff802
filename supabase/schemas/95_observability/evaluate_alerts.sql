-- Each minute every alert looks at the minute before.

-- It is over only after as many good minutes as it needed bad ones, and five at least, so that a value that goes back
-- and forth fires once.
create function private.next_alert(alert private.alerts, value numeric, minute timestamptz) returns private.alerts
language plpgsql stable set search_path = '' as $$
declare
  sign constant integer := case alert.comparison when 'above' then 1 else -1 end;
  is_bad constant boolean := sign * value > sign * alert.threshold;
  is_good constant boolean := sign * value <= sign * coalesce(alert.recover_threshold, alert.threshold);
  judged private.alerts := alert;
begin
  judged.value := value;
  judged.evaluated_at := minute;
  judged.bad_minutes := case when is_bad then alert.bad_minutes + 1 else 0 end;
  judged.good_minutes := case when is_good then alert.good_minutes + 1 else 0 end;
  judged.told := judged.bad_minutes >= alert.for_minutes
    or alert.told and judged.good_minutes < greatest(alert.for_minutes, 5);
  judged.state := case when value is null then 'no_data' when judged.told then 'firing' when is_bad then 'pending'
    else 'ok' end;
  if value is null then
    judged.bad_minutes := 0;
    judged.told := alert.told;
  end if;
  if judged.state <> alert.state then
    judged.since := minute;
  end if;
  return judged;
end
$$;
comment on function private.next_alert is
  'The alert after a minute with this value. Without a value it is neither good nor bad.';

create function private.evaluate_alerts_of(tenants uuid[], argument jsonb) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  minute constant timestamptz := date_trunc('minute',
    coalesce((argument ->> 'at')::timestamptz, clock_timestamp()) - interval '1 minute');
  changes private.alert_history[];
begin
  with judged as (
    select a as before, private.next_alert(a, private.alert_value(a, minute), minute) as after
    from private.alerts a
    where a.enabled and (a.client_id = any (tenants) or tenants = '{}' and a.client_id is null)
      and (a.evaluated_at is null or a.evaluated_at < minute)
  ), changed as (
    update private.alerts a
    set state = (j.after).state, value = (j.after).value, since = (j.after).since, told = (j.after).told,
      bad_minutes = (j.after).bad_minutes, good_minutes = (j.after).good_minutes, evaluated_at = minute
    from judged j where a.id = (j.before).id
    returning a, (j.before).state as before_state, (j.before).told as before_told
  ), history as (
    insert into private.alert_history (client_id, alert_id, at, from_state, to_state, value, told)
    select (c.a).client_id, (c.a).id, minute, c.before_state, (c.a).state, (c.a).value, (c.a).told <> c.before_told
    from changed c where (c.a).state <> c.before_state or (c.a).told <> c.before_told
    returning *
  )
  select array_agg(h::private.alert_history) into changes from history h;
  perform private.notify_alert(a, case when a.told then 'alert.firing' else 'alert.resolved' end)
  from private.alerts a join unnest(changes) h on h.alert_id = a.id where h.told;
  return coalesce(cardinality(changes), 0);
end
$$;
comment on function private.evaluate_alerts_of is
  'Judges the alerts of the tenants, or with none the operator''s, and returns how many changed. For '
  'private.run_for_tenants.';

create function private.evaluate_alerts(at timestamptz default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  argument constant jsonb := case when at is not null then jsonb_build_object('at', at) end;
begin
  perform private.fold_errors();
  return private.evaluate_alerts_of('{}', argument) + private.run_for_tenants('evaluate_alerts', array(
    select distinct a.client_id from private.alerts a
    join public.clients c on c.id = a.client_id and c.status = 'active'
    where a.enabled), 'private.evaluate_alerts_of', argument);
end
$$;
comment on function private.evaluate_alerts is
  'Judges all alerts by the minute before. A tenant that fails delays none.';
