-- Guarantees: an event exists exactly when the change it describes is committed.

create table private.outbox (
  id uuid primary key default private.uuidv7(),
  client_id uuid not null references public.clients,
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)+$' or type ~ '^inbound\.[^[:space:][:cntrl:]*"\\]+$'),
  data jsonb not null,
  request_id text,
  created_at timestamptz not null default now(),
  recipient_id uuid,
  traceparent text default private.traceparent() check (length(traceparent) = 55)
);
comment on column private.outbox.recipient_id is 'The one subscriber that it is for. Null: everyone who subscribes.';
create index on private.outbox (client_id, created_at);
alter table private.outbox enable row level security;

create function private.emit_event(client_id uuid, type text, data jsonb) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  event_id uuid;
begin
  insert into private.outbox (client_id, type, data, request_id)
  values (emit_event.client_id, emit_event.type, emit_event.data, left(private.request_header('x-request-id'), 200))
  returning id into event_id;
  return event_id;
end
$$;
comment on function private.emit_event is
  'Writes an event in the caller''s transaction. data is the resource as the API shows it.';

create function private.emit_events(type text, client_ids uuid[], data jsonb[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.outbox (client_id, type, data, request_id)
  select e.client_id, emit_events.type, e.data, left(private.request_header('x-request-id'), 200)
  from unnest(client_ids, emit_events.data) as e (client_id, data)
$$;
comment on function private.emit_events is
  'private.emit_event for many events of one type in one statement: data[i] belongs to client_ids[i].';
