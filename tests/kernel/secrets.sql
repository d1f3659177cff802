begin;
\ir ../support/world.psql
select plan(15);

insert into private.secret_kinds (kind, max_bytes) values ('tap_secret', 64);
create table public.tap_owners (client_id uuid, id uuid);
select private.delete_secrets_with('public.tap_owners', 'tap_secret');

create function pg_temp.owner() returns uuid language sql immutable as $$ select '00000000-0000-4000-8000-00000000000a'::uuid $$;
create function pg_temp.sealed(text text, key_id text default 'k1') returns jsonb language sql immutable as $$
  select jsonb_build_object('key_id', key_id, 'ciphertext', encode(convert_to(rpad(text, greatest(40, length(text)), '.'), 'utf8'), 'base64'))
$$;
create function pg_temp.keep(text text) returns void language sql as $$
  select private.keep_secret(pg_temp.acme(), 'tap_secret', pg_temp.owner(), pg_temp.sealed(text))
$$;
create function pg_temp.rotate(text text, overlap_hours integer) returns void language sql as $$
  select private.rotate_secret(pg_temp.acme(), 'tap_secret', pg_temp.owner(), pg_temp.sealed(text), overlap_hours)
$$;
create function pg_temp.valid() returns text language sql as $$
  select string_agg(rtrim(convert_from(decode(s ->> 'ciphertext', 'base64'), 'utf8'), '.'), ' ')
  from json_array_elements(private.valid_secrets(pg_temp.acme(), 'tap_secret', pg_temp.owner())) s
$$;

select is(pg_temp.valid(), null, 'an owner without a secret has no valid secret');
select pg_temp.keep('one');
select pg_temp.keep('two');
select is(pg_temp.valid(), 'two', 'storing a secret replaces the former one');
select pg_temp.rotate('three', 24);
select is(pg_temp.valid(), 'three two', 'after a rotation the former secret is still valid, and the newest comes first');
select results_eq(
  $$select expires_at - now() from private.secrets where owner_id = pg_temp.owner() order by id$$,
  $$values (interval '24 hours'), (null)$$, 'the former secret expires after the overlap');
update private.secrets set expires_at = now() - interval '1 second' where expires_at is not null;
select is(pg_temp.valid(), 'three', 'an expired secret is not valid');
select pg_temp.rotate('four', 24), pg_temp.rotate('five', 24), pg_temp.rotate('six', 24),
  pg_temp.rotate('seven', 24);
select is(pg_temp.valid(), 'seven six five four three', 'five secrets can be valid at once');
select pg_temp.rotate('eight', 24);
select is(pg_temp.valid(), 'eight seven six five four', 'a sixth secret ends the oldest');
select pg_temp.rotate('nine', 1);
select is((select max(expires_at) - now() from private.secrets where owner_id = pg_temp.owner()), interval '1 hour',
  'no former secret outlasts the overlap of the last rotation');
select pg_temp.rotate('ten', 0);
select is(pg_temp.valid(), 'ten', 'an overlap of 0 ends all former secrets at once');
select throws_ok($$select pg_temp.rotate('x', 169)$$, 'PT422', null, 'an overlap is at most 168 hours');
select throws_ok($$select pg_temp.keep(repeat('x', 65))$$, 'PT422', null, 'a ciphertext over the limit of its kind is refused');
select throws_ok($$select private.keep_secret(pg_temp.acme(), 'no_kind', pg_temp.owner(), pg_temp.sealed('x'))$$, '23503', null,
  'a secret has a registered kind');

select private.keep_secret(pg_temp.globex(), 'tap_secret', pg_temp.owner(), pg_temp.sealed('theirs'));
insert into public.tap_owners values (pg_temp.acme(), pg_temp.owner());
delete from public.tap_owners;
select is(pg_temp.valid(), null, 'deleting an owner deletes its secrets');
select is((select count(*) from private.secrets where client_id = pg_temp.globex()), 1::bigint,
  'deleting an owner keeps another tenant''s secrets, even for the same id');

select pg_temp.act_as('owner');
select throws_ok('select * from private.secrets', '42501', null, 'no role can read ciphertext');

select * from finish();
rollback;
