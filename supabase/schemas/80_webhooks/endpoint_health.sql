-- How an endpoint does: its failures, its breaker, and what follows for its waiting deliveries.

-- How an endpoint does; apart from it because it changes by itself and often.
create table private.endpoint_health (
  client_id uuid not null,
  endpoint_id uuid not null,
  failures integer not null default 0,
  failing_since timestamptz,
  open_until timestamptz,
  pause_seconds integer not null default 60,
  primary key (client_id, endpoint_id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
) with (fillfactor = 50);
alter table private.endpoint_health enable row level security;
comment on column private.endpoint_health.failures is 'Failed attempts since the last that succeeded.';
comment on column private.endpoint_health.open_until is
  'The breaker: until then nothing is sent, then one attempt, which moves it by half a minute so that it stays the '
  'only one. Null: closed.';

-- Events for an endpoint that is not enabled wait for a replay; those of one that is gone have nowhere to go. Jobs that
-- a worker has at this moment are skipped: it asks before each attempt.
-- Definer: nobody writes jobs or health by hand.
create function private.follow_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  endpoint constant public.webhook_endpoints := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'INSERT' then
    insert into private.endpoint_health (client_id, endpoint_id) values (endpoint.client_id, endpoint.id);
  elsif tg_op = 'UPDATE' and endpoint.enabled then
    update private.endpoint_health h set failures = 0, failing_since = null, open_until = null, pause_seconds = 60
    where h.client_id = endpoint.client_id and h.endpoint_id = endpoint.id;
  else
    update public.job_queue j
    set status = case tg_op when 'DELETE' then 'cancelled' else 'parked' end,
      completed_at = case tg_op when 'DELETE' then now() end
    where j.id = any (array(
      select w.id from public.job_queue w
      where w.queue = 'webhooks' and w.client_id = endpoint.client_id and w.lane = endpoint.id
        and w.phase in ('active', 'scheduled', case tg_op when 'DELETE' then 'parked' end) and w.status <> 'running'
      for update skip locked));
  end if;
  return null;
end
$$;
create trigger follow_endpoint after insert or delete on public.webhook_endpoints
  for each row execute function private.follow_endpoint();
create trigger follow_enabled after update on public.webhook_endpoints
  for each row when (new.enabled <> old.enabled) execute function private.follow_endpoint();
