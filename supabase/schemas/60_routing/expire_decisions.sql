-- A schedule: freeing expired slots.

create function private.release_leases_of(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  freed bigint;
begin
  perform private.lock_routing(t.id) from (select t.id from unnest(tenants) t (id) order by 1) t;
  with due as (
    select d.client_id, d.id from public.routing_decisions d
    where d.status = 'open' and d.expires_at <= now() and d.client_id = any (tenants)
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

create function private.release_expired_leases() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('release_expired_leases', array(
    select distinct d.client_id from public.routing_decisions d where d.status = 'open' and d.expires_at <= now()
    order by 1), 'private.release_leases_of')
$$;
comment on function private.release_expired_leases is
  'Frees the slots of decisions whose lease has ended, and returns their number.';
