-- What follows when an endpoint or its tenant is paused, resumed or deleted.

create function private.cancel_deliveries(endpoint public.webhook_endpoints) returns void
language sql volatile set search_path = '' as $$
  update public.job_queue j set status = 'cancelled', completed_at = now()
  where j.id = any (array(
    select w.id from public.job_queue w
    where w.queue = 'webhooks' and w.client_id = endpoint.client_id and w.lane = endpoint.id
      and w.phase in ('active', 'scheduled', 'parked') and w.status <> 'running'
    for update skip locked))
$$;
comment on function private.cancel_deliveries is
  'For a deleted endpoint. Jobs that a worker has at this moment are skipped: it asks before each attempt.';

-- Definer: nobody writes jobs or health by hand.
create function private.follow_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    perform private.cancel_deliveries(old);
    delete from private.slow_lanes s where s.lane = old.id;
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into private.endpoint_health (client_id, endpoint_id) values (new.client_id, new.id);
  end if;
  if tg_op = 'UPDATE' and new.enabled then
    perform private.resume_endpoints(new.client_id, array[new.id]);
  elsif not new.enabled then
    perform private.pause_endpoints(new.client_id, array[new.id]);
  end if;
  return null;
end
$$;
-- Definer: see private.follow_endpoint.
create function private.follow_priority() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.job_queue j set priority = new.priority
  where j.client_id = new.client_id and j.queue = 'webhooks' and j.lane = new.id
    and j.phase in ('active', 'scheduled', 'parked');
  return null;
end
$$;
create trigger follow_priority after update on public.webhook_endpoints
  for each row when (new.priority <> old.priority) execute function private.follow_priority();

create trigger follow_endpoint after insert or delete on public.webhook_endpoints
  for each row execute function private.follow_endpoint();
create trigger follow_enabled after update on public.webhook_endpoints
  for each row when (new.enabled <> old.enabled) execute function private.follow_endpoint();

-- Definer: see private.follow_endpoint.
create function private.follow_tenant() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  enabled constant uuid[] := array(
    select e.id from public.webhook_endpoints e where e.client_id = new.id and e.enabled);
begin
  if new.status = 'active' then
    perform private.resume_endpoints(new.id, enabled);
  else
    perform private.pause_endpoints(new.id, enabled);
  end if;
  return null;
end
$$;
create trigger follow_tenant after update on public.clients
  for each row when (new.status <> old.status) execute function private.follow_tenant();
