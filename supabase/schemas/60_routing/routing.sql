-- Guarantees: each call gets the agent with the highest score that has a slot at that moment, and that slot is
-- taken in the same transaction, so that nobody is ever above their max_load; a slot that is not given back
-- comes back by itself; every decision says why.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('routing.weight_success_rate', '40', 'number', 0, 1000, 'Points for a success rate of 1; four decimals count'),
  ('routing.weight_priority', '25', 'number', 0, 1000, 'Points for priority 10; four decimals count'),
  ('routing.weight_load', '20', 'number', 0, 1000, 'Points for an agent without load; four decimals count'),
  ('routing.weight_handling_time', '15', 'number', 0, 1000, 'Points for handling calls in no time, none for 300 seconds; four decimals count'),
  ('routing.weight_capability', '5', 'number', 0, 1000, 'Points for each capability asked for that the agent has; four decimals count'),
  ('routing.fallback', 'false', 'boolean', null, null, 'Whether a call goes to an agent without a slot when nobody has one'),
  ('routing.lease_minutes', '60', 'integer', 1, 1440, 'Minutes until a slot that was not given back is free again'),
  ('routing.retention_days', '90', 'integer', 1, 3650, 'Days that decisions are kept');

-- Whatever changes several rows of sector_agents of a tenant takes this lock first, as does a batch of decisions,
-- which waits for rows while it holds others: so none of them waits in a circle. A single decision holds no row
-- while it waits and does without.
create function private.lock_routing(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('routing'), hashtext(tenant::text));
end
$$;
comment on function private.lock_routing is 'Until the end of the transaction only the caller changes several rows of the tenant''s sector_agents.';

-- What the score is made of -------------------------------------------------------------------------

-- As domains, because Postgres reads the checks of a table anew for each statement that writes it.
create domain private.decision_status as text check (value in ('open', 'completed', 'released', 'expired'));
create domain private.call_outcome as text check (value in ('successful', 'failed', 'abandoned'));
create domain private.handling_seconds as integer check (value between 0 and 86400);
create domain private.satisfaction as integer check (value between 1 and 5);
create domain private.call_reference as text check (length(value) between 1 and 200);

-- Load is not among its columns: decisions and private.give_back, which alone write it, move the score with it
-- and save the trigger. Generated columns would be read and planned anew for each decision.
create function private.score_agent() returns trigger
language plpgsql set search_path = '' as $$
declare
  success constant numeric := new.success_weight * (new.seven_day_successful + 5) / (new.seven_day_handled + 10);
  priority constant numeric := new.priority_weight * new.priority / 10;
  load constant numeric := new.load_weight * (10 - least(new.load, 10)) / 10;
begin
  new.has_slot := new.available and new.active and new.load < new.max_load;
  new.base_score := success + priority + load
    + new.handling_weight * (1 - least((new.seven_day_handling_seconds + 1500)::numeric / (new.seven_day_answered + 10), 300) / 300);
  new.success_points := success;
  new.priority_points := priority;
  new.handling_points := round(new.base_score, 6) - round(success, 6) - priority - load;
  return new;
end
$$;
create trigger score_agent before insert or update of priority, max_load, available, active, seven_day_handled,
  seven_day_successful, seven_day_answered, seven_day_handling_seconds, success_weight, priority_weight, load_weight,
  handling_weight on public.sector_agents
  for each row execute function private.score_agent();

create type private.routing_settings as (
  success_weight numeric, priority_weight numeric, load_weight numeric, handling_weight numeric, capability_weight numeric, lease_minutes smallint
);

create function private.routing_settings(tenant uuid) returns private.routing_settings
language plpgsql stable set search_path = '' as $$
declare
  settings private.routing_settings;
begin
  select max(w.value) filter (where w.key = 'routing.weight_success_rate'), max(w.value) filter (where w.key = 'routing.weight_priority'),
    max(w.value) filter (where w.key = 'routing.weight_load'), max(w.value) filter (where w.key = 'routing.weight_handling_time'),
    max(w.value) filter (where w.key = 'routing.weight_capability'), max(w.value) filter (where w.key = 'routing.lease_minutes')
  into settings
  from (
    select d.key, round(coalesce(s.value, d.default_value)::numeric, 4) as value
    from private.setting_definitions d
    left join public.settings s on s.client_id = tenant and s.key = d.key
    where d.key like 'routing.weight\_%' or d.key = 'routing.lease_minutes'
  ) w;
  return settings;
