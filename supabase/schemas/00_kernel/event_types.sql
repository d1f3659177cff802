-- What endpoints can subscribe to. Each capability registers its own types.

create table private.event_types (
  type text primary key check (type ~ '^[a-z_]+(\.[a-z_]+)*\.([a-z_]+|\*)$'),
  description text not null,
  scope text not null default 'audit:read'
);
alter table private.event_types enable row level security;
comment on column private.event_types.scope is
  'Reads the resource in the event''s data. Receiving the event and seeing its deliveries need it.';

-- Definer: event types are private.
create function public.list_event_types() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select jsonb_agg(jsonb_build_object('type', t.type, 'description', t.description, 'scope', t.scope)
      order by t.type)
    from private.event_types t);
end
$$;
comment on function public.list_event_types is
  'The event types that endpoints can subscribe to and the scope that each needs: [{type, description, scope}]. '
  'Raises 401, 403.';
grant execute on function public.list_event_types to authenticated;
