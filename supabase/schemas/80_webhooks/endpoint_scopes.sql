-- Guarantees: an endpoint gets no event that its author may not read at the time it is sent.

-- Definer: callers cannot read who has which scopes.
create function private.endpoint_scopes(endpoint public.webhook_endpoints) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  held constant text[] := private.scopes_of(endpoint.client_id, endpoint.author_id, endpoint.author_key);
begin
  return array(select s from unnest(endpoint.scopes) s where s = any (held) order by s);
end
$$;
comment on function private.endpoint_scopes is
  'The scopes that the author had when they set the endpoint up and still has: its events need one of these.';
grant execute on function private.endpoint_scopes to authenticated;

-- Whoever sets the URL and the types vouches for the endpoint. To enable it or to change its description does not.
-- Definer: see private.readable_event_types.
create function private.set_endpoint_author() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  held constant text[] := private.caller_scopes();
begin
  perform private.require_event_types(new.event_types);
  new.author_id := auth.uid();
  new.author_key := (auth.jwt() ->> 'key_id')::uuid;
  new.scopes := array(select distinct t.scope from private.event_types t where t.scope = any (held) order by 1);
  return new;
end
$$;
create trigger set_author before insert or update of url, event_types on public.webhook_endpoints
  for each row execute function private.set_endpoint_author();
