-- What the setting limits.routes may hold: {"POST /routing/v1/decisions": {"per_minute": 600, "burst": 50}}.

create function private.route_limit_problem(route text, rate jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  per_minute constant jsonb := rate -> 'per_minute';
  burst constant jsonb := coalesce(rate -> 'burst', per_minute);
begin
  if route !~ '^(GET|POST|PUT|PATCH|DELETE) /[a-z-]+/v[1-9]\d?(/[\w.{}-]+)*$' then
    return format('"%s" must be a method and a path such as POST /routing/v1/decisions', left(route, 100));
  elsif jsonb_typeof(rate) is distinct from 'object' or rate - 'per_minute' - 'burst' <> '{}' then
    return format('%s: must be {"per_minute": …, "burst": …}', route);
  elsif (per_minute::text ~ '^[1-9]\d{0,4}$' and per_minute::text::integer <= 60000) is not true then
    return format('%s: per_minute must be a whole number, 1–60000', route);
  elsif (burst::text ~ '^[1-9]\d{0,4}$' and burst::text::integer <= 60000) is not true then
    return format('%s: burst must be a whole number, 1–60000', route);
  elsif burst::text::integer * 600 < per_minute::text::integer then
    return format('%s: burst must be at least per_minute / 600', route);
  end if;
  return null;
end
$$;

create function private.route_limits_problem(routes jsonb) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(routes) is distinct from 'object' then
    return 'must be an object of routes';
  elsif length(routes::text) > 2000 then
    return 'must have at most 2,000 characters, because tokens carry it';
  end if;
  return (
    select p.problem
    from jsonb_each(routes) r, lateral private.route_limit_problem(r.key, r.value) p (problem)
    where p.problem is not null order by r.key limit 1);
end
$$;
comment on function private.route_limits_problem is 'Says why the value does not fit limits.routes. Null if it does.';
