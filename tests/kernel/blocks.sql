begin;
\ir ../support/world.psql
select plan(16);

-- 10 minutes in a row block; `minute` moves the clock.
create function pg_temp.refuse(minute integer, who text default 'member') returns timestamptz language sql as $$
  select private.note_refusal(pg_temp.id_of(who), pg_temp.acme(), 'user',
    date_trunc('minute', clock_timestamp()) + make_interval(mins => minute, secs => 30))
$$;

select is(max(pg_temp.refuse(m)), null, 'refusals in nine minutes in a row block nobody') from generate_series(1, 9) m;
select is(max(pg_temp.refuse(9)), null, 'a minute counts once') from generate_series(1, 50);
select is(pg_temp.refuse(11), null, 'after a minute without a refusal the count begins again');
select is(max(pg_temp.refuse(m)), null, 'and needs ten again') from generate_series(12, 19) m;
select is(pg_temp.refuse(20), date_trunc('minute', clock_timestamp()) + interval '35 minutes 30 seconds',
  'the tenth minute in a row blocks for 15 minutes');
select is(pg_temp.refuse(34), date_trunc('minute', clock_timestamp()) + interval '35 minutes 30 seconds',
  'a refusal does not prolong a block');
select is(pg_temp.refuse(36), null, 'after the block the count begins at one');
select results_eq($$select action, after ->> 'minutes' from public.audit_log
  where resource = 'callers' and record_id = pg_temp.id_of('member')::text$$, $$values ('blocked', '10')$$,
  'a block leaves one audit entry');
select results_eq($$select data ->> 'subject' from private.outbox where type = 'caller.blocked'$$,
  array[pg_temp.id_of('member')::text], 'and one event');

update private.refused_callers set blocked_at = now(), blocked_until = now() + interval '5 minutes';
select pg_temp.act_as('member');
select throws_ok('select public.check_request()', 'PT429', null, 'a blocked user gets nothing from the Data API');
reset role;
select pg_temp.act_as('viewer');
select lives_ok('select public.check_request()', 'others of the tenant do');
select throws_ok('select * from private.refused_callers', '42501', null, 'a member cannot read who is blocked');
reset role;
select set_config('request.jwt.claims', '{"role": "service_role"}', true);
select lives_ok(format('select public.lift_block(%L)', pg_temp.id_of('member')), 'the operator lifts the block');
select throws_ok(format('select public.lift_block(%L)', pg_temp.id_of('member')), 'PT404', null,
  'a block is lifted once');

insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.block_after', '2');
select is(pg_temp.refuse(1, 'viewer'), null, 'a tenant''s own limits.block_after counts');
select isnt(pg_temp.refuse(2, 'viewer'), null, 'and blocks');

select * from finish();
rollback;
