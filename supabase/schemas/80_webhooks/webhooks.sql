-- Guarantees: an event reaches every endpoint that subscribes to it once what it tells of is committed, never before,
-- always with one id and one body; an endpoint that fails slows nobody else; an inbound event has its effect once.

insert into private.queues (queue, worker_path, read_scope) values ('webhooks', '/webhooks/v1/worker', 'webhooks:read');
insert into private.job_types (type, queue, effect) values
  ('webhook.deliver', 'webhooks', 'private.record_attempts'),
  ('inbound.apply', 'jobs', 'private.apply_inbound_events');

-- Event types -------------------------------------------------------------------------------------------

insert into private.event_types (type, description) values
  ('batch.completed', 'An import was written; data is the batch'),
  ('batch.failed', 'An import was refused; data is the batch with its first errors'),
  ('team.created', 'A team was created'),
  ('team.updated', 'A team was changed'),
  ('team.deleted', 'A team was deleted'),
  ('call.routed', 'An agent was chosen for a call; data is the decision'),
  ('call.completed', 'A finished call was recorded'),
  ('metrics.updated', 'The metrics of agents and teams were recomputed'),
  ('incident.opened', 'A part of the service is failing'),
  ('incident.resolved', 'It works again'),
  ('endpoint.disabled', 'An endpoint of yours was disabled because it failed for days or said that it is gone'),
  ('endpoint.test', 'Asked for by POST …/test; sent to that endpoint whatever it subscribes to'),
  ('inbound.*', 'Another system sent an event to one of your sources; its own type follows inbound.');


-- Endpoints ---------------------------------------------------------------------------------------------

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.webhook_endpoints', '100', 'integer', 0, 10000, 'How many webhook endpoints the tenant may have', true);

create table public.webhook_endpoints (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  url text not null check (url ~ '^https?://[^[:space:]]+$' and length(url) <= 2000),
  event_types text[] not null default '{*}'
    check (cardinality(event_types) between 1 and 50 and array_position(event_types, null) is null),
  description text check (length(description) <= 500),
  enabled boolean not null default false,
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check (not (enabled and disabled_reason is not null))
);
comment on column public.webhook_endpoints.id is
  'Unique among all tenants, because it is the lane of its jobs, and whoever creates an endpoint in the Data API chooses it.';
comment on column public.webhook_endpoints.disabled_reason is
  'Why the system disabled it: it answered 410, or failed for five days. Null: it is enabled, or a person disabled it.';
create index on public.webhook_endpoints (client_id, created_at desc, id desc);

-- The key's name, and AES-256-GCM's iv, ciphertext and tag. Written before the endpoint, which may not be enabled without.
create table private.endpoint_secrets (
  client_id uuid not null,
  endpoint_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 1024),
  expires_at timestamptz,
  primary key (client_id, endpoint_id, id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade deferrable initially deferred
);
alter table private.endpoint_secrets enable row level security;
comment on column private.endpoint_secrets.expires_at is 'Null: the present one. Former ones sign too until then.';

-- How an endpoint does; apart from it because it changes by itself and often.
create table private.endpoint_health (
  client_id uuid not null,
  endpoint_id uuid not null,
  failures integer not null default 0,
  failing_since timestamptz,
  open_until timestamptz,
  pause_seconds integer not null default 60,
  primary key (client_id, endpoint_id),
  foreign key (client_id, endpoint_id) references public.webhook_endpoints on delete cascade
) with (fillfactor = 50);
alter table private.endpoint_health enable row level security;
comment on column private.endpoint_health.failures is 'Failed attempts since the last that succeeded.';
comment on column private.endpoint_health.open_until is
  'The breaker: until then nothing is sent, then one attempt, which moves it by half a minute so that it stays the only one. Null: closed.';

alter table public.webhook_endpoints enable row level security;
create policy "members see their tenant's endpoints" on public.webhook_endpoints
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
create policy "managers add endpoints" on public.webhook_endpoints
  for insert to authenticated with check (client_id = (select private.tenant_with('webhooks:write')));
create policy "managers change endpoints" on public.webhook_endpoints
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
create policy "managers remove endpoints" on public.webhook_endpoints
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, insert (url, event_types, description), update (url, event_types, description, enabled), delete
  on public.webhook_endpoints to authenticated;
select private.enable_audit('public.webhook_endpoints');
create trigger touch before update on public.webhook_endpoints
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

