-- What tables share: ids that sort by time, and versions.

-- Without search_path, so that it can be inlined. It needs none, because its body is parsed when it is created.
create function private.uuidv7() returns uuid
language sql volatile
return (
  lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0')
  || '7' || substr(gen_random_uuid()::text, 16)
)::uuid;
comment on function private.uuidv7 is
  'An id that starts with the time (RFC 9562). Tables that grow with traffic use it, so that new rows are '
  'neighbours in the indexes.';

-- A row's version is its ETag. The triggers leave out writers that set the version themselves.
create function private.touch() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end
$$;
