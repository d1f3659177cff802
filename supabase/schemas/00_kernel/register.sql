-- The kernel's own scopes, rate tiers, queue and schedules.

select
  private.add_scopes('viewer', 'settings:read', 'jobs:read'),
  private.add_scopes('manager', 'jobs:write'),
  private.add_scopes('admin', 'settings:write', 'api_keys:manage', 'audit:read');

-- Requests without sign-in are counted by address, so no tenant can have its own number.
insert into private.rate_tiers (tier, per_minute) values ('anonymous', 120);
select
  private.add_rate_tier('read', 600, 'Reads a minute, and at once, by one user or key'),
  private.add_rate_tier('write', 300, 'Writes a minute, and at once, by one user or key'),
  private.add_rate_tier('tenant', 12000, 'Requests a minute, and at once, by all users, keys and sources together');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.data_api_writes', '12000', 'integer', 1, 60000,
    'Rows written a minute through the Data API, by functions or by hand, all callers together', true),
  ('limits.cpu_ms_per_minute', '60000', 'integer', 1, 100000000,
    'Milliseconds of the database a minute for imports, dry runs, calls, aggregation runs and exports', true),
  ('limits.slow_after', '0.8', 'number', 0.1, 1,
    'Share of a rate above which requests are delayed by up to a second; 1 for never', true),
  ('limits.block_after', '10', 'integer', 1, 1000,
    'Minutes in a row with a refused request after which a user or key is blocked for 15 minutes', true),
  ('limits.routes', '{}', 'object', null, null,
    'Rates of single routes instead of their tier''s: {"POST /routing/v1/decisions": {"per_minute": 600, "burst": 50}}',
    true);

select
  private.add_budget('bytes', 'bytes', 20000000000, 'Bytes of all rows that are counted'),
  private.limit_rows('public.client_members', 'limits.members', 1000, 'members'),
  private.limit_rows('public.api_keys', 'limits.api_keys', 1000, 'API keys, revoked ones included');

insert into private.event_types (type, description, scope) values
  ('caller.blocked', 'A user or API key was refused for so many minutes that it is blocked for 15', 'audit:read'),
  ('api_key.narrowed', 'An API key lost scopes because its member''s role changed', 'api_keys:manage'),
  ('api_key.revoked', 'An API key was revoked: by request, with the key that made it, or with its member',
    'api_keys:manage');

insert into private.queues (queue, worker_path) values ('jobs', '/jobs/v1/worker');

-- pg_cron before 1.5 has no seconds.
select
  private.schedule_task(
    'ring_queues',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.ring_queues()'),
  private.schedule_task('catch_up_tasks', '* * * * *', 'select private.catch_up_tasks()'),
  private.schedule_task('sum_usage', '* * * * *', 'select private.sum_usage()'),
  private.schedule_task('sum_cache_marks', '* * * * *', $$select private.run_for_tenants('sum_cache_marks',
    array(select distinct m.client_id from private.cache_marks m where not m.is_sum), 'private.sum_cache_marks')$$),
  private.schedule_task('retry_tenants', '* * * * *', 'select private.retry_tenants()'),
  private.schedule_task('delete_old_jobs', '11 3 * * *', $$select private.delete_expired('public.job_queue')$$),
  private.schedule_task('delete_write_marks', '*/10 * * * *',
    $$delete from private.write_marks where marked_at < now() - interval '10 minutes'$$),
  private.schedule_task('delete_time_marks', '*/10 * * * *',
    $$delete from private.time_marks where marked_at < now() - interval '10 minutes'$$),
  private.schedule_task('recount_usage', '53 1 * * *', 'select private.recount_usage()'),
  private.schedule_task('expire_idempotency_keys', '17 * * * *',
    $$select private.delete_expired('private.idempotency_keys')$$),
  private.schedule_task('delete_all_expired', '47 * * * *', 'select private.delete_all_expired()'),
  private.schedule_task('delete_old_job_runs', '41 2 * * *',
    $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$)
from pg_extension e where e.extname = 'pg_cron';

select
  private.retain('public.job_queue', '7',
    $$r.completed_at + case when r.status = 'dead' then interval '23 days' else interval '0' end$$,
    'r.client_id is null'),
  private.retain('private.workers', '1', 'r.seen_at'),
  private.retain('private.refused_callers', '1', 'r.last_minute'),
  private.retain('private.leases', '1', 'r.ends_at'),
  private.retain('private.job_throughput', '1', 'r.minute'),
  private.retain('private.task_runs', '14', 'r.started_at',
    'r.id <> (select max(l.id) from private.task_runs l where l.name = r.name)'),
  private.retain('private.tenant_failures', '7', 'r.since', 'r.argument is not null'),
  private.retain('private.idempotency_keys', '1', 'r.created_at'),
  private.retain('private.secrets', '1', 'r.expires_at'),
  private.retain('private.api_key_secrets', '1', 'r.expires_at'),
  private.retain('public.api_keys', '365', 'least(r.revoked_at, r.expires_at)');
