-- The scopes of aggregation.

select
  private.add_scopes('viewer', 'metrics:read'),
  private.add_scopes('member', 'calls:write'),
  private.add_scopes('manager', 'metrics:run');

select private.add_rate_tier('calls', 6000, 'Requests with calls a minute, and at once, by one user or key');
