begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(5);

select pg_temp.act_as('admin');
select pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write}');
reset role;
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.read', '1000'), (pg_temp.acme(), 'limits.import', '7');
select is(pg_temp.exchange('teamskey') -> 'limits', '{"read": 1000, "import": 7}', 'exchanging a key returns the tenant''s own rate limits');
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('viewer')), '{"read": 1000, "import": 7}', 'a tenant''s users get the tenant''s own rate limits');
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('stranger')), null, 'another tenant does not get these rate limits');
update public.settings set value = null where client_id = pg_temp.acme() and key = 'limits.read';
select is((select raw_app_meta_data -> 'limits' from auth.users where id = pg_temp.id_of('viewer')), '{"import": 7}', 'removing one rate limit restores its default');
delete from public.settings where client_id = pg_temp.acme() and key = 'limits.import';
select is((select raw_app_meta_data ? 'limits' from auth.users where id = pg_temp.id_of('viewer')), false, 'removing all rate limits restores all defaults');

select * from finish();
rollback;
