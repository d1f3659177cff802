begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(10);

select pg_temp.act_as('admin');
select pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write}');
reset role;
set role service_role;
select is(pg_temp.exchange('teamskey') - 'key_id' - 'user_id', jsonb_build_object('client_id', pg_temp.acme(), 'scopes', '{teams:read,teams:write}'::text[],
  'limits', '{}'::jsonb, 'counted', true, 'allowed', true, 'restricted', false, 'seconds', 60), 'exchanging a key returns the claims of its token');
select is(pg_temp.exchange('teamskey', uses => 5) -> 'counted', 'false', 'the use of a key is recorded once a minute');
select throws_ok($$select pg_temp.exchange('teamskey', 'another')$$, 'PT401', null, 'a wrong secret with a known prefix is rejected');
select throws_ok($$select pg_temp.exchange('unknown0')$$, 'PT401', null, 'an unknown key is rejected');
reset role;
select is((select use_count from public.api_keys where name = 'Teams'), 1::bigint, 'the first use of a key is counted');
update public.api_keys set last_used_at = now() - interval '61 seconds' where name = 'Teams';
select is(pg_temp.exchange('teamskey', uses => 7) -> 'counted', 'true', 'the use of a key is recorded again after a minute');
select is((select use_count from public.api_keys where name = 'Teams'), 8::bigint, 'the use count includes uses between two recordings');
select is((select count(*) from public.audit_log where client_id = pg_temp.acme() and resource = 'api_keys' and action = 'update'), 0::bigint, 'recording a key''s use leaves no audit entry');
update private.api_key_secrets set expires_at = now() + interval '7.5 seconds' where prefix = 'teamskey';
select is(pg_temp.exchange('teamskey') -> 'seconds', '8', 'a token does not outlive its key');
update private.api_key_secrets set expires_at = null where prefix = 'teamskey';
select ok(private.same_digest(sha256('a'), sha256('a')) and not private.same_digest(sha256('a'), sha256('b')), 'a key with another digest is rejected');

select * from finish();
rollback;
