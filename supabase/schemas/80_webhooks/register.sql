-- What webhooks adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'webhooks:read'),
  private.add_scopes('manager', 'webhooks:write');

select private.add_rate_tier('inbound', 6000, 'Inbound webhooks a minute, and at once, by one source');

insert into private.secret_kinds (kind) values ('webhook_endpoint'), ('webhook_source');

insert into private.queues (queue, worker_path, read_scope) values ('webhooks', '/webhooks/v1/worker', 'webhooks:read');

insert into private.job_types (type, queue, effect) values
  ('webhook.deliver', 'webhooks', 'private.record_attempts'),
  ('inbound.apply', 'jobs', 'private.apply_inbound_events');

insert into private.event_types (type, description, scope) values
  ('endpoint.disabled', 'One of your endpoints was disabled because it failed for five days or answered 410 Gone',
    'webhooks:read'),
  ('endpoint.parked_dropped', 'Parked events of one of your endpoints became too old to be replayed', 'webhooks:read'),
  ('endpoint.test', 'Requested with POST …/test; sent to that endpoint whatever it subscribes to', 'webhooks:read'),
  ('inbound.*', 'Another system sent an event to one of your sources; its own type follows inbound.',
    'webhooks:read');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only) values
  ('webhooks.parked_days', '30', 'integer', 1, 90, 'How long events for a paused endpoint can be replayed, in days',
    false),
  ('limits.parked_events', '100000', 'integer', 0, 10000000, 'How many of its newest events the tenant can have parked',
    true),
  ('limits.inbound_bytes', '1048576', 'integer', 1024, 1048576, 'The longest body that a source may take', true);

select
  private.schedule_task('end_parked_events', '23 * * * *', 'select private.end_parked_events()'),
  private.schedule_task('delete_old_events', '41 3 * * *', 'select private.delete_old_events()');
select
  private.limit_rows('public.webhook_endpoints', 'limits.webhook_endpoints', 100, 'webhook endpoints'),
  private.limit_rows('public.webhook_sources', 'limits.webhook_sources', 100, 'inbound sources');
