-- Writing checked calls.

-- Sorted, so that two requests with the same calls cannot deadlock.
create function private.record_calls(tenant uuid, calls jsonb) returns setof public.calls
language sql volatile set search_path = '' as $$
  select private.recall_calls(tenant, array(
    select c.value ->> 'external_id' from jsonb_array_elements(record_calls.calls) c));
  insert into public.calls as c (client_id, external_id, agent_id, team_id, topic, outcome, resolved, satisfaction,
    handling_seconds, wait_seconds, started_at)
  select tenant, s.* from jsonb_to_recordset(record_calls.calls) as s (external_id text, agent_id uuid, team_id uuid,
    topic text, outcome text, resolved boolean, satisfaction integer, handling_seconds integer, wait_seconds integer,
    started_at timestamptz)
  order by s.external_id
  on conflict on constraint calls_external_id do update set
    agent_id = excluded.agent_id, team_id = excluded.team_id, topic = excluded.topic, outcome = excluded.outcome,
    resolved = excluded.resolved, satisfaction = excluded.satisfaction, handling_seconds = excluded.handling_seconds,
    wait_seconds = excluded.wait_seconds, started_at = excluded.started_at
  where (c.agent_id, c.team_id, c.topic, c.outcome, c.resolved, c.satisfaction, c.handling_seconds, c.wait_seconds,
    c.started_at)
    is distinct from (excluded.agent_id, excluded.team_id, excluded.topic, excluded.outcome, excluded.resolved,
      excluded.satisfaction, excluded.handling_seconds, excluded.wait_seconds, excluded.started_at)
  returning c.*
$$;
comment on function private.record_calls is
  'Adds checked calls, or replaces them by external_id, and returns the new and changed ones.';
