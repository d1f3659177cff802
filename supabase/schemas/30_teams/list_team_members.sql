create function private.members_json(members public.team_members[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  rows jsonb;
begin
  select coalesce(jsonb_agg(
    to_jsonb(m) - 'client_id' - 'ordinality' || jsonb_build_object('agents', coalesce(s.agents, '[]'))
    order by m.ordinality), '[]')
  into rows
  from unnest(members) with ordinality m
  left join (
    select s.team_member_id, jsonb_agg(jsonb_build_object(
      'id', a.id, 'name', a.name, 'kind', a.kind, 'active', a.active, 'is_primary', s.is_primary
    ) order by s.is_primary desc, a.name, a.id) as agents
    from public.team_agent_assignments s
    join public.agents a on a.client_id = s.client_id and a.id = s.agent_id
    where s.team_member_id = any (array(select i.id from unnest(members) i))
    group by s.team_member_id
  ) s on s.team_member_id = m.id;
  return rows;
end
$$;
comment on function private.members_json is 'Members with the agents assigned to them, in the order given.';

create function private.newest_members(team_id uuid, after_time timestamptz, after_id uuid, page_size integer)
returns public.team_members[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return array(
    select m from public.team_members m
    where m.team_id = newest_members.team_id
      and private.after_cursor(m.created_at, m.id, after_time, after_id)
    order by m.created_at desc, m.id desc
    limit private.page_limit(page_size));
end
$$;

create function public.list_team_members(
  team_id uuid, after_time timestamptz default null, after_id uuid default null, page_size integer default 20,
  with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  total bigint;
begin
  perform private.authorize('teams:read');
  perform private.visible_team(team_id);
  if with_total then
    select count(*) into total from public.team_members m where m.team_id = list_team_members.team_id;
  end if;
  return jsonb_build_object('total', total,
    'rows', private.members_json(private.newest_members(team_id, after_time, after_id, page_size)));
end
$$;
comment on function public.list_team_members is
  'A team''s members, newest first, each with its agents: {rows, total}. total is null unless with_total. Raises 401, '
  '403, 404.';

grant execute on function private.members_json, private.newest_members, public.list_team_members to authenticated;
