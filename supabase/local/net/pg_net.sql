-- pg_net's SQL interface. pg_net.ts sends what is queued, after the transaction that queued it has committed.

create schema net;

create domain net.http_method as text check (lower(value) in ('get', 'post', 'delete'));

-- Unlogged, as pg_net's are: a crash of the database loses what is queued.
create unlogged table net.http_request_queue (
  id bigint generated always as identity,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer not null
);
create unlogged table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);
create index on net._http_response (id);

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (status net.request_status, message text, response net.http_response);

create function net._urlencode_string(string varchar) returns text
language sql immutable strict set search_path = '' as $$
  select coalesce(string_agg(
    case when c ~ '^[A-Za-z0-9_.~-]$' then c
      else regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g')
    end, '' order by position), '')
  from regexp_split_to_table(string, '') with ordinality as characters (c, position)
  where string <> ''
$$;

create function net._with_params(url text, params jsonb) returns text
language sql immutable set search_path = '' as $$
  select url || coalesce(
    case when position('?' in url) > 0 then '&' else '?' end
      || string_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value), '&'), '')
  from jsonb_each_text(params)
$$;

-- Definer: callers queue requests only through the functions below.
create function net._enqueue(
  method text, url text, headers jsonb, body jsonb, timeout_milliseconds integer
) returns bigint
language sql security definer set search_path = '' as $$
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (method, url, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds)
  returning id
$$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000
) returns bigint
language sql strict set search_path = '' as $$
  select net._enqueue('GET', net._with_params(url, params), headers, null, timeout_milliseconds)
$$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000,
  body jsonb default null
) returns bigint
language sql set search_path = '' as $$
  select net._enqueue('DELETE', net._with_params(url, params), headers, body, timeout_milliseconds)
$$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 5000
) returns bigint
language plpgsql set search_path = '' as $$
declare
  content_type text := (
    select value from jsonb_each_text(coalesce(headers, '{}')) where lower(key) = 'content-type' limit 1
  );
begin
  if body is null then
    raise exception 'body must not be null';
  elsif content_type is null then
    headers := coalesce(headers, '{}') || '{"Content-Type": "application/json"}';
  elsif content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  return net._enqueue('POST', net._with_params(url, params), headers, body, timeout_milliseconds);
end
$$;

create function net.http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result
language plpgsql strict set search_path = '' as $$
declare
  response net._http_response;
begin
  loop
    select * into response from net._http_response r where r.id = request_id;
    exit when found or async;
    perform pg_sleep(0.05);
  end loop;
  if response.id is null then
    return ('ERROR', 'request matching request_id not found', null)::net.http_response_result;
  end if;
  return (
    'SUCCESS', 'ok', (response.status_code, response.headers, response.content)::net.http_response
  )::net.http_response_result;
end
$$;

-- Postgres delivers a notification when the transaction commits, never when it is rolled back.
create function net._wake() returns trigger language plpgsql set search_path = '' as $$
begin
  perform pg_notify('pg_net_wake', '');
  return null;
end
$$;
create trigger wake after insert on net.http_request_queue for each statement execute function net._wake();

revoke all on all functions in schema net from public;
grant usage on schema net to postgres, service_role;
grant execute on all functions in schema net to postgres, service_role;
grant select, delete on all tables in schema net to postgres;