end
$$;
comment on function private.routing_settings is 'What the tenant gives for each term of a score, and for how long a decision takes a slot.';

-- A row that comes while the weights change, or while its agent becomes inactive, waits and takes what is then.
-- One that comes back finds the slots that were taken before it went.
-- Definer: managers may name neither load nor weights.
-- Its plan may be made while there are few agents and has to do for all that one statement brings.
create function private.enter_sector() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = 'off' as $$
declare
  settings private.routing_settings;
begin
  perform private.lock_routing(new.client_id);
  settings := private.routing_settings(new.client_id);
  select a.active into new.active from public.agents a where a.client_id = new.client_id and a.id = new.agent_id for share;
  new.active := coalesce(new.active, true);
  new.success_weight := settings.success_weight;
  new.priority_weight := settings.priority_weight;
  new.load_weight := settings.load_weight;
  new.handling_weight := settings.handling_weight;
  new.lease_minutes := settings.lease_minutes;
  select count(*) into new.load from public.routing_decisions d
  where d.client_id = new.client_id and d.agent_id = new.agent_id and d.sector = new.sector
    and d.status = 'open' and d.expires_at is not null;
  return new;
end
$$;
create trigger enter_sector before insert on public.sector_agents
  for each row execute function private.enter_sector();

-- Definer: whoever changes an agent may not name this column.
create function private.follow_agent() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(new.client_id);
  update public.sector_agents s set active = new.active where s.client_id = new.client_id and s.agent_id = new.id;
  return null;
end
$$;
create trigger follow_agent after update of active on public.agents
  for each row when (new.active <> old.active) execute function private.follow_agent();

-- Definer: whoever changes a setting may not name these columns.
create function private.rescore_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
  settings private.routing_settings;
begin
  perform private.lock_routing(tenant);
  settings := private.routing_settings(tenant);
  update public.sector_agents s
  set success_weight = settings.success_weight, priority_weight = settings.priority_weight, load_weight = settings.load_weight,
    handling_weight = settings.handling_weight, lease_minutes = settings.lease_minutes
  where s.client_id = tenant
    and (s.success_weight, s.priority_weight, s.load_weight, s.handling_weight, s.lease_minutes) is distinct from
      (settings.success_weight, settings.priority_weight, settings.load_weight, settings.handling_weight, settings.lease_minutes);
  return null;
end
$$;
create trigger rescore_agents_on_change after insert or update on public.settings
  for each row when (new.key like 'routing.weight\_%' or new.key = 'routing.lease_minutes') execute function private.rescore_agents();
create trigger rescore_agents_on_delete after delete on public.settings
  for each row when (old.key like 'routing.weight\_%' or old.key = 'routing.lease_minutes') execute function private.rescore_agents();

-- Definer: callers may not take the lock by hand.
create function private.lock_routing_of_caller() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(private.client_id());
  return null;
end
$$;
create trigger lock_routing before update of priority, max_load, available on public.sector_agents
  for each statement execute function private.lock_routing_of_caller();

-- Decisions -----------------------------------------------------------------------------------------

-- Points, which add up to the score.
create type private.routing_terms as (success_rate numeric, priority numeric, load numeric, handling_time numeric, capabilities numeric);
create type private.routing_candidate as (agent_id uuid, load integer, max_load integer, score numeric, terms private.routing_terms);

