begin;
\ir ../support/world.psql
select plan(13);

select private.deprecate('old-teams', '2026-01-01', '2026-06-01', '/teams/v2', 'GET /teams/v1/old');
select private.deprecate('new-teams', '2026-01-01', '2999-06-01', '/teams/v2', 'GET /teams/v1/new');
select throws_ok($$select private.deprecate('soon', '2026-01-01', '2026-02-01', '/teams/v2', 'GET /teams/v1')$$, '23514',
  null, 'an end is announced 90 days before');

create function pg_temp.use(route text, day date, requests integer default 3) returns void language sql as $$
  insert into private.version_marks (day, client_id, function, version, route, kind, caller_id, requests, refused, last_at)
  values (day, pg_temp.acme(), 'teams', 'v1', route, 'user', pg_temp.id_of('owner'), requests, 1, day + time '10:00')
$$;
select pg_temp.use('GET /teams/v1/old', current_date - 1), pg_temp.use('GET /teams/v1/old', current_date - 1),
  pg_temp.use('', current_date);
select is(private.sum_version_uses() >= 2, true, 'marks are summed');
select is((select requests from private.version_uses where route = 'GET /teams/v1/old'), 6::bigint,
  'the sum of a caller is one row a day');
select pg_temp.use('GET /teams/v1/old', current_date - 1);
select is((select r ->> 'requests' from jsonb_array_elements(public.version_report(now() - interval '2 days', null,
    pg_temp.acme(), 'teams')) r where r ->> 'route' is not null), '9', 'the report adds what is not summed yet');

select throws_ok($$select public.begin_sunset('none')$$, 'PT404', null, 'an unknown deprecation is not found');
select throws_ok($$select public.begin_sunset('new-teams', true)$$, 'PT409', null,
  'a sunset cannot begin before its day, not even by force');
select throws_like($$select public.begin_sunset('old-teams')$$, '%Acme%', 'it names a tenant that still calls');
select is(private.begin_sunsets(), 0::bigint, 'and does not begin by itself');
select is(private.announce_deprecated_calls(), 1::bigint, 'the tenant is told');
select is((select data -> 'callers' -> 0 ->> 'id' from private.outbox where type = 'version.deprecated_call'),
  pg_temp.id_of('owner')::text, 'with the caller');
select is(public.begin_sunset('old-teams', true) ->> 'forced', 'true', 'the operator can force it');
select is((select count(*) from public.audit_log where client_id = pg_temp.acme() and action = 'sunset_forced'), 1::bigint,
  'which the tenant finds in its audit log');
select is(public.begun_sunsets(), '{old-teams}', 'and functions learn of it');

select * from finish();
rollback;
