-- Guarantees: the stored score of an agent in a sector follows its priority, load, capacity and seven-day figures.

-- Whatever changes several rows of sector_agents of a tenant takes this lock first, as does a batch of decisions,
-- which waits for rows while it holds others: so none of them waits in a circle. A single decision holds no row
-- while it waits and does without.
create function private.lock_routing(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('routing'), hashtext(tenant::text));
end
$$;
comment on function private.lock_routing is
  'Until the end of the transaction only the caller changes several rows of the tenant''s sector_agents.';

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
    + new.handling_weight * (1 - least((new.seven_day_handling_seconds + 1500)::numeric / (
      new.seven_day_answered + 10), 300) / 300);
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
  select a.active into new.active from public.agents a where a.client_id = new.client_id
    and a.id = new.agent_id for share;
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
  set success_weight = settings.success_weight, priority_weight = settings.priority_weight,
    load_weight = settings.load_weight,
    handling_weight = settings.handling_weight, lease_minutes = settings.lease_minutes
  where s.client_id = tenant
    and (s.success_weight, s.priority_weight, s.load_weight, s.handling_weight, s.lease_minutes) is distinct from
      (settings.success_weight, settings.priority_weight, settings.load_weight, settings.handling_weight,
        settings.lease_minutes);
  return null;
end
$$;
create trigger rescore_agents_on_change after insert or update on public.settings
  for each row when (new.key like 'routing.weight\_%'
    or new.key = 'routing.lease_minutes') execute function private.rescore_agents();
create trigger rescore_agents_on_delete after delete on public.settings
  for each row when (old.key like 'routing.weight\_%'
    or old.key = 'routing.lease_minutes') execute function private.rescore_agents();

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
