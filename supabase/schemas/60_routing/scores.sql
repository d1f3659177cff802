-- Guarantees: the stored score of an agent in a sector follows its priority, load, capacity and seven-day figures.

-- Everything that changes several of a tenant's sector_agents rows takes this lock first, and so does a batch of
-- decisions, which waits for rows while it holds others. This rules out deadlocks. A single decision holds no row
-- while it waits and does not need the lock.
create function private.lock_routing(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('routing'), hashtext(tenant::text));
end
$$;
comment on function private.lock_routing is
  'Until the end of the transaction only the caller changes several rows of the tenant''s sector_agents.';

-- The arithmetic of a slot. Without search_path, so that the planner can inline both functions.
create function private.load_points(weight numeric, load integer) returns numeric
language sql immutable parallel safe
return weight * (10 - least(load, 10)) / 10;
comment on function private.load_points is
  'Points for an agent''s load: the whole weight without load, none from 10 on.';

create function private.is_free(available boolean, active boolean, load integer, max_load integer) returns boolean
language sql immutable parallel safe
return available and active and load < max_load;
comment on function private.is_free is 'True if an agent can take another call.';
grant execute on function private.load_points, private.is_free to authenticated, service_role;

-- Numeric division rounds, and rounding its result again would turn some halves down.
create function private.points(numerator numeric, denominator numeric) returns numeric
language sql immutable parallel safe set search_path = ''
return div(2000000 * numerator + denominator, 2 * denominator) * 0.000001;
comment on function private.points is
  'A fraction that is not negative, in six decimals: exact, halves away from zero.';
grant execute on function private.points to authenticated, service_role;

-- Not fired by a change of load: the functions that take and release slots change load and score in one statement,
-- which spares each decision the trigger. Generated columns would be read and planned again for each decision.
create function private.score_agent() returns trigger
language plpgsql set search_path = '' as $$
declare
  handled constant numeric := new.seven_day_handled + 10;
  success constant numeric := new.success_weight * (new.seven_day_successful + 5);
  -- An agent that takes 300 seconds or more for a call gets no points for its speed.
  longest constant numeric := 300 * (new.seven_day_answered + 10);
  spared constant numeric := new.handling_weight * greatest(longest - new.seven_day_handling_seconds - 1500, 0);
  priority constant numeric := new.priority_weight * new.priority / 10;
  load constant numeric := private.load_points(new.load_weight, new.load);
begin
  new.has_slot := private.is_free(new.available, new.active, new.load, new.max_load);
  new.base_score := private.points(success * longest + spared * handled, handled * longest) + priority + load;
  new.success_points := private.points(success, handled);
  new.priority_points := priority;
  new.handling_points := new.base_score - new.success_points - priority - load;
  return new;
end
$$;
create trigger score_agent before insert or update of priority, max_load, available, active, seven_day_handled,
  seven_day_successful, seven_day_answered, seven_day_handling_seconds, success_weight, priority_weight, load_weight,
  handling_weight on public.sector_agents
  for each row execute function private.score_agent();

-- Waits for concurrent changes of weights or of the agent's activity and takes the values that result. An agent that
-- returns to a sector keeps the slots its open decisions hold.
-- Definer: managers cannot write load or weights.
-- seqscan is off because the plan may be made while there are few agents and is kept for large inserts.
create function private.init_sector_agent() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  settings private.routing_settings;
begin
  perform private.lock_routing(new.client_id);
  new.sector_key := private.name_key(new.sector);
  settings := private.routing_settings(new.client_id);
  select a.active into new.active
  from public.agents a where a.client_id = new.client_id and a.id = new.agent_id for share;
  new.active := coalesce(new.active, true);
  new.success_weight := settings.success_weight;
  new.priority_weight := settings.priority_weight;
  new.load_weight := settings.load_weight;
  new.handling_weight := settings.handling_weight;
  new.lease_minutes := settings.lease_minutes;
  select count(*) into new.load from public.routing_decisions d
  where d.client_id = new.client_id and d.agent_id = new.agent_id
    and private.name_key(d.sector) = new.sector_key and d.status = 'open' and d.expires_at is not null;
  return new;
end
$$;
create trigger init_sector_agent before insert on public.sector_agents
  for each row execute function private.init_sector_agent();

-- Definer: callers cannot write sector_agents.active.
create function private.sync_agent_activity() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(new.client_id);
  update public.sector_agents s set active = new.active where s.client_id = new.client_id and s.agent_id = new.id;
  return null;
end
$$;
create trigger sync_agent_activity after update of active on public.agents
  for each row when (new.active <> old.active) execute function private.sync_agent_activity();

-- Definer: callers cannot write these columns.
create function private.rescore_agents() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
  settings private.routing_settings;
begin
  perform private.lock_routing(tenant);
  settings := private.routing_settings(tenant);
  update public.sector_agents s
  set success_weight = settings.success_weight, priority_weight = settings.priority_weight,
    load_weight = settings.load_weight, handling_weight = settings.handling_weight,
    lease_minutes = settings.lease_minutes
  where s.client_id = tenant
    and (s.success_weight, s.priority_weight, s.load_weight, s.handling_weight, s.lease_minutes) is distinct from
      (settings.success_weight, settings.priority_weight, settings.load_weight, settings.handling_weight,
        settings.lease_minutes);
  return null;
end
$$;
create trigger rescore_agents_on_change after insert or update on public.settings
  for each row when (new.key like 'routing.weight\_%' or new.key = 'routing.lease_minutes')
  execute function private.rescore_agents();
create trigger rescore_agents_on_delete after delete on public.settings
  for each row when (old.key like 'routing.weight\_%' or old.key = 'routing.lease_minutes')
  execute function private.rescore_agents();

-- Definer: callers cannot take the lock themselves.
create function private.lock_routing_of_caller() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_routing(private.client_id());
  return null;
end
$$;
create trigger lock_routing before update of priority, max_load, available on public.sector_agents
  for each statement execute function private.lock_routing_of_caller();
