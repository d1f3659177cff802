-- Guarantees: each request that an isolate reported counts once, on the day of its tenant's time zone.

-- Marks and sums are of a quarter of an hour in UTC: the days of every time zone are sums of these. After 35 days only
-- the tenant's day is kept.
create table private.request_counts (
  client_id uuid not null,
  at timestamptz not null,
  grain text not null check (grain in ('mark', 'quarter', 'day')),
  function text not null check (length(function) between 1 and 100),
  kind text not null check (kind in ('user', 'key', 'secret', 'anonymous')),
  caller_id uuid,
  requests bigint not null,
  errors bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index on private.request_counts (client_id, at);
create index on private.request_counts (client_id) where grain = 'mark';
create index on private.request_counts (at) where grain = 'quarter';
alter table private.request_counts enable row level security;
comment on column private.request_counts.errors is 'Requests that were answered with 400 or above.';

create type private.sent_request_count as (
  client_id uuid, quarter timestamptz, kind text, caller_id uuid, requests bigint, errors bigint
);

create function private.enter_request_counts(function text, uses jsonb) returns void
language sql volatile set search_path = '' as $$
  insert into private.request_counts (client_id, at, grain, function, kind, caller_id, requests, errors)
  select u.client_id, date_bin('15 minutes', case when u.quarter between now() - interval '1 hour' and now()
      then u.quarter else now() end, '2000-01-01 00:00+00'),
    'mark', enter_request_counts.function, u.kind, u.caller_id, u.requests, coalesce(u.errors, 0)
  from jsonb_populate_recordset(null::private.sent_request_count, uses) u
  where u.client_id is not null
$$;
comment on function private.enter_request_counts is
  'Adds marks. A quarter that cannot be right, by more than an hour, becomes the current one.';

create function private.sum_request_counts(tenants uuid[], argument jsonb default null) returns bigint
language sql volatile set search_path = '' as $$
  with part as (
    select distinct c.client_id, c.at from private.request_counts c
    where c.client_id = any (tenants) and c.grain = 'mark'
  ), taken as (
    delete from private.request_counts c using part p
    where c.client_id = p.client_id and c.at = p.at and c.grain <> 'day'
    returning c.*
  ), summed as (
    insert into private.request_counts (client_id, at, grain, function, kind, caller_id, requests, errors)
    select t.client_id, t.at, 'quarter', t.function, t.kind, t.caller_id, sum(t.requests), sum(t.errors)
    from taken t group by t.client_id, t.at, t.function, t.kind, t.caller_id
    returning 1
  )
  select count(*) from summed
$$;
comment on function private.sum_request_counts is 'Joins the marks of a quarter. For private.run_for_tenants.';

create function private.join_old_request_counts(before timestamptz) returns bigint
language sql volatile set search_path = '' as $$
  with taken as (
    delete from private.request_counts c using public.clients t
    where c.at < before and c.grain = 'quarter' and t.id = c.client_id
    returning c.client_id, date_trunc('day', c.at, t.time_zone) as at, c.function, c.kind, c.caller_id, c.requests,
      c.errors
  ), joined as (
    insert into private.request_counts (client_id, at, grain, function, kind, caller_id, requests, errors)
    select t.client_id, t.at, 'day', t.function, t.kind, t.caller_id, sum(t.requests), sum(t.errors)
    from taken t group by t.client_id, t.at, t.function, t.kind, t.caller_id
    returning 1
  )
  select count(*) from joined
$$;
comment on function private.join_old_request_counts is 'Keeps only days of what is older.';
