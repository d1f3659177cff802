-- Guarantees: metrics stay exact when calls leave their table, also if a day is computed again or in another time zone.

-- Sums by quarter of an hour: each time zone since 2000 is a whole number of quarters away from UTC. They outlive the
-- archived calls themselves, as metrics do. The foreign keys are those of the calls.
create table private.archived_call_sums (
  client_id uuid not null references public.clients,
  agent_id uuid not null,
  team_id uuid,
  quarter timestamptz not null,
  calls_handled bigint not null check (calls_handled > 0),
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
  constraint archived_call_sums_bucket unique nulls not distinct (client_id, agent_id, quarter, team_id),
  foreign key (client_id, agent_id) references public.agents,
  foreign key (client_id, team_id) references public.teams
);
alter table private.archived_call_sums enable row level security;

-- The one place that says what a call adds to the metrics.
create view private.counted_calls with (security_invoker = true) as
select c.client_id, c.id, c.agent_id, c.team_id, c.started_at,
  1::bigint as calls_handled,
  (c.outcome = 'successful')::integer::bigint as calls_successful,
  (c.outcome = 'failed')::integer::bigint as calls_failed,
  (c.outcome = 'abandoned')::integer::bigint as calls_abandoned,
  c.resolved::integer::bigint as calls_resolved,
  coalesce(c.satisfaction, 0)::bigint as satisfaction_sum,
  (c.satisfaction is not null)::integer::bigint as satisfaction_count,
  case when c.outcome <> 'abandoned' then c.handling_seconds else 0 end::bigint as handling_seconds_sum,
  (c.outcome <> 'abandoned')::integer::bigint as handling_seconds_count,
  coalesce(c.wait_seconds, 0)::bigint as wait_seconds_sum,
  (c.wait_seconds is not null)::integer::bigint as wait_seconds_count
from public.calls c;

create function private.sums_of_calls(tenant uuid, ids uuid[]) returns setof private.archived_call_sums
language sql stable set search_path = '' as $$
  select tenant, c.agent_id, c.team_id, date_bin('15 minutes', c.started_at, '2000-01-01 00:00+00'),
    sum(c.calls_handled)::bigint, sum(c.calls_successful)::bigint, sum(c.calls_failed)::bigint,
    sum(c.calls_abandoned)::bigint, sum(c.calls_resolved)::bigint, sum(c.satisfaction_sum)::bigint,
    sum(c.satisfaction_count)::bigint, sum(c.handling_seconds_sum)::bigint, sum(c.handling_seconds_count)::bigint,
    sum(c.wait_seconds_sum)::bigint, sum(c.wait_seconds_count)::bigint
  from private.counted_calls c where c.client_id = tenant and c.id = any (ids)
  group by c.agent_id, c.team_id, 4
$$;

create function private.add_call_sums(tenant uuid, ids uuid[]) returns void
language sql volatile set search_path = '' as $$
  insert into private.archived_call_sums as s select * from private.sums_of_calls(tenant, ids)
  on conflict on constraint archived_call_sums_bucket do update set
    calls_handled = s.calls_handled + excluded.calls_handled,
    calls_successful = s.calls_successful + excluded.calls_successful,
    calls_failed = s.calls_failed + excluded.calls_failed,
    calls_abandoned = s.calls_abandoned + excluded.calls_abandoned,
    calls_resolved = s.calls_resolved + excluded.calls_resolved,
    satisfaction_sum = s.satisfaction_sum + excluded.satisfaction_sum,
    satisfaction_count = s.satisfaction_count + excluded.satisfaction_count,
    handling_seconds_sum = s.handling_seconds_sum + excluded.handling_seconds_sum,
    handling_seconds_count = s.handling_seconds_count + excluded.handling_seconds_count,
    wait_seconds_sum = s.wait_seconds_sum + excluded.wait_seconds_sum,
    wait_seconds_count = s.wait_seconds_count + excluded.wait_seconds_count
$$;
comment on function private.add_call_sums is 'Adds calls that leave their table to the sums of the archive.';

create function private.take_call_sums(tenant uuid, ids uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with back as materialized (
    select * from private.sums_of_calls(tenant, ids)
  ),
  emptied as (
    delete from private.archived_call_sums s using back b
    where s.client_id = tenant and s.agent_id = b.agent_id and s.quarter = b.quarter
      and s.team_id is not distinct from b.team_id and s.calls_handled = b.calls_handled
  )
  update private.archived_call_sums s set
    calls_handled = s.calls_handled - b.calls_handled, calls_successful = s.calls_successful - b.calls_successful,
    calls_failed = s.calls_failed - b.calls_failed, calls_abandoned = s.calls_abandoned - b.calls_abandoned,
    calls_resolved = s.calls_resolved - b.calls_resolved, satisfaction_sum = s.satisfaction_sum - b.satisfaction_sum,
    satisfaction_count = s.satisfaction_count - b.satisfaction_count,
    handling_seconds_sum = s.handling_seconds_sum - b.handling_seconds_sum,
    handling_seconds_count = s.handling_seconds_count - b.handling_seconds_count,
    wait_seconds_sum = s.wait_seconds_sum - b.wait_seconds_sum,
    wait_seconds_count = s.wait_seconds_count - b.wait_seconds_count
  from back b
  where s.client_id = tenant and s.agent_id = b.agent_id and s.quarter = b.quarter
    and s.team_id is not distinct from b.team_id and s.calls_handled > b.calls_handled;
end
$$;
comment on function private.take_call_sums is
  'Takes calls that are back in their table out of the sums of the archive.';

create function private.recall_calls(tenant uuid, external_ids text[]) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  cutoff constant timestamptz := private.archive_cutoff(tenant, 'calls');
begin
  if exists (select from public.calls c
    where c.client_id = tenant and c.external_id = any (external_ids) and c.started_at < cutoff) then
    -- A run may be moving the call. Once the run has ended, it is seen where it is.
    perform private.lock_archive(tenant);
  end if;
  perform private.recall_rows(tenant, 'calls', external_ids);
end
$$;
comment on function private.recall_calls is
  'Brings those of these calls that are archived back into their table, so that sending them again replaces them.';
