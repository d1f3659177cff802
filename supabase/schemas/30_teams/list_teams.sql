-- Definer: LIKE is not leakproof, so under a policy it could not use the index.
create function private.teams_named(search text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select t.id from public.teams t
  where t.client_id = (select private.tenant_with('teams:read'))
    and private.name_key(t.name) like private.contains_pattern(teams_named.search)
$$;
comment on function private.teams_named is
  'The tenant''s teams, active or not, whose name contains `search`, in any case.';

-- Replanned for each call, so that a filter that is null does not cost the others their index.
create function public.list_teams(
  sector text default null, status text default 'active', search text default null,
  after_time timestamptz default null, after_id uuid default null,
  page_size integer default 20, with_total boolean default false
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  named uuid[];
  rows jsonb;
  total bigint;
begin
  perform private.authorize('teams:read');
  perform private.require_short(jsonb_build_object('sector', sector, 'status', status, 'search', search));
  if search is not null then
    named := array(select private.teams_named(search));
  end if;
  select coalesce(jsonb_agg(private.team_json(page.team)), '[]') into rows
  from (
    select t as team from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector_key = private.name_key(list_teams.sector))
      and (list_teams.search is null or t.id = any (named))
      and private.after_cursor(t.created_at, t.id, after_time, after_id)
    order by t.created_at desc, t.id desc
    limit private.page_limit(page_size)
  ) page;
  if with_total then
    select count(*) into total from public.teams t
    where t.status = list_teams.status
      and (list_teams.sector is null or t.sector_key = private.name_key(list_teams.sector))
      and (list_teams.search is null or t.id = any (named));
  end if;
  return jsonb_build_object('rows', rows, 'total', total);
end
$$;
comment on function public.list_teams is
  'Teams, newest first, after the cursor (after_time, after_id): {rows, total}. total is null unless with_total. '
  'Raises 401, 403, 422.';

grant execute on function private.teams_named, public.list_teams to authenticated;
