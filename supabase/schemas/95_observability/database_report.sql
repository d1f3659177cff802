-- What the operator sees of the database at this moment.

create function private.connection_report() returns jsonb
language sql stable set search_path = '' as $$
  with sessions as (
    select coalesce(a.usename, 'none') as role, coalesce(a.state, 'unknown') as state, count(*) as connections
    from pg_catalog.pg_stat_activity a where a.backend_type = 'client backend' group by 1, 2
  )
  select jsonb_build_object('maximum', current_setting('max_connections')::integer,
    'used', coalesce(sum(s.connections), 0), 'groups', coalesce(jsonb_agg(to_jsonb(s)
      order by s.connections desc, s.role, s.state), '[]'))
  from sessions s
$$;

-- The text of a running statement holds its values, so it is named by its entry in private.statements.
create function private.longest_transaction() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('pid', a.pid, 'role', a.usename, 'application', left(a.application_name, 100),
    'state', a.state, 'seconds', round(extract(epoch from clock_timestamp() - a.xact_start), 3),
    'query_id', a.query_id::text, 'query', s.query)
  from pg_catalog.pg_stat_activity a left join private.statements s using (query_id)
  where a.xact_start is not null and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
    and a.datname = current_database()
  order by a.xact_start limit 1
$$;

create function private.blocked_sessions() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('pid', b.pid, 'role', b.usename, 'seconds',
    round(extract(epoch from clock_timestamp() - b.state_change), 3), 'waits_for', b.wait_event,
    'blocked_by', to_jsonb(pg_blocking_pids(b.pid)), 'query_id', b.query_id::text, 'query', s.query)
    order by b.state_change), '[]')
  from (
    select * from pg_catalog.pg_stat_activity a
    where a.wait_event_type = 'Lock' and a.datname = current_database() order by a.state_change limit 100
  ) b
  left join private.statements s using (query_id)
$$;

create function private.dead_tuples() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.dead desc, t."table"), '[]')
  from (
    select s.relid::regclass::text as "table", s.n_live_tup as live, s.n_dead_tup as dead,
      round(s.n_dead_tup::numeric / greatest(s.n_live_tup + s.n_dead_tup, 1), 6) as share,
      pg_total_relation_size(s.relid) as bytes, greatest(s.last_autovacuum, s.last_vacuum) as vacuumed_at
    from pg_catalog.pg_stat_user_tables s
    where s.schemaname in ('public', 'private')
    order by s.n_dead_tup desc, 1 limit 20
  ) t
$$;
comment on function private.dead_tuples is 'The 20 tables with the most rows that vacuum has yet to take away.';

-- Definer: the database's statistics are about all tenants. Only the service role may call this.
create function public.database_report() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('as_of', now(), 'size_bytes', pg_database_size(d.datid),
    'connections', private.connection_report(),
    'cache_hit_ratio', round(d.blks_hit::numeric / nullif(d.blks_hit + d.blks_read, 0), 6),
    'deadlocks', d.deadlocks, 'temporary_bytes', d.temp_bytes, 'statistics_since', d.stats_reset,
    'slowest_statements', private.slowest_statements(now()),
    'unused_indexes', private.unused_indexes(), 'duplicate_indexes', private.duplicate_indexes(),
    'missing_indexes', private.missing_indexes(), 'dead_tuples', private.dead_tuples(),
    'longest_transaction', private.longest_transaction(), 'blocked_sessions', private.blocked_sessions())
  from pg_catalog.pg_stat_database d where d.datname = current_database()
$$;
comment on function public.database_report is
  'Connections, cache hit ratio, slowest statements, index advice, dead tuples, the longest transaction and blocked '
  'sessions. For the operator.';
revoke execute on function public.database_report from public, anon, authenticated;
grant execute on function public.database_report to service_role;
