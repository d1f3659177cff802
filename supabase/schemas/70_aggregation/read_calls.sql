-- First step of recording calls: JSON becomes rows of text. Numbers and booleans may be text, as in CSV.

create type private.sent_call as (
  row integer,
  call jsonb,
  kind text,
  first_row integer,
  external_id text,
  agent_id text,
  agent text,
  team_id text,
  topic text,
  outcome text,
  resolved text,
  satisfaction text,
  handling_seconds text,
  wait_seconds text,
  started_at text
);
comment on type private.sent_call is
  'A call as text, trimmed, null where empty. kind: the JSON type of the row. first_row: the first with its '
  'external_id.';

create function private.read_calls(calls jsonb) returns setof private.sent_call
language sql stable set search_path = '' as $$
  select e.ordinality::integer, e.call, e.kind,
    (min(e.ordinality) over (partition by btrim(r.external_id)))::integer,
    nullif(btrim(r.external_id), ''),
    nullif(lower(btrim(r.agent_id)), ''), nullif(private.tidy(r.agent), ''), nullif(lower(btrim(r.team_id)), ''),
    nullif(btrim(r.topic), ''), nullif(btrim(r.outcome), ''), nullif(lower(btrim(r.resolved)), ''),
    nullif(btrim(r.satisfaction), ''), nullif(btrim(r.handling_seconds), ''), nullif(btrim(r.wait_seconds), ''),
    nullif(btrim(r.started_at), '')
  from (
    select jsonb_typeof(c.call) as kind, c.ordinality,
      case jsonb_typeof(c.call) when 'object' then c.call else '{}' end as call
    from jsonb_array_elements(read_calls.calls) with ordinality as c (call, ordinality)
  ) e,
  jsonb_to_record(e.call) as r (
    external_id text, agent_id text, agent text, team_id text, topic text, outcome text, resolved text,
    satisfaction text, handling_seconds text, wait_seconds text, started_at text)
$$;
