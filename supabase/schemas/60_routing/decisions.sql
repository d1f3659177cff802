-- Decisions: which agent a call went to, and why.

-- The row is routing's audit entry: who asked and for what, the candidates, the chosen agent and how the call ended.
-- Only how it ended may change.
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
comment on column public.routing_decisions.expires_at is
  'When the slot is freed unless it was released before. Null for a fallback, which takes no slot.';
comment on column public.routing_decisions.candidates is
  'Up to ten of the best agents at that moment, best first. Agents locked by another decision were passed over.';
create index routing_decisions_newest on public.routing_decisions (client_id, created_at desc, id desc);
create index routing_decisions_agent on public.routing_decisions (client_id, agent_id, created_at desc, id desc);
create index routing_decisions_team on public.routing_decisions (client_id, team_id, created_at desc, id desc)
  where team_id is not null;
create index routing_decisions_leases on public.routing_decisions (expires_at) where status = 'open';
create index routing_decisions_reference on public.routing_decisions (client_id, reference)
  where status = 'open' and reference is not null;

alter table public.routing_decisions alter column client_id set statistics 0; -- see organizations

-- No write policies: only the functions of routing write decisions.
alter table public.routing_decisions enable row level security;

create policy "routing:read may see decisions" on public.routing_decisions
  for select to authenticated
  using (client_id = (select private.tenant_with('routing:read')));
grant select on public.routing_decisions to authenticated;
revoke insert, update, delete, truncate on public.routing_decisions from service_role;

create function private.refuse_decision_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if private.audit_group() = 'erasures' then
    return null;
  end if;
  raise exception 'A decision cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before truncate or update of client_id, id, agent_id, sector, team_id, capabilities,
  reference, channel_id, score, terms, considered, fallback, candidates, expires_at, created_by, created_at
  on public.routing_decisions
  for each statement execute function private.refuse_decision_change();

-- Calls for which no agent had a slot. They are only counted.
create table private.routing_refusals (
  client_id uuid not null,
  sector text not null check (length(sector) <= 100),
  created_at timestamptz not null default now()
);
create index on private.routing_refusals (client_id, created_at);
alter table private.routing_refusals enable row level security;

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

create function private.agent_name(tenant uuid, agent_id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (select a.name from public.agents a where a.client_id = tenant and a.id = agent_name.agent_id);
end
$$;
