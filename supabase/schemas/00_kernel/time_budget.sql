-- Guarantees: a tenant's imports, dry runs, calls, aggregation runs and exports take about limits.cpu_ms_per_minute of
-- Postgres.

-- No counter, which all of a tenant's requests would wait for. Unlogged, because marks are worthless after a minute.
create unlogged table private.time_marks (
  client_id uuid not null references public.clients on delete cascade,
  ms integer not null,
  marked_at timestamptz not null default clock_timestamp()
);
create index on private.time_marks (client_id, marked_at);
create index on private.time_marks using brin (marked_at);
alter table private.time_marks enable row level security;

create function private.time_used(tenant uuid) returns bigint
language plpgsql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  return (
    select coalesce(sum(m.ms), 0) from private.time_marks m
    where m.client_id = tenant and m.marked_at > clock_timestamp() - interval '1 minute');
end
$$;

create function private.require_time(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  used constant bigint := private.time_used(tenant);
  maximum constant bigint := private.setting(tenant, 'limits.cpu_ms_per_minute');
begin
  if used >= maximum then
    perform private.fail(429, 'CPU_BUDGET_EXCEEDED',
      format('The tenant''s requests of the last minute took %s ms of the database; limits.cpu_ms_per_minute is %s',
        used, maximum),
      jsonb_build_object('retry_after', 10, 'details', jsonb_build_array(
        private.problem('limits.cpu_ms_per_minute', 'budget_exceeded', format('at most %s', maximum))
          || jsonb_build_object('limit', 'limits.cpu_ms_per_minute', 'used', used, 'maximum', maximum))));
  end if;
end
$$;
comment on function private.require_time is
  'Ends the request with 429 CPU_BUDGET_EXCEEDED if the tenant''s requests of the last minute took too long.';

-- A short request marks 50 ms now and then, so that there are few marks and their sum is right on average.
create function private.count_time(tenant uuid) returns void
language sql volatile set search_path = '' as $$
  insert into private.time_marks (client_id, ms)
  select tenant, greatest(t.ms, 50)
  from (select (extract(epoch from clock_timestamp() - statement_timestamp()) * 1000)::integer as ms) t
  where random() * 50 < t.ms
$$;
comment on function private.count_time is
  'Adds the time of this statement so far to what the tenant has used. A request that is rolled back does not count.';
