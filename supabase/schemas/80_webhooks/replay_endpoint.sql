-- Replaying past events to an endpoint, parked ones among them.

create function private.release_parked(endpoint public.webhook_endpoints, from_time timestamptz, to_time timestamptz,
  types text[]) returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  released bigint;
begin
  with events as (
    select o.id from private.outbox o
    where o.client_id = endpoint.client_id and o.created_at >= from_time and o.created_at < to_time
  )
  update public.job_queue j set status = 'pending', scheduled_for = now(), attempts = 0, error_message = null
  where j.client_id = endpoint.client_id and j.queue = 'webhooks' and j.lane = endpoint.id and j.phase = 'parked'
    and (j.payload ->> 'event_id')::uuid in (select id from events)
    and private.subscribes(types, j.payload ->> 'event_type');
  get diagnostics released = row_count;
  perform private.ring('webhooks') where released > 0;
  return released;
end
$$;
comment on function private.release_parked is 'Sends deliveries that were waiting when the endpoint was paused.';

create function private.replayable_types(endpoint public.webhook_endpoints, wanted text[]) returns text[]
language plpgsql stable set search_path = '' as $$
declare
  readable constant text[] := private.readable_event_types();
begin
  return case
    when wanted is not null and '*' <> all (wanted) then wanted
    when private.types_readable_with(private.endpoint_scopes(endpoint)) <@ readable then '{*}'
    else readable
  end;
end
$$;
comment on function private.replayable_types is
  'The types that the caller wants, otherwise those they may read: "*" if these are all that the endpoint gets.';

create function private.past_deliveries(endpoint public.webhook_endpoints)
returns table (event_id uuid, delivered boolean, waiting boolean)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return query
  select (j.payload ->> 'event_id')::uuid, bool_or(j.status = 'completed'),
    bool_or(j.phase in ('scheduled', 'active', 'parked'))
  from public.job_queue j
  where j.client_id = endpoint.client_id and j.queue = 'webhooks' and j.lane = endpoint.id
  group by 1;
end
$$;
comment on function private.past_deliveries is 'By event: whether it was ever delivered, and whether it waits.';

create function private.enqueue_past_events(endpoint public.webhook_endpoints, from_time timestamptz,
  to_time timestamptz, types text[], only_failed boolean) returns bigint
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  sendable constant text[] := private.types_readable_with(private.endpoint_scopes(endpoint));
  added bigint;
begin
  with parked as materialized (
    select p.id from private.parked_events(endpoint, types, from_time => enqueue_past_events.from_time,
      to_time => enqueue_past_events.to_time) p
  )
  insert into public.job_queue (id, queue, type, client_id, lane, priority, payload, dedupe_key)
  select case when d.event_id is null then private.parked_id(o.id, endpoint.id) else private.uuidv7() end,
    'webhooks', 'webhook.deliver', endpoint.client_id, endpoint.id, endpoint.priority,
    jsonb_build_object('event_id', o.id, 'event_type', o.type, 'endpoint_id', endpoint.id), o.id || ':' || endpoint.id
  from private.outbox o
  left join private.past_deliveries(endpoint) d on d.event_id = o.id
  where o.client_id = endpoint.client_id and o.created_at >= from_time and o.created_at < to_time
    and private.subscribes(types, o.type)
    and (o.recipient_id = endpoint.id or o.recipient_id is null
      and private.subscribes(endpoint.event_types, o.type) and private.subscribes(sendable, o.type))
    -- Not left to the dedupe key: a delivery that ends at this moment has given it back by the time it is asked.
    and d.waiting is not true
    and (not only_failed or not d.delivered or o.id in (select id from parked))
  order by o.created_at, o.id
  on conflict do nothing;
  get diagnostics added = row_count;
  return added;
end
$$;

create function private.end_spans(endpoint public.webhook_endpoints, from_time timestamptz, to_time timestamptz,
  types text[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with cut as (
    delete from private.parked_spans s
    where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id
      and s.starts_at < to_time and s.ends_at > from_time
    returning s.*
  )
  insert into private.parked_spans (client_id, endpoint_id, starts_at, ends_at, sent_types, sent_ids)
  select c.client_id, c.endpoint_id, p.starts_at, p.ends_at, p.sent_types, c.sent_ids
  from cut c
  cross join lateral (values
    (c.starts_at, from_time, c.sent_types),
    (greatest(c.starts_at, from_time), least(c.ends_at, to_time),
      array(select distinct t from unnest(c.sent_types || types) t)),
    (to_time, c.ends_at, c.sent_types)
  ) p (starts_at, ends_at, sent_types)
  where p.starts_at < p.ends_at and '*' <> all (p.sent_types);
  if (
    select count(*) from private.parked_spans s
    where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id) > 200 then
    perform private.fail(409, 'CONFLICT',
      'The endpoint''s parked events lie in 200 separate spans: replay a longer time, which joins them');
  end if;
end
$$;
comment on function private.end_spans is
  'Events of these types in this time are no longer parked. "*" stands for all types.';

-- Definer: callers may not write events and jobs by hand.
create function public.replay_webhook_endpoint(
  endpoint_id uuid, from_time timestamptz, to_time timestamptz, event_types text[] default null,
    only_failed boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  earlier constant jsonb := private.replay('replay_webhook_endpoint', private.fingerprint(
    jsonb_build_array(endpoint_id, from_time, to_time, event_types, only_failed)));
  types constant text[] := private.replayable_types(endpoint, event_types);
  replayed bigint;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_event_types(event_types);
  perform private.require_enabled(endpoint);
  replayed := private.release_parked(endpoint, from_time, to_time, types)
    + private.enqueue_past_events(endpoint, from_time, to_time, types, only_failed);
  perform private.end_spans(endpoint, from_time, to_time, types);
  perform private.record_action(tenant, 'webhook_endpoints', endpoint.id, 'replayed', jsonb_build_object(
    'from', from_time, 'to', to_time, 'event_types', event_types, 'only_failed', only_failed, 'replayed', replayed));
  return private.remember('replay_webhook_endpoint', jsonb_build_object('status', 202,
    'body', jsonb_build_object('replayed', replayed)));
end
$$;
comment on function public.replay_webhook_endpoint is
  'Sends the events of a time again, parked ones among them, except those that already wait to be sent. only_failed: '
  'only events that never arrived. {status, body: {replayed: how many}, replayed?}. Raises 401, 403, 404, 409 '
  'ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.replay_webhook_endpoint to authenticated;
