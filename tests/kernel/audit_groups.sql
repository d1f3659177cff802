begin;
\ir ../support/world.psql
select plan(6);

create function pg_temp.entries() returns bigint language sql as $$
  select count(*) from public.audit_log where client_id = pg_temp.acme() and resource = 'organizations'
$$;

select private.open_audit_group('opportunity_batches', gen_random_uuid());
insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Initech'), (pg_temp.acme(), 'Initrode');
update public.organizations set name = 'Initech Ltd' where name = 'Initech';
select is(pg_temp.entries(), 0::bigint, 'changes inside an audit group have no entries of their own');
select private.close_audit_group();
delete from public.organizations where name = 'Initrode';
select is(pg_temp.entries(), 1::bigint, 'a change after the group is closed has its own entry');
select is_empty('select from private.audit_groups', 'a closed group leaves nothing behind');

select pg_temp.act_as('owner');
select throws_ok($$select private.open_audit_group('opportunity_batches', gen_random_uuid())$$, '42501', null,
  'a caller cannot open an audit group');
select throws_ok($$insert into private.audit_groups (resource, record_id) values ('teams', '1')$$, '42501', null,
  'a caller cannot write an audit group by hand');
select set_config('frontline.batch_id', gen_random_uuid()::text, true);
insert into public.teams (name, sector) values ('Alpha', 'sales');
reset role;
select is((select count(*) from public.audit_log where resource = 'teams' and client_id = pg_temp.acme()), 1::bigint,
  'no setting of the session mutes the audit');

select * from finish();
rollback;
