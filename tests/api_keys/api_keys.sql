begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(31);

-- Making
select pg_temp.act_as('manager');
select throws_ok($$select pg_temp.make('Mine', 'manager0', '{teams:read}')$$, 'PT403', null, 'a manager cannot make keys');
select throws_ok($$select public.list_api_keys()$$, 'PT403', null, 'a manager cannot list keys');
select is((select count(*) from public.api_keys), 0::bigint, 'a manager cannot read the table of keys');
reset role;
select pg_temp.act_as('admin');
select throws_ok($$select pg_temp.make('', 'adminkey', '{teams:read}')$$, 'PT422', null, 'a key without a name is refused');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{}')$$, 'PT422', null, 'a key without a scope is refused');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read,no_such:scope}')$$, 'PT403', 'You cannot give the scope no_such:scope: it is not yours', 'a key cannot have a scope that its creator lacks');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read}', now())$$, 'PT422', null, 'a key cannot expire in the past');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{teams:read}', 'infinity')$$, 'PT422', null, 'a key cannot expire at a time that JSON dates cannot show');
select throws_ok($$select pg_temp.make('Mine', 'ADMIN KEY', '{teams:read}')$$, 'PT422', null, 'a malformed prefix is refused');
select throws_ok($$select public.create_api_key('Mine', '{teams:read}', 'adminkey', 'not a digest')$$, 'PT422', null, 'a malformed digest is refused');
select isnt(pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write,teams:read}'), null, 'an admin can create a key');
select is((select scopes from public.api_keys where name = 'Teams'), '{teams:read,teams:write}', 'a key holds each scope once');
select throws_ok($$select pg_temp.make('Other', 'teamskey', '{teams:read}')$$, 'PT409', null, 'no two keys share a prefix');
select throws_ok($$select pg_temp.make('Mine', 'adminkey', '{api_keys:manage}')$$, 'PT403', 'Only an owner may create or rotate a key with the scope api_keys:manage', 'an admin cannot create a key that manages keys');
reset role;
select pg_temp.act_as('owner');
select isnt(pg_temp.make('Keeper', 'keeper00', '{api_keys:manage,teams:read}', now() + interval '1 day'), null, 'an owner can create a key that manages keys');
reset role;
select pg_temp.act_as('admin');
select throws_ok($$insert into public.api_keys (name) values ('By hand')$$, '42501', null, 'nobody can insert keys through the Data API');
select throws_ok($$select * from private.api_key_secrets$$, '42501', null, 'nobody can read key digests');
select throws_ok($$select public.exchange_api_key('teamskey', pg_temp.digest_of('teamskey'))$$, '42501', null, 'a user cannot exchange a key for a token');
reset role;
select is((select length(digest) from private.api_key_secrets where prefix = 'teamskey'), 32, 'only the digest of a key''s secret is stored');

-- A key that manages keys
select pg_temp.act_as_key('keeper00');
select throws_ok($$select pg_temp.make('Wider', 'wider000', '{teams:write}', now() + interval '1 hour')$$, 'PT403', null, 'a key cannot create a key with more scopes than its own');
select throws_ok($$select pg_temp.make('Longer', 'longer00', '{teams:read}')$$, 'PT403', null, 'a key cannot create a key that outlives it');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'stolen00', pg_temp.digest_of('stolen00'))$$, 'PT403', null,
  'a key cannot rotate a key with more scopes than its own');
select isnt(pg_temp.make('Child', 'child000', '{teams:read}', now() + interval '1 hour'), null, 'a key can create a key with fewer scopes');
reset role;
select is((select created_by_key from public.api_keys where client_id = pg_temp.acme() and name = 'Child'), (select id from public.api_keys where name = 'Keeper'), 'a key created by a key names that key');
-- Revoking
select pg_temp.act_as('admin');
select is(public.revoke_api_key((select id from public.api_keys where name = 'Teams')) ->> 'status', 'revoked', 'an admin can revoke a key');
select throws_ok($$select public.rotate_api_key((select id from public.api_keys where name = 'Teams'), 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT409', null, 'a revoked key cannot be rotated');
select is(array(select r ->> 'name' from jsonb_array_elements(public.list_api_keys() -> 'rows') r order by 1), '{Child,Keeper}', 'a revoked key is not listed by default');
select is(public.list_api_keys('revoked', with_total => true) - 'rows' || jsonb_build_object('name', public.list_api_keys('revoked') -> 'rows' -> 0 -> 'name'),
  '{"total": 1, "name": "Teams"}', 'a revoked key is listed on request');
reset role;
select set_config('test.child', id::text, true) from public.api_keys where client_id = pg_temp.acme() and name = 'Child';
select pg_temp.act_as('stranger');
select throws_ok($$select public.revoke_api_key(current_setting('test.child')::uuid)$$, 'PT404', null, 'revoking another tenant''s key answers 404');
select throws_ok($$select public.get_api_key(current_setting('test.child')::uuid)$$, 'PT404', null, 'reading another tenant''s key answers 404');
select throws_ok($$select public.rotate_api_key(current_setting('test.child')::uuid, 'rotated2', pg_temp.digest_of('rotated2'))$$, 'PT404', null, 'rotating another tenant''s key answers 404');
reset role;

select * from finish();
rollback;
