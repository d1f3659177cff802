-- Reading the events that are parked for an endpoint.

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is created.
create function private.parked_id(event_id uuid, endpoint_id uuid) returns uuid
language sql immutable parallel safe
return (left(event_id::text, 24) || lpad(to_hex(('x' || right(event_id::text, 12))::bit(48)::bigint
  # ('x' || right(endpoint_id::text, 12))::bit(48)::bigint), 12, '0'))::uuid;
comment on function private.parked_id is
  'The id of a parked delivery, which has no row: the event''s id, with its last 48 bits xor-ed with the endpoint''s. '
  'Together with the endpoint it leads back to the event, and it sorts like the event''s id.';

create function private.parked_json(event private.outbox, endpoint_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', private.parked_id(event.id, endpoint_id), 'event_id', event.id, 'event_type',
    event.type, 'endpoint_id', endpoint_id, 'status', 'parked', 'attempt_count', 0, 'max_attempts', 8,
    'next_attempt_at', null, 'error', null, 'request_id', event.request_id, 'created_at', event.created_at,
    'completed_at', null)
$$;
comment on function private.parked_json is 'A parked event as a delivery.';

-- Planned for each call, because the arguments decide how much of the outbox is read. The jobs are looked for by lane
-- too, so that no index that the planner may take reads more than those of the endpoint. Without JIT: it is called once
-- for each endpoint, and compiling took 30 ms each time that the estimate was high.
create function private.parked_events(
  endpoint public.webhook_endpoints, readable text[] default '{*}', wanted text default null,
  from_time timestamptz default '-infinity', to_time timestamptz default 'infinity',
  after_time timestamptz default null, after_id uuid default null, at_most bigint default null
) returns setof private.outbox
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' set jit = off as $$
declare
  sendable constant text[] := private.types_readable_with(private.endpoint_scopes(endpoint));
begin
  return query
  select o.* from private.parked_spans s
  cross join lateral (
    select e.* from private.outbox e
    where e.client_id = endpoint.client_id
      and e.created_at >= greatest(s.starts_at, from_time) and e.created_at < least(s.ends_at, to_time)
      and e.created_at <= coalesce(after_time, 'infinity')
      and e.recipient_id is null and (wanted is null or e.type = wanted)
      and private.subscribes(endpoint.event_types, e.type) and private.subscribes(sendable, e.type)
      and private.subscribes(readable, e.type) and not private.subscribes(s.sent_types, e.type)
      and e.id <> all (s.sent_ids)
      and private.after_cursor(e.created_at, private.parked_id(e.id, endpoint.id), after_time, after_id)
      and not exists (
        select from public.job_queue j
        where j.queue = 'webhooks' and j.client_id = endpoint.client_id and j.lane = endpoint.id
          and j.dedupe_key = e.id || ':' || endpoint.id
          and coalesce(j.client_id, '00000000-0000-0000-0000-000000000000') = e.client_id
          and j.phase in ('active', 'scheduled', 'parked'))
    order by e.created_at desc, e.id desc
    limit at_most
  ) o
  where s.client_id = endpoint.client_id and s.endpoint_id = endpoint.id
  order by o.created_at desc, o.id desc
  limit at_most;
end
$$;
comment on function private.parked_events is
  'Events that are parked for the endpoint, newest first, of types in readable, or of the wanted type only.';

create function private.endpoints_with_spans(tenant uuid, endpoint_id uuid) returns setof public.webhook_endpoints
language sql stable set search_path = '' rows 10 as $$
  select e.* from public.webhook_endpoints e
  where e.client_id = tenant and (endpoints_with_spans.endpoint_id is null or e.id = endpoints_with_spans.endpoint_id)
    and e.id = any (array(select s.endpoint_id from private.parked_spans s where s.client_id = tenant))
$$;
comment on function private.endpoints_with_spans is
  'The tenant''s endpoints, or one of them, for which events may be parked.';

-- Definer: callers cannot read the outbox.
create function private.parked_page(
  endpoint_id uuid, event_type text, after_time timestamptz, after_id uuid, page_size integer
) returns table (created_at timestamptz, id uuid, delivery jsonb)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.tenant_with('webhooks:read');
  readable constant text[] := private.readable_event_types();
begin
  return query
  select o.created_at, private.parked_id(o.id, e.id), private.parked_json(o, e.id)
  from private.endpoints_with_spans(tenant, endpoint_id) e
  cross join lateral private.parked_events(e, readable, event_type, after_time => parked_page.after_time,
    after_id => parked_page.after_id, at_most => private.page_limit(page_size)) o
  order by 1 desc, 2 desc
  limit private.page_limit(page_size);
end
$$;
comment on function private.parked_page is
  'The parked deliveries that the caller may see after a cursor, newest first.';

-- Definer: see private.parked_page.
create function private.count_parked(endpoint_id uuid, event_type text) returns bigint
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select count(*) from private.endpoints_with_spans(private.tenant_with('webhooks:read'), endpoint_id) e
    cross join lateral private.parked_events(e, private.readable_event_types(), event_type) o);
end
$$;

-- Definer: see private.parked_page.
create function private.parked_delivery(delivery_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.parked_json(o, e.id) || '{"attempts": []}'
    from public.webhook_endpoints e
    join private.outbox event on event.id = private.parked_id(delivery_id, e.id) and event.client_id = e.client_id
    cross join lateral private.parked_events(e, private.readable_event_types(), event.type, event.created_at,
      event.created_at + interval '1 microsecond') o
    where e.client_id = private.tenant_with('webhooks:read') and o.id = event.id);
end
$$;
comment on function private.parked_delivery is 'A parked delivery that the caller may see, with its attempts: none.';

-- Definer: see private.parked_page.
create function private.parked_summary(endpoint public.webhook_endpoints) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('parked', least(p.events + p.jobs, 1000), 'parked_dropped',
      coalesce(h.parked_dropped, 0))
    from (
      select (select count(*) from private.parked_events(endpoint, at_most => 1000)) as events, (
        select count(*) from (
          select from public.job_queue j
          where j.queue = 'webhooks' and j.client_id = endpoint.client_id and j.lane = endpoint.id
            and j.phase = 'parked' limit 1000) j) as jobs
    ) p
    left join private.endpoint_health h on h.client_id = endpoint.client_id and h.endpoint_id = endpoint.id);
end
$$;
comment on function private.parked_summary is
  '{parked, parked_dropped}: deliveries that wait for a replay, counted up to 1,000, and those that became too old.';
grant execute on function private.parked_page, private.count_parked, private.parked_delivery, private.parked_summary
  to authenticated;
