-- Guarantees: an inbound event takes effect once, however often it is sent.

create table public.inbound_events (
  id uuid primary key default gen_random_uuid(),
  client_id uuid references public.clients,
  source text not null check (source in ('stripe', 'resend', 'sendgrid') or source ~ '^[0-9a-f-]{36}$'),
  event_id text not null check (length(event_id) between 1 and 255),
  type text not null check (type ~ '^[^[:space:][:cntrl:]*"\\]+$' and length(type) <= 200),
  payload jsonb not null,
  request_id text default left(private.request_header('x-request-id'), 200),
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  constraint inbound_events_once unique (source, event_id),
  check ((source in ('stripe', 'resend', 'sendgrid')) = (client_id is null))
);
comment on column public.inbound_events.client_id is 'Null for events of the operator, which no tenant sees.';
create index on public.inbound_events (client_id, received_at desc);
alter table public.inbound_events enable row level security;

create policy "webhooks:read may see inbound events" on public.inbound_events
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select on public.inbound_events to authenticated;

-- Definer: only the service role reads ciphertext. Senders have no token, so the source's id identifies the tenant.
create function public.inbound_source(source_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  source jsonb;
begin
  select private.source_json(s) || jsonb_build_object('client_id', s.client_id,
    'max_bytes', least(s.max_bytes, private.setting(s.client_id, 'limits.inbound_bytes')::integer),
    'secrets', coalesce(private.valid_secrets(s.client_id, 'webhook_source', s.id)::jsonb, '[]'),
    'limits', coalesce(private.rate_limits(s.client_id), '{}')) into source
  from public.webhook_sources s join public.clients c on c.id = s.client_id and c.status = 'active'
  where s.id = inbound_source.source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
comment on function public.inbound_source is
  'What is needed to verify and read inbound events: the source with {client_id, secrets: [{key_id, ciphertext}], '
  'limits}. limits holds the rates that the operator has set. Raises 404.';
revoke execute on function public.inbound_source from public, anon, authenticated;
grant execute on function public.inbound_source to service_role;

-- Takes the body as text, because JSON would round its numbers on the way. In order of event_id, so that two requests
-- with the same events wait for each other instead of deadlocking.
-- Definer: see inbound_source.
create function public.receive_inbound_events(source text, body text, events jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  sent constant jsonb := body::jsonb;
  tenant uuid;
  received jsonb;
begin
  if source not in ('stripe', 'resend', 'sendgrid') then
    select s.client_id into tenant from public.webhook_sources s where s.id = source::uuid for key share;
    if not found then
      perform private.fail(404, 'NOT_FOUND', 'There is no such source');
    end if;
  end if;
  with stored as (
    insert into public.inbound_events (client_id, source, event_id, type, payload)
    select tenant, receive_inbound_events.source, e.value ->> 'event_id', e.value ->> 'type',
      case jsonb_typeof(sent) when 'array' then sent -> (e.place - 1)::integer else sent end
    from jsonb_array_elements(events) with ordinality as e (value, place)
    order by e.value ->> 'event_id', e.place
    on conflict on constraint inbound_events_once do nothing
    returning id
  )
  select jsonb_agg(s.id) into received from stored s;
  if received is not null then
    perform private.enqueue_job('jobs', 'inbound.apply', jsonb_build_object('inbound_event_ids', received), tenant);
  end if;
  return jsonb_build_object('received', received is not null);
end
$$;
comment on function public.receive_inbound_events is
  'Stores verified events [{event_id, type}], whose payloads are the elements of body or body itself, and enqueues the '
  'job that applies them: {received}. received is false if each (source, event_id) is already stored. Raises 404.';
revoke execute on function public.receive_inbound_events from public, anon, authenticated;
grant execute on function public.receive_inbound_events to service_role;

create function private.apply_inbound_events(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  applied public.inbound_events[];
begin
  with applied_now as (
    update public.inbound_events e set applied_at = clock_timestamp()
    from unnest(jobs) j cross join jsonb_array_elements_text(j.payload -> 'inbound_event_ids') i (id)
    where j.status = 'completed' and e.id = i.id::uuid and e.applied_at is null
    returning e.*
  )
  select array_agg(a::public.inbound_events) into applied from applied_now a where a.client_id is not null;
  insert into private.outbox (client_id, type, data, request_id, traceparent)
  select a.client_id, 'inbound.' || a.type,
    jsonb_build_object('id', a.id, 'source', a.source, 'event_id', a.event_id, 'type', a.type, 'payload', a.payload),
      a.request_id, (
      select j.traceparent from unnest(jobs) j where j.payload -> 'inbound_event_ids' ? a.id::text limit 1)
  from unnest(applied) a;
  perform private.record_stripe_events(s.client_id, s.events) from (
    select o.client_id, array_agg(a) as events
    from unnest(applied) a join public.webhook_sources o on o.id::text = a.source and o.preset = 'stripe' group by 1
  ) s;
end
$$;
comment on function private.apply_inbound_events is
  'The effect of inbound.apply: emits inbound.<type> for the tenant that owns the source, and records payments that '
  'its Stripe account reports.';
