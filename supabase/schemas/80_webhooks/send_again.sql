-- Test events and retries.

create function private.require_enabled(endpoint public.webhook_endpoints) returns void
language plpgsql stable set search_path = '' as $$
begin
  if not endpoint.enabled then
    perform private.fail(409, 'ENDPOINT_DISABLED', 'The endpoint is not enabled: nothing can be sent to it');
  end if;
end
$$;
grant execute on function private.require_enabled to authenticated;

-- Definer: callers may not write events and jobs by hand.
create function public.test_webhook_endpoint(endpoint_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint constant public.webhook_endpoints := private.lock_endpoint(endpoint_id);
  earlier constant jsonb := private.replay('test_webhook_endpoint',
    private.fingerprint(jsonb_build_array(endpoint_id)));
  sent_event uuid;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_enabled(endpoint);
  insert into private.outbox (client_id, type, data, request_id, recipient_id)
  values (tenant, 'endpoint.test', private.endpoint_json(endpoint),
    left(private.request_header('x-request-id'), 200), endpoint.id)
  returning id into sent_event;
  perform private.record_action(tenant, 'webhook_endpoints', endpoint.id, 'tested', '{}');
  return private.remember('test_webhook_endpoint', jsonb_build_object('status', 202, 'body', (
    select to_jsonb(d) - 'client_id' from public.webhook_deliveries d
    join public.job_queue j on j.id = d.id
    where j.client_id = tenant and j.queue = 'webhooks' and j.dedupe_key = sent_event || ':' || endpoint.id)));
end
$$;
comment on function public.test_webhook_endpoint is
  'Sends an event endpoint.test to this endpoint: {status, body: delivery, replayed?}. Raises 401, 403, 404, 409 '
  'ENDPOINT_DISABLED or IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.test_webhook_endpoint to authenticated;

create function private.enqueue_parked(tenant uuid, delivery_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  delivery constant jsonb := private.parked_delivery(delivery_id);
begin
  if delivery is null then
    return;
  end if;
  update private.parked_spans s set sent_ids = s.sent_ids || (delivery ->> 'event_id')::uuid
  where s.client_id = tenant and s.endpoint_id = (delivery ->> 'endpoint_id')::uuid
    and s.starts_at <= (delivery ->> 'created_at')::timestamptz
    and (s.ends_at is null or s.ends_at > (delivery ->> 'created_at')::timestamptz);
  insert into public.job_queue (id, queue, type, client_id, lane, priority, payload, dedupe_key, status)
  select delivery_id, 'webhooks', 'webhook.deliver', tenant, d.endpoint_id, e.priority, to_jsonb(d),
    d.event_id || ':' || d.endpoint_id, 'parked'
  from jsonb_to_record(delivery) as d (event_id uuid, event_type text, endpoint_id uuid)
  join public.webhook_endpoints e on e.client_id = tenant and e.id = d.endpoint_id;
end
$$;
comment on function private.enqueue_parked is 'Gives a parked event that has no row one, so that it can be sent.';

-- Definer: callers may not write events and jobs by hand.
create function public.retry_webhook_delivery(delivery_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  job public.job_queue;
begin
  perform private.enqueue_parked(tenant, delivery_id);
  job := private.lock_job(tenant, delivery_id);
  if job.type <> 'webhook.deliver' then
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
  perform private.count_written_rows(50); -- what a request to an endpoint costs
  perform private.ring('webhooks');
  perform private.record_action(tenant, 'webhook_deliveries', job.id, 'retried',
    jsonb_build_object('endpoint_id', job.lane, 'status', job.status, 'attempts', job.attempts));
  return (select to_jsonb(d) - 'client_id' from public.webhook_deliveries d where d.id = job.id);
end
$$;
comment on function public.retry_webhook_delivery is
  'Sends what failed, was parked or waits for its next attempt now, with all its attempts, and returns the '
  'delivery. Raises 401, 403, 404, 409 CONFLICT or ENDPOINT_DISABLED.';
grant execute on function public.retry_webhook_delivery to authenticated;
