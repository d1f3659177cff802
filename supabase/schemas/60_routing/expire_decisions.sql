-- Schedules: freeing expired slots and deleting old decisions.

create function private.release_expired_leases() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  freed integer;
begin
  perform private.lock_routing(t.client_id)
  from (
    select distinct d.client_id from public.routing_decisions d
    where d.status = 'open' and d.expires_at <= now() order by 1
  ) t;
  with due as (
    select d.client_id, d.id from public.routing_decisions d
    where d.status = 'open' and d.expires_at <= now()
    for no key update skip locked
  ), expired as (
    update public.routing_decisions d set status = 'expired', ended_at = now()
    from due where d.client_id = due.client_id and d.id = due.id
    returning d.client_id, d.agent_id, d.sector
  ), slots as (
    select e.client_id, e.agent_id, e.sector, count(*)::integer as slots from expired e group by 1, 2, 3
  ), given as materialized (
    select s.slots, private.release_slots(s.client_id, s.agent_id, s.sector, s.slots) from slots s
  )
  select coalesce(sum(g.slots), 0) into freed from given g;
  return freed;
end
$$;
comment on function private.release_expired_leases is
  'Frees the slots of decisions whose lease has ended, and returns their number.';

create function private.delete_old_decisions() returns void
language plpgsql volatile set search_path = '' as $$
begin
  delete from public.routing_decisions d
  using (
    select c.id, now() - make_interval(days => (private.setting(c.id, 'routing.retention_days'))::integer) as oldest
    from public.clients c offset 0
  ) t
  where d.client_id = t.id and d.created_at < t.oldest and (d.status <> 'open' or d.fallback);
  delete from private.routing_refusals r where r.created_at < now() - interval '1 day';
end
$$;
comment on function private.delete_old_decisions is
  'Deletes decisions that are older than the tenant''s setting. Open decisions that hold a slot stay.';
