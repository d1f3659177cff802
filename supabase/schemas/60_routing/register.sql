-- What routing adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'routing:read'),
  private.add_scopes('member', 'routing:decide');

select private.add_rate_tier('routing', 6000, 'Routing requests a minute, and at once, by one user or key');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('routing.weight_success_rate', '40', 'number', 0, 1000, 'Points for a success rate of 1, rounded to four decimals'),
  ('routing.weight_priority', '25', 'number', 0, 1000, 'Points for priority 10, rounded to four decimals'),
  ('routing.weight_load', '20', 'number', 0, 1000, 'Points for an agent without load, rounded to four decimals'),
  ('routing.weight_handling_time', '15', 'number', 0, 1000,
    'Points for an average handling time of 0 s, none from 300 s on, rounded to four decimals'),
  ('routing.weight_capability', '5', 'number', 0, 1000,
    'Points for each requested capability that the agent has, rounded to four decimals'),
  ('routing.fallback', 'false', 'boolean', null, null,
    'Route a call to a full agent if no agent has a free slot'),
  ('routing.lease_minutes', '60', 'integer', 1, 1440, 'Minutes after which a slot that was not released is freed'),
  ('routing.retention_days', '90', 'integer', 1, 3650,
    'Days that decisions are kept, until an archive policy says otherwise');

select
  private.schedule_task('release_expired_leases', '* * * * *', 'select private.release_expired_leases()');

insert into private.event_types (type, description, scope) values
  ('call.routed', 'An agent was chosen for a call; data is the decision', 'routing:read');

select private.retain('private.routing_refusals', '1', 'r.created_at');
