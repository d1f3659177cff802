-- Credentials of channels are secrets of the kind channel: private.secrets holds the ciphertext.

select private.delete_secrets_with('public.channels', 'channel');

create function private.shown_credentials(credentials jsonb) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('fingerprint', credentials ->> 'fingerprint', 'key_id', credentials ->> 'key_id',
    'updated_at', clock_timestamp())
$$;

-- Definer: callers may not read or write credentials by hand.
create function public.rotate_channel_credentials(channel_id uuid, credentials jsonb, if_match integer default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('channels:write');
  channel public.channels := private.lock_channel(channel_id);
begin
  perform private.require_version(channel.version, if_match);
  update public.channels c set credentials = private.shown_credentials(rotate_channel_credentials.credentials)
  where c.client_id = tenant and c.id = channel.id
  returning * into channel;
  perform private.keep_secret(tenant, 'channel', channel.id, credentials);
  return private.channel_json(channel);
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.rotate_channel_credentials is
  'Replaces a channel''s credentials with {fingerprint, key_id, ciphertext (base64)} and returns the channel. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.rotate_channel_credentials to authenticated;
