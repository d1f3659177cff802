-- How SQL ends a request with an HTTP error.

create function private.fail(status integer, code text, message text, extra jsonb default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || status, message = message, hint = code, detail = coalesce(extra::text, '');
end
$$;
comment on function private.fail is
  'Ends the request with an HTTP status, a code of shared/http/errors.ts and a message that the caller may see. '
  'extra: {details: […], retry_after: seconds, …}; other keys appear next to the code.';

create function private.problem(path text, code text, message text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('path', path, 'code', code, 'message', message)
$$;
comment on function private.problem is 'One entry of the details of an error.';

create function private.invalid(path text, code text, message text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(422, 'VALIDATION_ERROR', format('The request is not valid: %s: %s', path, message),
    jsonb_build_object('details', jsonb_build_array(private.problem(path, code, message))))
$$;
comment on function private.invalid is 'Ends the request with 422 for one field.';

-- Postgres's own words name constraints and quote the failing row, with columns that callers may not see.
create function private.fail_broken_rule(state text, message text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  relation constant text := substring(message from 'relation "(\w+)"');
  rule constant text := substring(message from 'constraint "(\w+)"');
  field constant text := coalesce(substring(message from 'in column "(\w+)"'),
    substring(rule from '^' || relation || '_(\w+)_check\d*$'), 'request');
begin
  if state = '23505' then
    perform private.fail(409, 'CONFLICT', 'This exists already');
  end if;
  perform private.invalid(field, case state when '23502' then 'required' else 'not_allowed' end,
    case state when '23502' then 'is missing' else 'has a value that is not allowed' end);
end
$$;
comment on function private.fail_broken_rule is
  'Ends the request with 422, or 409 for a duplicate, because a constraint refused a row. state and message are '
  'SQLSTATE and SQLERRM.';

create function private.require_version(present integer, if_match integer) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if if_match <> present then
    perform private.fail(412, 'VERSION_MISMATCH',
      format('If-Match is %s but the current version is %s; fetch it again and retry', if_match, present));
  end if;
end
$$;
comment on function private.require_version is
  'Ends the request with 412 if the row has another version than if_match. A null if_match accepts every version.';
grant execute on function private.fail, private.problem, private.invalid, private.fail_broken_rule,
  private.require_version to authenticated;
