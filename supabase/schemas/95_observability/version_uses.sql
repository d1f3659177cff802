-- Who calls which API version. A deprecated route is counted by itself, others by version.

create table private.version_uses (
  day date not null,
  client_id uuid,
  function text not null check (length(function) between 1 and 100),
  version text not null check (length(version) between 1 and 20),
  route text not null default '' check (length(route) <= 300),
  kind text not null check (kind in ('user', 'key', 'secret', 'anonymous')),
  caller_id uuid,
  requests bigint not null,
  refused bigint not null,
  last_at timestamptz not null
);
create unique index version_use on private.version_uses (day, client_id, function, version, route, kind, caller_id)
  nulls not distinct;
create index on private.version_uses (route, day) where route <> '';
alter table private.version_uses enable row level security;
comment on column private.version_uses.route is 'The route if it is deprecated, otherwise empty.';
comment on column private.version_uses.refused is 'How many of the requests were answered 429.';

-- Isolates only add marks; every five minutes they are summed, so that no row is updated by many.
create table private.version_marks (like private.version_uses including constraints including defaults);
alter table private.version_marks enable row level security;

create function private.enter_version_uses(function text, uses jsonb) returns void
language plpgsql volatile set search_path = '' as $$
begin
  insert into private.version_marks (day, client_id, function, version, route, kind, caller_id, requests, refused,
    last_at)
  select (clock_timestamp() at time zone 'UTC')::date, u.client_id, enter_version_uses.function, u.version, u.route,
    u.kind, u.caller_id, u.requests, u.refused, clock_timestamp()
  from jsonb_populate_recordset(null::private.version_marks, uses) u
  where u.version is not null;
end
$$;

create function private.sum_version_uses() returns bigint
language sql volatile set search_path = '' as $$
  with taken as (
    delete from private.version_marks returning *
  ), summed as (
    insert into private.version_uses as u (day, client_id, function, version, route, kind, caller_id, requests, refused,
      last_at)
    select t.day, t.client_id, t.function, t.version, t.route, t.kind, t.caller_id, sum(t.requests), sum(t.refused),
      max(t.last_at)
    from taken t group by 1, 2, 3, 4, 5, 6, 7
    on conflict (day, client_id, function, version, route, kind, caller_id) do update
      set requests = u.requests + excluded.requests, refused = u.refused + excluded.refused,
        last_at = greatest(u.last_at, excluded.last_at)
    returning 1
  )
  select count(*) from summed
$$;

create view private.version_calls with (security_invoker = true) as
select u.* from private.version_uses u union all select m.* from private.version_marks m;
comment on view private.version_calls is 'Sums and what has not been added to them yet.';

create function private.version_rows(first_day date, last_day date, tenant uuid, routes text[] default null)
returns table (function text, version text, route text, client_id uuid, client_name text, kind text, caller_id uuid,
  caller_name text, requests bigint, refused bigint, last_at timestamptz)
language sql stable set search_path = '' as $$
  select v.function, v.version, nullif(v.route, ''), v.client_id, c.name, v.kind, v.caller_id, k.name, v.requests,
    v.refused, v.last_at
  from (
    select u.function, u.version, u.route, u.client_id, u.kind, u.caller_id, sum(u.requests)::bigint as requests,
      sum(u.refused)::bigint as refused, max(u.last_at) as last_at
    from private.version_calls u
    where u.day between first_day and last_day and (tenant is null or u.client_id = tenant)
      and (routes is null or u.route = any (routes))
    group by 1, 2, 3, 4, 5, 6
  ) v
  left join public.clients c on c.id = v.client_id
  left join public.api_keys k on k.client_id = v.client_id and k.id = v.caller_id and v.kind = 'key'
$$;
comment on function private.version_rows is 'Calls by version, tenant and caller, or only those of the routes.';

-- Definer: statistics are private.
create function public.version_report(since timestamptz default null, until timestamptz default null,
  client_id uuid default null, function text default null, version text default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  upper constant timestamptz := coalesce(until, clock_timestamp());
  lower constant timestamptz := coalesce(since, upper - interval '1 day');
begin
  perform private.require_window(lower, upper, interval '35 days');
  return (
    select coalesce(jsonb_agg(to_jsonb(r) order by r.requests desc, r.function, r.version, r.last_at), '[]')
    from (
      select * from private.version_rows((lower at time zone 'UTC')::date,
        ((upper - interval '1 microsecond') at time zone 'UTC')::date, version_report.client_id) v
      where (version_report.function is null or v.function = version_report.function)
        and (version_report.version is null or v.version = version_report.version)
      order by v.requests desc limit 1500
    ) r);
end
$$;
comment on function public.version_report is
  'Calls of whole UTC days by API version, tenant and caller, the most first: [{function, version, route, client_id, '
  'client_name, kind, caller_id, caller_name, requests, refused, last_at}]. For the operator. Raises 422.';
revoke execute on function public.version_report from public, anon, authenticated;
grant execute on function public.version_report to service_role;
