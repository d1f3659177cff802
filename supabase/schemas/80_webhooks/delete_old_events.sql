-- Guarantees: inbound events are kept for 90 days, and longer while one waits. The archive ends those of the outbox.

create function private.delete_old_events_of(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  deleted bigint;
begin
  delete from public.inbound_events e
  where e.client_id = any (tenants) and e.received_at < now() - interval '90 days' and e.applied_at is not null;
  get diagnostics deleted = row_count;
  return deleted;
end
$$;

create function private.delete_old_events() returns bigint
language sql volatile set search_path = '' as $$
  delete from public.inbound_events e
  where e.client_id is null and e.received_at < now() - interval '90 days' and e.applied_at is not null;
  select private.run_for_tenants('delete_old_events', array(select c.id from public.clients c order by c.id),
    'private.delete_old_events_of');
$$;
comment on function private.delete_old_events is
  'Deletes inbound events that are older than 90 days and applied. Returns how many were a tenant''s.';
