-- What email adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'email:read'),
  private.add_scopes('member', 'email:send'),
  private.add_scopes('admin', 'email:write');

insert into private.queues (queue, worker_path, lease_seconds, read_scope) values
  ('email', '/email/v1/worker', 120, 'email:read'),
  ('email_urgent', '/email/v1/urgent/worker', 120, 'email:read');
insert into private.job_types (type, queue, effect) values
  ('email.send', 'email', 'private.record_email_attempts'),
  ('email.send_urgent', 'email_urgent', 'private.record_email_attempts');

insert into private.event_types (type, description, scope) values
  ('email.delivered', 'A mail reached its recipient''s server', 'email:read'),
  ('email.bounced', 'A mail was refused by its recipient''s server', 'email:read'),
  ('email.complained', 'A recipient marked a mail as spam', 'email:read'),
  ('email.failed', 'A mail could not be sent', 'email:read'),
  ('email.suppressed', 'An address gets no more mail: it bounced, complained, unsubscribed or was added by hand',
    'email:read');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('email.weekly_digest', 'true', 'boolean', null, null, 'Sends each member a summary of the week on Mondays', false),
  ('email.usage_alerts', 'true', 'boolean', null, null, 'Tells those who may change settings of limits reached', false),
  ('email.payment_receipts', 'false', 'boolean', null, null,
    'Sends customers a receipt for each payment that the tenant''s Stripe account reports', false),
  ('email.tracking', 'false', 'boolean', null, null, 'Counts opens and clicks of mails', false),
  ('limits.emails_per_day', '10000', 'integer', 0, 10000000, 'Mails that the tenant sends in 24 hours', true),
  ('limits.email_suppressions', '10000', 'integer', 0, 1000000, 'Suppressed addresses from which none is added by hand',
    true);

select
  private.retain('public.email_messages', '90', 'r.created_at', $$r.client_id is null and r.status <> 'queued'$$),
  private.retain('private.weekly_digests', '60', 'r.week');

-- On Mondays, once an hour: it is Monday at different times, and a digest is sent once.
select
  private.schedule_task('send_weekly_digests', '7 * * * 1', 'select private.send_weekly_digests()'),
  private.schedule_task('send_usage_alerts', '27 * * * *', 'select private.send_usage_alerts()');
