-- Creating, replacing and deleting sources.

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

-- Definer: see create_webhook_endpoint.
create function public.create_webhook_source(id uuid, name text, scheme text, secret jsonb, header text default null)
  returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  earlier constant jsonb := private.replay('create_webhook_source',
    private.fingerprint(jsonb_build_array(name, scheme, header)));
  source public.webhook_sources;
begin
  if earlier is not null then
    return earlier;
  end if;
  insert into public.webhook_sources (client_id, id, name, scheme, header)
  values (tenant, create_webhook_source.id, create_webhook_source.name, create_webhook_source.scheme,
    create_webhook_source.header)
  returning * into source;
  perform private.keep_secret(tenant, 'webhook_source', source.id, secret);
  return private.remember('create_webhook_source',
    jsonb_build_object('status', 201, 'body', private.source_json(source)));
end
$$;
comment on function public.create_webhook_source is
  'Adds a source: {status, body: source, replayed?}. The caller chooses id, because secret {key_id, ciphertext '
  '(base64)} is encrypted for it. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.create_webhook_source to authenticated;

create function public.put_webhook_source(source_id uuid, name text, scheme text, header text default null,
  if_match integer default null) returns jsonb
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
comment on function public.put_webhook_source is
  'Replaces a source except its secret, and returns it. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.put_webhook_source to authenticated;

create function public.delete_webhook_source(source_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('webhooks:write');
  perform private.require_version((private.lock_source(source_id)).version, if_match);
  delete from public.webhook_sources s where s.id = source_id;
end
$$;
comment on function public.delete_webhook_source is
  'Deletes a source and its secrets. Received events stay. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_webhook_source to authenticated;

-- Definer: see create_webhook_endpoint.
create function public.rotate_source_secret(source_id uuid, secret jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
begin
  perform private.rotate_secret(tenant, 'webhook_source', source.id, secret, interval '24 hours');
  update public.webhook_sources s set version = s.version + 1, updated_at = now()
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
end
$$;
comment on function public.rotate_source_secret is
  'Gives a source a new secret {key_id, ciphertext (base64)} and returns the source. The former secret stays valid '
  'for 24 hours. Raises 401, 403, 404, 409 CONFLICT.';
grant execute on function public.rotate_source_secret to authenticated;
