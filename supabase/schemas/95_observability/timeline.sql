-- Guarantees: all that one request caused can be read by its id, however many functions and workers later.

-- By request first: the operator looks for one in all tenants.
create index on public.audit_log (request_id, client_id) where request_id is not null;
create index on private.outbox (request_id, client_id) where request_id is not null;
create index on public.job_queue (request_id, client_id) where request_id is not null;

create type private.timeline_step as (at timestamptz, kind text, step jsonb);

create function private.logged_steps(tenant uuid, request_id text) returns setof private.timeline_step
language sql stable set search_path = '' as $$
  select l.at - case when l.line ? 'status' then coalesce((l.line ->> 'duration')::float8, 0) else 0 end
      * interval '1 millisecond',
    case when l.line ? 'status' then 'request' else 'log' end,
    jsonb_build_object('id', l.id, 'function', l.function, 'level', l.level, 'action', l.line -> 'action',
      'status', l.line -> 'status', 'duration_ms', l.line -> 'duration', 'user_id', l.user_id,
      'message', coalesce(l.line -> 'message', l.line -> 'error'))
  from private.log_lines l
  where l.request_id = logged_steps.request_id and (l.client_id = tenant or tenant is null)
  order by l.at, l.id limit 500
$$;
comment on function private.logged_steps is 'The line of a request stands where the request began.';

create function private.changed_steps(tenant uuid, request_id text, readable text[], sees_audit boolean)
returns setof private.timeline_step
language sql stable set search_path = '' as $$
  (select a.occurred_at, 'audit', jsonb_build_object('id', a.id, 'action', a.action, 'resource', a.resource,
      'record_id', a.record_id, 'actor_id', a.actor_id, 'key_id', a.key_id)
  from public.audit_log a
  where a.request_id = changed_steps.request_id and (a.client_id = tenant or tenant is null) and sees_audit
  order by a.id limit 500)
  union all
  (select o.created_at, 'event', jsonb_build_object('id', o.id, 'type', o.type)
  from private.outbox o
  where o.request_id = changed_steps.request_id and (o.client_id = tenant or tenant is null)
    and (readable is null or o.type = any (readable) or o.type like 'inbound.%' and 'inbound.*' = any (readable))
  order by o.created_at, o.id limit 500)
$$;

-- A delivery is a job. It stands where it was made; its attempts and its end stand by themselves.
create function private.job_steps(tenant uuid, request_id text, readable text[]) returns setof private.timeline_step
language sql stable set search_path = '' as $$
  with jobs as (
    select j.* from public.job_queue j
    where j.request_id = job_steps.request_id and (j.client_id = tenant or tenant is null)
      and (readable is null or not j.payload ? 'event_type' or private.subscribes(readable, j.payload ->> 'event_type'))
    order by j.created_at, j.id limit 500
  )
  select j.created_at, case when j.type = 'webhook.deliver' then 'delivery' else 'job' end,
    jsonb_build_object('id', j.id, 'type', j.type, 'queue', j.queue, 'status', j.status, 'attempts', j.attempts,
      'completed_at', j.completed_at, 'error', j.error_message, 'event_type', j.payload -> 'event_type',
      'event_id', j.payload -> 'event_id')
  from jobs j
  union all
  select a.attempted_at, 'attempt', jsonb_build_object('id', a.id, 'delivery_id', a.delivery_id, 'attempt', a.attempt,
    'succeeded', a.succeeded, 'status_code', a.status_code, 'duration_ms', a.duration_ms, 'error', a.error)
  from jobs j join public.webhook_attempts a on a.delivery_id = j.id
  union all
  select j.started_at, 'attempt', jsonb_build_object('id', j.id, 'job_id', j.id, 'attempt', j.attempts,
    'succeeded', j.status = 'completed', 'error', j.error_message)
  from jobs j where j.type <> 'webhook.deliver' and j.started_at is not null
$$;

create function private.error_steps(tenant uuid, request_id text) returns setof private.timeline_step
language sql stable set search_path = '' as $$
  select o.at, 'error', jsonb_build_object('id', o.id, 'error_id', g.id, 'code', g.code, 'category', g.category,
    'severity', g.severity, 'message', g.message, 'function', g.function)
  from private.error_occurrences o join private.error_groups g on g.id = o.group_id
  where o.request_id = error_steps.request_id and (o.client_id = tenant or tenant is null)
  order by o.id limit 500
$$;

-- Definer: logs, events and errors are private; who may not read audit entries or an event's resource gets none here.
create function public.get_timeline(request_id text, client_id uuid default null) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.observing_tenant(client_id);
  is_all constant boolean := private.is_operator();
  readable constant text[] := case when not is_all then private.readable_event_types() end;
  sees_audit constant boolean := is_all or private.can('audit:read');
  steps jsonb;
begin
  select jsonb_agg(s.step || jsonb_build_object('at', s.at, 'kind', s.kind)
    order by s.at,
      array_position(array['request', 'audit', 'event', 'job', 'delivery', 'attempt', 'error', 'log'], s.kind))
  into steps
  from (
    select * from private.logged_steps(tenant, get_timeline.request_id)
    union all
    select * from private.changed_steps(tenant, get_timeline.request_id, readable, sees_audit)
    union all
    select * from private.job_steps(tenant, get_timeline.request_id, readable)
    union all
    select * from private.error_steps(tenant, get_timeline.request_id)
  ) s;
  if steps is null then
    perform private.fail(404, 'NOT_FOUND', 'Nothing is known of this request');
  end if;
  return steps;
end
$$;
comment on function public.get_timeline is
  'What a request caused, in order: [{at, kind, …}]. kind is request, audit, event, job, delivery, attempt, error or '
  'log. Raises 401, 403, 404.';
grant execute on function public.get_timeline to authenticated;
