-- Guarantees: a channel's credentials are kept only as ciphertext that no tenant can read, belong to this channel
-- alone, and change together with what is shown of them.

-- The type is text for the reason that a team's status is.
create table public.channels (
  client_id uuid not null default private.client_id() references public.clients,
  id uuid not null default gen_random_uuid(),
  type text not null check (type in ('voice', 'sms', 'whatsapp', 'email', 'webchat')),
  name text not null check (length(name) between 1 and 200 and name = trim(name)),
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
  'What may be shown of them: {fingerprint, key_id, updated_at}; null when there are none.';
create unique index channels_name on public.channels (client_id, lower(name));
create index on public.channels (client_id, created_at desc, id desc);
create index on public.channels (client_id, type, created_at desc, id desc);
create index on public.channels (client_id, enabled, created_at desc, id desc);

alter table public.channels enable row level security;
create policy "members see their tenant's channels" on public.channels
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('channels:read')));
create policy "admins add channels to their tenant" on public.channels
  for insert to authenticated
  with check (client_id = (select private.client_id()) and (select private.can('channels:write')));
create policy "admins change their tenant's channels" on public.channels
  for update to authenticated
  using (client_id = (select private.client_id()) and (select private.can('channels:write')))
  with check (client_id = (select private.client_id()) and (select private.can('channels:write')));
create policy "admins remove their tenant's channels" on public.channels
  for delete to authenticated
  using (client_id = (select private.client_id()) and (select private.can('channels:write')));
-- The id is the caller's to choose, because the credentials are encrypted for it before the row exists.
grant select, insert (id, type, name, config), update (name, config, enabled), delete
  on public.channels to authenticated;
