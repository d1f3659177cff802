-- Guarantees: a channel's credentials are kept only as ciphertext that no tenant can read, belong to this channel
-- alone, and change together with what is shown of them.

-- type is text, because the equality of enums is not leakproof: under a policy it could not use an index.
create table public.channels (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  type text not null check (type in ('voice', 'sms', 'whatsapp', 'email', 'webchat')),
  name text not null check (length(name) between 1 and 200 and name = private.tidy(name)),
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object' and length(config::text) <= 20000),
  enabled boolean not null default true,
  credentials jsonb,
  version integer not null default 1,
  created_by uuid default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (client_id, id)
);
comment on column public.channels.credentials is
  'What may be shown of the credentials: {fingerprint, key_id, updated_at}; null if there are none.';
create unique index channels_name on public.channels (client_id, private.name_key(name));
create index on public.channels (client_id, created_at desc, id desc);
create index on public.channels (client_id, type, created_at desc, id desc);
create index on public.channels (client_id, enabled, created_at desc, id desc);

select private.enable_audit('public.channels');
-- Moving credentials to another key is not a change of the channel and keeps its version.
create trigger touch before update on public.channels
  for each row
  when (new.version = old.version
    and (to_jsonb(new) #- '{credentials,key_id}') is distinct from (to_jsonb(old) #- '{credentials,key_id}'))
  execute function private.touch();

alter table public.channels enable row level security;
create policy "channels:read may see channels" on public.channels
  for select to authenticated
  using (client_id = (select private.tenant_with('channels:read')));
create policy "channels:write may add channels" on public.channels
  for insert to authenticated
  with check (client_id = (select private.tenant_with('channels:write')));
create policy "channels:write may change channels" on public.channels
  for update to authenticated
  using (client_id = (select private.tenant_with('channels:write')));
create policy "channels:write may remove channels" on public.channels
  for delete to authenticated
  using (client_id = (select private.tenant_with('channels:write')));
-- The caller chooses the id, because the credentials are encrypted for it before the row exists.
grant
  select,
  insert (id, type, name, config),
  update (name, config, enabled),
  delete
  on public.channels to authenticated;

create function private.channel_json(channel public.channels) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(channel) - 'client_id' || jsonb_build_object('config_text', channel.config::text)
$$;
comment on function private.channel_json is
  'A channel. config_text keeps each digit of its numbers, which clients would round.';

-- A writer locks the channel before its credentials, so that writers wait and do not deadlock.
create function private.lock_channel(channel_id uuid) returns public.channels
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  select * into channel from public.channels c
  where c.client_id = private.client_id() and c.id = channel_id
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'Channel not found');
  end if;
  return channel;
end
$$;

grant execute on function private.channel_json, private.lock_channel to authenticated;
