-- The scopes, settings, queue and schedules of the kernel.

select
  private.add_scopes('viewer', 'settings:read', 'jobs:read'),
  private.add_scopes('manager', 'jobs:write'),
  private.add_scopes('admin', 'settings:write', 'api_keys:manage', 'audit:read');

-- The defaults are rateTiers of shared/access/rate_limit.ts; a test compares them.
insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('limits.read', '600', 'integer', 1, 60000, 'Reads a minute, and at once, by one user or key', true),
  ('limits.write', '300', 'integer', 1, 60000, 'Writes a minute, and at once, by one user or key', true),
  ('limits.import', '120', 'integer', 1, 60000, 'Imports a minute, and at once, by one user or key', true),
  ('limits.routing', '6000', 'integer', 1, 60000, 'Routing requests a minute, and at once, by one user or key', true),
  ('limits.calls', '6000', 'integer', 1, 60000, 'Requests with calls a minute, and at once, by one user or key', true),
  ('limits.inbound', '6000', 'integer', 1, 60000, 'Inbound webhooks a minute, and at once, by one source', true);

insert into private.queues (queue, worker_path) values ('jobs', '/jobs/v1/worker');

-- pg_cron before 1.5 has no seconds.
select
  private.schedule_task(
    'ring_queues',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.ring_queues()'),
  private.schedule_task('delete_old_jobs', '11 3 * * *', 'select private.delete_old_jobs()'),
  private.schedule_task('expire_idempotency_keys', '17 * * * *',
    $$delete from private.idempotency_keys where created_at < now() - interval '24 hours'$$),
  private.schedule_task('delete_old_job_runs', '41 2 * * *',
    $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$)
from pg_extension e where e.extname = 'pg_cron';
