-- Requests a minute by caller. The tiers are generated into shared/access/rate_tiers.ts; a tenant's own numbers are its
-- settings limits.<tier> and travel in the tokens, so that no request has to ask for them.

create table private.rate_tiers (
  tier text primary key check (tier ~ '^[a-z_]+$'),
  per_minute integer not null check (per_minute between 1 and 60000)
);
alter table private.rate_tiers enable row level security;

create function private.add_rate_tier(tier text, per_minute integer, description text) returns void
language sql volatile set search_path = '' as $$
  insert into private.rate_tiers (tier, per_minute) values (tier, per_minute);
  insert into private.setting_definitions
    (key, default_value, type, minimum, maximum, description, operator_only)
  values ('limits.' || tier, to_jsonb(per_minute), 'integer', 1, 60000, description, true);
$$;
comment on function private.add_rate_tier is
  'Adds a tier and the setting limits.<tier>, with which the operator changes it for a tenant. Called by register.sql '
  'files.';

create function private.rate_limits(tenant uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_object_agg(split_part(s.key, '.', 2), s.value)
  from public.settings s
  where s.client_id = tenant and s.value is not null
    and s.key in (select 'limits.' || t.tier from private.rate_tiers t
      union all values ('limits.slow_after'), ('limits.routes'))
$$;
comment on function private.rate_limits is
  'What the operator has set for the tenant: {tier: requests a minute, slow_after, routes}. Null for nothing.';

-- Definer: auth.users belongs to the auth service.
create function private.sync_rate_limits() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := case when tg_op = 'DELETE' then old.client_id else new.client_id end;
begin
  update auth.users u
  set raw_app_meta_data = (u.raw_app_meta_data - 'limits')
    || jsonb_strip_nulls(jsonb_build_object('limits', private.rate_limits(tenant)))
  from public.client_members m
  where m.client_id = tenant and u.id = m.user_id and u.raw_app_meta_data ->> 'client_id' = tenant::text;
  return null;
end
$$;
create trigger sync_rate_limits after insert or update on public.settings
  for each row when (new.key like 'limits.%') execute function private.sync_rate_limits();
create trigger sync_rate_limits_away after delete on public.settings
  for each row when (old.key like 'limits.%') execute function private.sync_rate_limits();
