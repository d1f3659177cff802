-- How an endpoint does: its failures, its breaker, and what follows for its waiting deliveries.

-- How an endpoint does; apart from it because it changes by itself and often.
create table private.endpoint_health (
  client_id uuid not null,
  endpoint_id uuid not null,
  failures integer not null default 0,
  failing_since timestamptz,
  open_until timestamptz,
  pause_seconds integer not null default 60,
  slow_attempts integer not null default 0,
  paused_or_resumed_at timestamptz not null default '-infinity',
  parked_dropped bigint not null default 0,
  primary key (client_id, endpoint_id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
) with (fillfactor = 50);
alter table private.endpoint_health enable row level security;
comment on column private.endpoint_health.failures is 'Failed attempts since the last that succeeded.';
comment on column private.endpoint_health.open_until is
  'The breaker: until then nothing is sent, then one attempt, which moves it by half a minute so that it stays the '
  'only one. Null: closed.';
comment on column private.endpoint_health.parked_dropped is 'Parked deliveries that ended because they were too old.';
comment on column private.endpoint_health.slow_attempts is 'Attempts of 5 s or more since the last quicker one.';

-- The endpoints that are tried again after a pause, each by one worker at a time.
create function private.take_probes(deliveries jsonb) returns uuid[]
language plpgsql volatile set search_path = '' as $$
declare
  probed uuid[];
begin
  with wanted as materialized (
    select distinct d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id
    from jsonb_to_recordset(deliveries) as d (client_id uuid, payload jsonb)
  ), due as (
    select h.client_id, h.endpoint_id from wanted w
    join private.endpoint_health h on h.client_id = w.client_id and h.endpoint_id = w.endpoint_id
    where h.open_until <= now()
    for no key update of h skip locked
  ), taken as (
    update private.endpoint_health h set open_until = now() + interval '30 seconds'
    from due d where h.client_id = d.client_id and h.endpoint_id = d.endpoint_id
    returning h.endpoint_id
  )
  select coalesce(array_agg(t.endpoint_id), '{}') into probed from taken t;
  return probed;
end
$$;
