-- Metrics by agent, team and day.

-- Sums and counts as in team_performance, so that longer periods and team days are added up from them. No foreign
-- keys: rows are computed only from calls, which have them.
create table public.agent_metrics_v2 (
  client_id uuid not null,
  agent_id uuid not null,
  team_id uuid,
  day date not null,
  calls_handled bigint not null,
  calls_successful bigint not null,
  calls_failed bigint not null,
  calls_abandoned bigint not null,
  calls_resolved bigint not null,
  satisfaction_sum bigint not null,
  satisfaction_count bigint not null,
  handling_seconds_sum bigint not null,
  handling_seconds_count bigint not null,
  wait_seconds_sum bigint not null,
  wait_seconds_count bigint not null,
  updated_at timestamptz not null default now(),
  constraint agent_metrics_bucket unique nulls not distinct (client_id, agent_id, day, team_id)
) with (fillfactor = 80);
create index agent_metrics_team on public.agent_metrics_v2 (client_id, team_id, day);
comment on column public.agent_metrics_v2.team_id is 'Null for calls without a team.';

alter table public.agent_metrics_v2 alter column client_id set statistics 0;
alter table public.agent_metrics_v2 enable row level security;

create policy "metrics:read may see agent metrics" on public.agent_metrics_v2
  for select to authenticated
  using (client_id = (select private.tenant_with('metrics:read')));
grant select on public.agent_metrics_v2 to authenticated;
revoke insert, update, delete, truncate on public.agent_metrics_v2 from service_role;
