begin;
\ir ../support/world.psql
select plan(8);
select private.set_request_key('sb_secret_test');
create function pg_temp.signed(context text, secret text) returns text language sql as $$
  select sent || '.' || encode(sha256(key || sha256(key || convert_to(sent, 'UTF8'))), 'hex')
  from (select encode(convert_to(context, 'UTF8'), 'hex') as sent, sha256(convert_to('request context ' || secret, 'UTF8')) as key) s
$$;
create function pg_temp.headers(extra jsonb default '{}') returns void language sql as $$
  select set_config('request.headers', (jsonb_build_object('x-request-id', 'forged', 'x-forwarded-for', '203.0.113.1', 'user-agent', 'forged') || extra)::text, true)
$$;
create function pg_temp.seen() returns text language sql as $$
  select concat_ws(' ', c ->> 'origin', c ->> 'request_id', c ->> 'ip', c ->> 'user_agent') from private.request_context() c
$$;

select set_config('request.headers', '', true), set_config('request.jwt.claims', '', true);
select is(pg_temp.seen(), 'database', 'without a request the origin is the database');
select pg_temp.act_as('manager'); reset role;
select is(pg_temp.seen(), 'data_api', 'a user without headers comes from the Data API');
select pg_temp.headers();
select is(pg_temp.seen(), 'data_api forged 203.0.113.1 forged', 'headers alone are marked as written by the client');
select pg_temp.headers('{"cf-connecting-ip": "198.51.100.7"}');
select is(pg_temp.seen(), 'data_api forged 198.51.100.7 forged', 'the platform''s address comes before the one that the client wrote');
select pg_temp.headers(jsonb_build_object('x-request-context', pg_temp.signed('{"request_id": "r1", "ip": "192.0.2.7", "user_agent": "curl"}', 'sb_secret_test')));
select is(pg_temp.seen(), 'function r1 192.0.2.7 curl', 'what a function signed comes before the headers');
select pg_temp.headers(jsonb_build_object('x-request-context', pg_temp.signed('{"request_id": "r1"}', 'guessed')));
select is(pg_temp.seen(), 'data_api forged 203.0.113.1 forged', 'a context signed with another key is not believed');
select pg_temp.headers('{"x-request-context": "7b7d.00"}');
select is(pg_temp.seen(), 'data_api forged 203.0.113.1 forged', 'nor one that is malformed');

select pg_temp.act_as('manager');
insert into public.teams (name, sector) values ('By hand', 'sales');
reset role;
select is((select origin from public.audit_log where client_id = pg_temp.acme() and after ->> 'name' = 'By hand'), 'data_api', 'the audit entry says so');
select * from finish();
rollback;