-- The audit of routing: the row says who asked, what for, who was chosen out of whom and how it ended. What was
-- decided never changes.
create table public.routing_decisions (
  client_id uuid not null,
  id uuid not null default private.uuidv7(),
  agent_id uuid not null,
  sector text not null,
  team_id uuid,
  capabilities text[] not null default '{}',
  reference private.call_reference,
  channel_id uuid,
  score numeric(11, 6) not null,
  terms private.routing_terms not null,
  considered integer not null,
  fallback boolean not null default false,
  candidates private.routing_candidate[] not null,
  status private.decision_status not null default 'open',
  expires_at timestamptz,
  outcome private.call_outcome,
  handling_seconds private.handling_seconds,
  resolved boolean,
  satisfaction private.satisfaction,
  ended_at timestamptz,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  primary key (client_id, id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams,
  foreign key (client_id, channel_id) references public.channels
);
comment on column public.routing_decisions.expires_at is 'When the slot is freed if nobody gave it back; null for a fallback, which took none.';
comment on column public.routing_decisions.candidates is 'Up to ten of the best at that moment, the best first; one whose row another decision held was passed over.';
create index routing_decisions_newest on public.routing_decisions (client_id, created_at desc, id desc);
create index routing_decisions_agent on public.routing_decisions (client_id, agent_id, created_at desc, id desc);
create index routing_decisions_team on public.routing_decisions (client_id, team_id, created_at desc, id desc) where team_id is not null;
create index routing_decisions_leases on public.routing_decisions (expires_at) where status = 'open';

alter table public.routing_decisions alter column client_id set statistics 0; -- as in crm

-- No policy to write: decisions come from the functions below.
alter table public.routing_decisions enable row level security;
create policy "members see how their tenant's calls were routed" on public.routing_decisions
  for select to authenticated
  using (client_id = (select private.tenant_with('routing:read')));
grant select on public.routing_decisions to authenticated;
revoke insert, update, delete, truncate on public.routing_decisions from service_role;

create function private.refuse_decision_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'What was decided does not change' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before truncate or update of client_id, id, agent_id, sector, team_id, capabilities, reference,
  channel_id, score, terms, considered, fallback, candidates, expires_at, created_by, created_at on public.routing_decisions
  for each statement execute function private.refuse_decision_change();

-- A call that found no slot: only counted.
create table private.routing_refusals (
  client_id uuid not null,
  sector text not null,
  created_at timestamptz not null default now()
);
create index on private.routing_refusals (client_id, created_at);
alter table private.routing_refusals enable row level security;

-- Choosing ------------------------------------------------------------------------------------------

create function private.decision_json(decision public.routing_decisions, agent_name text) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object(
    'decision_id', decision.id, 'agent', jsonb_build_object('id', decision.agent_id, 'name', agent_name),
    'score', decision.score, 'terms', decision.terms, 'considered', decision.considered, 'fallback', decision.fallback,
    'sector', decision.sector, 'team_id', decision.team_id, 'capabilities', decision.capabilities,
    'reference', decision.reference, 'channel_id', decision.channel_id, 'status', decision.status,
    'outcome', decision.outcome, 'handling_seconds', decision.handling_seconds, 'resolved', decision.resolved,
    'satisfaction', decision.satisfaction, 'expires_at', decision.expires_at, 'ended_at', decision.ended_at,
    'created_at', decision.created_at);
end
$$;

-- What the trigger did not keep is the load's.
create function private.terms(agent public.sector_agents, matches integer, capability_weight numeric) returns private.routing_terms
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
        select s.ctid as place, s.agent_id, s.load, s.max_load, s.base_score, s.success_points, s.priority_points, s.handling_points
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
        select tenant, slot.agent_id, route_by_sector.sector, route_by_sector.reference, route_by_sector.channel_id, slot.score,
          row(slot.success_points, slot.priority_points, slot.score - slot.success_points - slot.priority_points - slot.handling_points,
            slot.handling_points, 0)::private.routing_terms,
          cardinality(best.candidates), now() + make_interval(mins => slot.lease_minutes), best.candidates
        from slot, (
          select array(
            select row(t.agent_id, t.load, t.max_load, t.base_score, row(t.success_points, t.priority_points,
              t.base_score - t.success_points - t.priority_points - t.handling_points, t.handling_points, 0)::private.routing_terms
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
  'A decision, as the API shows it, for the best agent of a sector that has a slot, which it takes; null when nobody has one.';

create type private.ranked_agent as (agent public.sector_agents, matches integer);
create type private.choice as (agent public.sector_agents, matches integer, considered integer, candidates private.routing_candidate[]);

-- Estimated, because only the choice of the way depends on it.
create function private.estimate_agents(tenant uuid, capabilities text[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) select from public.agents a where a.client_id = $1 and a.capabilities && $2'
  into plan using tenant, capabilities;
  return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
end
$$;

create function private.count_matches(owned text[], wanted text[]) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select count(*)::integer from unnest(wanted) w where w = any (owned)
$$;

-- Exact without reading all agents: it reads the best `depth` by base score; whoever is not among them has at most
-- the last one's base score and `unseen` points for capabilities. Nobody who could still be beaten by one of
-- those is taken: rather it looks deeper, or lets the index on capabilities name all that have any of them, where
-- that is fewer rows, which leaves nothing unseen but agents without. A team of up to 500 is read whole. Locks and
-- waits are as in private.route_by_sector.
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
        join public.sector_agents s on s.client_id = tenant and s.agent_id = k.agent_id and s.sector = choose_matching_agent.sector
        join public.agents a on a.client_id = tenant and a.id = k.agent_id
        where s.has_slot
      ) r
      order by (r.agent).base_score + r.matches * capability_weight desc, (r.agent).last_chosen_at nulls first, (r.agent).agent_id);

    begin
      chosen := null;
      foreach candidate in array ranked loop
        exit when not complete and (
          (candidate.agent).base_score + candidate.matches * capability_weight < last.base_score + unseen
          or (candidate.agent).base_score + candidate.matches * capability_weight = last.base_score + unseen
            and (coalesce((candidate.agent).last_chosen_at, '-infinity'), (candidate.agent).agent_id)
              > (coalesce(last.last_chosen_at, '-infinity'), last.agent_id));
        select s.* into chosen from public.sector_agents s
        where s.client_id = tenant and s.agent_id = (candidate.agent).agent_id and s.sector = choose_matching_agent.sector and s.has_slot
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
            (r.agent).base_score + r.matches * capability_weight, private.terms(r.agent, r.matches, capability_weight))::private.routing_candidate
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
      begin
        perform from public.sector_agents s
        where s.client_id = tenant and s.agent_id = (ranked[1]).agent.agent_id and s.sector = choose_matching_agent.sector
        for update;
        raise sqlstate 'FL001';
      exception when sqlstate 'FL001' then
        null;
      end;
    end if;
  end loop;
end
$$;
comment on function private.choose_matching_agent is
  'The best agent for capabilities, each of which counts, among some agents, null: all of the sector; its row is locked. Null when nobody has a slot.';

-- Deciding ------------------------------------------------------------------------------------------

create function private.check_decision_request(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text
) returns void
language plpgsql stable set search_path = '' as $$
begin
  if num_nonnulls(team_id, sector) <> 1 then
    perform private.invalid(path || 'sector', 'required', 'either team_id or sector must be given, not both');
  end if;
  if not length(sector) between 1 and 100 then
    perform private.invalid(path || 'sector', 'length', 'must have 1–100 characters');
  end if;
  if cardinality(capabilities) > 10 then
    perform private.invalid(path || 'capabilities', 'length', 'must have at most 10 entries');
  end if;
  if cardinality(capabilities) > 0 and (array_position(capabilities, null) is not null or not private.are_labels(capabilities)) then
    perform private.invalid(path || 'capabilities', 'format', 'must be different texts of 1–50 characters without space around them');
  end if;
  if not length(reference) between 1 and 200 then
    perform private.invalid(path || 'reference', 'length', 'must have 1–200 characters');
  end if;
  if channel_id is not null and not exists (
    select from public.channels c where c.client_id = tenant and c.id = check_decision_request.channel_id
  ) then
    perform private.invalid(path || 'channel_id', 'unknown_reference', 'must be a channel of the tenant');
  end if;
end
$$;

-- By team, or where capabilities count: the agent is chosen first and its slot taken then.
create function private.route_by_match(
  tenant uuid, sector text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  choice constant private.choice := private.choose_matching_agent(tenant, sector, team_agents, capabilities, capability_weight);
  agent constant public.sector_agents := choice.agent;
  decision public.routing_decisions;
begin
  if agent.agent_id is null then
    return null;
  end if;
  update public.sector_agents s
  set load = s.load + 1, last_chosen_at = clock_timestamp(), has_slot = s.load + 1 < s.max_load,
    base_score = s.base_score - s.load_weight * (least(s.load + 1, 10) - least(s.load, 10)) / 10
  where s.client_id = tenant and s.agent_id = agent.agent_id and s.sector = agent.sector;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, candidates, expires_at)
  values (tenant, agent.agent_id, agent.sector, route_by_match.team_id, route_by_match.capabilities, route_by_match.reference,
    route_by_match.channel_id, agent.base_score + choice.matches * capability_weight,
    private.terms(agent, choice.matches, capability_weight), choice.considered, choice.candidates, now() + make_interval(mins => agent.lease_minutes))
  returning d.* into decision;
  return private.decision_json(decision, private.agent_name(tenant, agent.agent_id));
end
$$;

-- Prefers those who are there: a call that nobody has room for still should not ring at an empty desk.
create function private.route_by_fallback(
  tenant uuid, sector text, reference text, channel_id uuid, team_id uuid, team_agents uuid[], capabilities text[]
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  capability_weight constant numeric := (private.routing_settings(tenant)).capability_weight;
  agent public.sector_agents;
  matches integer;
  agent_name text;
  decision public.routing_decisions;
begin
  if not (private.setting(tenant, 'routing.fallback'))::boolean then
    return null;
  end if;
  select s.* into agent from public.sector_agents s
  where s.client_id = tenant and s.sector = route_by_fallback.sector and s.active
    and (team_agents is null or s.agent_id = any (team_agents))
  order by s.available desc, s.priority desc, s.base_score desc, s.last_chosen_at nulls first, s.agent_id
  limit 1;
  if not found then
    return null;
  end if;
  select private.count_matches(a.capabilities, route_by_fallback.capabilities), a.name into matches, agent_name
  from public.agents a where a.client_id = tenant and a.id = agent.agent_id;
  insert into public.routing_decisions as d (client_id, agent_id, sector, team_id, capabilities, reference, channel_id,
    score, terms, considered, fallback, candidates)
  values (tenant, agent.agent_id, agent.sector, route_by_fallback.team_id, route_by_fallback.capabilities,
    route_by_fallback.reference, route_by_fallback.channel_id, agent.base_score + matches * capability_weight,
    private.terms(agent, matches, capability_weight), 0, true, '{}')
  returning d.* into decision;
  return private.decision_json(decision, agent_name);
end
$$;

create function private.team_agents(tenant uuid, team_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select distinct a.agent_id from public.team_members m
    join public.team_agent_assignments a on a.client_id = m.client_id and a.team_member_id = m.id
    where m.client_id = tenant and m.team_id = team_agents.team_id);
end
$$;
comment on function private.team_agents is 'The agents assigned in a team, each once.';

create function private.agent_name(tenant uuid, agent_id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (select a.name from public.agents a where a.client_id = tenant and a.id = agent_name.agent_id);
end
$$;

create function private.decide(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text default ''
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  wanted constant text[] := coalesce(capabilities, '{}');
  asked_sector text := sector;
  team_agents uuid[];
  shown jsonb;
begin
  -- The call is saved for the usual request.
  if (team_id, channel_id, wanted) is distinct from (null::uuid, null::uuid, '{}'::text[])
    or coalesce(length(sector), 0) not between 1 and 100 or length(reference) not between 1 and 200 then
    perform private.check_decision_request(tenant, team_id, sector, wanted, reference, channel_id, path);
  end if;
  if team_id is not null then
    select t.sector into asked_sector from public.teams t
    where t.client_id = tenant and t.id = decide.team_id and t.status = 'active';
    if not found then
      perform private.invalid(path || 'team_id', 'unknown_reference', 'must be an active team of the tenant');
    end if;
    team_agents := private.team_agents(tenant, team_id);
  end if;

  if team_id is null and wanted = '{}' then
    shown := private.route_by_sector(tenant, asked_sector, reference, channel_id);
  else
    shown := private.route_by_match(tenant, asked_sector, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    shown := private.route_by_fallback(tenant, asked_sector, reference, channel_id, team_id, team_agents, wanted);
  end if;
  if shown is null then
    insert into private.routing_refusals (client_id, sector) values (tenant, asked_sector);
    return jsonb_build_object('status', 409, 'body', jsonb_build_object('code', 'NO_AGENT_AVAILABLE',
      'message', format('No agent of sector %s has a free slot', asked_sector), 'retry_after', 5));
  end if;
  perform private.emit_event(tenant, 'call.routed', shown);
  return jsonb_build_object('status', 201, 'body', shown);
end
$$;
comment on function private.decide is 'One decision: {status: 201 or 409, body}. `path` precedes the fields'' names in what is said about them.';

-- Definer: nobody may write load or decisions by hand.
create function public.create_decision(
  team_id uuid default null, sector text default null, capabilities text[] default '{}', reference text default null,
  channel_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
begin
  if private.request_header('idempotency-key') is null then
    return private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  end if;
  answer := private.replay('create_decision',
    private.fingerprint(jsonb_build_array(team_id, sector, capabilities, reference, channel_id)));
  if answer is not null then
    return answer;
  end if;
  answer := private.decide(tenant, team_id, sector, capabilities, reference, channel_id);
  return case when answer ->> 'status' = '201' then private.remember('create_decision', answer) else answer end;
end
$$;
comment on function public.create_decision is
  'Chooses the best agent for a call and takes a slot: {status: 201, body, replayed?}, or 409 NO_AGENT_AVAILABLE as {status, body}. '
  'Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';

-- One after the other, because each decision changes the scores that the next one meets.
-- Definer: see public.create_decision.
create function public.create_decisions(decisions jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:decide');
  answer jsonb;
  answers jsonb := '[]';
  request record;
begin
  if jsonb_typeof(decisions) is distinct from 'array' or jsonb_array_length(decisions) not between 1 and 100 then
    perform private.invalid('decisions', 'length', 'must be an array of 1–100 requests');
  end if;
  answer := private.replay('create_decisions', private.fingerprint(decisions));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_routing(tenant);
  for request in
    select d.ordinality - 1 as index, r.*
    from jsonb_array_elements(decisions) with ordinality d,
      jsonb_to_record(d.value) as r (team_id uuid, sector text, capabilities text[], reference text, channel_id uuid)
    order by d.ordinality
  loop
    answers := answers || private.decide(tenant, request.team_id, request.sector, request.capabilities, request.reference,
      request.channel_id, format('decisions.%s.', request.index));
  end loop;
  return private.remember('create_decisions', jsonb_build_object('status', 201, 'body', jsonb_build_object('decisions', answers)));
end
$$;
comment on function public.create_decisions is
  'Up to 100 decisions in one transaction: {status: 201, body: {decisions: [{status, body} as create_decision gives them]}, replayed?}. '
  'Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422, which no decision outlives.';

-- Giving slots back ---------------------------------------------------------------------------------

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
  'Ends a decision with its call, which is recorded once, and frees the slot if it still is taken; again, it returns what '
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
  'Frees the slot of a decision without a call; again, or after its lease ended, it changes nothing. Raises 401, 403, 404, 409 DECISION_COMPLETED.';

create function private.release_expired_leases() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  freed integer;
begin
  perform private.lock_routing(t.client_id)
  from (select distinct d.client_id from public.routing_decisions d where d.status = 'open' and d.expires_at <= now() order by 1) t;
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
comment on function private.release_expired_leases is 'Frees the slots of decisions whose lease has ended; returns how many.';

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
comment on function private.delete_old_decisions is 'Deletes decisions older than the tenant keeps them; open ones stay.';

select
  private.schedule_task('release_expired_leases', '* * * * *', 'select private.release_expired_leases()'),
  private.schedule_task('delete_old_decisions', '23 2 * * *', 'select private.delete_old_decisions()');

-- Reading -------------------------------------------------------------------------------------------

-- Definer: whoever may see decisions sees the names of their agents.
create function public.get_decision(decision_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  decision public.routing_decisions;
  candidates jsonb;
begin
  select d.* into decision from public.routing_decisions d where d.client_id = tenant and d.id = get_decision.decision_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such decision');
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('agent', jsonb_build_object('id', c.agent_id, 'name', a.name), 'score', c.score,
    'terms', c.terms, 'load', c.load, 'max_load', c.max_load) order by c.ordinality), '[]') into candidates
  from unnest(decision.candidates) with ordinality c
  join public.agents a on a.client_id = tenant and a.id = c.agent_id;
  return private.decision_json(decision, private.agent_name(tenant, decision.agent_id)) || jsonb_build_object('candidates', candidates);
end
$$;
comment on function public.get_decision is 'A decision with its candidates. Raises 401, 403, 404.';

-- Definer: see public.get_decision. A plan for each call, because the filters that are null must not cost those
-- that are not their index.
create function public.list_decisions(
  agent_id uuid default null, team_id uuid default null, from_time timestamptz default null, to_time timestamptz default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  rows jsonb;
  total bigint;
begin
  select coalesce(jsonb_agg(private.decision_json(page.decision, private.agent_name(tenant, (page.decision).agent_id))
    order by (page.decision).created_at desc, (page.decision).id desc), '[]') into rows
  from (
    select d as decision from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time)
      and (after_time is null or (d.created_at, d.id) < (after_time, after_id))
    order by d.created_at desc, d.id desc
    limit greatest(least(page_size, 101), 1)
  ) page;
  if with_total then
    select count(*) into total from public.routing_decisions d
    where d.client_id = tenant
      and (list_decisions.agent_id is null or d.agent_id = list_decisions.agent_id)
      and (list_decisions.team_id is null or d.team_id = list_decisions.team_id)
      and (from_time is null or d.created_at >= from_time)
      and (to_time is null or d.created_at < to_time);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_decisions is
  'Decisions, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total. Raises 401, 403.';

-- Definer: see public.get_decision.
create function public.list_load(
  sector text default null, team_id uuid default null, after_agent uuid default null, after_sector text default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
  asked_sector text := sector;
  team_agents uuid[];
  rows jsonb;
  total bigint;
begin
  if team_id is not null then
    team_agents := case when sector is null or sector = (
      select t.sector from public.teams t where t.client_id = tenant and t.id = list_load.team_id
    ) then private.team_agents(tenant, team_id) else '{}' end;
    asked_sector := (select t.sector from public.teams t where t.client_id = tenant and t.id = list_load.team_id);
  end if;
  select coalesce(jsonb_agg(to_jsonb(page) order by page.agent_id, page.sector), '[]') into rows
  from (
    select s.agent_id, s.sector, s.load, s.max_load, s.available and s.active as available from public.sector_agents s
    where s.client_id = tenant
      and (asked_sector is null or s.sector = asked_sector)
      and (team_agents is null or s.agent_id = any (team_agents))
      and (after_agent is null or (s.agent_id, s.sector) > (after_agent, after_sector))
    order by s.agent_id, s.sector
    limit greatest(least(page_size, 101), 1)
  ) page;
  if with_total then
    select count(*) into total from public.sector_agents s
    where s.client_id = tenant
      and (asked_sector is null or s.sector = asked_sector)
      and (team_agents is null or s.agent_id = any (team_agents));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_load is
  'Slots taken by agent and sector, by their ids, behind the key (after_agent, after_sector): {rows, total}; total is null unless with_total. Raises 401, 403.';

-- Definer: see public.get_decision.
create function public.routing_health() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('routing:read');
begin
  return jsonb_build_object(
    'sectors', (
      select coalesce(jsonb_agg(to_jsonb(s) order by s.sector), '[]')
      from (
        select s.sector, count(*) filter (where s.has_slot) as with_slot, count(*) filter (where not s.has_slot) as without_slot
        from public.sector_agents s where s.client_id = tenant and s.active group by s.sector
      ) s),
    'last_hour', jsonb_build_object(
      'decisions', (select count(*) from public.routing_decisions d where d.client_id = tenant and d.created_at > now() - interval '1 hour'),
      'no_agent_available', (select count(*) from private.routing_refusals r where r.client_id = tenant and r.created_at > now() - interval '1 hour')));
end
$$;
comment on function public.routing_health is
  'Active agents by sector, with and without a slot, and how many calls found one in the last hour. Raises 401, 403.';

grant execute on function public.create_decision, public.create_decisions, public.complete_decision, public.release_decision,
  public.get_decision, public.list_decisions, public.list_load, public.routing_health to authenticated;
