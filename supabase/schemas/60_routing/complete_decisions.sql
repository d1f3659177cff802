-- Guarantees: a slot is given back once, whether its call is completed, released or its lease ends.

-- An agent that was taken out of the sector and comes back at this moment has counted these decisions among its
-- load: that is waited for.
create function private.give_back(tenant uuid, agent_id uuid, sector text, slots integer) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
begin
  for attempt in 1..2 loop
    update public.sector_agents s
    set load = greatest(s.load - slots, 0),
      has_slot = s.available and s.active and greatest(s.load - slots, 0) < s.max_load,
      base_score = s.base_score + s.load_weight * (least(s.load, 10) - least(greatest(s.load - slots, 0), 10)) / 10
    where s.client_id = tenant and s.agent_id = give_back.agent_id and s.sector = give_back.sector;
    exit when found;
    perform private.lock_routing(tenant);
  end loop;
end
$$;
comment on function private.give_back is 'Frees slots of an agent in a sector.';

create function private.lock_decision(tenant uuid, decision_id uuid) returns public.routing_decisions
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
declare
  decision public.routing_decisions;
begin
  select d.* into decision from public.routing_decisions d
  where d.client_id = tenant and d.id = lock_decision.decision_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  return decision;
end
$$;

-- Definer: see public.create_decision.
create function public.complete_decision(
  decision_id uuid, outcome text, handling_seconds integer, resolved boolean, satisfaction integer default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  before public.routing_decisions;
  decision public.routing_decisions;
begin
  if outcome is null or outcome not in ('successful', 'failed', 'abandoned') then
    perform private.invalid('outcome', 'unknown_value', 'must be successful, failed or abandoned');
  elsif handling_seconds is null or handling_seconds not between 0 and 86400 then
    perform private.invalid('handling_seconds', 'range', 'must be 0–86400');
  elsif resolved is null then
    perform private.invalid('resolved', 'required', 'must be true or false');
  elsif satisfaction not between 1 and 5 then
    perform private.invalid('satisfaction', 'range', 'must be 1–5');
  end if;
  before := private.lock_decision(tenant, decision_id);
  if before.status = 'completed' then
    return private.decision_json(before, private.agent_name(tenant, before.agent_id));
  end if;
  if before.status = 'released' then
    perform private.fail(409, 'DECISION_RELEASED', 'This decision was released: there is no call to complete');
  end if;

  update public.routing_decisions d
  set status = 'completed', ended_at = clock_timestamp(), outcome = complete_decision.outcome,
    handling_seconds = complete_decision.handling_seconds, resolved = complete_decision.resolved,
    satisfaction = complete_decision.satisfaction
  where d.client_id = tenant and d.id = complete_decision.decision_id
  returning d.* into decision;
  if before.status = 'open' and not before.fallback then
    perform private.give_back(tenant, before.agent_id, before.sector, 1);
  end if;
  perform private.record_calls(tenant, jsonb_build_array(jsonb_build_object(
    'external_id', 'decision:' || decision.id, 'agent_id', decision.agent_id, 'team_id', decision.team_id,
    'outcome', decision.outcome, 'resolved', decision.resolved, 'satisfaction', decision.satisfaction,
    'handling_seconds', decision.handling_seconds, 'started_at', decision.created_at)));
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.complete_decision is
  'Ends a decision with its call, which is recorded once, and frees the slot if it still is taken; again, it returns '
  'what '
  'the first one did. Raises 401, 403, 404, 409 DECISION_RELEASED, 422.';

-- Definer: see public.create_decision.
create function public.release_decision(decision_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  decision public.routing_decisions := private.lock_decision(tenant, decision_id);
begin
  if decision.status = 'completed' then
    perform private.fail(409, 'DECISION_COMPLETED', 'This decision was completed: its call is recorded');
  end if;
  if decision.status = 'open' then
    if not decision.fallback then
      perform private.give_back(tenant, decision.agent_id, decision.sector, 1);
    end if;
    update public.routing_decisions d set status = 'released', ended_at = clock_timestamp()
    where d.client_id = tenant and d.id = release_decision.decision_id
    returning d.* into decision;
  end if;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function public.release_decision is
  'Frees the slot of a decision without a call; again, or after its lease ended, it changes nothing. Raises 401, '
  '403, 404, 409 DECISION_COMPLETED.';

create function private.release_expired_leases() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  freed integer;
begin
  perform private.lock_routing(t.client_id)
  from (select distinct d.client_id from public.routing_decisions d where d.status = 'open'
    and d.expires_at <= now() order by 1) t;
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
    select s.slots, private.give_back(s.client_id, s.agent_id, s.sector, s.slots) from slots s
  )
  select coalesce(sum(g.slots), 0) into freed from given g;
  return freed;
end
$$;
comment on function private.release_expired_leases is
  'Frees the slots of decisions whose lease has ended; returns how many.';

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
  'Deletes decisions older than the tenant keeps them; open ones stay.';
