-- Daily totals of a team's calls, by day in the tenant's time zone. Sums and counts, so that longer periods are added
-- up from them and never averaged from averages. The capability aggregation writes them.

create table public.team_performance (
  client_id uuid not null references public.clients,
  team_id uuid not null,
  day date not null,
  calls_handled bigint not null default 0 check (calls_handled >= 0),
  calls_successful bigint not null default 0 check (calls_successful >= 0),
  calls_failed bigint not null default 0 check (calls_failed >= 0),
  calls_abandoned bigint not null default 0 check (calls_abandoned >= 0),
  calls_resolved bigint not null default 0 check (calls_resolved >= 0),
  satisfaction_sum numeric not null default 0,
  satisfaction_count bigint not null default 0,
  handling_seconds_sum numeric not null default 0,
  handling_seconds_count bigint not null default 0,
  wait_seconds_sum numeric not null default 0,
  wait_seconds_count bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (client_id, team_id, day),
  foreign key (client_id, team_id) references public.teams
);
comment on column public.team_performance.calls_handled is 'Includes abandoned calls.';
comment on column public.team_performance.satisfaction_count is 'Calls with a rating.';
comment on column public.team_performance.handling_seconds_count is 'Answered calls.';
alter table public.team_performance alter column client_id set statistics 0; -- see organizations

alter table public.team_performance enable row level security;
create policy "teams:read may see team performance" on public.team_performance
  for select to authenticated
  using (client_id = (select private.tenant_with('teams:read')));
grant select on public.team_performance to authenticated;
revoke insert, update, delete, truncate on public.team_performance from service_role;

create type private.call_totals as (
  calls_handled bigint,
  calls_successful bigint,
  calls_failed bigint,
  calls_abandoned bigint,
  calls_resolved bigint,
  satisfaction_sum numeric,
  satisfaction_count bigint,
  handling_seconds_sum numeric,
  handling_seconds_count bigint,
  wait_seconds_sum numeric,
  wait_seconds_count bigint
);

create function private.metrics_json(totals private.call_totals) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'calls_handled', coalesce(totals.calls_handled, 0),
    'calls_successful', coalesce(totals.calls_successful, 0),
    'calls_failed', coalesce(totals.calls_failed, 0),
    'calls_abandoned', coalesce(totals.calls_abandoned, 0),
    'success_rate', round(totals.calls_successful::numeric / nullif(totals.calls_handled, 0), 6),
    'resolution_rate', round(totals.calls_resolved::numeric / nullif(totals.calls_handled, 0), 6),
    'avg_satisfaction', round(totals.satisfaction_sum / nullif(totals.satisfaction_count, 0), 6),
    'avg_handling_seconds', round(totals.handling_seconds_sum / nullif(totals.handling_seconds_count, 0), 6),
    'avg_wait_seconds', round(totals.wait_seconds_sum / nullif(totals.wait_seconds_count, 0), 6))
$$;
comment on function private.metrics_json is 'Rates and averages of totals, null where nothing was counted.';
grant execute on function private.metrics_json to authenticated;
