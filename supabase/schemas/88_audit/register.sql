-- What the audit log adds to the registries of the kernel.

insert into private.queues (queue, worker_path) values ('audit', '/audit/v1/worker');

insert into private.job_types (type, queue, effect)
values ('audit.checkpoint', 'audit', 'private.store_checkpoints');

insert into private.event_types (type, description, scope) values
  ('audit.checkpoint', 'The root of the audit log was signed; data is the checkpoint', 'audit:read');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('audit.retention_days', '2555', 'integer', 365, 36500,
    'Days after which audit entries end, until an archive policy says otherwise. Their leaves stay, so that all proofs '
    'still verify');

-- pg_cron before 1.5 has no seconds.
select
  private.schedule_task(
    'seal_audit',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '20 seconds' else '* * * * *' end,
    'select private.seal_audit()'),
  private.schedule_task('sum_audit_marks', '* * * * *', 'select private.sum_audit_marks()'),
  private.schedule_task('request_checkpoints', '3 * * * *', 'select private.request_checkpoints()')
from pg_extension e where e.extname = 'pg_cron';

select private.retain('private.audit_seal_runs', '7', 'r.at', 'r.at <> (select (private.latest_seal_run()).at)');
