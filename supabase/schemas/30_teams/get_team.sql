create function public.get_team(team_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  team public.teams;
  last_day date;
  first_day date;
begin
  perform private.authorize('teams:read');
  team := private.visible_team(team_id);
  last_day := private.today();
  first_day := last_day - 6;
  return private.team_json(team) || jsonb_build_object(
    'members', private.members_json(private.newest_members(team_id, null, null, 100)),
    'performance', coalesce(private.performance_json(team_id, first_day, last_day, 'all') -> 0,
      private.metrics_json(null)) - 'period' || jsonb_build_object('from', first_day, 'to', last_day));
end
$$;
comment on function public.get_team is
  'A team with its 100 newest members, their agents, and its metrics of the last seven days. Raises 401, 403, 404.';
grant execute on function public.get_team to authenticated;
