create function private.judge_calls(rows private.resolved_call[]) returns table ("row" integer, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  fields constant text[] := '{external_id,agent_id,agent,team_id,topic,outcome,resolved,satisfaction,handling_seconds,'
    'wait_seconds,started_at}';
  seconds_pattern constant text := '^[0-9]{1,5}$';
begin
  return query
  select r.row,
    case when r.call - fields <> '{}' or r.call @? 'strict $.* ? (@.type() == "object" || @.type() == "array")'
      then private.field_errors(r.call, fields) end
    || array_remove(array[
    case
      when r.external_id is null then private.missing_error('external_id')
      when length(r.external_id) > 200 then private.length_error('external_id', r.external_id, 200)
      when r.first_row < r.row then private.duplicate_error('external_id', r.external_id, r.first_row)
    end,
    case
      when r.agent_id is not null and r.agent is not null then private.both_given_error('agent', 'agent_id')
      when r.agent_id is null and r.agent is null then private.missing_error('agent', 'the name or agent_id')
      when r.agent_id is not null and r.found_agent is null
        then private.unknown_id_error('agent_id', r.agent_id, 'an agent')
      when r.agents_named = 0 then private.unknown_name_error('agent', left(r.agent, 100))
      when r.agents_named > 1 then private.row_error('agent', 'ambiguous',
        format('agent %s is the name of several, give agent_id', private.quoted(left(r.agent, 100))))
    end,
    case when r.team_id is not null and r.found_team is null
      then private.unknown_id_error('team_id', r.team_id, 'a team') end,
    case when length(r.topic) > 200 then private.length_error('topic', r.topic, 200) end,
    case
      when r.outcome is null then private.missing_error('outcome')
      when r.outcome not in ('successful', 'failed', 'abandoned')
        then private.value_error('outcome', 'unknown_value', r.outcome, 'successful, failed or abandoned')
    end,
    case
      when r.resolved is null then private.missing_error('resolved')
      when r.resolved not in ('true', 'false')
        then private.value_error('resolved', 'unknown_value', r.resolved, 'true or false')
    end,
    case when r.satisfaction !~ '^[1-5]$'
      then private.number_error('satisfaction', 'range', r.satisfaction, 'be a whole number 1–5') end,
    case
      when r.handling_seconds is null then private.missing_error('handling_seconds')
      when case when r.handling_seconds ~ seconds_pattern then r.handling_seconds::integer > 86400 else true end
        then private.number_error('handling_seconds', 'range', r.handling_seconds, 'be a whole number 0–86400')
    end,
    case
      when case when r.wait_seconds ~ seconds_pattern then r.wait_seconds::integer > 86400
          else r.wait_seconds is not null end
        then private.number_error('wait_seconds', 'range', r.wait_seconds, 'be a whole number 0–86400')
    end,
    case
      when r.started_at is null then private.missing_error('started_at')
      when r.moments = '{}' or array_length(r.moments, 1) > 1
        then private.local_time_error('started_at', r.started_at, r.moments)
      when r.at is null then private.value_error('started_at', 'format', r.started_at,
        'a time like 2026-11-01T09:30:00Z, from 2000 on')
      when r.at > now() + interval '5 minutes' then private.row_error('started_at', 'range',
        format('started_at is %s, which is in the future', r.started_at))
      when r.at < '2000-01-01 00:00+00' then private.row_error('started_at', 'range', 'started_at is before 2000')
    end
  ], null)
  from unnest(rows) r;
end
$$;
