-- The scopes of aggregation.

select
  private.add_scopes('viewer', 'metrics:read'),
  private.add_scopes('member', 'calls:write'),
  private.add_scopes('manager', 'metrics:run');
