begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(8);

select pg_temp.act_as('admin');
select pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write}');
select pg_temp.with_idempotency_key('rotate');
select is(public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated1', pg_temp.digest_of('rotated1'), 1) -> 'body' ->> 'prefix',
  'fl_live_rotated1', 'a rotated key has a new prefix');
select ok(public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'), 1) @> '{"replayed": true, "body": {"prefix": "fl_live_rotated1"}}',
  'retrying a rotation changes nothing');
select pg_temp.with_idempotency_key(null);
select throws_ok($$select public.rotate_api_key(gen_random_uuid(), 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT404', null, 'rotating an unknown key answers 404');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'), 169)$$, 'PT422', null, 'an overlap longer than a week is refused');
reset role;
select ok(pg_temp.exchange('teamskey') ->> 'key_id' = pg_temp.exchange('rotated1') ->> 'key_id', 'both secrets work during the overlap');
select pg_temp.act_as_key('teamskey');
select ok(private.can('teams:read'), 'tokens of the old secret work during the overlap');
reset role;
update private.api_key_secrets set expires_at = now() where prefix = 'teamskey';
set role authenticated;
select throws_ok($$select * from public.teams$$, 'PT401', null, 'tokens of the old secret stop working after the overlap');
reset role;
select throws_ok($$select pg_temp.exchange('teamskey')$$, 'PT401', null, 'the old secret is rejected after the overlap');

select * from finish();
rollback;
