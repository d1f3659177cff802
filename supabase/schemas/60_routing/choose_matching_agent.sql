-- Finds the exact best agent without reading all of them. It reads the best `depth` agents by base score. Any other
-- agent has at most the last one's base score plus `unseen` points for capabilities, so a candidate below that bound
-- is not taken yet. Instead it reads deeper or, if that is fewer rows, reads all agents with any of the capabilities
-- from their index; the agents that remain unseen then have none of them. A team of up to 500 is read whole.
-- Locking and waiting work as in private.route_by_sector.
create function private.choose_matching_agent(
  tenant uuid, sector_key text, team_agents uuid[], capability_keys text[], capability_weight numeric
) returns private.choice
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' set enable_bitmapscan = 'off' as $$
declare
  whole_team constant boolean := coalesce(cardinality(team_agents) <= 500, false);
  depth integer := 64;
  unseen numeric := cardinality(capability_keys) * capability_weight;
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
    walked := case when whole_team then '{}'
      else private.best_by_base_score(tenant, sector_key, team_agents, depth) end;
    complete := cardinality(walked) < depth;
    last := walked[cardinality(walked)];
    ranked := private.rank_agents(tenant, sector_key,
      array(select w.agent_id from unnest(walked) w) || matching, capability_keys, capability_weight);

    begin
      chosen := null;
      foreach candidate in array ranked loop
        exit when not complete and private.may_be_beaten(candidate, capability_weight, last, unseen);
        select s.* into chosen from public.sector_agents s
        where s.client_id = tenant and s.agent_id = (candidate.agent).agent_id
          and s.sector_key = choose_matching_agent.sector_key and s.has_slot
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
        return row(chosen, candidate.matches, cardinality(ranked),
          private.shown_candidates(ranked, capability_weight));
      end if;
    elsif not complete then
      if not by_index and team_agents is null and unseen > 0
        and private.estimate_agents(tenant, capability_keys) < depth * 4 then
        by_index := true;
        unseen := 0;
        execute 'select array_agg(a.id) from public.agents a where a.client_id = $1 and a.capability_keys && $2'
        into matching using tenant, capability_keys;
      else
        depth := depth * 4;
      end if;
    elsif cardinality(ranked) = 0 then
      return null;
    else
      perform private.await_agent(tenant, (ranked[1]).agent.agent_id, sector_key);
    end if;
  end loop;
end
$$;
comment on function private.choose_matching_agent is
  'Locks and returns the best free agent among team_agents, or of the whole sector if they are null. Every matching '
  'capability adds to the score. Null if no agent has a free slot.';
