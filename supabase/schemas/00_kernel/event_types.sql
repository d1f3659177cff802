-- What endpoints can subscribe to. Each capability registers its own types.

create table private.event_types (
  type text primary key check (type ~ '^[a-z_]+(\.[a-z_]+)*\.([a-z_]+|\*)$'),
  description text not null
);
alter table private.event_types enable row level security;

-- Definer: event types are private.
create function public.list_event_types() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.authorize('webhooks:read');
  return (
    select jsonb_agg(jsonb_build_object('type', t.type, 'description', t.description) order by t.type)
    from private.event_types t);
end
$$;
comment on function public.list_event_types is
  'The event types that endpoints can subscribe to: [{type, description}]. Raises 401, 403.';
grant execute on function public.list_event_types to authenticated;
