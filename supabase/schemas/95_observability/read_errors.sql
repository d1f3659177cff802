-- Error groups in the API.

create function private.error_json(error_group private.error_groups) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', error_group.id, 'fingerprint', error_group.fingerprint,
    'category', error_group.category, 'severity', error_group.severity, 'message', error_group.message,
    'function', error_group.function, 'code', error_group.code, 'action', error_group.action,
    'frame', error_group.frame, 'count', error_group.count,
    'users', (
      select count(distinct u) from private.error_hours h cross join unnest(h.users) u
      where h.group_id = error_group.id),
    'first_seen', error_group.first_seen, 'last_seen', error_group.last_seen, 'status', error_group.status,
    'resolved_at', error_group.resolved_at, 'resolved_release', error_group.resolved_release,
    'trend', (
      select jsonb_agg(coalesce(h.count, 0) order by s.hour)
      from generate_series(date_trunc('hour', now(), 'UTC') - interval '23 hours', date_trunc('hour', now(), 'UTC'),
        '1 hour') s (hour)
      left join private.error_hours h on h.group_id = error_group.id and h.hour = s.hour))
    || case when private.is_operator() then jsonb_build_object('client_id', error_group.client_id) else '{}' end
$$;
comment on function private.error_json is
  'An error group as the API shows it; trend has the last 24 hours, oldest first.';

-- Definer: errors are private.
create function public.list_errors(status text default null, category text default null, severity text default null,
  function text default null, client_id uuid default null, after_time timestamptz default null,
  after_id uuid default null, page_size integer default 20, with_total boolean default false)
returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.observing_tenant(client_id);
  rows jsonb;
  total bigint;
begin
  perform private.require_short(jsonb_build_object(
    'status', status, 'category', category, 'severity', severity, 'function', function));
  perform private.fold_errors();
  select coalesce(jsonb_agg(private.error_json(p.entry) order by (p.entry).last_seen desc, (p.entry).id desc), '[]')
  into rows
  from (
    select g as entry from private.error_groups g
    where (g.client_id = tenant or tenant is null) and g.status = coalesce(list_errors.status, g.status)
      and g.category = coalesce(list_errors.category, g.category)
      and g.severity = coalesce(list_errors.severity, g.severity)
      and g.function = coalesce(list_errors.function, g.function)
      and private.after_cursor(g.last_seen, g.id, after_time, after_id)
    order by g.last_seen desc, g.id desc limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from private.error_groups g
    where (g.client_id = tenant or tenant is null) and g.status = coalesce(list_errors.status, g.status)
      and g.category = coalesce(list_errors.category, g.category)
      and g.severity = coalesce(list_errors.severity, g.severity)
      and g.function = coalesce(list_errors.function, g.function);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_errors is
  'Error groups after the cursor, last seen first: {rows, total}. Raises 401, 403, 404.';

create function private.error_group(tenant uuid, error_id uuid) returns private.error_groups
language plpgsql volatile set search_path = '' as $$
declare
  found_group private.error_groups;
begin
  select * into found_group from private.error_groups g
  where g.id = error_id and (g.client_id = tenant or tenant is null and private.is_operator());
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such error');
  end if;
  return found_group;
end
$$;

-- Definer: see public.list_errors.
create function public.get_error(error_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.observing_tenant(null);
begin
  perform private.fold_errors();
  return private.error_json(private.error_group(tenant, error_id)) || jsonb_build_object('occurrences', (
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'at', o.at, 'request_id', o.request_id,
      'user_id', o.user_id, 'release', o.release, 'stack', o.stack) order by o.id desc), '[]')
    from (
      select * from private.error_occurrences k where k.group_id = error_id order by k.id desc limit 20
    ) o));
end
$$;
comment on function public.get_error is
  'An error group with its last 20 occurrences: {id, at, request_id, user_id, release, stack}. Raises 401, 403, 404.';

create function private.error_state(error_group private.error_groups) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', error_group.id, 'client_id', error_group.client_id, 'status', error_group.status)
$$;
comment on function private.error_state is 'What the audit log says of a group.';

-- Definer: see public.list_errors.
create function public.set_error_status(error_id uuid, status text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := case when private.is_operator() then private.request_header('x-client-id')::uuid
    else private.authorize('alerts:write') end;
  before private.error_groups;
  after private.error_groups;
begin
  perform private.fold_errors();
  before := private.error_group(tenant, error_id);
  if status not in ('open', 'resolved', 'ignored') then
    perform private.invalid('status', 'not_allowed', 'must be open, resolved or ignored');
  end if;
  update private.error_groups g
  set status = set_error_status.status,
    resolved_at = case when set_error_status.status = 'resolved' then clock_timestamp() end,
    resolved_release = case when set_error_status.status = 'resolved'
      then (select r.release from private.releases r order by r.first_seen desc limit 1) end
  where g.id = error_id
  returning * into after;
  if before.client_id is not null then
    perform private.record_changes('error_groups', 'update', array[private.error_state(before)],
      array[private.error_state(after)]);
  end if;
  return private.error_json(after);
end
$$;
comment on function public.set_error_status is
  'Resolves, ignores or opens an error group again. A resolved one is regressed when it happens in a later release. '
  'Raises 401, 403, 404, 422.';
grant execute on function public.list_errors, public.get_error, public.set_error_status to authenticated;
