begin;
\ir ../support/world.psql
select plan(5);

select set_config('request.jwt.claims', '', true);
select throws_ok($$select private.authorize('teams:read')$$, 'PT401', null, 'authorize answers 401 without a user');

select pg_temp.act_as('viewer');
reset role;
select is(private.authorize('teams:read'), pg_temp.acme(), 'authorize returns the tenant of a caller with the scope');
select throws_ok($$select private.authorize('teams:write')$$, 'PT403', 'You do not have the scope teams:write', 'authorize answers 403 without the scope');

delete from public.client_members where user_id = pg_temp.id_of('viewer');
select throws_ok($$select private.authorize('teams:read')$$, 'PT403', 'You are not a member of an active tenant', 'authorize answers 403 without a membership');

do $$ declare hint text; detail text; begin
  perform private.fail(429, 'RATE_LIMITED', 'Slow down', '{"retry_after": 3}');
exception when sqlstate 'PT429' then
  get stacked diagnostics hint = pg_exception_hint, detail = pg_exception_detail;
  perform set_config('test.failure', hint || ' ' || detail, true);
end $$;
select is(current_setting('test.failure'), 'RATE_LIMITED {"retry_after": 3}', 'an error carries its code and details');

select * from finish();
rollback;
