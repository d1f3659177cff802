-- Disabling an endpoint that is gone or fails for days.

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
