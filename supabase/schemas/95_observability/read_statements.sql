-- The slowest statements and the slow-query log.

-- Every hour that began in the last day against the same hours a week before. A p95 is known of statements that ran at
-- most once between two looks, because only then is a minute's mean the duration of a call.
create function private.slowest_statements(at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  with sums as (
    select h.query_id, sum(h.calls) filter (where h.starts_at > at - interval '1 day') as calls,
      sum(h.total_ms) filter (where h.starts_at > at - interval '1 day') as total_ms,
      sum(h.total_ms) filter (where h.starts_at <= at - interval '7 days')
        / sum(h.calls) filter (where h.starts_at <= at - interval '7 days') as mean_before
    from private.statement_hours h
    where h.starts_at > at - interval '1 day' and h.starts_at <= at
      or h.starts_at > at - interval '8 days' and h.starts_at <= at - interval '7 days'
    group by 1
  ), slowest as (
    select s.*, s.total_ms / nullif(sum(s.total_ms) over (), 0) as share
    from sums s where s.calls > 0 order by s.total_ms desc limit 20
  )
  select coalesce(jsonb_agg(jsonb_build_object('query_id', s.query_id::text, 'query', t.query, 'calls', s.calls,
      'total_ms', round(s.total_ms::numeric, 3), 'mean_ms', round((s.total_ms / s.calls)::numeric, 3),
      'p95_ms', round(m.p95::numeric, 3), 'max_ms', round(t.max_ms::numeric, 3), 'share', round(s.share::numeric, 6),
      'trend', round((s.total_ms / s.calls / nullif(s.mean_before, 0))::numeric, 3), 'plan_changed_at', p.changed_at)
    order by s.total_ms desc), '[]')
  from slowest s
  join private.statements t using (query_id)
  left join private.statement_plans p using (query_id)
  cross join lateral (
    select case when max(m.calls) = 1 then percentile_disc(0.95) within group (order by m.mean_ms) end as p95
    from private.statement_minutes m where m.query_id = s.query_id and m.starts_at > at - interval '1 day'
  ) m
$$;
comment on function private.slowest_statements is
  'The 20 statements that took the most time in the last day: [{query_id, query, calls, total_ms, mean_ms, p95_ms, '
  'max_ms, share, trend, plan_changed_at}]. trend is the mean over that of the same day a week before.';

-- Definer: statements are private. Only the service role may call this, because they are about all tenants.
create function public.list_slow_statements(since timestamptz default null, until timestamptz default null,
  min_ms numeric default 100, after_id bigint default null, page_size integer default 20,
  with_total boolean default false)
returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
  total bigint;
begin
  perform private.require_window(since, coalesce(until, clock_timestamp()), interval '35 days');
  select coalesce(jsonb_agg(to_jsonb(p) - 'is_slow' || jsonb_build_object('query_id', p.query_id::text,
    'total_ms', round(p.total_ms::numeric, 3), 'mean_ms', round(p.mean_ms::numeric, 3),
    'max_ms', round(p.max_ms::numeric, 3)) order by p.id desc), '[]') into rows
  from (
    select m.*, s.query from private.statement_minutes m join private.statements s using (query_id)
    where m.is_slow and greatest(m.mean_ms, m.max_ms) >= min_ms and m.id < coalesce(after_id, 9223372036854775807)
      and (since is null or m.starts_at >= since) and (until is null or m.starts_at < until)
    order by m.id desc limit private.page_limit(page_size)
  ) p;
  if with_total then
    select count(*) into total from private.statement_minutes m
    where m.is_slow and greatest(m.mean_ms, m.max_ms) >= min_ms
      and (since is null or m.starts_at >= since) and (until is null or m.starts_at < until);
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_slow_statements is
  'Minutes in which calls of a statement took min_ms, 100 at least, on average or the longest one, newest first: '
  '{rows: [{id, starts_at, query_id, query, calls, total_ms, mean_ms, max_ms, rows, blocks_hit, blocks_read}], total}. '
  'For the operator. Raises 422.';
revoke execute on function public.list_slow_statements from public, anon, authenticated;
grant execute on function public.list_slow_statements to service_role;
