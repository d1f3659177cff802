-- What teams adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'teams:read'),
  private.add_scopes('manager', 'teams:write');

insert into private.event_types (type, description) values
  ('team.created', 'A team was created'),
  ('team.updated', 'A team was changed'),
  ('team.deleted', 'A team was deleted');
