-- The scopes of agents.

select
  private.add_scopes('viewer', 'agents:read'),
  private.add_scopes('manager', 'agents:write');
