-- The index holds the agents in order of score. `seen` reads it only as far as needed: to the first row that is not
-- locked, which is the best agent, and to the tenth, the last candidate.
-- One plan serves every size. Sorting is off because a plan that sorts reads all agents, and after an analyze the
-- planner has chosen it. A row that changed between the scan and its lock has another ctid and counts as locked.
-- If every free agent is locked, it waits for the best one. Before waiting it rolls back the scan's subtransaction,
-- which may have locked rows that had changed, so a waiting call never holds a row.
create function private.route_by_sector(tenant uuid, sector_key text, reference text, channel_id uuid) returns jsonb
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' set enable_sort = 'off' set enable_hashjoin = 'off'
set enable_mergejoin = 'off' as $$
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
        where s.client_id = tenant and s.sector_key = route_by_sector.sector_key and s.has_slot
        order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
      ), chosen as (
        select s.ctid as place, seen.base_score as score
        from seen join public.sector_agents s on s.ctid = seen.place
        limit 1 for update of s skip locked
      ), slot as (
        update public.sector_agents s
        set load = s.load + 1, last_chosen_at = clock_timestamp(),
          has_slot = private.is_free(s.available, s.active, s.load + 1, s.max_load),
          base_score = s.base_score - private.load_points(s.load_weight, s.load)
            + private.load_points(s.load_weight, s.load + 1)
        from chosen where s.ctid = chosen.place
        returning s.agent_id, s.sector, chosen.score, s.success_points, s.priority_points, s.handling_points,
          s.lease_minutes
      ), written as (
        insert into public.routing_decisions as d
          (client_id, agent_id, sector, reference, channel_id, score, terms, considered, expires_at, candidates)
        select tenant, slot.agent_id, slot.sector, route_by_sector.reference, route_by_sector.channel_id,
          slot.score, row(slot.success_points, slot.priority_points,
            slot.score - slot.success_points - slot.priority_points - slot.handling_points, slot.handling_points,
            0)::private.routing_terms,
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
    where s.client_id = tenant and s.sector_key = route_by_sector.sector_key and s.has_slot
    order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
    limit 1;
    if not found then
      return null;
    end if;
    perform private.await_agent(tenant, best_agent, sector_key);
  end loop;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id));
end
$$;
comment on function private.route_by_sector is
  'Takes a slot of the sector''s best free agent and returns the decision as the API shows it. Null if no agent has a '
  'free slot.';
