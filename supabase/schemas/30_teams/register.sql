-- What teams adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'teams:read'),
  private.add_scopes('manager', 'teams:write');

insert into private.event_types (type, description, scope) values
  ('team.created', 'A team was created', 'teams:read'),
  ('team.updated', 'A team was changed', 'teams:read'),
  ('team.deleted', 'A team was deleted', 'teams:read');
