-- Guarantees: a statement whose plan changed, or that is slower than a week ago, is noticed without anybody looking.

create table private.statement_plans (
  query_id bigint primary key references private.statements on delete cascade,
  shape text check (length(shape) = 32),
  looked_at timestamptz not null,
  changed_at timestamptz
);
create index on private.statement_plans (changed_at);
alter table private.statement_plans enable row level security;
comment on column private.statement_plans.shape is
  'A hash of the generic plan''s nodes, tables and indexes. Null: Postgres cannot plan the text by itself.';

-- Costs and filters move with each ANALYZE, and partitions come and go each day: neither is another plan.
create function private.plan_shape(plan jsonb) returns text
language sql immutable set search_path = '' as $$
  select md5(string_agg(n.step, ' ' order by n.place))
  from (
    select s.step, min(s.place) as place
    from jsonb_path_query(plan, 'strict $.** ? (exists (@."Node Type"))') with ordinality p (node, place)
    cross join lateral (
      select concat_ws('/', p.node ->> 'Node Type', p.node ->> 'Join Type',
        regexp_replace(p.node ->> 'Relation Name', '\d+', '', 'g'),
        regexp_replace(p.node ->> 'Index Name', '\d+', '', 'g')) as step, p.place
    ) s
    group by s.step
  ) n
$$;

-- As `explain (generic_plan)` of Postgres 16 does, on Postgres 15 too. Nothing is executed, and as the owner sees all
-- rows the plan is the one without policies.
create function private.generic_shape(query text) returns text
language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  places constant integer := (
    select coalesce(max(m[1]::integer), 0) from regexp_matches(query, '\$(\d+)', 'g') m);
  plan jsonb;
begin
  if query !~* '^[\s(]*(select|insert|update|delete|merge|with)\M' or query ~ ';' then
    return null;
  end if;
  execute 'prepare looked_at as ' || query;
  begin
    execute 'explain (format json, costs off) execute looked_at'
      || case when places > 0 then '(' || repeat('null, ', places - 1) || 'null)' else '' end into plan;
  exception when others then
    -- Too many parameters for one statement, or none that a null fits: it has no shape.
    plan := null;
  end;
  deallocate looked_at;
  return private.plan_shape(plan);
exception when others then
  -- A text that needs a search path, or with parameters whose types do not follow from it.
  return null;
end
$$;
comment on function private.generic_shape is 'The shape of the plan of a text with $1, $2 …; null if it has none.';

create function private.enter_shapes(seen private.statement_plans[]) returns bigint
language sql volatile set search_path = '' as $$
  with entered as (
    insert into private.statement_plans as p (query_id, shape, looked_at)
    select s.query_id, s.shape, s.looked_at from unnest(seen) s
    on conflict (query_id) do update set shape = coalesce(excluded.shape, p.shape), looked_at = excluded.looked_at,
      changed_at = case when excluded.shape <> p.shape then excluded.looked_at else p.changed_at end
    returning p.changed_at = p.looked_at as changed
  )
  select count(*) filter (where e.changed) from entered e
$$;

-- The 30 statements that took the most time in the last hour, of those that take 5 ms or more.
create function private.look_at_plans(at timestamptz default clock_timestamp()) returns bigint
language sql volatile set search_path = '' as $$
  select private.enter_shapes(array(
    select (t.query_id, private.generic_shape(t.query), at, null)::private.statement_plans
    from (
      select s.query_id, max(q.query) as query
      from private.statement_hours s join extensions.pg_stat_statements q on q.queryid = s.query_id and q.toplevel
      where s.starts_at >= date_trunc('hour', at, 'UTC') - interval '1 hour' and s.query_id <> 0
        and q.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
      group by s.query_id having sum(s.total_ms) / sum(s.calls) >= 5 order by sum(s.total_ms) desc limit 30
    ) t))
$$;
comment on function private.look_at_plans is 'Plans the costliest statements again. Returns how many changed.';

create function private.changed_plans(minute timestamptz) returns numeric
language sql stable set search_path = '' as $$
  select count(*) from private.statement_plans p
  where p.changed_at > minute - interval '1 hour' and p.changed_at < minute + interval '1 minute'
$$;
comment on function private.changed_plans is 'Statements whose plan changed in the hour up to that minute.';

-- A few calls, or some that cost nothing, say nothing.
create function private.slower_statements(minute timestamptz) returns numeric
language sql stable set search_path = '' as $$
  select count(*)
  from (
    select h.query_id, h.total_ms / h.calls as mean_ms from private.statement_hours h
    where h.starts_at = date_trunc('hour', minute, 'UTC') and h.query_id <> 0 and h.calls >= 10
      and h.total_ms / h.calls >= 5
  ) present
  join lateral (
    select sum(h.total_ms) / sum(h.calls) as mean_ms from private.statement_hours h
    where h.query_id = present.query_id and h.starts_at > minute - interval '8 days'
      and h.starts_at <= minute - interval '7 days'
    having sum(h.calls) >= 10
  ) past on present.mean_ms >= 3 * past.mean_ms
$$;
comment on function private.slower_statements is
  'Statements that took three times as long on average, in the hour of that minute, as on the same day a week before.';
