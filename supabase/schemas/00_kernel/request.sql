-- The HTTP request that runs the transaction, if one does.

create function private.request_header(name text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return nullif(current_setting('request.headers', true), '')::json ->> name;
end
$$;
comment on function private.request_header is
  'A header of the HTTP request by its lower-case name. Null if no request runs the transaction.';
