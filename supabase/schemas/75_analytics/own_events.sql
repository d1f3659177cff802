-- Guarantees: an event of a tenant's own is counted once, however often it is sent with its dedupe_key.

create table private.own_events (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  event_type text not null check (event_type ~ '^[A-Za-z0-9_.:-]{1,100}$'),
  occurred_at timestamptz not null,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 4096),
  dedupe_key text check (length(dedupe_key) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint own_events_dedupe_key unique (client_id, dedupe_key)
);
create index on private.own_events (client_id, occurred_at);
create index on private.own_events (created_at);
alter table private.own_events enable row level security;

-- A quarter of an hour in UTC: the days of every time zone are sums of these. Requests only add rows, the run adds up.
create table private.own_event_counts (
  client_id uuid not null,
  event_type text not null check (length(event_type) <= 100),
  quarter timestamptz not null,
  events bigint not null,
  is_sum boolean not null default false
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.own_event_counts (client_id, quarter, event_type);
create index on private.own_event_counts (client_id) where not is_sum;
alter table private.own_event_counts enable row level security;

create function private.event_problem(event jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when jsonb_typeof(event) <> 'object' then private.row_error(null, 'type', 'the row must be an object')
    when event - '{event_type,occurred_at,metadata,dedupe_key}'::text[] <> '{}'
      then private.row_error(null, 'unknown_field', 'the row has a field that events do not have')
    when coalesce(event ->> 'event_type', '') !~ '^[A-Za-z0-9_.:-]{1,100}$' then private.row_error('event_type',
      'format', 'event_type must have 1–100 letters, digits, dots, colons, dashes or underscores')
    when event ->> 'occurred_at' is not null
        and coalesce(private.time_of(event ->> 'occurred_at', 'UTC')
          not between '2000-01-01' and now() + interval '5 minutes', true)
      then private.row_error('occurred_at', 'range', 'occurred_at must be a time from 2000 on and not in the future')
    when jsonb_typeof(event -> 'metadata') not in ('object', 'null') or pg_column_size(event -> 'metadata') > 4096
      then private.row_error('metadata', 'range', 'metadata must be an object of at most 4,096 bytes')
    when length(event ->> 'dedupe_key') not between 1 and 200
      then private.row_error('dedupe_key', 'length', 'dedupe_key must have 1–200 characters')
  end
$$;

create function private.check_events(events jsonb) returns void
language plpgsql stable set search_path = '' as $$
declare
  details jsonb;
begin
  if jsonb_typeof(events) is distinct from 'array' or jsonb_array_length(events) not between 1 and 1000 then
    perform private.fail(case when jsonb_typeof(events) = 'array' and jsonb_array_length(events) > 1000 then 413
      else 422 end, case when jsonb_typeof(events) = 'array' and jsonb_array_length(events) > 1000
      then 'BATCH_TOO_LARGE' else 'VALIDATION_ERROR' end, 'events must be an array of 1–1,000 events');
  end if;
  select jsonb_agg(jsonb_build_object('row', e.place) || private.event_problem(e.event) order by e.place) into details
  from jsonb_array_elements(events) with ordinality e (event, place)
  where private.event_problem(e.event) is not null;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', format('No event was recorded: row %s: %s', details -> 0 ->> 'row',
      details -> 0 ->> 'message'), jsonb_build_object('details', details));
  end if;
end
$$;

-- Definer: callers cannot write events.
create function public.record_events(events jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('transactions:write');
  answer jsonb := private.replay('record_events', private.fingerprint(events));
  recorded bigint;
begin
  if answer is not null then
    return answer;
  end if;
  perform private.check_events(events);
  with added as (
    insert into private.own_events (client_id, event_type, occurred_at, metadata, dedupe_key)
    select tenant, e.event ->> 'event_type', coalesce(private.time_of(e.event ->> 'occurred_at', 'UTC'), now()),
      coalesce(nullif(e.event -> 'metadata', 'null'), '{}'), e.event ->> 'dedupe_key'
    from jsonb_array_elements(events) with ordinality e (event, place)
    order by e.event ->> 'dedupe_key', e.place
    on conflict on constraint own_events_dedupe_key do nothing
    returning event_type, occurred_at
  ), counted as (
    insert into private.own_event_counts (client_id, event_type, quarter, events)
    select tenant, a.event_type, date_bin('15 minutes', a.occurred_at, '2000-01-01 00:00+00'), count(*)
    from added a group by 2, 3
  )
  select count(*) into recorded from added;
  return private.remember('record_events', jsonb_build_object('status', case when recorded > 0 then 201 else 200 end,
    'body', jsonb_build_object('received', jsonb_array_length(events), 'recorded', recorded,
      'duplicates', jsonb_array_length(events) - recorded)));
end
$$;
comment on function public.record_events is
  'Records up to 1,000 events of the tenant''s own, all or none. One with a known dedupe_key is not counted again. '
  'Returns {status, body: {received, recorded, duplicates}, replayed?}. Raises 401, 403, 409, 413, 422.';

create function private.sum_own_events(tenants uuid[], argument jsonb default null) returns bigint
language sql volatile set search_path = '' as $$
  with part as (
    select distinct c.client_id, c.event_type, c.quarter from private.own_event_counts c
    where c.client_id = any (tenants) and not c.is_sum
  ), taken as (
    delete from private.own_event_counts c using part p
    where c.client_id = p.client_id and c.quarter = p.quarter and c.event_type = p.event_type
    returning c.client_id, c.event_type, c.quarter, c.events
  ), summed as (
    insert into private.own_event_counts (client_id, event_type, quarter, events, is_sum)
    select t.client_id, t.event_type, t.quarter, sum(t.events), true from taken t group by 1, 2, 3
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_own_events is 'Joins the counts of a quarter. For private.run_for_tenants.';
