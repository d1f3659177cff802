begin;
\ir ../support/world.psql
select plan(22);

create function pg_temp.say(tenant uuid, variadic texts text[]) returns void language sql as $$
  select private.enter_logs('tap', (select jsonb_agg(jsonb_build_object('client_id', tenant, 'line', jsonb_build_object('timestamp', now(), 'level', 'warn',
    'requestId', 'r-' || t, 'userId', pg_temp.id_of('viewer'), 'action', 'GET /x', 'duration', 5, 'error', t, 'status', 500)::text)) from unnest(texts) t))
$$;
create function pg_temp.found(q text) returns text[] language sql as $$
  select array(select r ->> 'error' from jsonb_array_elements(public.find_logs(q => q) -> 'rows') r)
$$;
create function pg_temp.operator() returns void language sql as $$
  select set_config('request.jwt.claims', '{"role": "service_role"}', true), set_config('request.headers', '{}', true), set_config('role', 'service_role', true)
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select pg_temp.say(pg_temp.acme(), 'Connection refused by hooks.acme.test', 'Timeout after 15 s'), pg_temp.say(pg_temp.globex(), 'Connection of globex'), pg_temp.say(null, 'Connection of nobody');

-- Words and fields
select pg_temp.act_as('viewer');
select is(pg_temp.found(null), array['Timeout after 15 s', 'Connection refused by hooks.acme.test'], 'a tenant reads its own lines, newest first');
select is(pg_temp.found('CONNECTION'), array['Connection refused by hooks.acme.test'], 'words are found whatever their case');
select is(pg_temp.found('refused connection'), array['Connection refused by hooks.acme.test'], 'a line must have all words, in any order');
select is(pg_temp.found('acme.test'), array['Connection refused by hooks.acme.test'], 'a part of a host is found');
select is(pg_temp.found('conn'), '{}', 'a part of a word is not a word');
select is(pg_temp.found('(Conn.*|x)+$'), '{}', 'a regular expression is only words');
select is(pg_temp.found('timeout & ! after:*'), array['Timeout after 15 s'], 'signs are no operators');
select is(jsonb_array_length(public.find_logs(level => 'error') -> 'rows'), 0, 'lines can be filtered by level');
select is(jsonb_array_length(public.find_logs(request_id => 'r-Timeout after 15 s') -> 'rows'), 1, 'lines can be filtered by request');
select is(jsonb_array_length(public.find_logs(user_id => pg_temp.id_of('viewer'), function => 'tap') -> 'rows'), 2, 'lines can be filtered by user and function');
select is((public.find_logs(q => 'timeout', with_total => true) -> 'rows' -> 0) - array['id', 'timestamp', 'userId'],
  '{"level": "warn", "function": "tap", "requestId": "r-Timeout after 15 s", "action": "GET /x", "duration": 5, "error": "Timeout after 15 s", "metadata": {"status": 500}}',
  'what else a line says is metadata, and whose it is is not shown');
select throws_ok(format('select public.find_logs(q => %L)', repeat('a', 10000)), 'PT422', null, 'a query of 10,000 characters is refused');
select throws_ok($$select public.find_logs(q => '.*')$$, 'PT422', null, 'a query without a word is refused');
select throws_ok(format('select public.find_logs(client_id => %L)', pg_temp.globex()), 'PT404', null, 'another tenant''s lines are not found');
reset role;
select pg_temp.operator();
select ok((select array_agg(coalesce(r ->> 'clientId', 'nobody')) @> array[pg_temp.acme()::text, pg_temp.globex()::text, 'nobody'] from jsonb_array_elements(public.find_logs(q => 'connection') -> 'rows') r),
  'the secret key reads everybody''s lines and sees whose they are');
reset role;

-- Partitions
select private.require_partition('log_lines', '1 day', now() + interval '1 month');
create temp table next_month as select 'private.log_lines_' || to_char((now() + interval '1 month') at time zone 'UTC', 'YYYYMMDD') as name;
grant select on next_month to authenticated;
select ok((select relrowsecurity from pg_class where oid = (select name from next_month)::regclass), 'next month''s partition has row level security');
select pg_temp.act_as('owner');
select throws_ok(format('select * from %s', (select name from next_month)), '42501', null, 'nobody reads a partition by its own name');
select throws_ok(format('delete from %s', (select name from next_month)), '42501', null, 'nobody deletes from a partition');
reset role;

-- Bounds
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.log_bytes', '1500'), (pg_temp.globex(), 'observability.log_days', '3');
select pg_temp.say(pg_temp.acme(), variadic array(select 'line ' || n from generate_series(1, 50) n));
select ok((select sum(bytes) from private.log_marks where client_id = pg_temp.acme()) between 1000 and 1500, 'a tenant keeps no more than its budget of the day');
select is((select sum(lines) + sum(dropped) from private.log_marks where client_id = pg_temp.acme()), 52::numeric, 'lines over the budget are counted');
select private.require_partition('log_lines', '1 day', now() - interval '5 days');
update private.log_lines set at = now() - interval '5 days' where client_id in (pg_temp.acme(), pg_temp.globex());
select private.delete_old_logs(), private.archive_batch(t.id, private.archive_kind('logs')) from unnest(array[pg_temp.acme(), pg_temp.globex()]) t (id);
select is((select count(*) from private.log_lines where client_id = pg_temp.globex()), 0::bigint, 'each tenant''s lines end after its own number of days');
select ok((select count(*) from private.log_lines where client_id = pg_temp.acme()) > 2, 'lines of tenants that keep more days stay');

select * from finish();
rollback;
