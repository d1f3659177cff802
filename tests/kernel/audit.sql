begin;
\ir ../support/world.psql
select plan(11);

select set_config('request.headers', '{"x-request-id": "req-1", "x-forwarded-for": "192.0.2.7", "user-agent": "curl"}', true);
select pg_temp.act_as('owner');
reset role;
insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Initech'), (pg_temp.acme(), 'Initrode');
update public.organizations set name = 'Initech Ltd' where name = 'Initech';
delete from public.organizations where name = 'Initrode';

select is((select count(*) from public.audit_log where resource = 'organizations' and action = 'insert'), 2::bigint, 'each inserted row has an audit entry');
select results_eq($$select before ->> 'name', after ->> 'name' from public.audit_log where resource = 'organizations' and action = 'update'$$,
  $$values ('Initech', 'Initech Ltd')$$, 'an update''s audit entry shows before and after');
select is((select before ->> 'name' from public.audit_log where resource = 'organizations' and action = 'delete'), 'Initrode', 'a deletion''s audit entry shows the deleted row');
select is((select count(distinct (request_id, ip, user_agent)) from public.audit_log
  where resource = 'organizations' and (request_id, ip, user_agent) = ('req-1', '192.0.2.7', 'curl')), 1::bigint, 'an audit entry names the request');
select ok((select bool_and(actor_id is not null) from public.audit_log where resource = 'organizations'), 'an audit entry names the user');

select throws_ok('update public.audit_log set action = ''insert''', '42501', 'audit_log is append-only', 'nobody can update an audit entry, not even the table''s owner');
select throws_ok('delete from public.audit_log', '42501', 'audit_log is append-only', 'nobody can delete an audit entry');
select throws_ok('truncate public.audit_log', '42501', 'audit_log is append-only', 'nobody can truncate the audit log');

insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.max_rows', '100');
select is((select record_id from public.audit_log where client_id = pg_temp.acme() and resource = 'settings'), 'import.max_rows', 'the audit entry of a setting names its key');

set local role authenticated;
select is((select count(*) from public.audit_log where client_id <> pg_temp.acme()), 0::bigint, 'an owner sees only their tenant''s entries');
select throws_ok($$insert into public.audit_log (client_id, action, resource) values (pg_temp.acme(), 'insert', 'x')$$, '42501', null, 'an owner cannot insert audit entries');
reset role;

select * from finish();
rollback;
