-- Guarantees: a tenant's settings keep to their definitions, whoever writes them.

create table private.setting_definitions (
  key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
  default_value jsonb not null,
  type text not null check (type in ('integer', 'number', 'boolean', 'string')),
  minimum numeric,
  maximum numeric,
  allowed jsonb,
  description text not null,
  operator_only boolean not null default false
);
alter table private.setting_definitions enable row level security;
comment on column private.setting_definitions.minimum is 'Of a string: its least length in characters.';

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
  'Null: back to the default. The row stays, so that its version and who changed it last do.';
alter table public.settings enable row level security;

create policy "members see their tenant's settings" on public.settings
  for select to authenticated
  using (client_id = (select private.client_id()) and (select private.can('settings:read')));
grant select on public.settings to authenticated;

select private.enable_audit('public.settings');
create trigger touch before update on public.settings
  for each row when (new.version = old.version) execute function private.touch();

create function private.setting_problem(definition private.setting_definitions, value jsonb) returns text
language sql immutable set search_path = '' as $$
  select case
    when definition.type in ('integer', 'number') and jsonb_typeof(value) is distinct from 'number'
      or definition.type in ('boolean', 'string') and jsonb_typeof(value) is distinct from definition.type
      then format('must be of type %s', definition.type)
    when definition.type = 'integer' and value::numeric <> trunc(value::numeric) then 'must be a whole number'
    when definition.type in ('integer', 'number') and not value::numeric
      between coalesce(definition.minimum, value::numeric) and coalesce(definition.maximum, value::numeric)
      then format('must be %s–%s', definition.minimum, definition.maximum)
    when definition.type = 'string' and not length(value #>> '{}')
      between coalesce(definition.minimum, 0) and coalesce(definition.maximum, 1000)
      then format('must have %s–%s characters', coalesce(definition.minimum, 0), coalesce(definition.maximum, 1000))
    when definition.allowed is not null and not definition.allowed @> value
      then format('must be one of %s', (select string_agg(a, ', ')
        from jsonb_array_elements_text(definition.allowed) a))
  end
$$;
comment on function private.setting_problem is 'What is wrong with a value by its definition, null when nothing is.';

-- The operator writes this table directly, so the bounds hold here and not only in the settings API.
-- Definer: writers need no right to read the definitions.
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
  'The tenant''s value of a setting, otherwise its default; null for a key without definition.';