create function private.require_event_types(event_types text[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  unknown_type constant text := (
    select t from unnest(event_types) t
    where t <> '*' and t !~ '^inbound(\.[a-z_]+)+$' and not exists (select from private.event_types e where e.type = t)
    limit 1);
begin
  if unknown_type is not null then
    perform private.invalid('event_types', 'unknown_value', format('there is no event type "%s"', unknown_type));
  end if;
end
$$;

-- Definer: event types, secrets and limits are private.
create function private.check_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most integer;
begin
  perform private.require_event_types(new.event_types);
  if new.enabled and not exists (
    select from private.endpoint_secrets s where s.client_id = new.client_id and s.endpoint_id = new.id
  ) then
    perform private.fail(409, 'CONFLICT', 'The endpoint has no secret yet: rotate-secret makes one');
  end if;
  if new.enabled then
    new.disabled_reason := null;
  end if;
  if tg_op = 'INSERT' then
    most := private.setting(new.client_id, 'limits.webhook_endpoints');
    -- Two that insert at once count one after the other.
    perform from public.clients c where c.id = new.client_id for no key update;
    if (select count(*) from public.webhook_endpoints e where e.client_id = new.client_id) >= most then
      perform private.fail(409, 'CONFLICT', format('The tenant has its %s endpoints already', most));
    end if;
  end if;
  return new;
end
$$;
create trigger check_endpoint before insert or update on public.webhook_endpoints
  for each row execute function private.check_endpoint();

-- Events for an endpoint that is not enabled wait for a replay; those of one that is gone have nowhere to go. Jobs that
-- a worker has at this moment are skipped: it asks before each attempt.
-- Definer: nobody writes jobs or health by hand.
create function private.follow_endpoint() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  endpoint constant public.webhook_endpoints := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'INSERT' then
    insert into private.endpoint_health (client_id, endpoint_id) values (endpoint.client_id, endpoint.id);
  elsif tg_op = 'UPDATE' and endpoint.enabled then
    update private.endpoint_health h set failures = 0, failing_since = null, open_until = null, pause_seconds = 60
    where h.client_id = endpoint.client_id and h.endpoint_id = endpoint.id;
  else
    update public.job_queue j
    set status = case tg_op when 'DELETE' then 'cancelled' else 'parked' end, completed_at = case tg_op when 'DELETE' then now() end
    where j.id = any (array(
      select w.id from public.job_queue w
      where w.queue = 'webhooks' and w.client_id = endpoint.client_id and w.lane = endpoint.id
        and w.phase in ('active', 'scheduled', case tg_op when 'DELETE' then 'parked' end) and w.status <> 'running'
      for update skip locked));
  end if;
  return null;
end
$$;
create trigger follow_endpoint after insert or delete on public.webhook_endpoints
  for each row execute function private.follow_endpoint();
create trigger follow_enabled after update on public.webhook_endpoints
  for each row when (new.enabled <> old.enabled) execute function private.follow_endpoint();

create function private.endpoint_json(endpoint public.webhook_endpoints) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(endpoint) - 'client_id'
$$;
grant execute on function private.endpoint_json to authenticated;

create function private.lock_endpoint(endpoint_id uuid) returns public.webhook_endpoints
language plpgsql volatile set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  select * into endpoint from public.webhook_endpoints e
  where e.client_id = private.client_id() and e.id = lock_endpoint.endpoint_id
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such endpoint');
  end if;
  return endpoint;
end
$$;
grant execute on function private.lock_endpoint to authenticated;

create function public.list_webhook_endpoints(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.endpoint_json(p.endpoint)), '[]') into rows
  from (
    select e as endpoint from public.webhook_endpoints e
    where after_time is null or (e.created_at, e.id) < (after_time, after_id)
    order by e.created_at desc, e.id desc
    limit greatest(least(page_size, 101), 1)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_endpoints;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_endpoints is
  'Endpoints, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_webhook_endpoints to authenticated;

create function private.keep_endpoint_secret(tenant uuid, endpoint_id uuid, secret jsonb) returns void
language sql volatile set search_path = '' as $$
  insert into private.endpoint_secrets (client_id, endpoint_id, key_id, ciphertext)
  values (tenant, endpoint_id, secret ->> 'key_id', decode(secret ->> 'ciphertext', 'base64'))
$$;

-- Definer: secrets are written only by such functions, and readable by nobody.
create function public.create_webhook_endpoint(
  id uuid, url text, secret jsonb, event_types text[] default '{*}', description text default null, enabled boolean default true
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  content constant bytea := private.fingerprint(jsonb_build_array(url, event_types, description, enabled));
  earlier constant jsonb := private.replay('create_webhook_endpoint', content);
  endpoint public.webhook_endpoints;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.keep_endpoint_secret(tenant, create_webhook_endpoint.id, secret);
  insert into public.webhook_endpoints (client_id, id, url, event_types, description, enabled)
  values (tenant, create_webhook_endpoint.id, create_webhook_endpoint.url, create_webhook_endpoint.event_types,
    create_webhook_endpoint.description, create_webhook_endpoint.enabled)
  returning * into endpoint;
  return private.remember('create_webhook_endpoint', jsonb_build_object('status', 201, 'body', private.endpoint_json(endpoint)));
end
$$;
comment on function public.create_webhook_endpoint is
  'Adds an endpoint: {status, body: endpoint, replayed?}. id: chosen by the caller, who has encrypted secret {key_id, ciphertext (base64)} for it. '
  'Raises 401, 403, 409 CONFLICT (too many) or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.create_webhook_endpoint to authenticated;

create function public.get_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  perform private.authorize('webhooks:read');
  select * into endpoint from public.webhook_endpoints e where e.id = endpoint_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such endpoint');
  end if;
  return private.endpoint_json(endpoint);
end
$$;
comment on function public.get_webhook_endpoint is 'An endpoint. Raises 401, 403, 404.';
grant execute on function public.get_webhook_endpoint to authenticated;

create function public.put_webhook_endpoint(
  endpoint_id uuid, url text, event_types text[], description text default null, enabled boolean default true, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  endpoint public.webhook_endpoints;
begin
  perform private.authorize('webhooks:write');
  endpoint := private.lock_endpoint(endpoint_id);
  perform private.require_version(endpoint.version, if_match);
  update public.webhook_endpoints e
  set url = put_webhook_endpoint.url, event_types = put_webhook_endpoint.event_types,
    description = put_webhook_endpoint.description, enabled = put_webhook_endpoint.enabled
  where e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
end
$$;
comment on function public.put_webhook_endpoint is
  'Replaces an endpoint, not its secret, and returns it. Raises 401, 403, 404, 409 CONFLICT without a secret, 412 VERSION_MISMATCH, 422.';
grant execute on function public.put_webhook_endpoint to authenticated;

create function public.delete_webhook_endpoint(endpoint_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('webhooks:write');
  perform private.require_version((private.lock_endpoint(endpoint_id)).version, if_match);
  delete from public.webhook_endpoints e where e.id = endpoint_id;
end
$$;
comment on function public.delete_webhook_endpoint is
  'Removes an endpoint with its secrets and cancels what waits for it. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_endpoint to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_endpoint_secret(endpoint_id uuid, secret jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint public.webhook_endpoints := private.lock_endpoint(endpoint_id);
begin
  delete from private.endpoint_secrets s
  where s.client_id = tenant and s.endpoint_id = endpoint.id and s.expires_at < now();
  if (select count(*) from private.endpoint_secrets s where s.client_id = tenant and s.endpoint_id = endpoint.id) >= 5 then
    perform private.fail(409, 'CONFLICT', 'Five secrets sign already: one can be rotated again when the oldest has expired');
  end if;
  update private.endpoint_secrets s set expires_at = now() + interval '24 hours'
  where s.client_id = tenant and s.endpoint_id = endpoint.id and s.expires_at is null;
  perform private.keep_endpoint_secret(tenant, endpoint.id, secret);
  update public.webhook_endpoints e set version = e.version + 1, updated_at = now()
  where e.client_id = tenant and e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
end
$$;
comment on function public.rotate_endpoint_secret is
  'Gives an endpoint a new secret {key_id, ciphertext (base64)} and returns the endpoint; the old one signs too for 24 h. Raises 401, 403, 404, 409 CONFLICT.';
grant execute on function public.rotate_endpoint_secret to authenticated;

-- Fan-out -----------------------------------------------------------------------------------------------


create function private.subscribes(event_types text[], type text) returns boolean
language sql immutable set search_path = '' as $$
  select event_types && array['*', type, split_part(type, '.', 1) || '.*']
$$;

-- In the writer's transaction, whoever writes the outbox and however many events at once.
-- Definer: no writer may read endpoints or write jobs.
create function private.fan_out() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Most events have no receiver, and to insert nothing is not free: it runs the triggers of the queue.
  if not exists (select from new_events n join public.webhook_endpoints e on e.client_id = n.client_id) then
    return null;
  end if;
  insert into public.job_queue (queue, type, client_id, lane, payload, dedupe_key, status, scheduled_for, request_id)
  select 'webhooks', 'webhook.deliver', n.client_id, e.id,
    jsonb_build_object('event_id', n.id, 'event_type', n.type, 'endpoint_id', e.id), n.id || ':' || e.id,
    case when not e.enabled then 'parked' when h.open_until > now() then 'scheduled' else 'pending' end,
    coalesce(greatest(h.open_until, now()), now()), n.request_id
  from new_events n
  join public.webhook_endpoints e on e.client_id = n.client_id
  join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
  where case when n.recipient_id is null then private.subscribes(e.event_types, n.type) else e.id = n.recipient_id end;
  return null;
end
$$;
create trigger fan_out after insert on private.outbox referencing new table as new_events
  for each statement execute function private.fan_out();

create index job_queue_deliveries on public.job_queue (client_id, lane, created_at desc, id desc) where queue = 'webhooks';

-- Receivers take 20 kB. The text is the same each time, because it is signed under one id.
create function private.event_body(event private.outbox) returns text
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  data constant jsonb := case
    when octet_length(event.data::text) <= 19000 then event.data
    else jsonb_build_object('id', event.data -> 'id', 'truncated', true)
  end;
begin
  return jsonb_build_object('type', event.type, 'timestamp', event.created_at, 'data', data)::text;
end
$$;
comment on function private.event_body is
  'What is sent: {type, timestamp, data}. Data over 19,000 bytes is only {id, truncated: true}: the API has the rest.';

-- Attempts ----------------------------------------------------------------------------------------------

create table public.webhook_attempts (
  id bigint generated always as identity primary key,
  client_id uuid not null references public.clients,
  delivery_id uuid not null references public.job_queue on delete cascade,
  endpoint_id uuid not null,
  attempt integer not null,
  succeeded boolean not null,
  status_code integer,
  duration_ms integer not null,
  error text,
  response text check (length(response) <= 1024),
  attempted_at timestamptz not null
);
comment on column public.webhook_attempts.response is 'The first kilobyte of the answer.';
create index on public.webhook_attempts (delivery_id, id);
create index on public.webhook_attempts (client_id, attempted_at);
alter table public.webhook_attempts enable row level security;
create policy "members see their tenant's attempts" on public.webhook_attempts
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select on public.webhook_attempts to authenticated;

create view public.webhook_deliveries with (security_invoker = true) as
select j.client_id, j.id, (j.payload ->> 'event_id')::uuid as event_id, j.payload ->> 'event_type' as event_type,
  (j.payload ->> 'endpoint_id')::uuid as endpoint_id,
  case j.status when 'completed' then 'delivered' when 'dead' then 'failed' else j.status end as status,
  j.attempts as attempt_count, j.max_attempts,
  case when j.status in ('pending', 'scheduled') then j.scheduled_for end as next_attempt_at,
  j.error_message as error, j.request_id, j.created_at, j.completed_at
from public.job_queue j
where j.queue = 'webhooks' and j.type = 'webhook.deliver';
comment on view public.webhook_deliveries is 'Jobs that send an event to an endpoint, under the policies of job_queue; see private.job_types.';
grant select on public.webhook_deliveries to authenticated;

-- A plan for each call, because the filters that are null must not cost those that are not their index.
create function public.list_webhook_deliveries(
  endpoint_id uuid default null, status text default null, event_type text default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  found_ids uuid[];
  rows jsonb;
  total bigint;
  wanted constant text := case status when 'delivered' then 'completed' when 'failed' then 'dead' else status end;
begin
  perform private.authorize('webhooks:read');
  found_ids := array(
    select j.id from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (list_webhook_deliveries.endpoint_id is null or j.lane = list_webhook_deliveries.endpoint_id)
      and (wanted is null or j.status = wanted)
      and (list_webhook_deliveries.event_type is null or j.payload ->> 'event_type' = list_webhook_deliveries.event_type)
      and (after_time is null or (j.created_at, j.id) < (after_time, after_id))
    order by j.created_at desc, j.id desc
    limit greatest(least(page_size, 101), 1));
  select coalesce(jsonb_agg(to_jsonb(d) - 'client_id' order by d.created_at desc, d.id desc), '[]') into rows
  from public.webhook_deliveries d where d.id = any (found_ids);
  if with_total then
    select count(*) into total from public.job_queue j
    where j.queue = 'webhooks' and j.type = 'webhook.deliver'
      and (list_webhook_deliveries.endpoint_id is null or j.lane = list_webhook_deliveries.endpoint_id)
      and (wanted is null or j.status = wanted)
      and (list_webhook_deliveries.event_type is null or j.payload ->> 'event_type' = list_webhook_deliveries.event_type);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_deliveries is
  'Deliveries, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_webhook_deliveries to authenticated;

create function public.get_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  delivery jsonb;
begin
  perform private.authorize('webhooks:read');
  select to_jsonb(d) - 'client_id' || jsonb_build_object('attempts', coalesce((
    select jsonb_agg(to_jsonb(a) - 'client_id' - 'delivery_id' - 'endpoint_id' order by a.id)
    from public.webhook_attempts a where a.delivery_id = d.id), '[]')) into delivery
  from public.webhook_deliveries d where d.id = get_webhook_delivery.delivery_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such delivery');
  end if;
  return delivery;
end
$$;
comment on function public.get_webhook_delivery is 'A delivery with its attempts: [{id, attempt, succeeded, status_code, duration_ms, error, response, attempted_at}]. Raises 401, 403, 404.';
grant execute on function public.get_webhook_delivery to authenticated;

create function public.webhook_metrics(hours integer default 24) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('endpoint_id', e.id, 'url', e.url, 'enabled', e.enabled, 'attempts', coalesce(a.attempts, 0),
      'delivered', coalesce(a.delivered, 0), 'failed', coalesce(a.attempts - a.delivered, 0), 'success_rate', round(a.delivered::numeric / a.attempts, 6),
      'p50_ms', a.p50, 'p95_ms', a.p95) order by e.created_at desc, e.id desc), '[]')
    from public.webhook_endpoints e
    left join (
      select t.endpoint_id, count(*) as attempts, count(*) filter (where t.succeeded) as delivered,
        round(percentile_cont(0.5) within group (order by t.duration_ms)) as p50,
        round(percentile_cont(0.95) within group (order by t.duration_ms)) as p95
      from public.webhook_attempts t
      where t.attempted_at > now() - make_interval(hours => greatest(least(hours, 168), 1))
      group by t.endpoint_id
    ) a on a.endpoint_id = e.id);
end
$$;
comment on function public.webhook_metrics is
  'By endpoint, of the attempts of the last hours: [{endpoint_id, url, enabled, attempts, delivered, failed, success_rate, p50_ms, p95_ms}]. Raises 401, 403.';
grant execute on function public.webhook_metrics to authenticated;

-- Sending -----------------------------------------------------------------------------------------------

-- Definer: the service role has no rights in private; only it may read ciphertext.
create function public.load_deliveries(deliveries jsonb) returns json
language plpgsql volatile security definer set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off as $$
declare
  probed uuid[];
  loaded json;
begin
  with wanted as materialized (
    select distinct d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id
    from jsonb_to_recordset(deliveries) as d (client_id uuid, payload jsonb)
  ), due as (
    select h.client_id, h.endpoint_id from wanted w
    join private.endpoint_health h on h.client_id = w.client_id and h.endpoint_id = w.endpoint_id
    where h.open_until <= now()
    for no key update of h skip locked
  ), taken as (
    update private.endpoint_health h set open_until = now() + interval '30 seconds'
    from due d where h.client_id = d.client_id and h.endpoint_id = d.endpoint_id
    returning h.endpoint_id
  )
  select coalesce(array_agg(t.endpoint_id), '{}') into probed from taken t;

  with wanted as materialized (
    select d.id, d.client_id, (d.payload ->> 'endpoint_id')::uuid as endpoint_id, (d.payload ->> 'event_id')::uuid as event_id,
      row_number() over (partition by d.payload ->> 'endpoint_id' order by d.created_at, d.id) as place
    from jsonb_to_recordset(deliveries) as d (id uuid, client_id uuid, payload jsonb, created_at timestamptz)
  ), events as materialized (
    select o.*
    from (select distinct w.client_id, w.event_id from wanted w) w
    cross join lateral (
      select o.client_id, o.id, private.event_body(o) as body from private.outbox o where o.id = w.event_id and o.client_id = w.client_id limit 1
    ) o
  ), endpoints as materialized (
    select e.*
    from (select distinct w.client_id, w.endpoint_id from wanted w) w
    cross join lateral (
      select e.client_id, e.id, e.enabled, e.url, h.open_until, (
        select json_agg(json_build_object('key_id', s.key_id, 'ciphertext', translate(encode(s.ciphertext, 'base64'), E'\n', '')) order by s.id desc)
        from private.endpoint_secrets s
        where s.client_id = e.client_id and s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > now())) as secrets
      from public.webhook_endpoints e
      left join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
      where e.client_id = w.client_id and e.id = w.endpoint_id limit 1
    ) e
  )
  select json_build_object(
    'deliveries', (
      select coalesce(json_agg(case
        when v.id is null or e.id is null then json_build_object('id', w.id, 'action', 'reject', 'error', 'The endpoint or the event does not exist any more')
        when not e.enabled then json_build_object('id', w.id, 'action', 'park')
        when e.open_until is null then json_build_object('id', w.id, 'action', 'send', 'probe', false)
        when w.place = 1 and e.id = any (probed) then json_build_object('id', w.id, 'action', 'send', 'probe', true)
        else json_build_object('id', w.id, 'action', 'postpone', 'retry_after', greatest(extract(epoch from e.open_until - now()), 1) + random())
      end), '[]')
      from wanted w
      left join events v on v.client_id = w.client_id and v.id = w.event_id
      left join endpoints e on e.client_id = w.client_id and e.id = w.endpoint_id),
    'events', (select coalesce(json_object_agg(v.id, v.body), '{}') from events v),
    'endpoints', (select coalesce(json_object_agg(e.id, json_build_object('url', e.url, 'secrets', e.secrets)), '{}') from endpoints e where e.enabled))
  into loaded;
  return loaded;
end
$$;
comment on function public.load_deliveries is
  'For the worker, right before it sends: what to do with each of the jobs [{id, client_id, payload, created_at}]. {deliveries: [{id, action, …}], events: {id: body}, '
  'endpoints: {id: {url, secrets}}}: send, with {probe}, the event of the payload to its endpoint, postpone with {retry_after} while the breaker is open, park while the '
  'endpoint is not enabled, reject with {error}.';
revoke execute on function public.load_deliveries from public, anon, authenticated;
grant execute on function public.load_deliveries to service_role;

create function private.disable_endpoint(endpoint public.webhook_endpoints, reason text) returns void
language plpgsql volatile set search_path = '' as $$
declare
  disabled public.webhook_endpoints;
begin
  update public.webhook_endpoints e set enabled = false, disabled_reason = reason
  where e.client_id = endpoint.client_id and e.id = endpoint.id and e.enabled
  returning * into disabled;
  if found then
    perform private.emit_event(disabled.client_id, 'endpoint.disabled', private.endpoint_json(disabled));
  end if;
end
$$;

-- What a set of attempts says about their endpoints. Locked in one order, so that workers wait and do not deadlock;
-- the health of an endpoint that does well is not written.
create function private.follow_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
declare
  ill record;
begin
  for ill in
    with attempts as (
      select j.client_id, (j.payload ->> 'endpoint_id')::uuid as endpoint_id, j.status = 'completed' as ok, j.started_at,
        j.result ->> 'status_code' = '410' as gone, coalesce((j.result ->> 'probe')::boolean, false) as probe,
        max(j.started_at) filter (where j.status = 'completed') over (partition by j.payload ->> 'endpoint_id') as last_ok
      from unnest(jobs) j where j.result ? 'duration_ms'
    )
    select a.client_id, a.endpoint_id, bool_or(a.ok) as succeeded, bool_or(a.gone) as gone, bool_or(a.probe and not a.ok) as probe_failed,
      count(*) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failures,
      min(a.started_at) filter (where not a.ok and (a.last_ok is null or a.started_at > a.last_ok)) as failing_since
    from attempts a
    group by a.client_id, a.endpoint_id
    order by a.client_id, a.endpoint_id
  loop
    update private.endpoint_health h
    set failures = case when ill.succeeded then 0 else h.failures end + ill.failures,
      failing_since = case when ill.succeeded then ill.failing_since else coalesce(h.failing_since, ill.failing_since) end,
      pause_seconds = case when ill.succeeded then 60 when ill.probe_failed then least(h.pause_seconds * 2, 3600) else h.pause_seconds end,
      open_until = case
        when ill.succeeded and ill.failures < 10 then null
        when ill.probe_failed then now() + make_interval(secs => least(h.pause_seconds * 2, 3600))
        when h.open_until is null and h.failures + ill.failures >= 10 then now() + make_interval(secs => h.pause_seconds)
        else h.open_until
      end
    where h.client_id = ill.client_id and h.endpoint_id = ill.endpoint_id
      and (ill.failures > 0 or h.failures > 0 or h.open_until is not null);
    if ill.failures > 0 then
      perform private.disable_endpoint(e, case when ill.gone then 'gone' else 'failing' end)
      from public.webhook_endpoints e join private.endpoint_health h on h.client_id = e.client_id and h.endpoint_id = e.id
      where e.client_id = ill.client_id and e.id = ill.endpoint_id
        and (ill.gone or h.failing_since < now() - interval '5 days');
    end if;
  end loop;
end
$$;

create function private.record_attempts(jobs private.ended_job[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into public.webhook_attempts
    (client_id, delivery_id, endpoint_id, attempt, succeeded, status_code, duration_ms, error, response, attempted_at)
  select j.client_id, j.id, (j.payload ->> 'endpoint_id')::uuid, j.attempt, j.status = 'completed', (j.result ->> 'status_code')::integer,
    (j.result ->> 'duration_ms')::integer, j.error, left(j.result ->> 'response', 1024), j.started_at
  from unnest(jobs) j where j.result ? 'duration_ms';
  perform private.follow_attempts(jobs);
end
$$;
comment on function private.record_attempts is 'The effect of webhook.deliver: the log, and what it says about the endpoint; an attempt that was made has duration_ms in its result.';

-- What people do with deliveries ----------------------------------------------------------------------------

create function private.require_enabled(endpoint public.webhook_endpoints) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not endpoint.enabled then
    perform private.fail(409, 'ENDPOINT_DISABLED', 'The endpoint is not enabled: nothing can be sent to it');
  end if;
end
$$;
grant execute on function private.require_enabled to authenticated;

-- Definer, these three: events and jobs are written only here.
create function public.test_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  earlier constant jsonb := private.replay('test_webhook_endpoint', private.fingerprint(jsonb_build_array(endpoint_id)));
  sent_event uuid;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_enabled(endpoint);
  insert into private.outbox (client_id, type, data, request_id, recipient_id)
  values (tenant, 'endpoint.test', private.endpoint_json(endpoint), left(private.request_header('x-request-id'), 200), endpoint.id)
  returning id into sent_event;
  return private.remember('test_webhook_endpoint', jsonb_build_object('status', 202, 'body', (
    select to_jsonb(d) - 'client_id' from public.webhook_deliveries d
    join public.job_queue j on j.id = d.id
    where j.client_id = tenant and j.queue = 'webhooks' and j.dedupe_key = sent_event || ':' || endpoint.id)));
end
$$;
comment on function public.test_webhook_endpoint is
  'Sends an event endpoint.test to this endpoint: {status, body: delivery, replayed?}. Raises 401, 403, 404, 409 ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.test_webhook_endpoint to authenticated;

create function public.replay_webhook_endpoint(
  endpoint_id uuid, from_time timestamptz, to_time timestamptz, event_types text[] default null, only_failed boolean default false
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  content constant bytea := private.fingerprint(jsonb_build_array(endpoint_id, from_time, to_time, event_types, only_failed));
  earlier constant jsonb := private.replay('replay_webhook_endpoint', content);
  released bigint;
  added bigint;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_event_types(event_types);
  perform private.require_enabled(endpoint);

  with events as (
    select o.id from private.outbox o
    where o.client_id = tenant and o.created_at >= from_time and o.created_at < to_time
  )
  update public.job_queue j set status = 'pending', scheduled_for = now(), attempts = 0, error_message = null
  where j.client_id = tenant and j.queue = 'webhooks' and j.lane = endpoint.id and j.phase = 'parked'
    and (j.payload ->> 'event_id')::uuid in (select id from events)
    and (event_types is null or private.subscribes(event_types, j.payload ->> 'event_type'));
  get diagnostics released = row_count;

  insert into public.job_queue (queue, type, client_id, lane, payload, dedupe_key)
  select 'webhooks', 'webhook.deliver', tenant, endpoint.id,
    jsonb_build_object('event_id', o.id, 'event_type', o.type, 'endpoint_id', endpoint.id), o.id || ':' || endpoint.id
  from private.outbox o
  left join (
    select j.payload ->> 'event_id' as event_id, bool_or(j.status = 'completed') as delivered,
      bool_or(j.phase in ('scheduled', 'active', 'parked')) as waiting
    from public.job_queue j
    where j.client_id = tenant and j.queue = 'webhooks' and j.lane = endpoint.id
    group by 1
  ) d on d.event_id = o.id::text
  where o.client_id = tenant and o.created_at >= from_time and o.created_at < to_time
    and (o.recipient_id is null or o.recipient_id = endpoint.id)
    and private.subscribes(coalesce(replay_webhook_endpoint.event_types, '{*}'), o.type)
    and (private.subscribes(endpoint.event_types, o.type) or o.recipient_id = endpoint.id)
    -- Not left to the dedupe key: a delivery that ends at this moment has given it back by the time it is asked.
    and d.waiting is not true
    and (not only_failed or not d.delivered)
  order by o.created_at, o.id
  on conflict do nothing;
  get diagnostics added = row_count;
  perform private.ring('webhooks') where released > 0;
  return private.remember('replay_webhook_endpoint', jsonb_build_object('status', 202,
    'body', jsonb_build_object('replayed', released + added)));
end
$$;
comment on function public.replay_webhook_endpoint is
  'Sends the events from a time until before another again, parked ones among them, except those that wait to be sent anyway; only_failed: those that '
  'never got there. {status, body: {replayed: how many}, replayed?}. Raises 401, 403, 404, 409 ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.replay_webhook_endpoint to authenticated;

create function public.retry_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  job constant public.job_queue := private.lock_job(tenant, delivery_id);
begin
  if job.queue <> 'webhooks' or job.type <> 'webhook.deliver' then
    perform private.fail(404, 'NOT_FOUND', 'There is no such delivery');
  end if;
  perform private.require_enabled(private.lock_endpoint(job.lane));
  if job.status not in ('dead', 'cancelled', 'scheduled', 'parked') then
    perform private.fail(409, 'CONFLICT', 'The delivery is under way or done: replay sends an event again');
  end if;
  begin
    update public.job_queue j
    set status = 'pending', attempts = 0, scheduled_for = now(), completed_at = null, error_message = null
    where j.id = job.id;
  exception when unique_violation then
    perform private.fail(409, 'CONFLICT', 'The same event waits to be sent to the endpoint already');
  end;
  perform private.ring('webhooks');
  return (select to_jsonb(d) - 'client_id' from public.webhook_deliveries d where d.id = job.id);
end
$$;
comment on function public.retry_webhook_delivery is
  'Sends what failed, was parked or waits for its next attempt now, with all its attempts, and returns the delivery. Raises 401, 403, 404, 409 CONFLICT or ENDPOINT_DISABLED.';
grant execute on function public.retry_webhook_delivery to authenticated;

-- Inbound -----------------------------------------------------------------------------------------------

create table public.webhook_sources (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  scheme text not null check (scheme in ('standard', 'hmac-sha256')),
  header text check (header ~ '^[a-z0-9-]{1,100}$'),
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id),
  check ((scheme = 'hmac-sha256') = (header is not null))
);
comment on column public.webhook_sources.header is 'Of hmac-sha256: the header with the digest of the body.';
create index on public.webhook_sources (client_id, created_at desc, id desc);

create table private.source_secrets (
  client_id uuid not null,
  source_id uuid not null,
  id bigint generated always as identity,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 1024),
  expires_at timestamptz,
  primary key (client_id, source_id, id),
  foreign key (client_id, source_id) references public.webhook_sources on delete cascade
);
alter table private.source_secrets enable row level security;

-- No policy to insert: a source without a secret could verify nothing, and only create_webhook_source writes one.
alter table public.webhook_sources enable row level security;
create policy "members see their tenant's sources" on public.webhook_sources
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
create policy "managers change sources" on public.webhook_sources
  for update to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
create policy "managers remove sources" on public.webhook_sources
  for delete to authenticated using (client_id = (select private.tenant_with('webhooks:write')));
grant select, update (name, scheme, header), delete on public.webhook_sources to authenticated;
select private.enable_audit('public.webhook_sources');
create trigger touch before update on public.webhook_sources
  for each row when (new.version = old.version and new is distinct from old) execute function private.touch();

create table public.inbound_events (
  id uuid primary key default gen_random_uuid(),
  client_id uuid references public.clients,
  source text not null check (source in ('stripe', 'resend') or source ~ '^[0-9a-f-]{36}$'),
  event_id text not null check (length(event_id) between 1 and 255),
  type text not null check (type ~ '^[a-z_]+(\.[a-z_]+)*$' and length(type) <= 200),
  payload jsonb not null,
  request_id text default left(private.request_header('x-request-id'), 200),
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  constraint inbound_events_once unique (source, event_id),
  check ((source in ('stripe', 'resend')) = (client_id is null))
);
comment on column public.inbound_events.client_id is 'Null: the operator''s, which no tenant sees.';
create index on public.inbound_events (client_id, received_at desc);
alter table public.inbound_events enable row level security;
create policy "members see what came in for their tenant" on public.inbound_events
  for select to authenticated using (client_id = (select private.tenant_with('webhooks:read')));
grant select on public.inbound_events to authenticated;

create function private.source_json(source public.webhook_sources) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(source) - 'client_id'
$$;
grant execute on function private.source_json to authenticated;

create function private.lock_source(source_id uuid) returns public.webhook_sources
language plpgsql volatile set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  select * into source from public.webhook_sources s
  where s.client_id = private.client_id() and s.id = lock_source.source_id
  for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
grant execute on function private.lock_source to authenticated;

create function public.list_webhook_sources(
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.authorize('webhooks:read');
  select coalesce(jsonb_agg(private.source_json(p.source)), '[]') into rows
  from (
    select s as source from public.webhook_sources s
    where after_time is null or (s.created_at, s.id) < (after_time, after_id)
    order by s.created_at desc, s.id desc
    limit greatest(least(page_size, 101), 1)
  ) p;
  if with_total then
    select count(*) into total from public.webhook_sources;
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_webhook_sources is
  'Sources, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_webhook_sources to authenticated;

create function public.get_webhook_source(source_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  perform private.authorize('webhooks:read');
  select * into source from public.webhook_sources s where s.id = source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return private.source_json(source);
end
$$;
comment on function public.get_webhook_source is 'A source. Raises 401, 403, 404.';
grant execute on function public.get_webhook_source to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.create_webhook_source(id uuid, name text, scheme text, secret jsonb, header text default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  earlier constant jsonb := private.replay('create_webhook_source', private.fingerprint(jsonb_build_array(name, scheme, header)));
  source public.webhook_sources;
begin
  if earlier is not null then
    return earlier;
  end if;
  insert into public.webhook_sources (client_id, id, name, scheme, header)
  values (tenant, create_webhook_source.id, create_webhook_source.name, create_webhook_source.scheme, create_webhook_source.header)
  returning * into source;
  insert into private.source_secrets (client_id, source_id, key_id, ciphertext)
  values (tenant, source.id, secret ->> 'key_id', decode(secret ->> 'ciphertext', 'base64'));
  return private.remember('create_webhook_source', jsonb_build_object('status', 201, 'body', private.source_json(source)));
end
$$;
comment on function public.create_webhook_source is
  'Adds a source: {status, body: source, replayed?}. id: chosen by the caller, who has encrypted secret {key_id, ciphertext (base64)} for it. '
  'Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.create_webhook_source to authenticated;

create function public.put_webhook_source(source_id uuid, name text, scheme text, header text default null, if_match integer default null) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  perform private.authorize('webhooks:write');
  source := private.lock_source(source_id);
  perform private.require_version(source.version, if_match);
  update public.webhook_sources s
  set name = put_webhook_source.name, scheme = put_webhook_source.scheme, header = put_webhook_source.header
  where s.id = source.id
  returning * into source;
  return private.source_json(source);
end
$$;
comment on function public.put_webhook_source is 'Replaces a source, not its secret, and returns it. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.put_webhook_source to authenticated;

create function public.delete_webhook_source(source_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('webhooks:write');
  perform private.require_version((private.lock_source(source_id)).version, if_match);
  delete from public.webhook_sources s where s.id = source_id;
end
$$;
comment on function public.delete_webhook_source is 'Removes a source with its secrets; what came in stays. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_source to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_source_secret(source_id uuid, secret jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
begin
  delete from private.source_secrets s where s.client_id = tenant and s.source_id = source.id and s.expires_at < now();
  if (select count(*) from private.source_secrets s where s.client_id = tenant and s.source_id = source.id) >= 5 then
    perform private.fail(409, 'CONFLICT', 'Five secrets are valid already: one can be rotated again when the oldest has expired');
  end if;
  update private.source_secrets s set expires_at = now() + interval '24 hours'
  where s.client_id = tenant and s.source_id = source.id and s.expires_at is null;
  insert into private.source_secrets (client_id, source_id, key_id, ciphertext)
  values (tenant, source.id, secret ->> 'key_id', decode(secret ->> 'ciphertext', 'base64'));
  update public.webhook_sources s set version = s.version + 1, updated_at = now()
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
end
$$;
comment on function public.rotate_source_secret is
  'Gives a source a new secret {key_id, ciphertext (base64)} and returns the source; the old one is valid too for 24 h. Raises 401, 403, 404, 409 CONFLICT.';
grant execute on function public.rotate_source_secret to authenticated;

-- Definer: secrets are private. For the service role, because who sends has no token: the id names the tenant.
create function public.inbound_source(source_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  source jsonb;
begin
  select jsonb_build_object('client_id', s.client_id, 'scheme', s.scheme, 'header', s.header, 'secrets', (
    select coalesce(jsonb_agg(jsonb_build_object('key_id', k.key_id, 'ciphertext', translate(encode(k.ciphertext, 'base64'), E'\n', '')) order by k.id desc), '[]')
    from private.source_secrets k
    where k.client_id = s.client_id and k.source_id = s.id and (k.expires_at is null or k.expires_at > now())),
    'limits', coalesce(private.rate_limits(s.client_id), '{}')) into source
  from public.webhook_sources s join public.clients c on c.id = s.client_id and c.status = 'active'
  where s.id = inbound_source.source_id;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
comment on function public.inbound_source is 'For inbound webhooks: {client_id, scheme, header, secrets: [{key_id, ciphertext}], limits (rates that the operator set)}. Raises 404.';
revoke execute on function public.inbound_source from public, anon, authenticated;
grant execute on function public.inbound_source to service_role;

-- Definer: see inbound_source.
create function public.receive_inbound_event(source text, event_id text, type text, payload jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid;
  stored uuid;
begin
  if source not in ('stripe', 'resend') then
    select s.client_id into tenant from public.webhook_sources s where s.id = source::uuid for key share;
    if not found then
      perform private.fail(404, 'NOT_FOUND', 'There is no such source');
    end if;
  end if;
  insert into public.inbound_events (client_id, source, event_id, type, payload)
  values (tenant, receive_inbound_event.source, receive_inbound_event.event_id, receive_inbound_event.type, receive_inbound_event.payload)
  on conflict on constraint inbound_events_once do nothing
  returning id into stored;
  if stored is not null then
    perform private.enqueue_job('jobs', 'inbound.apply', jsonb_build_object('inbound_event_id', stored), tenant);
  end if;
  return jsonb_build_object('received', stored is not null);
end
$$;
comment on function public.receive_inbound_event is
  'Stores an event whose signature was verified, once by (source, event_id), with the job that applies it: {received: false when it was there}. Raises 404.';
revoke execute on function public.receive_inbound_event from public, anon, authenticated;
grant execute on function public.receive_inbound_event to service_role;

create function private.apply_inbound_events(jobs private.ended_job[]) returns void
language sql volatile set search_path = '' as $$
  with applied as (
    update public.inbound_events e set applied_at = clock_timestamp()
    from unnest(jobs) j
    where j.status = 'completed' and e.id = (j.payload ->> 'inbound_event_id')::uuid and e.applied_at is null
    returning e.*
  )
  insert into private.outbox (client_id, type, data, request_id)
  select a.client_id, 'inbound.' || a.type, jsonb_build_object('id', a.id, 'source', a.source, 'event_id', a.event_id, 'type', a.type, 'payload', a.payload), a.request_id
  from applied a where a.client_id is not null
$$;
comment on function private.apply_inbound_events is 'The effect of inbound.apply: the event inbound.<type> of the tenant whose source it came from.';

create function private.delete_old_events() returns integer
language plpgsql volatile set search_path = '' as $$
declare
  deleted integer;
begin
  delete from private.outbox o
  where o.created_at < now() - interval '90 days' and not exists (
    select from public.job_queue j
    where j.client_id = o.client_id and j.queue = 'webhooks' and j.phase in ('scheduled', 'active', 'parked')
      and j.payload ->> 'event_id' = o.id::text);
  get diagnostics deleted = row_count;
  delete from public.inbound_events e where e.received_at < now() - interval '90 days' and e.applied_at is not null;
  return deleted;
end
$$;
comment on function private.delete_old_events is 'Deletes events of more than 90 days ago that nobody waits for; returns how many.';
select private.schedule_task('delete_old_events', '41 3 * * *', 'select private.delete_old_events()');
