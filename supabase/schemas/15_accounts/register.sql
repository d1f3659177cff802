-- What accounts adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'account:read'),
  private.add_scopes('admin', 'members:write'),
  private.add_scopes('owner', 'account:write', 'account:export');

insert into private.event_types (type, description, scope) values
  ('tenant.updated', 'The tenant''s name, currency, time zone or status was changed', 'account:read'),
  ('member.invited', 'An invitation was created, or got a new token', 'members:write'),
  ('member.joined', 'An invited person became a member', 'members:write'),
  ('member.updated', 'A member got another role', 'members:write'),
  ('member.signed_out', 'All sessions of a member were ended by another', 'members:write'),
  ('member.removed', 'A member was removed or left', 'members:write');

insert into private.setting_definitions (key, default_value, type, minimum, maximum, description) values
  ('security.require_mfa', 'false', 'boolean', null, null,
    'Members need a second factor: after the grace, tokens without one open nothing'),
  ('security.mfa_grace_days', '14', 'integer', 0, 90, 'Days from security.require_mfa until it is enforced'),
  ('account.deletion_days', '30', 'integer', 1, 365, 'Days for which a deleted tenant can be restored'),
  ('account.invitation_days', '7', 'integer', 1, 30, 'Days until an invitation expires');

select
  private.limit_rows('private.invitations', 'limits.invitations', 1000, 'invitations, those ended in 30 days included'),
  private.retain('private.person_requests', '1', 'r.created_at'),
  private.retain('private.invitation_guesses', '1', 'r.guessed_at'),
  private.retain('private.invitations', '30', 'coalesce(r.accepted_at, r.withdrawn_at, r.expires_at)');

select
  private.schedule_task('delete_tenants', '* * * * *', 'select private.delete_tenants()'),
  private.schedule_task('note_sessions', '* * * * *', 'select private.note_sessions()');
