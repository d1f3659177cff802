-- The service role acting on behalf of a caller, who is a member or an API key.

create function private.require_member(tenant uuid, caller uuid, scope text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if caller is not null and not exists (
    select from public.client_members m
    join public.clients c on c.id = m.client_id and c.status = 'active'
    join private.role_scopes s on s.role = m.role and s.scope = require_member.scope
    where m.client_id = tenant and m.user_id = caller
  ) and not exists (
    select from private.live_api_keys k where k.client_id = tenant and k.id = caller
      and require_member.scope = any (k.scopes)
  ) then
    perform private.fail(403, 'FORBIDDEN', format('You do not have the scope %s', scope));
  end if;
end
$$;

create function private.claims_of(caller uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(
    (select jsonb_build_object('sub', k.created_by, 'key_id', k.id) from public.api_keys k
      where k.id = claims_of.caller),
    jsonb_build_object('sub', claims_of.caller))
$$;
comment on function private.claims_of is
  'The claims that audit entries record when the service role acts for a caller.';
