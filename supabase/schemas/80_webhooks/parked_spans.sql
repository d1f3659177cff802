-- Guarantees: an event for an endpoint that is paused costs no row. The endpoint keeps its place in the outbox, from
-- which a replay makes deliveries.

create table private.parked_spans (
  client_id uuid not null,
  endpoint_id uuid not null,
  id bigint generated always as identity,
  starts_at timestamptz not null,
  ends_at timestamptz,
  sent_types text[] not null default '{}' check (cardinality(sent_types) <= 200),
  sent_ids uuid[] not null default '{}' check (cardinality(sent_ids) <= 1000),
  primary key (client_id, endpoint_id, id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
);
comment on table private.parked_spans is
  'Times in which an endpoint or its tenant was paused. The events of a span are parked until they are replayed or '
  'become too old.';
comment on column private.parked_spans.ends_at is 'Null while the endpoint is paused.';
comment on column private.parked_spans.sent_types is 'Event types of the span that were replayed.';
comment on column private.parked_spans.sent_ids is 'Events of the span that were sent one by one.';
alter table private.parked_spans enable row level security;

-- Writers of events share the lock until they commit; pausing and resuming wait for them. So an event is either in a
-- span or has a delivery.
create function private.lock_events(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtext('events'), hashtext(tenant::text))
$$;

create function private.share_events(tenants uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- More locks might not fit. An event for so many tenants is the operator's, like an incident.
  if cardinality(tenants) <= 100 then
    perform pg_advisory_xact_lock_shared(hashtext('events'), hashtext(t::text)) from unnest(tenants) t order by t;
  end if;
end
$$;

create function private.pause_endpoints(tenant uuid, endpoint_ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_events(tenant);
  insert into private.parked_spans (client_id, endpoint_id, starts_at)
  select tenant, i, clock_timestamp() from unnest(endpoint_ids) i
  where not exists (
    select from private.parked_spans s where s.client_id = tenant and s.endpoint_id = i and s.ends_at is null);
  update private.endpoint_health h set paused_or_resumed_at = clock_timestamp()
  where h.client_id = tenant and h.endpoint_id = any (endpoint_ids);
  -- Jobs that a worker has at this moment are skipped: it asks before each attempt.
  update public.job_queue j set status = 'parked'
  where j.id = any (array(
    select w.id from public.job_queue w
    where w.queue = 'webhooks' and w.client_id = tenant and w.lane = any (endpoint_ids)
      and w.phase in ('active', 'scheduled') and w.status <> 'running'
    for update skip locked));
end
$$;
comment on function private.pause_endpoints is 'From now on the endpoints'' events are parked; waiting deliveries too.';

create function private.resume_endpoints(tenant uuid, endpoint_ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_events(tenant);
  update private.parked_spans s set ends_at = clock_timestamp()
  where s.client_id = tenant and s.endpoint_id = any (endpoint_ids) and s.ends_at is null;
  update private.endpoint_health h
  set failures = 0, failing_since = null, open_until = null, pause_seconds = 60,
    paused_or_resumed_at = clock_timestamp()
  where h.client_id = tenant and h.endpoint_id = any (endpoint_ids);
end
$$;
comment on function private.resume_endpoints is
  'From now on events are sent again, with a closed breaker. What was parked waits for a replay.';
