begin;
\ir ../support/world.psql
select plan(6);
delete from private.secrets;
delete from private.known_keys;
create function pg_temp.seal(key text) returns void language sql as $$
  insert into private.secrets (client_id, kind, owner_id, key_id, ciphertext) values (pg_temp.acme(), 'channel', gen_random_uuid(), key, convert_to(repeat('.', 60), 'utf8'))
$$;
select is(public.check_key_ring('{a}'), 0, 'a ring without secrets lacks nothing');
select pg_temp.seal('a');
select is(public.check_key_ring('{a,b}'), 0, 'secrets under a key of the ring can be opened');
select is(public.check_key_ring('{b}'), 1, 'a secret whose key left the ring is counted');
select pg_temp.seal('never-a-key');
select is(public.check_key_ring('{b}'), 1, 'a key that a tenant made up raises no alarm');
select is(public.check_key_ring('{a,b}'), 0, 'the alarm ends when the key is back');
delete from private.secrets where key_id = 'a';
select public.check_key_ring('{b}');
select is((select array_agg(key_id) from private.known_keys), '{b}'::text[], 'a key with nothing left under it is forgotten');
select * from finish();
rollback;
