-- Third step of recording calls: what is wrong with each row, one error a field.

-- Checks every value again, whoever the caller is. Set-based, and it reads no table itself, so its plan can be kept.
create function private.check_calls(tenant uuid, calls jsonb, problems jsonb, zone text)
returns table ("row" integer, call jsonb, errors jsonb[])
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  rows constant private.resolved_call[] := array(select r from private.resolve_calls(tenant, calls, zone) r);
begin
  return query
  select r.row,
    jsonb_build_object('external_id', r.external_id, 'agent_id', r.found_agent, 'team_id', r.found_team,
      'topic', r.topic, 'outcome', r.outcome, 'resolved', r.resolved, 'satisfaction', r.satisfaction,
      'handling_seconds', r.handling_seconds, 'wait_seconds', r.wait_seconds, 'started_at', r.at),
    case
      when r.kind <> 'object' then array[
        private.row_error(null, 'type', format('the row is of type %s, must be an object', r.kind))]
      when p.row is null then j.errors
      else private.merge_errors(p, j.errors)
    end
  from unnest(rows) r
  join private.judge_calls(rows) j on j.row = r.row
  left join private.problems_by_row(problems) p on p.row = r.row;
end
$$;
comment on function private.check_calls is
  'Each row as private.record_calls takes it, and its errors: [{field, code, message}]. problems: what the function '
  'found while it read the request. zone: as in private.resolve_calls.';
