-- The scopes of batch-import.

select
  private.add_scopes('viewer', 'opportunities:read'),
  private.add_scopes('member', 'opportunities:import');
