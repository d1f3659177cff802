begin;
\ir ../support/world.psql
select plan(5);

select set_config('request.jwt.claims', '', true);
select throws_ok($$select private.authorize('teams:read')$$, 'PT401', null, 'without a user it is 401');

select pg_temp.act_as('viewer');
reset role;
select is(private.authorize('teams:read'), pg_temp.acme(), 'with the scope it is the caller''s tenant');
select throws_ok($$select private.authorize('teams:write')$$, 'PT403', 'You do not have the scope teams:write', 'without the scope it is 403');

delete from public.client_members where user_id = pg_temp.id_of('viewer');
select throws_ok($$select private.authorize('teams:read')$$, 'PT403', 'You are not a member of an active tenant', 'without membership it is 403');

do $$ declare hint text; detail text; begin
  perform private.fail(429, 'RATE_LIMITED', 'Slow down', '{"retry_after": 3}');
exception when sqlstate 'PT429' then
  get stacked diagnostics hint = pg_exception_hint, detail = pg_exception_detail;
  perform set_config('test.failure', hint || ' ' || detail, true);
end $$;
select is(current_setting('test.failure'), 'RATE_LIMITED {"retry_after": 3}', 'an error carries its code and what belongs to it');

select * from finish();
rollback;