select private.enable_audit('public.channels');
-- Moving credentials to another key is no change that anybody could overwrite unseen.
create trigger touch before update on public.channels
  for each row
  when (new.version = old.version
    and (to_jsonb(new) #- '{credentials,key_id}') is distinct from (to_jsonb(old) #- '{credentials,key_id}'))
  execute function private.touch();

-- The name of the key, and AES-256-GCM's iv (12 bytes), ciphertext and tag (16 bytes).
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
comment on column private.channel_credentials.tried_at is 'When re-encrypting last failed; such rows come after the others.';

create function private.channel_json(channel public.channels) returns jsonb
language sql immutable set search_path = '' as $$
  select to_jsonb(channel) - 'client_id'
$$;
grant execute on function private.channel_json to authenticated;

-- A plan for each call, because the filters that are null must not cost those that are not their index.
create function public.list_channels(
  type text default null, enabled boolean default null,
  after_time timestamptz default null, after_id uuid default null, page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  channels public.channels[];
  total bigint;
begin
  perform private.authorize('channels:read');
  channels := array(
    select c from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled)
      and (after_time is null or (c.created_at, c.id) < (after_time, after_id))
    order by c.created_at desc, c.id desc
    limit greatest(least(page_size, 101), 1));
  if with_total then
    select count(*) into total from public.channels c
    where (list_channels.type is null or c.type = list_channels.type)
      and (list_channels.enabled is null or c.enabled = list_channels.enabled);
  end if;
  return jsonb_build_object('total', total,
    'rows', (select coalesce(jsonb_agg(to_jsonb(c) - 'client_id' - 'ordinality' order by c.ordinality), '[]')
      from unnest(channels) with ordinality c));
end
$$;
comment on function public.list_channels is
  'Channels, newest first, behind the key (after_time, after_id): {rows, total}; total is null unless with_total. Raises 401, 403.';
grant execute on function public.list_channels to authenticated;

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

-- The channel is locked before its credentials, here and everywhere, so that writers wait and do not deadlock.
create function private.lock_channel(channel_id uuid) returns public.channels
language plpgsql volatile set search_path = '' as $$
declare
  channel public.channels;
begin
  select * into channel from public.channels c
  where c.client_id = private.client_id() and c.id = channel_id
  for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such channel');
  end if;
  return channel;
end
$$;
grant execute on function private.lock_channel to authenticated;

create function private.fail_channel_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'CHANNEL_NAME_TAKEN', format('There is a channel "%s" already', name),
    '{"details": [{"path": "name", "code": "taken", "message": "is another channel''s name"}]}')
$$;
grant execute on function private.fail_channel_name_taken to authenticated;

-- Definer: credentials are written only by such functions, and readable by nobody.
create function public.create_channel(
  id uuid, type text, name text, config jsonb default '{}', credentials jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('channels:write');
  -- The ciphertext differs each time; the fingerprint of equal credentials does not.
  content constant bytea := private.fingerprint(
    jsonb_build_array(type, name, config, credentials ->> 'fingerprint'));
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
    perform private.keep_credentials(channel, create_channel.credentials);
  end if;
  return private.remember('create_channel', jsonb_build_object('status', 201, 'body', private.channel_json(channel)));
exception when unique_violation then
  perform private.fail_channel_name_taken(name);
  return null;
end
$$;
comment on function public.create_channel is
  'Adds a channel: {status, body: channel, replayed?}. id: chosen by the caller, who has encrypted credentials {fingerprint, key_id, '
  'ciphertext (base64)} for it. Raises 401, 403, 409 CHANNEL_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';
grant execute on function public.create_channel to authenticated;

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
    perform private.invalid('type', 'immutable', format('is %s and cannot change: add another channel', channel.type));
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
  'Replaces name and config, not the credentials, and returns the channel. Raises 401, 403, 404, 409 CHANNEL_NAME_TAKEN, '
  '412 VERSION_MISMATCH, 422 for another type.';
grant execute on function public.put_channel to authenticated;

create function public.set_channel_enabled(channel_id uuid, enabled boolean, if_match integer default null) returns jsonb
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
  'Enables or disables a channel, which may be so already, and returns it. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.set_channel_enabled to authenticated;

-- Definer: see create_channel.
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
  'Puts new credentials {fingerprint, key_id, ciphertext (base64)} in the place of the old ones and returns the channel. '
  'Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.rotate_channel_credentials to authenticated;

create function public.delete_channel(channel_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('channels:write');
  perform private.require_version((private.lock_channel(channel_id)).version, if_match);
  delete from public.channels c where c.id = channel_id;
end
$$;
comment on function public.delete_channel is
  'Removes a channel with its credentials. Raises 401, 403, 404, 412 VERSION_MISMATCH.';
grant execute on function public.delete_channel to authenticated;

-- Re-encryption. Only the service role reads ciphertext. Whom it acts for, and with which right, is checked here again;
-- a null caller is the operator, for every tenant or one.

-- Definer: ciphertext is private. A plan for each call, because one tenant's are found by the tenant and everybody's by
-- their key, of which `<>` would read all rows.
create function public.stale_channel_credentials(
  newest_key text, page_size integer, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  perform private.require_member(tenant, caller, 'channels:write');
  return coalesce((
    select jsonb_agg(jsonb_build_object('client_id', p.client_id, 'channel_id', p.channel_id, 'key_id', p.key_id,
      'ciphertext', translate(encode(p.ciphertext, 'base64'), E'\n', '')))
    from (
      select * from private.channel_credentials k
      where (k.key_id < newest_key or k.key_id > newest_key) and (tenant is null or k.client_id = tenant)
      order by k.tried_at nulls first, k.client_id, k.channel_id
      limit least(greatest(page_size, 1), 500)
    ) p), '[]');
end
$$;
comment on function public.stale_channel_credentials is
  'Credentials that are not under the newest key, those that failed before last: [{client_id, channel_id, key_id, ciphertext (base64)}]. '
  'For the service role. Raises 403 when the caller (null: the operator) may not change the tenant''s channels.';

-- Compares and swaps: credentials that were rotated or moved since they were read stay as they are.
-- Definer: see stale_channel_credentials.
create function public.move_channel_credentials(
  newest_key text, moves jsonb, failures jsonb, tenant uuid default null, caller uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  moved bigint;
  remaining bigint;
begin
  perform private.require_member(tenant, caller, 'channels:write');
  -- So that the audit names who asked for it, and not the service role that did it.
  perform set_config('request.jwt.claims', (coalesce(auth.jwt(), '{}') || private.claims_of(caller))::text, true);
  perform from public.channels c
  join jsonb_to_recordset(moves) as m (client_id uuid, channel_id uuid)
    on c.client_id = m.client_id and c.id = m.channel_id and (tenant is null or m.client_id = tenant)
  order by c.client_id, c.id for no key update of c;

  with swapped as (
    update private.channel_credentials k set key_id = newest_key, ciphertext = decode(m.ciphertext, 'base64'), tried_at = null
    from jsonb_to_recordset(moves) as m (client_id uuid, channel_id uuid, former text, ciphertext text)
    where k.client_id = m.client_id and k.channel_id = m.channel_id and k.ciphertext = decode(m.former, 'base64')
      and (tenant is null or m.client_id = tenant)
    returning k.client_id, k.channel_id
  )
  update public.channels c set credentials = c.credentials || jsonb_build_object('key_id', newest_key)
  from swapped s where c.client_id = s.client_id and c.id = s.channel_id;
  get diagnostics moved = row_count;

  update private.channel_credentials k set tried_at = now()
  from jsonb_to_recordset(failures) as f (client_id uuid, channel_id uuid, ciphertext text)
  where k.client_id = f.client_id and k.channel_id = f.channel_id and k.ciphertext = decode(f.ciphertext, 'base64')
    and (tenant is null or f.client_id = tenant);
  select count(*) into remaining from private.channel_credentials k
  where (k.key_id < newest_key or k.key_id > newest_key) and (tenant is null or k.client_id = tenant);
  return jsonb_build_object('moved', moved, 'remaining', remaining);
end
$$;
comment on function public.move_channel_credentials is
  'Stores what was encrypted under the newest key: {moved, remaining}. moves: [{client_id, channel_id, former, ciphertext}], failures: '
  '[{client_id, channel_id, ciphertext}], texts in base64. For the service role. Raises 403 as stale_channel_credentials does.';
