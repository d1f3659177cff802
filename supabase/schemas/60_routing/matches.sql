-- What choosing by capabilities is made of.

create type private.ranked_agent as (agent public.sector_agents, matches integer);

create type private.choice as (agent public.sector_agents, matches integer, considered integer,
  candidates private.routing_candidate[]);

-- An estimate is enough: it only decides which index is read.
create function private.estimate_agents(tenant uuid, capability_keys text[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) select from public.agents a where a.client_id = $1 and a.capability_keys && $2'
  into plan using tenant, capability_keys;
  return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
end
$$;

create function private.count_matches(owned text[], wanted text[]) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select count(*)::integer from unnest(wanted) w where w = any (owned)
$$;

-- The best agents of a sector with a free slot by base score, best first.
create function private.best_by_base_score(tenant uuid, sector_key text, team_agents uuid[], depth integer)
returns public.sector_agents[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select s from public.sector_agents s
    where s.client_id = tenant and s.sector_key = best_by_base_score.sector_key and s.has_slot
      and (team_agents is null or s.agent_id = any (team_agents))
    order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id
    limit depth);
end
$$;

-- Those of the agents that have a free slot in the sector, best score first.
create function private.rank_agents(
  tenant uuid, sector_key text, agent_ids uuid[], capability_keys text[], capability_weight numeric
) returns private.ranked_agent[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select row(r.agent, r.matches)::private.ranked_agent
    from (
      select s as agent, private.count_matches(a.capability_keys, rank_agents.capability_keys) as matches
      from (select distinct k from unnest(agent_ids) k) k
      join public.sector_agents s on s.client_id = tenant and s.agent_id = k
        and s.sector_key = rank_agents.sector_key
      join public.agents a on a.client_id = tenant and a.id = k
      where s.has_slot
    ) r
    order by (r.agent).base_score + r.matches * capability_weight desc, (r.agent).last_chosen_at nulls first,
      (r.agent).agent_id);
end
$$;

-- Whether an agent that was not read may rank before the candidate: it has at most the last one's base score and
-- `unseen` points for capabilities.
create function private.may_be_beaten(
  candidate private.ranked_agent, capability_weight numeric, last public.sector_agents, unseen numeric
) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
  agent constant public.sector_agents := candidate.agent;
  score constant numeric := agent.base_score + candidate.matches * capability_weight;
  bound constant numeric := last.base_score + unseen;
begin
  return score < bound or score = bound
    and (coalesce(agent.last_chosen_at, '-infinity'), agent.agent_id)
      > (coalesce(last.last_chosen_at, '-infinity'), last.agent_id);
end
$$;

create function private.shown_candidates(ranked private.ranked_agent[], capability_weight numeric)
returns private.routing_candidate[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select row((r.agent).agent_id, (r.agent).load, (r.agent).max_load,
      (r.agent).base_score + r.matches * capability_weight,
      private.terms(r.agent, r.matches, capability_weight))::private.routing_candidate
    from unnest(ranked[1:10]) with ordinality r order by r.ordinality);
end
$$;
