-- The settings there are, with types, bounds and defaults. Each capability registers its own.

create table private.setting_definitions (
  key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
  default_value jsonb not null,
  type text not null check (type in ('integer', 'number', 'boolean', 'string', 'object')),
  minimum numeric,
  maximum numeric,
  allowed jsonb,
  description text not null,
  operator_only boolean not null default false
);
alter table private.setting_definitions enable row level security;
comment on column private.setting_definitions.minimum is 'For a string, the minimum length in characters.';

create function private.setting_problem(definition private.setting_definitions, value jsonb) returns text
language sql immutable set search_path = '' as $$
  select case
    when definition.key = 'limits.routes' then private.route_limits_problem(value)
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
comment on function private.setting_problem is 'Says why a value does not fit its definition. Null if it does.';
