-- What SQL knows of the request, and the columns that every row of a resource has.

create function private.request_header(name text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return nullif(current_setting('request.headers', true), '')::json ->> name;
end
$$;
comment on function private.request_header is
  'A header of the Data API request, by its lower-case name; null outside a request.';

-- A body that is parsed here needs no search_path and is merged into the statements that use it.
create function private.uuidv7() returns uuid
language sql volatile
return (lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12,
  '0') || '7' || substr(gen_random_uuid()::text, 16))::uuid;
comment on function private.uuidv7 is
  'An id that begins with the time, as RFC 9562 has it, for tables that grow with traffic: neighbours in time are '
  'neighbours in their indexes.';

-- A row's version is its ETag. A writer that names a version itself (a restore) keeps it.
create function private.touch() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;
