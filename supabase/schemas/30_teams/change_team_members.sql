-- Adds users to teams, replaces their role and title, and removes them.

create function public.add_team_member(
  team_id uuid, user_id uuid, role public.team_role default 'member', title text default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  answer jsonb;
  member public.team_members;
  created boolean;
begin
  perform private.authorize('teams:write');
  answer := private.replay('add_team_member', private.fingerprint(jsonb_build_array(team_id, user_id, role, title)));
  if answer is not null then
    return answer;
  end if;
  perform private.lock_team(team_id);
  insert into public.team_members as m (team_id, user_id, role, title)
  values (add_team_member.team_id, add_team_member.user_id, add_team_member.role, add_team_member.title)
  on conflict on constraint team_members_once do update set role = excluded.role, title = excluded.title
    where (m.role, m.title) is distinct from (excluded.role, excluded.title)
  returning * into member;
  created := found and member.version = 1;
  if not found then -- the user is in the team with this role and title
    select * into strict member from public.team_members m
    where m.team_id = add_team_member.team_id and m.user_id = add_team_member.user_id;
  end if;
  return private.remember('add_team_member', jsonb_build_object(
    'status', case when created then 201 else 200 end, 'body', private.members_json(array[member]) -> 0));
exception
  when foreign_key_violation then
    perform private.invalid('user_id', 'unknown_reference', 'must be a member of the tenant');
    return null;
  when integrity_constraint_violation then
    perform private.fail_broken_rule(sqlstate, sqlerrm);
    return null;
end
$$;
comment on function public.add_team_member is
  'Adds a user to a team, or replaces the role and title of one who is in it: {status: 201 or 200, body, replayed?}. '
  'Raises 401, 403, 404, 409 IDEMPOTENCY_KEY_REUSED, 422 for a user who is not a member of the tenant.';

create function public.update_team_member(
  team_id uuid, member_id uuid, role public.team_role default 'member', title text default null,
  if_match integer default null
) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  member public.team_members;
begin
  perform private.authorize('teams:write');
  member := private.lock_member(team_id, member_id);
  perform private.require_version(member.version, if_match);
  update public.team_members m set role = update_team_member.role, title = update_team_member.title
  where m.id = update_team_member.member_id
  returning * into member;
  return private.members_json(array[member]) -> 0;
exception when integrity_constraint_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.update_team_member is
  'Replaces the role and title of a member. Raises 401, 403, 404, 412 VERSION_MISMATCH.';

create function public.remove_team_member(team_id uuid, member_id uuid, if_match integer default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.authorize('teams:write');
  perform private.require_version((private.lock_member(team_id, member_id)).version, if_match);
  delete from public.team_members m where m.id = remove_team_member.member_id;
end
$$;
comment on function public.remove_team_member is
  'Removes a member and their assignments from a team. Raises 401, 403, 404, 412.';

grant execute on function public.add_team_member, public.update_team_member, public.remove_team_member
  to authenticated;
