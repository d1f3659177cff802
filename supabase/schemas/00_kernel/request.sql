-- The HTTP request that runs the transaction, if one does.

create function private.request_header(name text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return nullif(current_setting('request.headers', true), '')::json ->> name;
end
$$;
comment on function private.request_header is
  'A header of the HTTP request by its lower-case name. Null if no request runs the transaction.';

create function private.traceparent() returns text
language plpgsql stable set search_path = '' as $$
begin
  return substring(private.request_header('traceparent') from '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
end
$$;
comment on function private.traceparent is 'The W3C trace of the request. Null if it has none, or a malformed one.';

-- What the functions sign the context of their requests with. Anybody may send the same headers to the Data API.
create table private.request_key (
  is_only boolean primary key default true check (is_only),
  key bytea not null
);
alter table private.request_key enable row level security;
comment on table private.request_key is 'Made from the secret key, which cannot be found from it.';

create function private.set_request_key(secret_key text) returns void
language sql volatile set search_path = '' as $$
  insert into private.request_key (key) values (sha256(convert_to('request context ' || secret_key, 'UTF8')))
  on conflict (is_only) do update set key = excluded.key
$$;

create function private.signed_context() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  sent constant text := private.request_header('x-request-context');
  key constant bytea := (select k.key from private.request_key k);
begin
  if sent is null or key is null or length(sent) > 8000 or sent !~ '^([0-9a-f]{2})+\.[0-9a-f]{64}$'
    or encode(sha256(key || sha256(key || convert_to(split_part(sent, '.', 1), 'UTF8'))), 'hex')
      <> split_part(sent, '.', 2) then
    return null;
  end if;
  return convert_from(decode(split_part(sent, '.', 1), 'hex'), 'UTF8');
end
$$;
comment on function private.signed_context is
  'The context {request_id, ip, user_agent, version} that one of our functions has signed. Null if none did.';

create function private.request_context() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(
    private.signed_context() || '{"origin": "function"}',
    jsonb_build_object('request_id', private.request_header('x-request-id'),
      'ip', coalesce(private.request_header('cf-connecting-ip'), private.request_header('x-forwarded-for')),
      'user_agent', private.request_header('user-agent'),
      'origin', case when nullif(current_setting('request.headers', true), '') is null and auth.uid() is null
        then 'database' else 'data_api' end));
end
$$;
comment on function private.request_context is
  'Where the transaction comes from: {request_id, ip, user_agent, origin}. origin is function if one of our functions '
  'says so; data_api if a client of the Data API does, who writes what it likes; database for schedules and operators.';
