-- What aggregation adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'metrics:read'),
  private.add_scopes('member', 'calls:write'),
  private.add_scopes('manager', 'metrics:run');

select private.add_rate_tier('calls', 6000, 'Requests with calls a minute, and at once, by one user or key');

select private.add_budget('rows_calls', 'rows', 10000000, 'Calls');
select private.count_rows('public.calls', 'rows_calls');

select
  private.schedule_task('aggregate_performance', '* * * * *', 'select private.aggregate_performance()'),
  private.schedule_task('delete_old_aggregation_runs', '29 2 * * *',
    $$select private.delete_expired('private.aggregation_runs')$$);
select private.retain('private.aggregation_runs', '7', 'r.started_at');

insert into private.event_types (type, description, scope) values
  ('call.completed', 'A finished call was recorded', 'metrics:read'),
  ('metrics.updated', 'The metrics of agents and teams were recomputed', 'metrics:read');

select private.deprecate('aggregation-v1-trends', '2026-12-01 00:00:00+00', '2027-06-01 00:00:00+00', '/aggregation/v2',
  'GET /aggregation/v1/agents/{agent}/trends', 'GET /aggregation/v1/teams/{team}/trends');
