-- Creating, replacing and deleting sources.

create function private.lock_source(source_id uuid) returns public.webhook_sources
language plpgsql volatile set search_path = '' as $$
declare
  source public.webhook_sources;
begin
  select * into source from public.webhook_sources s
  where s.client_id = private.client_id() and s.id = lock_source.source_id for no key update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such source');
  end if;
  return source;
end
$$;
grant execute on function private.lock_source to authenticated;

create function private.require_inbound_bytes(tenant uuid, max_bytes integer) returns void
language plpgsql stable set search_path = '' as $$
declare
  most constant integer := private.setting(tenant, 'limits.inbound_bytes');
begin
  if max_bytes > most then
    perform private.invalid('max_bytes', 'range', format('is %s, the tenant''s limit is %s', max_bytes, most));
  end if;
end
$$;

-- Definer: see create_webhook_endpoint.
create function public.create_webhook_source(
  id uuid, name text, scheme text, secret jsonb, header text default null, preset text default null,
  encoding text default null, prefix text default null, timestamp_header text default null,
  id_from text default null, type_from text default null, max_bytes integer default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  tenant constant uuid := private.authorize('webhooks:write');
  content constant bytea := private.fingerprint(jsonb_build_array(name, scheme, header, preset, encoding, prefix,
    timestamp_header, id_from, type_from, max_bytes, secret ->> 'fingerprint'));
  earlier constant jsonb := private.replay('create_webhook_source', content);
  source public.webhook_sources;
begin
  if earlier is not null then
    return earlier;
  end if;
  perform private.require_inbound_bytes(tenant, max_bytes);
  insert into public.webhook_sources (client_id, id, name, scheme, header, preset, encoding, prefix, timestamp_header,
    id_from, type_from, max_bytes)
  values (tenant, id, name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from,
    coalesce(max_bytes, 262144))
  returning * into source;
  perform private.keep_secret(tenant, 'webhook_source', source.id, secret);
  return private.remember('create_webhook_source',
    jsonb_build_object('status', 201, 'body', private.source_json(source)));
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.create_webhook_source is
  'Adds a source: {status, body: source, replayed?}. The caller chooses id, because secret {key_id, ciphertext '
  '(base64), fingerprint?} is encrypted for it. Raises 401, 403, 409 IDEMPOTENCY_KEY_REUSED, 422.';
grant execute on function public.create_webhook_source to authenticated;

create function private.replace_source_secret(source public.webhook_sources, secret jsonb) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  if secret is null or exists (
    select from private.secrets s
    where s.client_id = source.client_id and s.kind = 'webhook_source' and s.owner_id = source.id
      and s.expires_at is null and s.fingerprint = secret ->> 'fingerprint'
  ) then
    return false;
  end if;
  perform private.keep_secret(source.client_id, 'webhook_source', source.id, secret),
    private.record_rotation(source.client_id, 'webhook_source', source.id);
  return true;
end
$$;
comment on function private.replace_source_secret is
  'Puts the secret in place of all former ones. Returns false if it is null or already the current one.';

-- Definer: callers cannot read or write secrets.
create function public.put_webhook_source(
  source_id uuid, name text, scheme text, header text default null, if_match integer default null,
  preset text default null, encoding text default null, prefix text default null, timestamp_header text default null,
  id_from text default null, type_from text default null, max_bytes integer default null, secret jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
  rotated boolean;
begin
  rotated := private.replace_source_secret(source, secret);
  perform private.require_version(source.version, if_match), private.require_inbound_bytes(tenant, max_bytes);
  update public.webhook_sources s
  set (name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from, max_bytes)
    = (select name, scheme, header, preset, encoding, prefix, timestamp_header, id_from, type_from,
      coalesce(max_bytes, 262144)),
    version = s.version + rotated::integer, updated_at = case when rotated then now() else s.updated_at end
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_webhook_source is
  'Replaces a source and returns it. Without secret {key_id, ciphertext (base64), fingerprint} its secrets stay, '
  'with one they end at once. Raises 401, 403, 404, 412 VERSION_MISMATCH, 422.';
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
create function public.rotate_source_secret(source_id uuid, secret jsonb, overlap_hours integer default 24)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('webhooks:write');
  source public.webhook_sources := private.lock_source(source_id);
begin
  perform private.rotate_secret(tenant, 'webhook_source', source.id, secret, overlap_hours);
  update public.webhook_sources s set version = s.version + 1, updated_at = now()
  where s.client_id = tenant and s.id = source.id
  returning * into source;
  return private.source_json(source);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_source_secret is
  'Gives a source a new secret {key_id, ciphertext (base64), fingerprint?} and returns the source. Former secrets '
  'stay valid for overlap_hours at most. Raises 401, 403, 404, 422.';
grant execute on function public.rotate_source_secret to authenticated;
