-- Guarantees: a tenant writes through the Data API about as often as limits.data_api_writes says, whichever caller or
-- function does it. Rolled-back requests do not count.

-- No counter, which all writes of a tenant would wait for: one write in many leaves a mark that stands for all of them.
-- Unlogged, because marks are worthless after a minute.
create unlogged table private.write_marks (
  client_id uuid not null references public.clients on delete cascade,
  marked_at timestamptz not null default clock_timestamp()
);
create index on private.write_marks (client_id, marked_at);
create index on private.write_marks using brin (marked_at);
alter table private.write_marks enable row level security;

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
  if marks * writes_a_mark >= budget then
    perform private.fail(429, 'RATE_LIMITED', format('The tenant wrote more than %s times in a minute', budget),
      '{"retry_after": 10}');
  end if;
  insert into private.write_marks (client_id)
  select c.id from public.clients c where c.id = tenant and random() * writes_a_mark < 1;
end
$$;
grant execute on function private.count_write to authenticated;

-- PostgREST runs it at the start of each request, as the caller.
create function public.check_request() returns void
language plpgsql volatile set search_path = '' as $$
begin
  if auth.jwt() -> 'app_metadata' ? 'client_id' and current_user = 'authenticated'
    and current_setting('request.method', true) not in ('GET', 'HEAD')
    and current_setting('transaction_read_only') = 'off' then
    perform private.count_write();
  end if;
end
$$;
comment on function public.check_request is
  'Runs before each request of the Data API. Raises 429 RATE_LIMITED if the tenant writes too often.';
grant execute on function public.check_request to anon, authenticated, service_role;

do $$ begin
  execute format('alter role authenticator in database %I set pgrst.db_pre_request = %L',
    current_database(), 'public.check_request');
  notify pgrst, 'reload config';
end $$;
