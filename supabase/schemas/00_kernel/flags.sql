-- Guarantees: a flag is on or off for a tenant, and by percent always the same for it; raising the percent turns it off
-- for nobody.

create table private.flags (
  key text primary key check (key ~ '^[A-Za-z][A-Za-z0-9_.:-]{0,99}$'),
  enabled boolean not null,
  percent integer check (percent between 0 and 100),
  versions text[] check (cardinality(versions) between 1 and 20 and array_position(versions, null) is null),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table private.flags enable row level security;
comment on column private.flags.percent is 'Null: everyone, or only the named tenants if there are some.';
comment on column private.flags.versions is 'API versions, such as v2, whose requests it is for. Null: all.';
create trigger touch before update on private.flags for each row execute function private.touch();

create table private.flag_clients (
  key text not null references private.flags on delete cascade,
  client_id uuid not null references public.clients on delete cascade,
  primary key (key, client_id)
);
create index on private.flag_clients (client_id);
alter table private.flag_clients enable row level security;
comment on table private.flag_clients is 'The tenants that a flag names, whatever its percent.';

-- md5, because Postgres may change hashtext and the answer must stay.
create function private.flag_bucket(key text, tenant uuid) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select (('x' || left(md5(key || ' ' || tenant), 8))::bit(32)::bigint % 100)::integer
$$;
comment on function private.flag_bucket is '0–99. A flag of p percent is on for the tenants in the buckets below p.';

create function private.answer_flag(flag private.flags, tenant uuid, api_version text, out is_on boolean,
  out reason text)
language plpgsql stable set search_path = '' as $$
declare
  bucket constant integer := private.flag_bucket(flag.key, tenant);
  is_named constant boolean := exists (
    select from private.flag_clients f where f.key = flag.key and f.client_id = tenant);
begin
  if not flag.enabled then
    is_on := false;
    reason := 'disabled';
  elsif (api_version = any (flag.versions)) is not true and flag.versions is not null then
    is_on := false;
    reason := 'only in ' || array_to_string(flag.versions, ', ');
  elsif is_named then
    is_on := true;
    reason := 'named';
  elsif flag.percent is not null then
    is_on := coalesce(bucket, 99) < flag.percent;
    reason := format('%s %%, %s', flag.percent, coalesce('bucket ' || bucket, 'no tenant'));
  else
    is_on := not exists (select from private.flag_clients f where f.key = flag.key);
    reason := case when is_on then 'everyone' else 'not named' end;
  end if;
  reason := case when is_on then 'on: ' else 'off: ' end || reason;
end
$$;
comment on function private.answer_flag is 'Whether a flag is on for the tenant in the API version, and why.';

create function private.flag_tenant() returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return case when private.is_operator() then private.request_header('x-client-id')::uuid
    when auth.uid() is not null then private.client_id() end;
end
$$;
comment on function private.flag_tenant is 'The caller''s tenant, or the one that the secret key names. May be null.';

-- Definer: callers may not read flags.
create function private.flag(key text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select (private.answer_flag(f, private.flag_tenant(), private.signed_context() ->> 'version')).is_on
    from private.flags f where f.key = flag.key), false);
end
$$;
comment on function private.flag is
  'True if the flag is on for the caller''s tenant and the API version of the request. An unknown flag is off, and so '
  'is one of certain versions outside of our functions.';
grant execute on function private.flag to authenticated, service_role;

-- Definer: see private.flag.
create function public.list_flags() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.flag_tenant();
  api_version constant text := private.signed_context() ->> 'version';
begin
  return (
    select coalesce(jsonb_object_agg(f.key, (private.answer_flag(f, tenant, api_version)).is_on order by f.key), '{}')
    from private.flags f);
end
$$;
comment on function public.list_flags is
  '{flag: boolean}: every flag as it is for the caller''s tenant and the API version of the request. Raises 401 for a '
  'dead key.';
grant execute on function public.list_flags to authenticated, service_role;
