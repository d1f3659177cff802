-- Finds the exact best agent without reading all of them. It reads the best `depth` agents by base score. Any other
-- agent has at most the last one's base score plus `unseen` points for capabilities, so a candidate below that bound
-- is not taken yet. Instead it reads deeper or, if that is fewer rows, reads all agents with any of the capabilities
-- from their index; the agents that remain unseen then have none of them. A team of up to 500 is read whole.
-- Locking and waiting work as in private.route_by_sector.
create function private.choose_matching_agent(
  tenant uuid, sector text, team_agents uuid[], capabilities text[], capability_weight numeric
) returns private.choice
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set enable_bitmapscan = 'off' as $$
declare
  whole_team constant boolean := coalesce(cardinality(team_agents) <= 500, false);
  depth integer := 64;
  unseen numeric := cardinality(capabilities) * capability_weight;
  matching uuid[] := case when whole_team then team_agents else '{}' end;
  by_index boolean := false;
  walked public.sector_agents[];
  last public.sector_agents;
  ranked private.ranked_agent[];
  candidate private.ranked_agent;
  chosen public.sector_agents;
  complete boolean;
begin
  loop
    walked := case when whole_team then '{}' else array(
      select s from public.sector_agents s
      where s.client_id = tenant and s.sector = choose_matching_agent.sector and s.has_slot
        and (team_agents is null or s.agent_id = any (team_agents))
      order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
      limit depth) end;
    complete := cardinality(walked) < depth;
    last := walked[cardinality(walked)];
    ranked := array(
      select row(r.agent, r.matches)::private.ranked_agent
      from (
        select s as agent, private.count_matches(a.capabilities, choose_matching_agent.capabilities) as matches
        from (select w.agent_id from unnest(walked) w union select m from unnest(matching) m) k
        join public.sector_agents s on s.client_id = tenant and s.agent_id = k.agent_id
          and s.sector = choose_matching_agent.sector
        join public.agents a on a.client_id = tenant and a.id = k.agent_id
        where s.has_slot
      ) r
      order by (r.agent).base_score + r.matches * capability_weight desc, (r.agent).last_chosen_at nulls first,
        (r.agent).agent_id);

    begin
      chosen := null;
      foreach candidate in array ranked loop
        exit when not complete and (
          (candidate.agent).base_score + candidate.matches * capability_weight < last.base_score + unseen
          or (candidate.agent).base_score + candidate.matches * capability_weight = last.base_score + unseen
            and (coalesce((candidate.agent).last_chosen_at, '-infinity'), (candidate.agent).agent_id)
              > (coalesce(last.last_chosen_at, '-infinity'), last.agent_id));
        select s.* into chosen from public.sector_agents s
        where s.client_id = tenant and s.agent_id = (candidate.agent).agent_id
          and s.sector = choose_matching_agent.sector and s.has_slot
        for update skip locked;
        exit when found;
      end loop;
      if chosen.agent_id is null then
        raise sqlstate 'FL001';
      end if;
    exception when sqlstate 'FL001' then
      null;
    end;

    if chosen.agent_id is not null then
      if chosen = candidate.agent then
        return row(chosen, candidate.matches, cardinality(ranked), array(
          select row((r.agent).agent_id, (r.agent).load, (r.agent).max_load,
            (r.agent).base_score + r.matches * capability_weight,
            private.terms(r.agent, r.matches, capability_weight))::private.routing_candidate
          from unnest(ranked[1:10]) with ordinality r order by r.ordinality));
      end if;
    elsif not complete then
      if not by_index and team_agents is null and unseen > 0
        and private.estimate_agents(tenant, capabilities) < depth * 4 then
        by_index := true;
        unseen := 0;
        execute 'select array_agg(a.id) from public.agents a where a.client_id = $1 and a.capabilities && $2'
        into matching using tenant, capabilities;
      else
        depth := depth * 4;
      end if;
    elsif cardinality(ranked) = 0 then
      return null;
    else
      perform private.await_agent(tenant, (ranked[1]).agent.agent_id, sector);
    end if;
  end loop;
end
$$;
comment on function private.choose_matching_agent is
  'Locks and returns the best free agent among team_agents, or of the whole sector if they are null. Every matching '
  'capability adds to the score. Null if no agent has a free slot.';
