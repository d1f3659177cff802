-- What teams adds to the registries of the kernel.

select
  private.add_scopes('viewer', 'teams:read'),
  private.add_scopes('manager', 'teams:write');

insert into private.event_types (type, description, scope) values
  ('team.created', 'A team was created', 'teams:read'),
  ('team.updated', 'A team was changed', 'teams:read'),
  ('team.deleted', 'A team was deleted', 'teams:read');

select
  private.limit_rows('public.teams', 'limits.teams', 20000, 'teams, inactive ones included'),
  private.limit_rows('public.team_members', 'limits.members_per_team', 1000, 'members of a team',
    '{client_id,team_id}'),
  private.limit_rows('public.team_agent_assignments', 'limits.agents_per_member', 200, 'agents of a team member',
    '{client_id,team_member_id}');
