-- Definer: callers may not write events and jobs by hand.
create function public.replay_webhook_endpoint(
  endpoint_id uuid, from_time timestamptz, to_time timestamptz, event_types text[] default null,
    only_failed boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  content constant bytea := private.fingerprint(
    jsonb_build_array(endpoint_id, from_time, to_time, event_types, only_failed));
  earlier constant jsonb := private.replay('replay_webhook_endpoint', content);
  readable constant text[] := private.readable_event_types();
  sendable constant text[] := private.types_readable_with(private.endpoint_scopes(endpoint));
  released bigint;
  added bigint;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_event_types(event_types);
  perform private.require_enabled(endpoint);

  with events as (
    select o.id from private.outbox o
    where o.client_id = tenant and o.created_at >= from_time and o.created_at < to_time
  )
  update public.job_queue j set status = 'pending', scheduled_for = now(), attempts = 0, error_message = null
  where j.client_id = tenant and j.queue = 'webhooks' and j.lane = endpoint.id and j.phase = 'parked'
    and (j.payload ->> 'event_id')::uuid in (select id from events)
    and (event_types is null or private.subscribes(event_types, j.payload ->> 'event_type'))
    and private.subscribes(readable, j.payload ->> 'event_type');
  get diagnostics released = row_count;

  insert into public.job_queue (queue, type, client_id, lane, payload, dedupe_key)
  select 'webhooks', 'webhook.deliver', tenant, endpoint.id,
    jsonb_build_object('event_id', o.id, 'event_type', o.type, 'endpoint_id', endpoint.id), o.id || ':' || endpoint.id
  from private.outbox o
  left join (
    select j.payload ->> 'event_id' as event_id, bool_or(j.status = 'completed') as delivered,
      bool_or(j.phase in ('scheduled', 'active', 'parked')) as waiting
    from public.job_queue j
    where j.client_id = tenant and j.queue = 'webhooks' and j.lane = endpoint.id
    group by 1
  ) d on d.event_id = o.id::text
  where o.client_id = tenant and o.created_at >= from_time and o.created_at < to_time
    and (o.recipient_id is null or o.recipient_id = endpoint.id)
    and private.subscribes(coalesce(replay_webhook_endpoint.event_types, '{*}'), o.type)
    and private.subscribes(readable, o.type)
    and (private.subscribes(endpoint.event_types, o.type) and private.subscribes(sendable, o.type)
      or o.recipient_id = endpoint.id)
    -- Not left to the dedupe key: a delivery that ends at this moment has given it back by the time it is asked.
    and d.waiting is not true
    and (not only_failed or not d.delivered)
  order by o.created_at, o.id
  on conflict do nothing;
  get diagnostics added = row_count;
  perform private.ring('webhooks') where released > 0;
  return private.remember('replay_webhook_endpoint', jsonb_build_object('status', 202,
    'body', jsonb_build_object('replayed', released + added)));
end
$$;
comment on function public.replay_webhook_endpoint is
  'Sends the events from a time until before another again, parked ones among them, except those that wait to be '
  'sent anyway; only_failed: those that '
  'never got there. {status, body: {replayed: how many}, replayed?}. Raises 401, 403, 404, 409 ENDPOINT_DISABLED or '
  'IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.replay_webhook_endpoint to authenticated;
