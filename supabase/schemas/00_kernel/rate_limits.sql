-- A tenant's own rates. They travel in the tokens, so that no request has to ask for them.

create function private.rate_limits(tenant uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_object_agg(split_part(s.key, '.', 2), s.value)
  from public.settings s
  where s.client_id = tenant and s.key like 'limits.%' and s.value is not null
$$;
comment on function private.rate_limits is
  'What the operator has set for the tenant, {tier: requests a minute}; null when nothing.';

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
