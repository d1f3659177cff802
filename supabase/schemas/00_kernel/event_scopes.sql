-- Who may read which events: an event needs the scope that reads its resource.

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is created.
create function private.subscribes(event_types text[], type text) returns boolean
language sql immutable parallel safe
return event_types && array['*', type, split_part(type, '.', 1) || '.*'];
grant execute on function private.subscribes to authenticated;

create function private.scopes_of(tenant uuid, member uuid, key_id uuid) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  if key_id is not null then
    return (select k.scopes from private.live_api_keys k where k.client_id = tenant and k.id = key_id limit 1);
  elsif member is not null then
    return array(
      select s.scope from public.client_members m join private.role_scopes s on s.role = m.role
      where m.client_id = tenant and m.user_id = member);
  end if;
  return array(select t.scope from private.event_types t);
end
$$;
comment on function private.scopes_of is
  'What a key, otherwise a member, may do in the tenant now. Null or empty if the key is dead or the member was '
  'removed. Without both it is the operator, who may read every event.';

create function private.caller_scopes() returns text[]
language sql stable set search_path = '' as $$
  select private.scopes_of(private.client_id(), auth.uid(), (auth.jwt() ->> 'key_id')::uuid)
$$;

create function private.types_readable_with(scopes text[]) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  return array(select t.type from private.event_types t where t.scope = any (scopes));
end
$$;
comment on function private.types_readable_with is 'The event types whose scope is one of these.';

-- Definer: callers cannot read event types.
create function private.readable_event_types() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.types_readable_with(private.caller_scopes());
end
$$;
comment on function private.readable_event_types is 'The event types whose resource the caller may read.';
grant execute on function private.readable_event_types to authenticated;

create function private.require_event_types(event_types text[]) returns void
language plpgsql stable set search_path = '' as $$
declare
  readable constant text[] := private.readable_event_types();
  refused record;
begin
  select w.type, t.scope into refused
  from unnest(event_types) w (type)
  left join private.event_types t on private.subscribes(array[t.type], w.type)
    and (t.type = w.type or w.type ~ '^[a-z_]+\.[^[:space:][:cntrl:]*"\\]+$')
  where w.type <> '*' and (t.type is null or t.type <> all (readable))
  order by t.type nulls first limit 1;
  if found and refused.scope is null then
    perform private.invalid('event_types', 'unknown_value', format('there is no event type "%s"', refused.type));
  elsif found then
    perform private.fail(403, 'FORBIDDEN',
      format('You do not have the scope %s, which the event type %s needs', refused.scope, refused.type));
  end if;
end
$$;
comment on function private.require_event_types is
  'Raises 422 for an unknown event type and 403 for one that the caller may not read. "*" stands for those they may.';
