begin;
\ir ../support/world.psql
select plan(8);

select pg_temp.act_as('member');
reset role;
select set_config('request.headers', '{}', true);
select is(private.replay('r', 'a'), null, 'without a key nothing is replayed');
select is((select count(*) from private.idempotency_keys), 0::bigint, 'and nothing kept');

select set_config('request.headers', '{"idempotency-key": "k"}', true);
select is(private.replay('r', 'a'), null, 'the first request goes on');
select is(private.remember('r', '{"status": 201}'), '{"status": 201}', 'its answer is kept');
select is(private.replay('r', 'a'), '{"status": 201, "replayed": true}', 'an equal one gets it again');
select throws_ok($$select private.replay('r', 'b')$$, 'PT409', null, 'another content under the key is refused');
select is(private.replay('other', 'b'), null, 'a key counts for one route');

update private.idempotency_keys set created_at = now() - interval '25 hours' where route = 'r';
select is(private.replay('r', 'b'), null, 'after 24 hours the key is free');

select * from finish();
rollback;
