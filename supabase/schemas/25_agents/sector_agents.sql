-- The sectors an agent works in, and how it is chosen there. The capability routing reads these rows and keeps the
-- agent's load and score in them.

-- A domain, because Postgres reads a table's own checks again for each statement that writes it.
create domain private.tally as integer check (value >= 0);
create domain private.total as bigint check (value >= 0);

create table public.sector_agents (
  client_id uuid not null default private.client_id() references public.clients,
  agent_id uuid not null,
  sector text not null check (sector = private.tidy(sector) and length(sector) between 1 and 100),
  sector_key text not null,
  priority integer not null default 5 check (priority between 0 and 10),
  max_load integer not null default 10 check (max_load between 1 and 100),
  available boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- What follows is kept by routing; weights and lease are the tenant's settings, the seven-day figures come from
  -- aggregation. Weights have four decimals, so that all terms but two are exact in the six decimals of a score.
  active boolean not null default true,
  load private.tally not null default 0,
  last_chosen_at timestamptz,
  seven_day_handled private.total not null default 0,
  seven_day_successful private.total not null default 0,
  seven_day_answered private.total not null default 0,
  seven_day_handling_seconds private.total not null default 0,
  success_weight numeric(8, 4) not null default 40,
  priority_weight numeric(8, 4) not null default 25,
  load_weight numeric(8, 4) not null default 20,
  handling_weight numeric(8, 4) not null default 15,
  lease_minutes smallint not null default 60,
  has_slot boolean not null default true,
  success_points numeric(11, 6) not null default 20,
  priority_points numeric(11, 6) not null default 12.5,
  handling_points numeric(11, 6) not null default 7.5,
  base_score numeric(11, 6) not null default 60,
  primary key (client_id, agent_id, sector_key),
  foreign key (client_id, agent_id) references public.agents
  -- Each decision updates a row. Free space on the page keeps the new version next to the old one.
) with (
  fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);
comment on column public.sector_agents.sector_key is
  'private.name_key(sector). Kept by routing, because a generated column would be planned again for each decision.';
comment on column public.sector_agents.active is 'Copy of agents.active.';
comment on column public.sector_agents.base_score is 'The score for a call that asks for no capability.';
create index sector_agents_best on public.sector_agents
  (client_id, sector_key, has_slot, base_score desc, last_chosen_at nulls first, agent_id);

-- Only what tenants set has versions; load and figures change with every call.
create trigger touch before update of priority, max_load, available on public.sector_agents
  for each row
  when (new.version = old.version
    and (new.priority, new.max_load, new.available) is distinct from (old.priority, old.max_load, old.available))
  execute function private.touch();

create trigger audit_insert after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.audit();
create trigger audit_delete after delete on public.sector_agents referencing old table as old_rows
  for each statement execute function private.audit();

-- Audits only what has versions. Runs per row, because a statement-level trigger with transition tables would copy
-- every row that a routing decision updates.
-- Definer: callers may not write the audit log.
create function private.audit_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.record_changes(tg_table_name, lower(tg_op), array[to_jsonb(old)], array[to_jsonb(new)]);
  return null;
end
$$;
create trigger audit_update after update of priority, max_load, available on public.sector_agents
  for each row when (new.version <> old.version) execute function private.audit_version();

-- As private.mark_changes, but decisions do not mark.
create trigger mark_cache_insert after insert on public.sector_agents referencing new table as new_rows
  for each statement execute function private.mark_cache('agents');
create trigger mark_cache_update after update of priority, max_load, available on public.sector_agents
  for each row when (new.version <> old.version) execute function private.mark_cache('agents');
create trigger mark_cache_delete after delete on public.sector_agents referencing old table as old_rows
  for each statement execute function private.mark_cache('agents');

alter table public.sector_agents enable row level security;
create policy "agents:read may see agents' sectors" on public.sector_agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "agents:write may add active agents to sectors" on public.sector_agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')) and active);
create policy "agents:write may change active agents' sectors" on public.sector_agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active);
create policy "agents:write may remove active agents from sectors" on public.sector_agents
  for delete to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active);
grant
  select,
  insert (agent_id, sector, priority, max_load, available),
  update (priority, max_load, available),
  delete
  on public.sector_agents to authenticated;
