-- Guarantees: each measured thing has one number, and tenants cannot add names without bound.

create table private.series (
  id integer generated always as identity primary key,
  client_id uuid,
  kind text not null check (kind in ('request', 'dependency', 'cache')),
  function text not null default '' check (length(function) <= 100),
  version text not null default '' check (length(version) <= 20),
  name text not null check (length(name) between 1 and 300),
  seen_on date not null default current_date,
  unique nulls not distinct (kind, function, version, name, client_id)
);
create index on private.series (client_id) where client_id is not null;
alter table private.series enable row level security;
comment on table private.series is
  'What is measured: a route of a function, a dependency or a cache. Hosts that tenants choose are series of the '
  'tenant, at most 50; further ones count as other.';

-- A row of statistics as an isolate sends it.
create type private.sent_stat as (
  kind text, function text, version text, name text, minute timestamptz, client_id uuid, status smallint,
  buckets smallint[], counts integer[], total_ms float8, max_ms real, users integer[]
);

-- Without search_path, so that the planner can inline it. It needs none, because its body is parsed when it is created.
create function private.series_client(kind text, name text, client_id uuid) returns uuid
language sql immutable parallel safe
return case when kind = 'dependency' and name not in ('database', 'redis', 'auth', 'other') then client_id end;
comment on function private.series_client is 'Whose series it is: a tenant''s only for a host that tenants choose.';

create function private.add_series(stats private.sent_stat[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  with sent as (
    select distinct private.series_client(s.kind, s.name, s.client_id) as client_id, s.kind, s.function, s.version,
      s.name
    from unnest(stats) s
  ), new as (
    select s.*, row_number() over (partition by s.client_id order by s.name) as place
    from sent s
    where not exists (
      select from private.series k
      where k.client_id is not distinct from s.client_id and k.kind = s.kind and k.function = s.function
        and k.version = s.version and k.name = s.name)
  )
  insert into private.series (client_id, kind, function, version, name)
  select n.client_id, n.kind, n.function, n.version, n.name from new n
  where n.client_id is null
    or n.place + (select count(*) from private.series k where k.client_id = n.client_id) <= 50
  on conflict do nothing;
end
$$;
comment on function private.add_series is 'Adds the series that these rows are of, except for those over the bound.';

create type private.found_series as (ids integer[], stale integer[], is_complete boolean);

-- Called each second by every isolate; plpgsql keeps its plan.
create function private.find_series(stats private.sent_stat[]) returns private.found_series
language plpgsql stable set search_path = '' as $$
declare
  found_now private.found_series;
begin
  select array_agg(coalesce(k.id, o.id) order by s.place),
    array_agg(k.id) filter (where k.seen_on < current_date), count(k.id) = count(*)
  into found_now
  from unnest(stats) with ordinality s (kind, function, version, name, minute, client_id, status, buckets, counts,
    total_ms, max_ms, users, place)
  left join private.series k on k.kind = s.kind and k.function = s.function and k.version = s.version
    and k.name = s.name and k.client_id is not distinct from private.series_client(s.kind, s.name, s.client_id)
  left join private.series o on k.id is null and s.kind = 'dependency' and o.kind = 'dependency' and o.function = ''
    and o.version = '' and o.name = 'other' and o.client_id is null;
  return found_now;
end
$$;
comment on function private.find_series is
  'The series of each row, in their order: other for a host without one. stale: those not seen today.';

create function private.touch_series(ids integer[]) returns void
language sql volatile set search_path = '' as $$
  update private.series k set seen_on = current_date
  where k.id = any (array(
    select s.id from private.series s where s.id = any (ids) and s.seen_on < current_date for update skip locked))
$$;
