-- What the trigger did not keep is the load's.
create function private.terms(agent public.sector_agents, matches integer, capability_weight numeric)
  returns private.routing_terms
language plpgsql immutable set search_path = '' as $$
begin
  return row(agent.success_points, agent.priority_points,
    agent.base_score - agent.success_points - agent.priority_points - agent.handling_points, agent.handling_points,
    round(matches * capability_weight, 6))::private.routing_terms;
end
$$;

-- Waits until nobody else holds the row, and holds it no longer itself: a subtransaction takes the lock along.
create function private.await_agent(tenant uuid, agent_id uuid, sector text) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' as $$
begin
  perform from public.sector_agents s
  where s.client_id = tenant and s.agent_id = await_agent.agent_id and s.sector = await_agent.sector for update;
  raise sqlstate 'FL001';
exception when sqlstate 'FL001' then
  null;
end
$$;

-- The index has the agents in order, and `seen` is read in it only as far as the others ask: to the first whose row
-- nobody holds, who is the best, and to the tenth, the last candidate. One statement, with one plan for every size:
-- without sorting no other index can give the order; a plan that sorts reads all agents, and the planner has taken it
-- after an analyze. A row that changed between the look and its lock has another place by then and counts as held.
-- Null: nobody has a slot. As long as somebody has one and others hold all those rows, it waits for the best. A look
-- that found nobody is undone, because it has locked the rows that had changed: so whoever waits holds no row.
create function private.route_by_sector(tenant uuid, sector text, reference text, channel_id uuid) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set enable_sort = 'off' set enable_hashjoin = 'off' set enable_mergejoin = 'off' as $$
declare
  decision public.routing_decisions;
  best_agent uuid;
begin
  loop
    begin
      with seen as materialized (
        select s.ctid as place, s.agent_id, s.load, s.max_load, s.base_score, s.success_points, s.priority_points,
          s.handling_points
        from public.sector_agents s
        where s.client_id = tenant and s.sector = route_by_sector.sector and s.has_slot
        order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
      ), chosen as (
        select s.ctid as place, seen.base_score as score
        from seen join public.sector_agents s on s.ctid = seen.place
        limit 1 for update of s skip locked
      ), slot as (
        update public.sector_agents s
        set load = s.load + 1, last_chosen_at = clock_timestamp(), has_slot = s.load + 1 < s.max_load,
          base_score = s.base_score - s.load_weight * (least(s.load + 1, 10) - least(s.load, 10)) / 10
        from chosen where s.ctid = chosen.place
        returning s.agent_id, chosen.score, s.success_points, s.priority_points, s.handling_points, s.lease_minutes
      ), written as (
        insert into public.routing_decisions as d
          (client_id, agent_id, sector, reference, channel_id, score, terms, considered, expires_at, candidates)
        select tenant, slot.agent_id, route_by_sector.sector, route_by_sector.reference, route_by_sector.channel_id,
          slot.score,
          row(slot.success_points, slot.priority_points,
            slot.score - slot.success_points - slot.priority_points - slot.handling_points,
            slot.handling_points, 0)::private.routing_terms,
          cardinality(best.candidates), now() + make_interval(mins => slot.lease_minutes), best.candidates
        from slot, (
          select array(
            select row(t.agent_id, t.load, t.max_load, t.base_score, row(t.success_points, t.priority_points,
              t.base_score - t.success_points - t.priority_points - t.handling_points, t.handling_points,
                0)::private.routing_terms
            )::private.routing_candidate
            from (select * from seen limit 10) t) as candidates
        ) best
        returning d.*
      )
      select w.* into decision from written w;
      exit when found;
      raise sqlstate 'FL001';
    exception when sqlstate 'FL001' then
      null;
    end;

    select s.agent_id into best_agent from public.sector_agents s
    where s.client_id = tenant and s.sector = route_by_sector.sector and s.has_slot
    order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
    limit 1;
    if not found then
      return null;
    end if;
    perform private.await_agent(tenant, best_agent, sector);
  end loop;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function private.route_by_sector is
  'A decision, as the API shows it, for the best agent of a sector that has a slot, which it takes; null when '
  'nobody has one.';
