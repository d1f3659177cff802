-- What uploads add to the registries of the kernel.

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('import.max_upload_rows', '100000', 'integer', 1, 2000000, 'Maximum rows in one upload', false),
  ('import.max_upload_bytes', '200000000', 'integer', 1, 2000000000, 'Maximum bytes in one upload', false),
  ('limits.open_uploads', '20', 'integer', 1, 1000, 'Unfinished uploads that the tenant may have', true);

select private.add_rate_tier('upload', 240, 'MB of parts of uploads a minute by all callers together; others wait');

-- A lease covers one run. After a kill the next minute's ring goes on: 65 s at most.
insert into private.queues (queue, worker_path, lease_seconds, read_scope)
values ('uploads', '/batch-import/v1/worker', 5, 'opportunities:read');

insert into private.job_types (type, queue, effect) values ('upload.advance', 'uploads', 'private.end_lost_uploads');

insert into private.event_types (type, description, scope) values
  ('import.progress', 'An upload is being read or checked, at most once a second; data is the upload',
    'opportunities:read'),
  ('import.completed', 'An upload was written; data is the upload',
    'opportunities:read'),
  ('import.failed', 'An upload could not be imported and wrote nothing; data is the upload with its error',
    'opportunities:read'),
  ('import.cancelled', 'An upload was cancelled and wrote nothing; data is the upload',
    'opportunities:read');

select
  private.schedule_task(
    'promote_uploads',
    case when string_to_array(substring(e.extversion from '^\d+\.\d+'), '.')::integer[] >= '{1,5}'
      then '10 seconds' else '* * * * *' end,
    'select private.promote_next()'),
  private.schedule_task('delete_old_uploads', '23 * * * *', 'select private.delete_old_uploads()')
from pg_extension e where e.extname = 'pg_cron';
