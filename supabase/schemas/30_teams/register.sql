-- The scopes of teams.

select
  private.add_scopes('viewer', 'teams:read'),
  private.add_scopes('manager', 'teams:write');
