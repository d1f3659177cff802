begin;
\ir ../support/world.psql
select plan(16);

insert into people (name, client_id) values ('newcomer', pg_temp.acme());
insert into auth.users (id, email) select id, 'newcomer@tap.test' from people where name = 'newcomer';
create function pg_temp.be_newcomer(headers jsonb default '{}') returns void language sql as $$
  select set_config('request.jwt.claims', jsonb_build_object('sub', pg_temp.id_of('newcomer'), 'role', 'authenticated', 'app_metadata', '{}'::jsonb)::text, true),
    set_config('request.headers', headers::text, true), set_config('role', 'authenticated', true)
$$;
create function pg_temp.active() returns text language sql stable security definer as $$
  select c.name from auth.users u join public.clients c on c.id::text = u.raw_app_meta_data ->> 'client_id' where u.id = pg_temp.id_of('newcomer')
$$;
do $$ begin execute format('grant execute on all functions in schema %I to authenticated', (select nspname from pg_namespace where oid = pg_my_temp_schema())); end $$;

select pg_temp.be_newcomer('{"idempotency-key": "first"}');
select is(public.list_accounts(), '[]', 'a new user belongs to no tenant');
create temp table first as select public.create_account('Initech', 'EUR', 'Europe/Berlin') as answer;
select is((select answer -> 'body' ->> 'role' from first), 'owner', 'the creator of a tenant is its owner');
select is(public.create_account('Initech', 'EUR', 'Europe/Berlin') -> 'body', (select answer -> 'body' from first), 'the same Idempotency-Key creates one tenant');
select throws_ok($$select public.create_account('Other')$$, 'PT409', null, 'the same Idempotency-Key with another name is refused');
select pg_temp.be_newcomer();
select is(pg_temp.active(), 'Initech', 'the new tenant is the active one');
select throws_ok($$select public.create_account('')$$, 'PT422', null, 'a tenant needs a name');
select throws_ok($$select public.create_account(null)$$, 'PT422', null, 'a null is not a name');
select throws_ok($$select public.create_account('Zone', 'EUR', 'UTC+3')$$, 'PT422', null, 'a POSIX time zone is refused');
select lives_ok($$select public.create_account('Second')$$, 'a user can create a second tenant');
select is(pg_temp.active(), 'Second', 'the newest tenant is the active one');
select is(public.activate_account((select (answer -> 'body' ->> 'id')::uuid from first)) ->> 'active', 'true', 'a user can switch back');
select is(pg_temp.active(), 'Initech', 'the next token names the tenant that was activated');
select throws_ok($$select public.activate_account(pg_temp.globex())$$, 'PT404', null, 'a tenant of others cannot be activated');
select lives_ok($$select public.create_account('N' || n) from generate_series(3, 5) n$$, 'five tenants a day are allowed');
select throws_ok($$select public.create_account('Sixth')$$, 'PT429', null, 'a sixth tenant in a day is refused');
reset role;
update public.clients set status = 'suspended' where name = 'Initech';
select is((select count(*) from public.client_members where user_id = pg_temp.id_of('newcomer')), 5::bigint, 'a refused request leaves no membership');

select * from finish();
rollback;
