-- Guarantees: an event reaches every endpoint that subscribes to it once its change is committed, never before,
-- always with one id and one body. A delivery is a job; its attempts are a log.

create function private.receivers(tenants uuid[]) returns table (
  client_id uuid, id uuid, priority smallint, event_types text[], readable text[], open_until timestamptz
) language plpgsql stable set search_path = '' as $$
begin
  return query
  with receiving as materialized (
    select e as endpoint, h.open_until,
      dense_rank() over (order by e.client_id, e.author_id, e.author_key, e.scopes) as rights
    from public.webhook_endpoints e
    join public.clients c on c.id = e.client_id and c.status = 'active'
    join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
    where e.client_id = any (tenants) and e.enabled
  ),
  -- Once for all endpoints of an author: it takes as long as to write a delivery.
  readable as materialized (
    select d.rights, private.types_readable_with(private.endpoint_scopes(d.endpoint)) as types
    from (select distinct on (r.rights) r.rights, r.endpoint from receiving r) d
  )
  select (r.endpoint).client_id, (r.endpoint).id, (r.endpoint).priority, (r.endpoint).event_types, a.types, r.open_until
  from receiving r join readable a on a.rights = r.rights;
end
$$;
comment on function private.receivers is
  'The endpoints that are sent events now. readable: the types that their authors may read. open_until: the breaker.';

-- In the writer's transaction, whoever writes the outbox and however many events at once.
-- Definer: no writer may read endpoints or write jobs.
create function private.fan_out() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenants constant uuid[] := array(
    select distinct n.client_id from new_events n
    where exists (select from public.webhook_endpoints e where e.client_id = n.client_id));
begin
  -- Most events have no receiver, and to insert nothing is not free: it runs the triggers of the queue.
  if tenants = '{}' then
    return null;
  end if;
  perform private.share_events(tenants);
  insert into public.job_queue (queue, type, client_id, lane, priority, payload, dedupe_key, status, scheduled_for,
    request_id, traceparent)
  select 'webhooks', 'webhook.deliver', n.client_id, r.id, r.priority,
    jsonb_build_object('event_id', n.id, 'event_type', n.type, 'endpoint_id', r.id), n.id || ':' || r.id,
    case when r.open_until > now() then 'scheduled' else 'pending' end,
    coalesce(greatest(r.open_until, now()), now()), n.request_id, n.traceparent
  from new_events n
  join private.receivers(tenants) r on r.client_id = n.client_id
  where r.id = n.recipient_id or n.recipient_id is null
    and private.subscribes(r.event_types, n.type) and private.subscribes(r.readable, n.type);
  -- A transaction may begin before an endpoint is paused or resumed and write its event afterwards. The event then gets
  -- a time on the side of the span on which it was treated.
  update private.outbox o set created_at = clock_timestamp()
  from new_events n
  where o.id = n.id and n.client_id = any (tenants) and n.created_at <= (
    select max(h.paused_or_resumed_at) from private.endpoint_health h where h.client_id = n.client_id);
  return null;
end
$$;
create trigger fan_out after insert on private.outbox referencing new table as new_events
  for each statement execute function private.fan_out();
create index job_queue_deliveries on public.job_queue (client_id, lane, created_at desc, id desc)
  where queue = 'webhooks';

-- Receivers take 20 kB. The text is the same each time, because it is signed under one id.
create function private.event_body(event private.outbox) returns text
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  data constant jsonb := case
    when octet_length(event.data::text) <= 19000 then event.data
    else jsonb_build_object('id', event.data -> 'id', 'truncated', true)
  end;
begin
  return jsonb_build_object('type', event.type, 'timestamp', event.created_at, 'data', data)::text;
end
$$;
comment on function private.event_body is
  'What is sent: {type, timestamp, data}. Data over 19,000 bytes is only {id, truncated: true}: the API has the rest.';

create table public.webhook_attempts (
  id bigint generated always as identity primary key,
  client_id uuid not null references public.clients,
  delivery_id uuid not null references public.job_queue on delete cascade,
  endpoint_id uuid not null,
  event_type text not null,
  attempt integer not null,
  succeeded boolean not null,
  status_code integer,
  duration_ms integer not null,
  error text,
  response text check (length(response) <= 1024),
  attempted_at timestamptz not null
);
comment on column public.webhook_attempts.response is 'The first kilobyte of the answer.';
create index on public.webhook_attempts (delivery_id, id);
create index on public.webhook_attempts (client_id, attempted_at);
alter table public.webhook_attempts enable row level security;

create policy "webhooks:read and the scope of the event may see attempts" on public.webhook_attempts
  for select to authenticated
  using (client_id = (select private.tenant_with('webhooks:read'))
    and private.subscribes((select private.readable_event_types()), event_type));
grant select on public.webhook_attempts to authenticated;

create view public.webhook_deliveries with (security_invoker = true) as
select j.client_id, j.id, (j.payload ->> 'event_id')::uuid as event_id, j.payload ->> 'event_type' as event_type,
  (j.payload ->> 'endpoint_id')::uuid as endpoint_id,
  case j.status when 'completed' then 'delivered' when 'dead' then 'failed' else j.status end as status,
  j.attempts as attempt_count, j.max_attempts,
  case when j.status in ('pending', 'scheduled') then j.scheduled_for end as next_attempt_at,
  j.error_message as error, j.request_id, j.created_at, j.completed_at
from public.job_queue j
where j.queue = 'webhooks' and j.type = 'webhook.deliver';
comment on view public.webhook_deliveries is
  'Jobs that send an event to an endpoint, under the policies of job_queue; see private.job_types.';
grant select on public.webhook_deliveries to authenticated;
