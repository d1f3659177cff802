-- The scopes of routing.

select
  private.add_scopes('viewer', 'routing:read'),
  private.add_scopes('member', 'routing:decide');
