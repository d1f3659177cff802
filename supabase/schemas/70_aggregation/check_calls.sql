-- Every value is checked here, whoever calls; numbers and booleans may be text, as in CSV. `problems` are what the
-- function found while reading the request, one error a field. All rows are judged in one statement.
create function private.check_calls(tenant uuid, calls jsonb, problems jsonb)
returns table ("row" integer, call jsonb, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  fields constant text[] := array[
    'external_id', 'agent_id', 'agent', 'team_id', 'topic', 'outcome', 'resolved', 'satisfaction', 'handling_seconds',
    'wait_seconds', 'started_at'];
  uuid_pattern constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
  seconds_pattern constant text := '^[0-9]{1,5}$';
  time_pattern constant text := '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9]'
    '(:[0-5][0-9]([.][0-9]{1,9})?)?'
    '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$';
begin
  return query
  with sent as materialized (
    select e.ordinality::integer as row, r.*, e.call, e.kind,
      min(e.ordinality) over (partition by btrim(r.external_id)) as first_row
    from (
      select case jsonb_typeof(c.call) when 'object' then c.call else '{}' end as call, jsonb_typeof(c.call) as kind,
        c.ordinality
      from jsonb_array_elements(check_calls.calls) with ordinality as c (call, ordinality)
    ) e,
    jsonb_to_record(e.call) as r (external_id text, agent_id text, agent text, team_id text, topic text, outcome text,
      resolved text, satisfaction text, handling_seconds text, wait_seconds text, started_at text)
  ),
  trimmed as materialized (
    select s.row, s.call, s.kind, s.first_row,
      nullif(btrim(s.external_id), '') as external_id, nullif(lower(btrim(s.agent_id)), '') as agent_id,
      nullif(btrim(s.agent), '') as agent, nullif(lower(btrim(s.team_id)), '') as team_id,
      nullif(btrim(s.topic), '') as topic, nullif(btrim(s.outcome), '') as outcome,
      nullif(lower(btrim(s.resolved)), '') as resolved, nullif(btrim(s.satisfaction), '') as satisfaction,
      nullif(btrim(s.handling_seconds), '') as handling_seconds, nullif(btrim(s.wait_seconds), '') as wait_seconds,
      nullif(btrim(s.started_at), '') as started_at
    from sent s
  ),
  -- Of agents with one name those who are active are meant, if there are any.
  named as materialized (
    select n.name, found.ids
    from (select distinct lower(t.agent) as name from trimmed t where t.agent is not null) n
    cross join lateral (
      select array_agg(a.id) filter (where a.active) as active_ids, array_agg(a.id) as all_ids
      from (
        select g.id, g.active from public.agents g where g.client_id = tenant and lower(g.name) = n.name
        order by g.active desc limit 3
      ) a
    ) i
    cross join lateral (select coalesce(i.active_ids, i.all_ids, '{}') as ids) found
  ),
  known_agent as materialized (
    select k.id from (select distinct t.agent_id::uuid as id from trimmed t where t.agent_id ~ uuid_pattern) i
    cross join lateral (select a.id from public.agents a where a.client_id = tenant and a.id = i.id limit 1) k
  ),
  known_team as materialized (
    select k.id from (select distinct t.team_id::uuid as id from trimmed t where t.team_id ~ uuid_pattern) i
    cross join lateral (select m.id from public.teams m where m.client_id = tenant and m.id = i.id limit 1) k
  ),
  read as (
    select (p.problem ->> 'row')::integer as row, array_agg(p.problem - 'row' order by p.ordinality) as errors,
      array_agg(p.problem ->> 'field') as fields, bool_or(p.problem ->> 'field' is null) as unreadable
    from jsonb_array_elements(check_calls.problems) with ordinality as p (problem, ordinality)
    group by 1
  ),
  timed as materialized (
    select t.*, case when t.started_at ~ time_pattern then
      case when substr(t.started_at, 9, 2)::integer <= extract(day from
        make_date(left(t.started_at, 4)::integer, substr(t.started_at, 6, 2)::integer, 1) + interval '1 month - 1 day')
      then t.started_at::timestamptz end end as at
    from trimmed t
  ),
  judged as materialized (
    select t.*, coalesce(a.id, case cardinality(n.ids) when 1 then n.ids[1] end) as found_agent, m.id as found_team,
      array(
        select case when f.key <> all (fields)
            then private.row_error(left(f.key, 100), 'unknown_field',
              format('%s is not a field of a call', left(f.key, 100)))
          else private.row_error(f.key, 'type',
            format('%s is an %s, must be a single value', f.key, jsonb_typeof(f.value))) end
        from jsonb_each(t.call) f
        where f.key <> all (fields) or jsonb_typeof(f.value) in ('object', 'array')
        limit 20
      ) || array_remove(array[
        case when t.external_id is null then private.row_error('external_id', 'required', 'external_id is missing')
          when length(t.external_id) > 200
            then private.row_error('external_id', 'length',
              format('external_id has %s characters, at most 200 are allowed', length(t.external_id)))
          when t.first_row < t.row
            then private.row_error('external_id', 'duplicate_in_file',
              format('external_id %L is already in row %s', t.external_id, t.first_row)) end,
        case when t.agent_id is not null and t.agent is not null
            then private.row_error('agent', 'ambiguous', 'agent and agent_id are both given, give one')
          when t.agent_id is null and t.agent is null
            then private.row_error('agent', 'required', 'agent is missing, give the name or agent_id')
          when t.agent_id is not null and a.id is null
            then private.row_error('agent_id', 'unknown_reference',
              format('agent_id %L is not an agent of yours', left(t.agent_id, 50)))
          when t.agent is not null and cardinality(n.ids) = 0
            then private.row_error('agent', 'unknown_reference', format('agent %L is not known', left(t.agent, 100)))
          when t.agent is not null and cardinality(n.ids) > 1
            then private.row_error('agent', 'ambiguous',
              format('agent %L is the name of several, give agent_id', left(t.agent, 100))) end,
        case when t.team_id is not null and m.id is null
          then private.row_error('team_id', 'unknown_reference',
            format('team_id %L is not a team of yours', left(t.team_id, 50))) end,
        case when length(t.topic) > 200
          then private.row_error('topic', 'length',
            format('topic has %s characters, at most 200 are allowed', length(t.topic))) end,
        case when t.outcome is null then private.row_error('outcome', 'required', 'outcome is missing')
          when t.outcome not in ('successful', 'failed', 'abandoned')
            then private.row_error('outcome', 'unknown_value',
              format('outcome is %L, must be successful, failed or abandoned', left(t.outcome, 50))) end,
        case when t.resolved is null then private.row_error('resolved', 'required', 'resolved is missing')
          when t.resolved not in ('true', 'false')
            then private.row_error('resolved', 'unknown_value',
              format('resolved is %L, must be true or false', left(t.resolved, 50))) end,
        case when t.satisfaction !~ '^[1-5]$'
          then private.row_error('satisfaction', 'range',
            format('satisfaction is %s, must be a whole number 1–5', left(t.satisfaction, 50))) end,
        case when t.handling_seconds is null
          then private.row_error('handling_seconds', 'required', 'handling_seconds is missing')
          when case when t.handling_seconds ~ seconds_pattern then t.handling_seconds::integer > 86400 else true end
            then private.row_error('handling_seconds', 'range',
              format('handling_seconds is %s, must be a whole number 0–86400', left(t.handling_seconds, 50))) end,
        case when case when t.wait_seconds ~ seconds_pattern then t.wait_seconds::integer > 86400
          else t.wait_seconds is not null end
          then private.row_error('wait_seconds', 'range',
            format('wait_seconds is %s, must be a whole number 0–86400', left(t.wait_seconds, 50))) end,
        case when t.started_at is null then private.row_error('started_at', 'required', 'started_at is missing')
          when t.at is null
            then private.row_error('started_at', 'format',
              format('started_at is %L, must be a time like 2026-11-01T09:30:00Z, from 2000 on',
                left(t.started_at, 50)))
          when t.at > now() + interval '5 minutes'
            then private.row_error('started_at', 'range',
              format('started_at is %s, which is in the future', t.started_at))
          when t.at < '2000-01-01 00:00+00'
            then private.row_error('started_at', 'range', 'started_at is before 2000') end
      ], null) as found_errors
    from timed t
    left join known_agent a on a.id::text = t.agent_id
    left join named n on n.name = lower(t.agent)
    left join known_team m on m.id::text = t.team_id
  )
  select j.row,
    jsonb_build_object('external_id', j.external_id, 'agent_id', j.found_agent, 'team_id', j.found_team, 'topic',
      j.topic,
      'outcome', j.outcome, 'resolved', j.resolved, 'satisfaction', j.satisfaction, 'handling_seconds',
        j.handling_seconds,
      'wait_seconds', j.wait_seconds, 'started_at', j.at),
    case
      when j.kind <> 'object' then array[private.row_error(null, 'type',
        format('the row is of type %s, must be an object', j.kind))]
      when e.row is null then j.found_errors
      when e.unreadable then e.errors
      else e.errors || array(select own from unnest(j.found_errors) own where own ->> 'field' <> all (e.fields))
    end
  from judged j
  left join read e on e.row = j.row;
end
$$;
comment on function private.check_calls is
  'Each row as private.record_calls takes it, with what is wrong with it: [{field, code, message}].';
