-- Second step of recording calls: finds the agents and teams that the rows name.

create type private.resolved_call as (
  row integer,
  call jsonb,
  kind text,
  first_row integer,
  external_id text,
  agent_id text,
  agent text,
  team_id text,
  topic text,
  outcome text,
  resolved text,
  satisfaction text,
  handling_seconds text,
  wait_seconds text,
  started_at text,
  found_agent uuid,
  agents_named integer,
  found_team uuid,
  at timestamptz,
  moments timestamptz[]
);
comment on type private.resolved_call is
  'A sent call with its agent and team, the number of agents with the name given, and its time. moments: those that a '
  'time without an offset may mean; null if it has one.';

-- If agents that share a name include active ones, only those count. Three show that a name is ambiguous.
create function private.agents_by_name(tenant uuid, names text[]) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
begin
  return (
    select coalesce(jsonb_object_agg(n.name, coalesce(i.active_ids, i.ids, '[]')), '{}')
    from (select distinct unnest(names) as name) n
    cross join lateral (
      select jsonb_agg(a.id) filter (where a.active) as active_ids, jsonb_agg(a.id) as ids
      from (
        select g.id, g.active from public.agents g
        where g.client_id = tenant and private.name_key(g.name) = private.name_key(n.name)
        order by g.active desc limit 3
      ) a
    ) i);
end
$$;
comment on function private.agents_by_name is '{name as given: [ids]}.';

-- Reads no table itself, so its plan can be kept.
create function private.resolve_calls(tenant uuid, calls jsonb, zone text) returns setof private.resolved_call
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  time_pattern constant text :=
    '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
    '[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
    '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$';
begin
  return query
  with sent as materialized (
    select s.* from private.read_calls(calls) s
  ),
  lookup as materialized (
    select
      private.resolve_names(tenant, 'agents', array_agg(s.agent_id) filter (where s.agent_id is not null), null)
        as agents,
      private.agents_by_name(tenant, array_agg(s.agent) filter (where s.agent is not null)) as agents_by_name,
      private.resolve_names(tenant, 'teams', array_agg(s.team_id) filter (where s.team_id is not null), null) as teams
    from sent s
  )
  select s.*,
    coalesce(l.agents ->> ('id ' || s.agent_id),
      case jsonb_array_length(l.agents_by_name -> s.agent)
        when 1 then l.agents_by_name -> s.agent ->> 0 end)::uuid,
    jsonb_array_length(l.agents_by_name -> s.agent),
    (l.teams ->> ('id ' || s.team_id))::uuid,
    case when s.started_at ~ time_pattern then
      case when substr(s.started_at, 9, 2) <= '28' or private.is_calendar_day(s.started_at)
        then s.started_at::timestamptz end
      else local.moments[1]
    end,
    local.moments
  from sent s
  cross join lookup l
  cross join lateral (
    select case when zone is not null then private.moments_of(private.local_time(s.started_at), zone) end as moments
  ) local;
end
$$;
comment on function private.resolve_calls is
  'The calls with what they refer to. zone: where times without an offset are; null if there may be none.';
