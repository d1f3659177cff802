-- The scopes of webhooks.

select
  private.add_scopes('viewer', 'webhooks:read'),
  private.add_scopes('manager', 'webhooks:write');
