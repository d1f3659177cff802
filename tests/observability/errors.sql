begin;
\ir ../support/world.psql
select plan(29);

create function pg_temp.fails(tenant uuid, fingerprint text default '1-a', code text default 'INTERNAL_ERROR', status integer default 500, message text default 'lost <n>',
  release text default 'r1', count integer default 1, users integer[] default '{1}') returns void language sql as $$
  select private.enter_errors('tap', release, array[(tenant, fingerprint, code, 'GET /tap', 'functions/tap.ts get', message, status, count, users,
    jsonb_build_array(jsonb_build_object('at', now(), 'request_id', 'r', 'user_id', pg_temp.id_of('viewer'), 'stack', 'Error: lost')))::private.sent_error])
$$;
create function pg_temp.first(status text default null) returns jsonb language sql as $$ select public.list_errors(status => status) -> 'rows' -> 0 $$;
create function pg_temp.operator() returns void language sql as $$
  select set_config('request.jwt.claims', '{"role": "service_role"}', true), set_config('request.headers', '{}', true), set_config('role', 'service_role', true)
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- Rules
create function pg_temp.judged(code text, status integer, message text default '') returns text language sql as $$
  select category || ' ' || severity from private.judge_error(code, status, message)
$$;
select is(pg_temp.judged('VALIDATION_ERROR', 422), 'validation low', 'bad input is validation');
select is(pg_temp.judged('FORBIDDEN', 403), 'authorization low', 'a missing scope is authorization');
select is(pg_temp.judged('RATE_LIMITED', 429), 'limit medium', 'too many requests is a limit');
select is(pg_temp.judged('BATCH_QUOTA_EXCEEDED', 429), 'limit medium', 'a quota is a limit');
select is(pg_temp.judged('SERVICE_UNAVAILABLE', 503, 'Data API, status <n>'), 'database critical', 'a database that does not answer is critical');
select is(pg_temp.judged('SERVICE_UNAVAILABLE', 503, 'hooks did not answer'), 'dependency high', 'another part that does not answer is a dependency');
select is(pg_temp.judged('INTERNAL_ERROR', 500, 'x'), 'internal critical', 'a fault of ours is internal');
select is(pg_temp.judged('JOB_FAILED', 0), 'job high', 'a failed job is a job');
insert into private.error_rules (place, code, category, severity) values (1, 'INTERNAL_ERROR', 'payments', 'medium');
select is(pg_temp.judged('INTERNAL_ERROR', 500, 'x'), 'payments medium', 'a rule that is added decides');
delete from private.error_rules where place = 1;

-- Groups
select pg_temp.fails(pg_temp.acme(), count => 3, users => array[1, 2]), pg_temp.fails(pg_temp.acme(), users => array[2, 3]), pg_temp.fails(pg_temp.acme(), '1-b', 'VALIDATION_ERROR', 422), pg_temp.fails(pg_temp.globex());
select pg_temp.act_as('viewer');
select is(jsonb_array_length(public.list_errors() -> 'rows'), 2, 'a tenant sees its own groups only');
create temp table shown as select r as entry from jsonb_array_elements(public.list_errors() -> 'rows') r where r ->> 'code' = 'INTERNAL_ERROR';
select is((select entry ->> 'count' from shown), '4', 'the same fault is one group, however often');
select is((select entry ->> 'users' from shown), '3', 'users are counted once');
select is((select entry -> 'trend' -> 23 from shown), '4', 'the trend ends with this hour');
select is((select jsonb_array_length(entry -> 'trend') from shown), 24, 'the trend has 24 hours');
select is((select entry ->> 'client_id' from shown), null, 'a tenant does not see whose groups there are');
select is(jsonb_array_length(public.list_errors(category => 'validation') -> 'rows'), 1, 'groups can be filtered by category');
select is(jsonb_array_length(public.get_error((select (entry ->> 'id')::uuid from shown)) -> 'occurrences'), 2, 'a group has its occurrences');
select throws_ok(format('select public.set_error_status(%L, %L)', (select entry ->> 'id' from shown), 'resolved'), 'PT403', null, 'a viewer cannot resolve');
reset role;
grant select on shown to authenticated;
select pg_temp.act_as('stranger');
select throws_ok(format('select public.get_error(%L)', (select entry ->> 'id' from shown)), 'PT404', null, 'another tenant''s group is not found');
select throws_ok(format('select public.set_error_status(%L, %L)', (select entry ->> 'id' from shown), 'ignored'), 'PT404', null, 'another tenant''s group cannot be changed');

reset role;

-- Resolved and regressed
select pg_temp.act_as('admin');
select is(public.set_error_status((select (entry ->> 'id')::uuid from shown), 'resolved') ->> 'status', 'resolved', 'an admin resolves');
reset role;
select is((select after from public.audit_log where resource = 'error_groups'), (select jsonb_build_object('id', entry ->> 'id', 'client_id', pg_temp.acme(), 'status', 'resolved') from shown), 'resolving is audited');
select pg_temp.fails(pg_temp.acme(), release => 'r1');
select pg_temp.act_as('viewer');
select is((select r ->> 'status' from jsonb_array_elements(public.list_errors() -> 'rows') r where r ->> 'code' = 'INTERNAL_ERROR'), 'resolved', 'the release that it was resolved in may still fail');
reset role;
select pg_temp.fails(pg_temp.acme(), release => 'r2');
select pg_temp.act_as('viewer');
select is((select r ->> 'status' from jsonb_array_elements(public.list_errors() -> 'rows') r where r ->> 'code' = 'INTERNAL_ERROR'), 'regressed', 'a later release makes it regressed');
reset role;
select pg_temp.act_as('admin');
select public.set_error_status((select (entry ->> 'id')::uuid from shown), 'ignored');
reset role;
select pg_temp.fails(pg_temp.acme(), release => 'r3');
select private.fold_errors();
select is((select status from private.error_groups where client_id = pg_temp.acme() and code = 'INTERNAL_ERROR'), 'ignored', 'an ignored group stays ignored');

-- Bounds
select pg_temp.fails(pg_temp.acme(), '1-a') from generate_series(1, 30);
select private.trim_occurrences();
select is((select max(n) from (select count(*) as n from private.error_occurrences group by group_id) c), 20::bigint, 'a group keeps 20 occurrences');
select private.enter_errors('tap', 'r1', array(select (pg_temp.acme(), 'n-' || n, 'X', 'GET /', null, 'm', 500, 1, '{}', '[]')::private.sent_error from generate_series(1, 990) n));
select pg_temp.fails(pg_temp.acme(), 'n-' || n) from generate_series(991, 1100) n;
select is((select count(*) from private.error_groups where client_id = pg_temp.acme()), 1000::bigint, 'a tenant has 1,000 groups at most');
select pg_temp.operator();
select ok((public.list_errors(with_total => true) ->> 'total')::integer >= 1001, 'the secret key sees everybody''s groups');
select is(public.list_errors(client_id => pg_temp.globex(), with_total => true) ->> 'total', '1', 'the secret key can name a tenant');
reset role;

select * from finish();
rollback;
