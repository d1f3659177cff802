begin;
\ir ../support/world.psql
select plan(18);

create function pg_temp.reason(key text, tenant uuid, api_version text default 'v1') returns text language sql as $$
  select (private.answer_flag(f, tenant, api_version)).reason from private.flags f where f.key = reason.key
$$;

insert into private.flags (key, enabled) values ('everyone', true), ('nobody', false), ('named', true);
insert into private.flags (key, enabled, percent) values ('share', true, 0), ('hundred', true, 100);
insert into private.flags (key, enabled, versions) values ('second', true, '{v2}');
insert into private.flag_clients (key, client_id) values ('named', pg_temp.acme());

select is(pg_temp.reason('everyone', pg_temp.acme()), 'on: everyone', 'a flag without names and percent is on for everyone');
select is(pg_temp.reason('nobody', pg_temp.acme()), 'off: disabled', 'a disabled flag is off');
select is(pg_temp.reason('named', pg_temp.acme()), 'on: named', 'a named tenant has the flag');
select is(pg_temp.reason('named', pg_temp.globex()), 'off: not named', 'a tenant that is not named has it not');
select is(pg_temp.reason('second', pg_temp.acme()), 'off: only in v2', 'a flag of one version is off in others');
select is(pg_temp.reason('second', pg_temp.acme(), 'v2'), 'on: everyone', 'and on in its own');
select is(pg_temp.reason('hundred', null), 'on: 100 %, no tenant', 'at 100 % a caller without a tenant has the flag too');

select is(pg_temp.reason('share', pg_temp.acme()),
  format('off: 0 %%, bucket %s', private.flag_bucket('share', pg_temp.acme())), 'at 0 % it names the bucket');
update private.flags set percent = private.flag_bucket('share', pg_temp.acme()) where key = 'share';
select is(left(pg_temp.reason('share', pg_temp.acme()), 3), 'off', 'the bucket that equals the percent is off');
update private.flags set percent = percent + 1 where key = 'share';
select is(left(pg_temp.reason('share', pg_temp.acme()), 2), 'on', 'one percent more and it is on');
select is((select version from private.flags where key = 'share'), 3, 'each change of a flag raises its version');

select is(private.flag_bucket('new_trends', '0a000000-0000-4000-8000-00000000000a'), 9,
  'a tenant''s bucket is the same in every version of Postgres');
with counted as (
  select private.flag_bucket('x', ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid) as bucket
  from generate_series(1, 10000) i
)
select ok(min(n) > 50 and max(n) < 160 and count(*) = 100, '10,000 tenants fill the 100 buckets evenly')
from (select bucket, count(*) as n from counted group by 1) c;

select pg_temp.act_as('viewer');
select is(private.flag('named'), true, 'SQL knows the flag of the caller''s tenant');
select is(private.flag('no_such_flag'), false, 'an unknown flag is off');
select is(private.flag('second'), false, 'a flag of one version is off where no function says the version');
select throws_ok('select * from private.flags', '42501', null, 'a member cannot read the flags themselves');
select throws_ok($$select public.put_flag('mine', true)$$, '42501', null, 'nor write one');
reset role;

select * from finish();
rollback;
