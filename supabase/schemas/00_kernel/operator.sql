-- The operator holds the project's secret key and names the tenant to act for.

create function private.is_operator() returns boolean
language sql stable set search_path = '' as $$
  select coalesce(auth.jwt() ->> 'role' = 'service_role', false)
$$;
comment on function private.is_operator is 'True if the request carries the project''s secret key.';

-- The operator belongs to no tenant and names one. A user's tenant comes from the token, whatever the header says.
create function private.acting_tenant(scope text) returns uuid
language plpgsql stable set search_path = '' as $$
declare
  named constant text := private.request_header('x-client-id');
  tenant uuid;
begin
  if not private.is_operator() then
    return private.authorize(scope);
  end if;
  if named is null then
    perform private.fail(400, 'BAD_REQUEST', 'The secret key belongs to no tenant: name one in the header x-client-id');
  end if;
  select c.id into tenant from public.clients c where c.id = named::uuid;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such tenant');
  end if;
  return tenant;
end
$$;
comment on function private.acting_tenant is
  'For a user private.authorize. With the secret key, the tenant named by the header x-client-id: 400 without the '
  'header, 404 if no such tenant exists.';
