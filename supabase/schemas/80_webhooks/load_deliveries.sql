-- Tells the worker what to do with the deliveries it has claimed.

-- Definer: the service role has no rights in private, and only it reads ciphertext.
-- The planner settings force index probes: the sets are small and their statistics say nothing.
create function public.load_deliveries(deliveries jsonb) returns json
language plpgsql volatile security definer set search_path = ''
set enable_seqscan = off set jit = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  probed constant uuid[] := private.take_probes(deliveries);
  loaded json;
begin
  with wanted as materialized (
    select d.id, d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id,
      (d.payload ->> 'event_id')::uuid as event_id,
      row_number() over (partition by d.payload ->> 'endpoint_id' order by d.created_at, d.id) as place
    from jsonb_to_recordset(deliveries) as d (id uuid, client_id uuid, payload jsonb, created_at timestamptz)
  ), events as materialized (
    select o.*
    from (select distinct w.client_id, w.event_id from wanted w) w
    cross join lateral (
      select o.client_id, o.id, o.type, o.recipient_id, private.event_body(o) as body
      from private.outbox o where o.id = w.event_id
        and o.client_id = w.client_id limit 1
    ) o
  ), endpoints as materialized (
    select e.*
    from (select distinct w.client_id, w.endpoint_id from wanted w) w
    cross join lateral (
      select e.client_id, e.id, e.enabled and c.status = 'active' as enabled, e.url, h.open_until,
        private.types_readable_with(private.endpoint_scopes(e)) as readable,
        private.valid_secrets(e.client_id, 'webhook_endpoint', e.id) as secrets
      from public.webhook_endpoints e
      join public.clients c on c.id = e.client_id
      left join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
      where e.client_id = w.client_id and e.id = w.endpoint_id limit 1
    ) e
  )
  select json_build_object(
    'deliveries', (
      select coalesce(json_agg(case
        when v.id is null or e.id is null
          then json_build_object('id', w.id, 'action', 'reject', 'error',
            'The endpoint or the event no longer exists')
        when v.recipient_id is null and not private.subscribes(e.readable, v.type)
          then json_build_object('id', w.id, 'action', 'reject', 'error',
            format('The endpoint''s author may not read %s events', v.type))
        when not e.enabled then json_build_object('id', w.id, 'action', 'park')
        when e.open_until is null then json_build_object('id', w.id, 'action', 'send', 'probe', false)
        when w.place = 1 and e.id = any (probed) then json_build_object('id', w.id, 'action', 'send', 'probe', true)
        else json_build_object('id', w.id, 'action', 'postpone', 'retry_after',
          greatest(extract(epoch from e.open_until - now()), 1) + random())
      end), '[]')
      from wanted w
      left join events v on v.client_id = w.client_id and v.id = w.event_id
      left join endpoints e on e.client_id = w.client_id and e.id = w.endpoint_id),
    'events', (select coalesce(json_object_agg(v.id, v.body), '{}') from events v),
    'endpoints', (select coalesce(json_object_agg(e.id, json_build_object('url', e.url, 'secrets', e.secrets)), '{}')
      from endpoints e where e.enabled))
  into loaded;
  return loaded;
end
$$;
comment on function public.load_deliveries is
  'Takes jobs [{id, client_id, payload, created_at}] and returns {deliveries: [{id, action, …}], events: {id: body}, '
  'endpoints: {id: {url, secrets}}}. Actions: send {probe}; postpone {retry_after} while the breaker is open; park '
  'while the endpoint is disabled or its tenant suspended; reject {error} if the endpoint or event is gone or its '
  'author may not read the event.';
revoke execute on function public.load_deliveries from public, anon, authenticated;
grant execute on function public.load_deliveries to service_role;
