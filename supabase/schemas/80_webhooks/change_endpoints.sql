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

-- Definer: secrets are written only by such functions, and readable by nobody.
create function public.create_webhook_endpoint(
  id uuid, url text, secret jsonb, event_types text[] default '{*}', description text default null,
    enabled boolean default true
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
  return private.remember('create_webhook_endpoint',
    jsonb_build_object('status', 201, 'body', private.endpoint_json(endpoint)));
end
$$;
comment on function public.create_webhook_endpoint is
  'Adds an endpoint: {status, body: endpoint, replayed?}. id: chosen by the caller, who has encrypted secret '
  '{key_id, ciphertext (base64)} for it. '
  'Raises 401, 403, 409 CONFLICT (too many) or IDEMPOTENCY_KEY_REUSED, 422 for an unknown event type.';
grant execute on function public.create_webhook_endpoint to authenticated;

create function public.put_webhook_endpoint(
  endpoint_id uuid, url text, event_types text[], description text default null, enabled boolean default true,
    if_match integer default null
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
  'Replaces an endpoint, not its secret, and returns it. Raises 401, 403, 404, 409 CONFLICT without a secret, 412 '
  'VERSION_MISMATCH, 422.';
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
  if (select count(*) from private.endpoint_secrets s where s.client_id = tenant
    and s.endpoint_id = endpoint.id) >= 5 then
    perform private.fail(409, 'CONFLICT',
      'Five secrets sign already: one can be rotated again when the oldest has expired');
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
  'Gives an endpoint a new secret {key_id, ciphertext (base64)} and returns the endpoint; the old one signs too for '
  '24 h. Raises 401, 403, 404, 409 CONFLICT.';
grant execute on function public.rotate_endpoint_secret to authenticated;
