begin;
\ir ../support/world.psql
select plan(8);

update public.clients set time_zone = 'Asia/Kolkata' where id = pg_temp.acme();

create function pg_temp.enter(requests integer, quarter timestamptz, kind text default 'key', tenant uuid default pg_temp.acme()) returns void language sql as $$
  select private.enter_request_counts('teams', jsonb_build_array(jsonb_build_object('client_id', tenant, 'quarter', quarter, 'kind', kind,
    'caller_id', '0c000000-0000-4000-8000-00000000000c', 'requests', requests, 'errors', 1, 'version', 'v1', 'route', '', 'refused', 0)))
$$;
create function pg_temp.days() returns text language sql as $$
  select string_agg(format('%s %s/%s', p ->> 'date', p ->> 'requests', p #>> '{groups,0,requests}'), '; ' order by p ->> 'date')
  from jsonb_array_elements(public.get_usage('2026-01-01', '2026-01-31', by_what => 'key') -> 'periods') p
$$;
grant execute on function pg_temp.days to authenticated;

select pg_temp.enter(2, now()), pg_temp.enter(3, now()), pg_temp.enter(5, now() - interval '2 hours'), pg_temp.enter(7, now() + interval '2 hours'),
  pg_temp.enter(9, now(), 'anonymous', null);
select is((select sum(requests) from private.request_counts where client_id = pg_temp.acme()), 17::numeric, 'each reported request of a tenant is counted');
select is((select count(distinct at) from private.request_counts where client_id = pg_temp.acme()), 1::bigint, 'a quarter that cannot be right becomes the current one');
select private.sum_request_counts(array[pg_temp.acme()]);
select is((select array_agg(row(grain, requests, errors)::text) from private.request_counts where client_id = pg_temp.acme()), '{"(quarter,17,4)"}', 'the marks of a quarter become one row');
select private.sum_request_counts(array[pg_temp.acme()]);
select is((select count(*) from private.request_counts where client_id = pg_temp.acme()), 1::bigint, 'and stay one');

-- Midnight in Kolkata is half past six in the evening in UTC.
insert into private.request_counts (client_id, at, grain, function, kind, caller_id, requests, errors)
select pg_temp.acme(), t.at::timestamptz, 'quarter', 'teams', t.kind, '0c000000-0000-4000-8000-00000000000c', t.requests, 0
from (values ('2026-01-10T18:15:00Z', 'key', 1), ('2026-01-10T18:30:00Z', 'key', 2), ('2026-01-11T18:15:00Z', 'key', 4), ('2026-01-11T10:00:00Z', 'user', 8)) t (at, kind, requests);
select pg_temp.act_as('viewer');
select is(pg_temp.days(), '2026-01-10 1/1; 2026-01-11 14/6', 'requests are on the day of the tenant''s time zone');
reset role;
select is(private.join_old_request_counts('2026-02-01') >= 3, true, 'old quarters become days');
select pg_temp.act_as('viewer');
select is(pg_temp.days(), '2026-01-10 1/1; 2026-01-11 14/6', 'which changes no answer');
select pg_temp.act_as('stranger');
select is(pg_temp.days(), null, 'another tenant sees none of it');

select * from finish();
rollback;
