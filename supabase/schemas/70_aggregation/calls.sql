-- Finished calls.

create table public.calls (
  client_id uuid not null references public.clients,
  id uuid not null default private.uuidv7(),
  external_id text not null check (external_id = btrim(external_id) and length(external_id) between 1 and 200),
  agent_id uuid not null,
  team_id uuid,
  topic text check (topic = btrim(topic) and length(topic) between 1 and 200),
  outcome text not null check (outcome in ('successful', 'failed', 'abandoned')),
  resolved boolean not null,
  satisfaction integer check (satisfaction between 1 and 5),
  handling_seconds integer not null check (handling_seconds between 0 and 86400),
  wait_seconds integer check (wait_seconds between 0 and 86400),
  started_at timestamptz not null,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  constraint calls_external_id unique (client_id, external_id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams,
  -- Senders' clocks may be up to five minutes ahead.
  constraint calls_started check (started_at >= '2000-01-01 00:00+00'
    and started_at <= updated_at + interval '5 minutes')
);
create index calls_started on public.calls (client_id, started_at);
create index calls_agent on public.calls (client_id, agent_id, started_at);
comment on column public.calls.handling_seconds is 'Not counted for abandoned calls.';

alter table public.calls alter column client_id set statistics 0; -- see organizations

-- No write policies: calls are written by record_calls.
alter table public.calls enable row level security;
create trigger touch before update on public.calls
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

create policy "metrics:read may see calls" on public.calls
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.calls to authenticated;
revoke truncate on public.calls from service_role;

create function private.call_json(call public.calls) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(call) - 'client_id'
$$;

select private.enable_bulk_audit('public.calls');

-- Definer: see private.emit_event.
create function private.announce_new_calls() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if private.is_archiving() then
    return null;
  end if;
  perform private.emit_events('call.completed', array_agg(n.client_id), array_agg(private.call_json(n))) from new_rows n
  having count(*) > 0;
  return null;
end
$$;
create trigger announce_new_calls after insert on public.calls referencing new table as new_rows
  for each statement execute function private.announce_new_calls();
