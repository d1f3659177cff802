-- Guarantees: a tenant writes about as many audited rows through the Data API as limits.data_api_writes says, whichever
-- caller or function does it. Rolled-back requests do not count.

-- No counter, which all writes of a tenant would wait for: one write in many leaves a mark that stands for all of them.
-- Unlogged, because marks are worthless after a minute.
create unlogged table private.write_marks (
  client_id uuid not null references public.clients on delete cascade,
  marked_at timestamptz not null default clock_timestamp()
);
create index on private.write_marks (client_id, marked_at);
create index on private.write_marks using brin (marked_at);
alter table private.write_marks enable row level security;

create table private.reading_calls (path text primary key check (length(path) <= 100));
alter table private.reading_calls enable row level security;
comment on table private.reading_calls is
  'Calls that answer a question and write only to be exact, such as /rpc/sum_transactions: they are not counted.';

create function private.mark_writes(tenant uuid, marks float8) returns void
language sql volatile set search_path = '' as $$
  insert into private.write_marks (client_id)
  select c.id from public.clients c, generate_series(1, floor(mark_writes.marks + random())::integer)
  where c.id = tenant
$$;
comment on function private.mark_writes is 'Leaves so many marks on average; a part of one is left now and then.';

-- Definer: callers may not read headers.
create function private.body_bytes() returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce(private.request_header('content-length')::bigint,
    case when private.request_header('transfer-encoding') is null then 0 else 4194304 end);
end
$$;
comment on function private.body_bytes is 'The length of this request''s body; of one that is sent in chunks, 4 MB.';

-- A body is read and parsed before it can be refused, so its bytes count. One without a length comes in chunks from a
-- function of ours, at the rate of imports: it is a part of an upload.
-- Definer: callers may not read headers.
create function private.writes_of_body() returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return greatest(private.request_header('content-length')::bigint / 16384, 1);
end
$$;
comment on function private.writes_of_body is
  'How many writes this request''s body is worth: one for each 16 kB, at least one.';

-- Definer: callers may not read or write marks. At 200 marks a minute the bound is right within some percent.
create function private.count_write() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := auth.jwt() -> 'app_metadata' ->> 'client_id';
  budget constant integer := private.setting(tenant, 'limits.data_api_writes');
  writes_a_mark constant integer := greatest(budget / 200, 1);
  marks constant bigint := (
    select count(*) from private.write_marks m
    where m.client_id = tenant and m.marked_at > clock_timestamp() - interval '1 minute');
begin
  if exists (select from private.reading_calls c where c.path = current_setting('request.path', true)) then
    return;
  end if;
  if marks * writes_a_mark >= budget then
    perform private.fail(429, 'RATE_LIMITED', format('The tenant wrote more than %s times in a minute', budget),
      '{"retry_after": 10}');
  end if;
  perform private.mark_writes(tenant, private.writes_of_body()::float8 / writes_a_mark);
end
$$;
grant execute on function private.count_write to authenticated;

-- A request is counted before it runs, as one row. Definer: see private.count_write.
create function private.count_written_rows(rows bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := auth.jwt() -> 'app_metadata' ->> 'client_id';
  writes_a_mark constant integer := greatest(private.setting(tenant, 'limits.data_api_writes')::integer / 200, 1);
begin
  perform private.mark_writes(tenant, (rows - 1)::float8 / writes_a_mark);
end
$$;
comment on function private.count_written_rows is
  'Counts the rows of a statement after the first, so that a request that changes many is worth as many.';

-- The locks end with the transaction. What is refused is rolled back with its marks, so this alone bounds a caller
-- whose requests all fail. Definer: callers may not read headers.
create function private.take_large_turn() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant text := auth.jwt() -> 'app_metadata' ->> 'client_id';
  bytes constant bigint := private.body_bytes();
  by_hand constant boolean := bytes >= 100000 and private.signed_context() is null;
begin
  if bytes < 100000 then
    return;
  end if;
  for place in 1..case when by_hand then 1 else 4 end loop
    if pg_try_advisory_xact_lock(hashtext('large request'), hashtext(tenant || place)) then
      if by_hand and bytes > 1000000 then
        -- Within the tenant's turn: refused at once, the next one would follow at once.
        perform pg_sleep(0.5);
        perform private.fail(413, 'PAYLOAD_TOO_LARGE',
          'The body is too large, or has no content-length: send at most 1,000,000 bytes, or call a function');
      end if;
      return;
    end if;
  end loop;
  perform private.fail(429, 'RATE_LIMITED', 'The tenant''s large requests run already: send one after the other',
    '{"retry_after": 1}');
end
$$;
comment on function private.take_large_turn is
  'Lets four requests of a tenant with bodies of 100 kB or more run at a time; without our functions one, of at most '
  '1 MB. Raises 413 PAYLOAD_TOO_LARGE, or 429 RATE_LIMITED for more.';
grant execute on function private.take_large_turn to authenticated;

-- PostgREST runs it at the start of each request, as the caller.
-- A function that reads a table gets an error for a caller who is not let in; a client of the Data API gets no rows.
create function public.check_request() returns void
language plpgsql volatile set search_path = '' as $$
begin
  if current_user = 'authenticated' then
    perform private.refuse_blocked();
  end if;
  if not coalesce(auth.jwt() -> 'app_metadata' ? 'client_id', false) or current_user <> 'authenticated' then
    return;
  end if;
  if current_setting('request.method', true) in ('GET', 'HEAD')
    and strpos(coalesce(current_setting('request.headers', true), ''), '"x-request-context"') > 0
  then
    perform private.require_admission();
  elsif current_setting('request.method', true) not in ('GET', 'HEAD')
    and current_setting('transaction_read_only') = 'off' then
    perform private.take_large_turn();
    perform private.count_write();
  end if;
end
$$;
comment on function public.check_request is
  'Runs before each request of the Data API. Raises 429 RATE_LIMITED if the tenant writes too often and '
  '429 BLOCKED for a blocked caller.';
grant execute on function public.check_request to anon, authenticated, service_role;

do $$ begin
  execute format('alter role authenticator in database %I set pgrst.db_pre_request = %L',
    current_database(), 'public.check_request');
  notify pgrst, 'reload config';
end $$;
