-- The scopes of routing.

select
  private.add_scopes('viewer', 'routing:read'),
  private.add_scopes('member', 'routing:decide');

select private.add_rate_tier('routing', 6000, 'Routing requests a minute, and at once, by one user or key');
