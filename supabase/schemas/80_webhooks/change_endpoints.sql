-- Creating, replacing and deleting endpoints.

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

-- Definer: callers cannot read or write secrets.
create function public.create_webhook_endpoint(
  id uuid, url text, secret jsonb, event_types text[] default '{*}', description text default null,
    enabled boolean default true, priority integer default 5
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  content constant bytea := private.fingerprint(jsonb_build_array(url, event_types, description, enabled, priority));
  earlier constant jsonb := private.replay('create_webhook_endpoint', content);
  endpoint public.webhook_endpoints;
begin
  if earlier is not null then
    return earlier;
  end if;
  -- An endpoint cannot be enabled without a secret, so the secret comes first.
  perform private.keep_secret(tenant, 'webhook_endpoint', create_webhook_endpoint.id, secret);
  insert into public.webhook_endpoints (client_id, id, url, event_types, description, enabled, priority)
  values (tenant, create_webhook_endpoint.id, create_webhook_endpoint.url, create_webhook_endpoint.event_types,
    create_webhook_endpoint.description, create_webhook_endpoint.enabled, create_webhook_endpoint.priority)
  returning * into endpoint;
  return private.remember('create_webhook_endpoint',
    jsonb_build_object('status', 201, 'body', private.endpoint_json(endpoint)));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_webhook_endpoint is
  'Adds an endpoint: {status, body: endpoint, replayed?}. The caller chooses id, because secret '
  '{key_id, ciphertext (base64)} is encrypted for it. '
  'Raises 401, 403, 409 CONFLICT (too many) or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.create_webhook_endpoint to authenticated;

create function public.put_webhook_endpoint(
  endpoint_id uuid, url text, event_types text[], description text default null, enabled boolean default true,
    if_match integer default null, priority integer default 5
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
    description = put_webhook_endpoint.description, enabled = put_webhook_endpoint.enabled,
    priority = put_webhook_endpoint.priority
  where e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_webhook_endpoint is
  'Replaces an endpoint except its secret, and returns it. Raises 401, 403, 404, 409 CONFLICT if it has no secret, '
  '412 VERSION_MISMATCH, 422.';
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
  'Deletes an endpoint and its secrets and cancels its waiting deliveries. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_endpoint to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_endpoint_secret(endpoint_id uuid, secret jsonb, overlap_hours integer default 24)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  endpoint public.webhook_endpoints := private.lock_endpoint(endpoint_id);
begin
  perform private.rotate_secret(tenant, 'webhook_endpoint', endpoint.id, secret, overlap_hours);
  update public.webhook_endpoints e set version = e.version + 1, updated_at = now()
  where e.client_id = tenant and e.id = endpoint.id
  returning * into endpoint;
  return private.endpoint_json(endpoint);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_endpoint_secret is
  'Gives an endpoint a new secret {key_id, ciphertext (base64)} and returns the endpoint. Former secrets keep '
  'signing for overlap_hours at most. Raises 401, 403, 404, 422.';
grant execute on function public.rotate_endpoint_secret to authenticated;
