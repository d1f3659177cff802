-- Guarantees: no route ends before its day, or while a tenant still calls it, unless the operator forces it.

create function private.calling_tenants(deprecation private.deprecations)
returns table (client_id uuid, client_name text, requests bigint, last_at timestamptz)
language sql stable set search_path = '' as $$
  select v.client_id, v.client_name, sum(v.requests)::bigint, max(v.last_at)
  from private.version_rows(current_date - 7, current_date, null, deprecation.routes) v
  where v.client_name is not null group by 1, 2 order by 3 desc
$$;
comment on function private.calling_tenants is 'The tenants that called one of its routes in the last seven days.';

create function private.deprecation_json(deprecation private.deprecations) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(deprecation) || jsonb_build_object('calling', (
    select coalesce(jsonb_agg(to_jsonb(t)), '[]')
    from (select * from private.calling_tenants(deprecation) limit 100) t))
$$;

-- Definer, here and below: the service role has no rights in private.
create function public.list_deprecations() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(private.deprecation_json(d) order by d.sunset_at, d.deprecation), '[]')
  from private.deprecations d
$$;
comment on function public.list_deprecations is
  'What is deprecated, with the tenants that still call, at most 100: [{deprecation, routes, deprecated_at, sunset_at, '
  'successor, began_at, forced, calling: [{client_id, client_name, requests, last_at}]}]. For the operator.';

create function private.refuse_sunset(deprecation private.deprecations) returns void
language sql volatile set search_path = '' as $$
  select private.fail(409, 'VERSION_IN_USE', format('%s tenants still call it, such as %s; force ends it anyway',
      count(*), min(t.client_name)),
    jsonb_build_object('details', jsonb_agg(private.problem(t.client_id::text, 'still_calls',
      format('%s called %s times, last at %s', t.client_name, t.requests, t.last_at)))))
  from (select * from private.calling_tenants(deprecation) limit 100) t having count(*) > 0
$$;

-- Definer: see public.list_deprecations.
create function public.begin_sunset(deprecation text, force boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  ending private.deprecations;
begin
  select * into ending from private.deprecations d where d.deprecation = begin_sunset.deprecation for update;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'There is no such deprecation');
  elsif ending.began_at is not null then
    return private.deprecation_json(ending);
  elsif ending.sunset_at > clock_timestamp() then
    perform private.fail(409, 'CONFLICT', format('Its sunset was announced for %s and cannot begin before',
      to_char(ending.sunset_at at time zone 'UTC', 'YYYY-MM-DD')));
  elsif force is not true then
    perform private.refuse_sunset(ending);
  end if;
  perform private.record_action(t.client_id, 'deprecations', null, 'sunset_forced',
    jsonb_build_object('deprecation', ending.deprecation, 'requests', t.requests, 'last_at', t.last_at))
  from private.calling_tenants(ending) t;
  update private.deprecations d
  set began_at = clock_timestamp(), forced = exists (select from private.calling_tenants(ending))
  where d.deprecation = ending.deprecation
  returning * into ending;
  return private.deprecation_json(ending);
end
$$;
comment on function public.begin_sunset is
  'Lets the routes answer 410 from now on. Raises 404, 409 CONFLICT before sunset_at, and 409 VERSION_IN_USE while '
  'tenants call, unless forced, which each of them finds in its audit log. For the operator.';

create function private.begin_sunsets() returns bigint
language sql volatile set search_path = '' as $$
  with begun as (
    update private.deprecations d set began_at = clock_timestamp()
    where d.began_at is null and d.sunset_at <= clock_timestamp()
      and not exists (select from private.calling_tenants(d))
    returning 1
  )
  select count(*) from begun
$$;
comment on function private.begin_sunsets is 'Begins the sunsets that are due and that no tenant holds up.';

create function private.announce_deprecated_calls_of(tenants uuid[], argument jsonb) returns bigint
language sql volatile set search_path = '' as $$
  with calls as (
    select v.client_id, d.deprecation, jsonb_build_object('deprecation', d.deprecation, 'routes', d.routes,
      'deprecated_at', d.deprecated_at, 'sunset_at', d.sunset_at, 'successor', d.successor, 'callers', (
        jsonb_path_query_array(jsonb_agg(jsonb_build_object('kind', v.kind, 'id', v.caller_id, 'name', v.caller_name,
          'route', v.route, 'requests', v.requests, 'last_at', v.last_at) order by v.requests desc),
          '$[0 to 99]'))) as data
    from private.deprecations d
    cross join lateral private.version_rows(current_date - 1, current_date - 1, null, d.routes) v
    where v.client_id = any (tenants) and d.began_at is null
    group by v.client_id, d.deprecation, d.routes, d.deprecated_at, d.sunset_at, d.successor
  ), told as (
    select private.emit_events('version.deprecated_call', array_agg(c.client_id), array_agg(c.data)), count(*) as events
    from calls c having count(*) > 0
  )
  select coalesce(sum(t.events), 0)::bigint from told t
$$;
comment on function private.announce_deprecated_calls_of is
  'Tells each tenant which of its callers used a deprecated route yesterday. For private.run_for_tenants.';

create function private.announce_deprecated_calls() returns bigint
language sql volatile set search_path = '' as $$
  select private.run_for_tenants('announce_deprecated_calls', array(
      select distinct u.client_id from private.version_calls u join public.clients c on c.id = u.client_id
      where u.day = current_date - 1 and u.route <> ''),
    'private.announce_deprecated_calls_of')
$$;

revoke execute on function public.list_deprecations, public.begin_sunset from public, anon, authenticated;
grant execute on function public.list_deprecations, public.begin_sunset to service_role;
