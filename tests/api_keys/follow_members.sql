begin;
\ir ../support/world.psql
\ir api_keys.psql
select plan(8);

create function pg_temp.state(name text) returns text language sql as $$
  select concat_ws(' ', k.scopes::text, k.revoked_because) from public.api_keys k where k.name = state.name
$$;
create function pg_temp.events() returns text[] language sql as $$
  select array_agg(o.type || ' ' || (o.data ->> 'name') order by o.type)
  from private.outbox o where o.client_id = pg_temp.acme() and o.type like 'api_key.%'
$$;
create function pg_temp.limits_of(who text) returns jsonb language sql as $$
  select u.raw_app_meta_data - 'client_id' from auth.users u where u.id = pg_temp.id_of(who)
$$;

select pg_temp.act_as('admin');
select pg_temp.make('Teams', 'teamskey', '{teams:read,teams:write}');
reset role;
select is(pg_temp.state('Teams'), '{teams:read,teams:write}', 'a key has the scopes that it was made with');

update public.client_members set role = 'viewer' where user_id = pg_temp.id_of('admin');
select is(pg_temp.state('Teams'), '{teams:read}', 'a key loses the scopes that its maker''s new role lacks');
select is(pg_temp.limits_of('admin'), '{"role": "viewer"}', 'the member''s token says the new role');
select is(pg_temp.events(), '{"api_key.narrowed Teams"}', 'the narrowed key is announced');

delete from public.client_members where user_id = pg_temp.id_of('admin');
select is(pg_temp.state('Teams'), '{teams:read} member_removed', 'a removed member''s key is revoked');
select is(pg_temp.events(), '{"api_key.narrowed Teams","api_key.revoked Teams"}', 'the revoked key is announced');

insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'limits.read', '7');
select is(pg_temp.limits_of('viewer'), '{"role": "viewer", "limits": {"read": 7}}', 'tokens carry the tenant''s limits');
delete from public.settings where client_id = pg_temp.acme();
select is(pg_temp.limits_of('viewer'), '{"role": "viewer"}', 'tokens forget a limit that is deleted');

select * from finish();
rollback;
