-- The scopes of channels.

select
  private.add_scopes('viewer', 'channels:read'),
  private.add_scopes('admin', 'channels:write');
