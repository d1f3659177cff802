-- The ciphertext of channels' credentials.

create table private.channel_credentials (
  client_id uuid not null,
  channel_id uuid not null,
  key_id text not null check (key_id ~ '^[a-z0-9_-]{1,32}$'),
  ciphertext bytea not null check (length(ciphertext) between 29 and 65536),
  tried_at timestamptz,
  primary key (client_id, channel_id),
  foreign key (client_id, channel_id) references public.channels on delete cascade
);
create index on private.channel_credentials (key_id);
alter table private.channel_credentials enable row level security;
comment on column private.channel_credentials.key_id is 'The name of the key that encrypted it.';
comment on column private.channel_credentials.ciphertext is 'AES-256-GCM: iv (12 bytes), ciphertext, tag (16 bytes).';
comment on column private.channel_credentials.tried_at is
  'When re-encryption last failed. Such rows are tried after the others.';

create function private.shown_credentials(credentials jsonb) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('fingerprint', credentials ->> 'fingerprint', 'key_id', credentials ->> 'key_id',
    'updated_at', clock_timestamp())
$$;

create function private.keep_credentials(channel public.channels, credentials jsonb) returns void
language sql volatile set search_path = '' as $$
  insert into private.channel_credentials as k (client_id, channel_id, key_id, ciphertext)
  values (channel.client_id, channel.id, credentials ->> 'key_id', decode(credentials ->> 'ciphertext', 'base64'))
  on conflict on constraint channel_credentials_pkey do update
    set key_id = excluded.key_id, ciphertext = excluded.ciphertext, tried_at = null
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
  perform private.keep_credentials(channel, credentials);
  return private.channel_json(channel);
end
$$;
comment on function public.rotate_channel_credentials is
  'Replaces a channel''s credentials with {fingerprint, key_id, ciphertext (base64)} and returns the channel. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.rotate_channel_credentials to authenticated;
