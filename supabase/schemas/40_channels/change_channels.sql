-- Adds, replaces, enables, disables and removes channels.

create function private.fail_channel_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'CHANNEL_NAME_TAKEN', format('A channel named "%s" already exists', name),
    jsonb_build_object('details',
      jsonb_build_array(private.problem('name', 'taken', 'is another channel''s name'))))
$$;
grant execute on function private.fail_channel_name_taken to authenticated;

-- Definer: callers may not read or write credentials by hand.
create function public.create_channel(
  id uuid, type text, name text, config jsonb default '{}', credentials jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('channels:write');
  -- Of credentials only the fingerprint: the ciphertext of equal credentials differs each time.
  content constant bytea := private.fingerprint(jsonb_build_array(type, name, config, credentials ->> 'fingerprint'));
  earlier constant jsonb := private.replay('create_channel', content);
  channel public.channels;
begin
  if earlier is not null then
    return earlier;
  end if;
  insert into public.channels (client_id, id, type, name, config, credentials)
  values (tenant, create_channel.id, create_channel.type, create_channel.name, coalesce(create_channel.config, '{}'),
    case when create_channel.credentials is not null then private.shown_credentials(create_channel.credentials) end)
  returning * into channel;
  if create_channel.credentials is not null then
    perform private.keep_secret(tenant, 'channel', channel.id, create_channel.credentials);
  end if;
  return private.remember('create_channel',
    jsonb_build_object('status', 201, 'body', private.channel_json(channel)));
exception
  when unique_violation then
    perform private.fail_channel_name_taken(name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.create_channel is
  'Adds a channel: {status: 201, body, replayed?}. id: chosen by the caller, who encrypted credentials {fingerprint, '
  'key_id, ciphertext (base64)} for it. Raises 401, 403, 409 CHANNEL_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';

create function public.put_channel(
  channel_id uuid, name text, config jsonb, type text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  perform private.authorize('channels:write');
  channel := private.lock_channel(channel_id);
  perform private.require_version(channel.version, if_match);
  if put_channel.type <> channel.type then
    perform private.invalid('type', 'immutable', format('is %s and cannot change; add another channel', channel.type));
  end if;
  update public.channels c set name = put_channel.name, config = put_channel.config
  where c.id = channel.id
  returning * into channel;
  return private.channel_json(channel);
exception when unique_violation then
  perform private.fail_channel_name_taken(name);
  return null;
end
$$;
comment on function public.put_channel is
  'Replaces name and config but not the credentials, and returns the channel. Raises 401, 403, 404, '
  '409 CHANNEL_NAME_TAKEN, 412 VERSION_MISMATCH, 422 for another type.';

create function public.set_channel_enabled(channel_id uuid, enabled boolean, if_match integer default null)
returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  perform private.authorize('channels:write');
  channel := private.lock_channel(channel_id);
  perform private.require_version(channel.version, if_match);
  if channel.enabled <> set_channel_enabled.enabled then
    update public.channels c set enabled = set_channel_enabled.enabled where c.id = channel.id
    returning * into channel;
  end if;
  return private.channel_json(channel);
end
$$;
comment on function public.set_channel_enabled is
  'Enables or disables a channel and returns it, changed or not. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.delete_channel(channel_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('channels:write');
  perform private.require_version((private.lock_channel(channel_id)).version, if_match);
  delete from public.channels c where c.id = channel_id;
exception when foreign_key_violation then
  perform private.fail(409, 'CONFLICT', 'Decisions name this channel; disable it instead');
end
$$;
comment on function public.delete_channel is
  'Removes a channel and its credentials. Raises 401, 403, 404, 409 CONFLICT while decisions name it, 412 '
  'VERSION_MISMATCH.';

grant execute on function public.create_channel, public.put_channel, public.set_channel_enabled, public.delete_channel
  to authenticated;
