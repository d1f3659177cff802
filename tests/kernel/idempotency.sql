begin;
\ir ../support/world.psql
select plan(8);

select pg_temp.act_as('member');
reset role;
select set_config('request.headers', '{}', true);
select is(private.replay('r', 'a'), null, 'a request without a key is never replayed');
select is((select count(*) from private.idempotency_keys), 0::bigint, 'a request without a key stores no answer');

select set_config('request.headers', '{"idempotency-key": "k"}', true);
select is(private.replay('r', 'a'), null, 'the first request with a key runs');
select is(private.remember('r', '{"status": 201}'), '{"status": 201}', 'the first answer is stored');
select is(private.replay('r', 'a'), '{"status": 201, "replayed": true}', 'an equal request gets the stored answer');
select throws_ok($$select private.replay('r', 'b')$$, 'PT409', null, 'another request with the same key is refused');
select is(private.replay('other', 'b'), null, 'the same key on another route is a new request');

update private.idempotency_keys set created_at = now() - interval '25 hours' where route = 'r';
select is(private.replay('r', 'b'), null, 'a key can be used anew after 24 hours');

select * from finish();
rollback;
