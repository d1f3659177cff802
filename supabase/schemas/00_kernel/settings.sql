-- Guarantees: a tenant's settings keep to their definitions, whoever writes them.

create table public.settings (
  client_id uuid not null references public.clients,
  key text not null references private.setting_definitions,
  value jsonb,
  version integer not null default 1,
  updated_by uuid default auth.uid(),
  updated_at timestamptz not null default now(),
  primary key (client_id, key)
);
comment on column public.settings.value is
  'Null means the default. The row stays, to keep its version and its last author.';
alter table public.settings enable row level security;

create policy "members see their tenant's settings" on public.settings
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('settings:read')));
grant select on public.settings to authenticated;

select private.enable_audit('public.settings');
select private.mark_changes('public.settings', 'settings');
create trigger touch before update on public.settings
  for each row when (new.version = old.version) execute function private.touch();

-- The operator writes this table directly, so the bounds are checked here and not only in the settings API.
-- Definer: writers may not read definitions.
create function private.check_setting() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem text;
begin
  select private.setting_problem(d, new.value) into problem from private.setting_definitions d where d.key = new.key;
  if problem is not null then
    perform private.fail(422, 'VALIDATION_ERROR', format('Setting %s is %s, %s', new.key, new.value, problem),
      jsonb_build_object('details', jsonb_build_array(
        jsonb_build_object('path', new.key, 'code', 'out_of_bounds', 'message', problem))));
  end if;
  return new;
end
$$;
create trigger check_setting before insert or update on public.settings
  for each row when (new.value is not null) execute function private.check_setting();

create function private.setting(client_id uuid, key text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(s.value, d.default_value)
    from private.setting_definitions d
    left join public.settings s on s.client_id = setting.client_id and s.key = d.key
    where d.key = setting.key);
end
$$;
comment on function private.setting is
  'The tenant''s value of a setting, otherwise its default. Null for an unknown key.';
