-- Creates, replaces and deletes teams.

create function private.fail_team_name_taken(name text) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'TEAM_NAME_TAKEN', format('Another active team is named %s', name))
$$;

create function public.create_team(name text, sector text, description text default null) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  team public.teams;
begin
  perform private.authorize('teams:write');
  answer := private.replay('create_team', private.fingerprint(jsonb_build_array(name, sector, description)));
  if answer is not null then
    return answer;
  end if;
  insert into public.teams (name, sector, description)
  values (create_team.name, create_team.sector, create_team.description) returning * into team;
  return private.remember('create_team', jsonb_build_object('status', 201, 'body', private.team_json(team)));
exception
  when unique_violation then
    perform private.fail_team_name_taken(create_team.name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.create_team is
  'Creates a team: {status: 201, body, replayed?}. Raises 401, 403, 409 TEAM_NAME_TAKEN or IDEMPOTENCY_KEY_REUSED.';

create function public.update_team(
  team_id uuid, name text, sector text, description text default null, if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  team public.teams;
begin
  perform private.authorize('teams:write');
  team := private.lock_team(team_id);
  perform private.require_version(team.version, if_match);
  update public.teams t
  set name = update_team.name, sector = update_team.sector, description = update_team.description
  where t.id = update_team.team_id
  returning * into team;
  return private.team_json(team);
exception
  when unique_violation then
    perform private.fail_team_name_taken(update_team.name);
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.update_team is
  'Replaces a team. Raises 401, 403, 404, 409 TEAM_NAME_TAKEN, 412 VERSION_MISMATCH.';

create function public.delete_team(team_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_team(team_id)).version, if_match);
  update public.teams t set status = 'inactive' where t.id = delete_team.team_id;
end
$$;
comment on function public.delete_team is
  'Makes a team inactive: its name is free again, its history stays. Raises 401, 403, 404, 412.';

grant execute on function private.fail_team_name_taken to authenticated;
grant execute on function public.create_team, public.update_team, public.delete_team to authenticated;
