-- What observability adds to the registries of the kernel.

select private.add_scopes('viewer', 'observability:read'), private.add_scopes('admin', 'alerts:write');

insert into private.series (kind, name) values ('dependency', 'other');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('observability.log_days', '14', 'integer', 1, 90,
    'Days that log lines are kept, until an archive policy says otherwise', false),
  ('limits.log_bytes', '50000000', 'integer', 0, 1000000000000, 'Bytes of log lines that are kept a day', true);

select private.schedule_task('roll_up_stats', '* * * * *', 'select private.roll_up_stats()'),
  private.schedule_task('sum_log_marks', '* * * * *', 'select private.sum_log_marks()'),
  private.schedule_task('fold_errors', '* * * * *', 'select private.fold_errors(), private.trim_occurrences()'),
  private.schedule_task('evaluate_alerts', '* * * * *', 'select private.evaluate_alerts()'),
  private.schedule_task('look_at_statements', '* * * * *', 'select private.look_at_statements()'),
  private.schedule_task('look_at_plans', '*/10 * * * *', 'select private.look_at_plans()'),
  private.schedule_task('warm_up', '*/4 * * * *', 'select private.warm_up()'),
  private.schedule_task('delete_old_logs', '7 0 * * *', 'select private.delete_old_logs()');

select
  private.retain('private.series', '401', 'r.seen_on::timestamptz', $$r.name <> 'other'$$),
  private.retain('private.error_groups', '90', 'r.last_seen'),
  private.retain('private.error_hours', '90', 'r.hour'),
  private.retain('private.releases', '400', 'r.first_seen'),
  private.retain('private.alert_history', '90', 'r.at'),
  private.retain('private.statements', '35', 'r.seen_at', 'r.query_id <> 0'),
  private.retain('private.statement_minutes', '2',
    $$r.starts_at + case when r.is_slow then interval '12 days' else interval '0' end$$),
  private.retain('private.statement_hours', '35', 'r.starts_at'),
  private.retain('private.log_marks', '90', 'r.day::timestamptz'),
  private.retain('private.isolates', '35', 'r.seen_at');

select private.limit_rows('private.alerts', 'limits.alerts', 100, 'alerts');

insert into private.event_types (type, description, scope) values
  ('alert.firing', 'An alert fires', 'observability:read'),
  ('alert.resolved', 'An alert that fired is over', 'observability:read');

-- The operator's own. A tenant makes those it wants.
insert into private.alerts (name, metric, filter, comparison, threshold, for_minutes, recover_threshold) values
  ('More than 2 % of requests fail on our side', 'error_rate', '{"status": "5xx"}', 'above', 0.02, 5, 0.01),
  ('Slow: p99 above 3 s', 'p99_ms', '{}', 'above', 3000, 10, 2000),
  ('Jobs wait for more than 5 minutes', 'oldest_due_seconds', '{}', 'above', 300, 5, 60),
  ('More than 100 dead jobs', 'dead_jobs', '{}', 'above', 100, 1, 50),
  ('A scheduled task fails', 'failed_tasks', '{}', 'above', 0, 1, null),
  ('More than 80 % of connections are used', 'connections_used', '{}', 'above', 0.8, 3, 0.7),
  ('A costly statement has another plan', 'changed_plans', '{}', 'above', 0, 1, null),
  ('A statement is three times slower than a week ago', 'slower_statements', '{}', 'above', 0, 5, null),
  ('Critical errors of the database', 'error_group', '{"category": "database"}', 'above', 0, 1, null);

select private.schedule_task('sum_version_uses', '*/5 * * * *', 'select private.sum_version_uses()'),
  private.schedule_task('begin_sunsets', '7 * * * *', 'select private.begin_sunsets()'),
  private.schedule_task('announce_deprecated_calls', '5 6 * * *', 'select private.announce_deprecated_calls()'),
  private.retain('private.version_uses', '35', 'r.day::timestamptz');

insert into private.event_types (type, description, scope) values
  ('version.deprecated_call', 'Users or API keys of the tenant called a deprecated route yesterday', 'api_keys:manage');
