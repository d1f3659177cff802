-- What choosing by capabilities is made of.

create type private.ranked_agent as (agent public.sector_agents, matches integer);

create type private.choice as (agent public.sector_agents, matches integer, considered integer,
  candidates private.routing_candidate[]);

-- An estimate is enough: it only decides which index is read.
create function private.estimate_agents(tenant uuid, capabilities text[]) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) select from public.agents a where a.client_id = $1 and a.capabilities && $2'
  into plan using tenant, capabilities;
  return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
end
$$;

create function private.count_matches(owned text[], wanted text[]) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select count(*)::integer from unnest(wanted) w where w = any (owned)
$$;
