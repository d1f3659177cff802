-- Guarantees: an agent, human or AI, works only for its own tenant. A deleted agent stays, because calls refer to it.

create function private.are_labels(labels text[]) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(bool_and(l = private.tidy(l) and length(l) between 1 and 50)
    and count(distinct private.name_key(l)) = count(*), true)
  from unnest(labels) l
$$;
comment on function private.are_labels is
  'True if each label has 1–50 characters, no blank around it, and occurs once as private.name_key compares it.';
grant execute on function private.are_labels to authenticated;

-- kind is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.agents (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  name text not null check (name = private.tidy(name) and length(name) between 1 and 100),
  kind text not null check (kind in ('human', 'ai')),
  role text check (role = btrim(role) and length(role) between 1 and 100),
  system_prompt text check (length(system_prompt) <= 20000),
  capabilities text[] not null default '{}' check (
    cardinality(capabilities) <= 50 and array_position(capabilities, null) is null
    and private.are_labels(capabilities)),
  capability_keys text[] not null generated always as (private.name_keys(capabilities)) stored,
  active boolean not null default true,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
create index agents_newest on public.agents (client_id, active, created_at desc, id desc);
create index agents_kind on public.agents (client_id, kind, active, created_at desc, id desc);
create index agents_name on public.agents (client_id, private.name_key(name));
create index agents_search on public.agents using gin (client_id, private.name_key(name) extensions.gin_trgm_ops);
create index agents_capabilities on public.agents using gin (client_id, capability_keys);

create trigger touch before update on public.agents
  for each row
  when (new.version = old.version
    and (new.name, new.kind, new.role, new.system_prompt, new.capabilities, new.active)
      is distinct from (old.name, old.kind, old.role, old.system_prompt, old.capabilities, old.active))
  execute function private.touch();
select private.enable_audit('public.agents', 'capability_keys');
select private.mark_changes('public.agents', 'agents');

-- No policy for delete: a deleted agent has active = false.
alter table public.agents enable row level security;
create policy "agents:read may see agents" on public.agents
  for select to authenticated
  using (client_id = (select private.tenant_with('agents:read')));
create policy "agents:write may create agents" on public.agents
  for insert to authenticated
  with check (client_id = (select private.tenant_with('agents:write')));
create policy "agents:write may change active agents" on public.agents
  for update to authenticated
  using (client_id = (select private.tenant_with('agents:write')) and active)
  with check (client_id = (select private.tenant_with('agents:write')));
grant
  select,
  insert (name, kind, role, system_prompt, capabilities),
  update (name, kind, role, system_prompt, capabilities, active)
  on public.agents to authenticated;

create function private.is_active_agent(agent_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.agents a where a.id = agent_id and a.active)
$$;
grant execute on function private.is_active_agent to authenticated;
