begin;
\ir ../support/world.psql
select plan(17);

create function pg_temp.set_setting(key text, value jsonb) returns void language sql as $$
  insert into public.settings (client_id, key, value) values (pg_temp.acme(), key, value)
  on conflict on constraint settings_pkey do update set value = excluded.value
$$;
create function pg_temp.begins() returns interval language sql as $$
  select c.mfa_required_from - now() from public.clients c where c.id = pg_temp.acme()
$$;
create function pg_temp.rows_as(who text, extra jsonb default '{}') returns bigint language plpgsql as $$
declare found bigint;
begin
  perform pg_temp.act_as(who, extra);
  select count(*) into found from public.clients;
  reset role;
  return found;
end $$;
insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
values (gen_random_uuid(), pg_temp.id_of('owner'), 'totp', 'verified', now(), now());

select is(pg_temp.begins(), null, 'by default no second factor is required');
select pg_temp.set_setting('security.require_mfa', 'true');
select is(pg_temp.begins(), interval '14 days', 'the requirement begins after the grace');
select pg_temp.set_setting('security.mfa_grace_days', '3');
select is(pg_temp.begins(), interval '3 days', 'another grace moves the beginning');
select is(pg_temp.rows_as('viewer', '{"aal": "aal1"}'), 1::bigint, 'within the grace a token without a second factor works');

select pg_temp.act_as('owner', '{"aal": "aal1"}');
select throws_ok($$select public.create_api_key('k', '{teams:read}', 'abcdefgh', repeat('0', 64))$$, 'PT403', null, 'within the grace nobody without a second factor makes an API key');
select pg_temp.act_as('owner', '{"aal": "aal2"}');
select lives_ok($$select public.create_api_key('k', '{teams:read}', 'abcdefgh', repeat('0', 64))$$, 'with a second factor one can make an API key');
select is(public.get_sign_in_policy() - 'without_mfa' - 'mfa_required_from', '{"require_mfa": true, "mfa_grace_days": 3, "members": 6, "members_without_mfa": 5}', 'the policy counts who has no second factor');
select is(public.get_sign_in_policy() -> 'without_mfa' -> 0 ->> 'role', 'admin', 'the policy names who has no second factor, by role');
reset role;

select pg_temp.set_setting('security.mfa_grace_days', '0');
select is(pg_temp.rows_as('viewer', '{"aal": "aal1"}'), 0::bigint, 'after the grace a token without a second factor sees no rows');
select is(pg_temp.rows_as('viewer'), 0::bigint, 'a token that says nothing of its level sees no rows');
select is(pg_temp.rows_as('viewer', '{"aal": "aal2"}'), 1::bigint, 'a token with a second factor sees rows');
select is(pg_temp.rows_as('stranger', '{"aal": "aal1"}'), 1::bigint, 'another tenant is not bound');
select pg_temp.act_as('viewer', '{"aal": "aal1"}');
select throws_ok($$select public.get_account()$$, 'PT403', 'The tenant requires a second factor: enrol one if you have none, verify it, and use the new token', 'a definer refuses a token without a second factor');
reset role;
select pg_temp.set_setting('security.require_mfa', 'false');
select is(pg_temp.begins(), null, 'the policy ends with its setting');
select pg_temp.set_setting('security.require_mfa', 'true');
delete from public.settings where client_id = pg_temp.acme() and key = 'security.require_mfa';
select is(pg_temp.begins(), null, 'the policy ends when its setting is deleted');

insert into auth.sessions (id, user_id) values ('5e000000-0000-4000-8000-000000000001', pg_temp.id_of('viewer'));
select is(pg_temp.rows_as('viewer', '{"session_id": "5e000000-0000-4000-8000-000000000001"}'), 1::bigint, 'the token of a session that lives sees rows');
select is(pg_temp.rows_as('viewer', '{"session_id": "5e000000-0000-4000-8000-000000000002"}'), 0::bigint, 'the token of a session that has ended sees no rows');

select * from finish();
rollback;
