begin;
\ir ../support/world.psql
select plan(22);

insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Initech');
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.batches_per_hour', '1000');
create temp table batches (name text, id uuid);
grant all on batches to authenticated;
select pg_temp.act_as('member');
create function pg_temp.import(keep_as text, opportunities jsonb) returns void language sql as $$
  insert into batches select keep_as, (public.import_opportunities(opportunities, '[]',
    '{"on_conflict": "update", "create_missing": ["organizations"]}') -> 'body' ->> 'id')::uuid
$$;
create function pg_temp.batch(of text) returns uuid language sql stable as $$ select id from batches where name = of $$;

select pg_temp.import('first', '[{"name": "A", "external_id": "a", "organization": "Initech", "amount": 1}, {"name": "B", "external_id": "b", "organization": "Newcorp"}]');
select pg_temp.import('second', '[{"name": "A2", "external_id": "a", "organization": "Newcorp", "amount": 2}, {"name": "C", "external_id": "c", "organization": "Initech"}]');

select is(jsonb_path_query_array(public.list_batch_rows(pg_temp.batch('second')), '$[*].action'), '["updated", "created"]', 'a batch lists the rows it wrote');
select is(public.list_batch_rows(pg_temp.batch('second'), 1, 1) #>> '{0,opportunity,name}', 'C', 'the rows of a batch are paged');
select is(public.rollback_batch(pg_temp.batch('second')) - 'batch',
  '{"deleted": 1, "restored": 1, "kept": [], "organizations_deleted": 0, "products_deleted": 0}', 'a rollback deletes what was created and restores what was updated');
select results_eq($$select name, amount, version from public.opportunities where external_id = 'a'$$, $$values ('A', 1.00, 1)$$, 'a rollback restores the former values');
select is((select status::text from public.opportunity_batches where id = pg_temp.batch('second')), 'rolled_back', 'a rolled-back batch has the status rolled_back');
select throws_ok($$select public.rollback_batch(pg_temp.batch('second'))$$, 'PT409', 'The batch is already rolled back', 'a batch can be rolled back only once');
select is(public.list_batch_rows(pg_temp.batch('second')), '[]', 'a rollback leaves nothing that its batch created');
select is(public.rollback_batch(pg_temp.batch('first')) - 'batch',
  '{"deleted": 2, "restored": 0, "kept": [], "organizations_deleted": 1, "products_deleted": 0}', 'an earlier batch can be rolled back next, with the organization that it created');
select results_eq('select name from public.organizations', array['Initech'], 'a rollback keeps organizations that other batches created');
reset role;
select is((select count(*) from public.audit_log where resource in ('opportunities', 'organizations') and actor_id is not null), 0::bigint, 'a rollback is audited as the batch''s change');

select pg_temp.act_as('member');
select pg_temp.import('third', '[{"name": "D", "external_id": "d", "organization": "Initech"}, {"name": "E", "external_id": "e", "organization": "Initech"}]');
select pg_temp.import('fourth', '[{"name": "D4", "external_id": "d", "organization": "Initech"}]');
reset role;
update public.opportunities set notes = 'by hand' where external_id = 'd';
select is((select count(*) from public.audit_log where resource = 'opportunities'), 1::bigint, 'an edit outside an import has its own entry');
select pg_temp.act_as('member');
select is(public.rollback_batch(pg_temp.batch('fourth')) #> '{kept,0}' ->> 'reason', 'edited since the import', 'a rollback keeps rows edited since and names them');
select is((select name from public.opportunities where external_id = 'd'), 'D4', 'a rollback leaves an edited row as it is');
select is(public.rollback_batch(pg_temp.batch('third')) -> 'deleted', '1', 'a rollback removes the rows that nobody edited');
reset role;

select pg_temp.act_as('member');
select pg_temp.import('fifth', '[{"name": "F", "external_id": "f", "organization": "Initech"}]');
select throws_ok($$select public.cancel_batch(pg_temp.batch('fifth'))$$, 'PT409', 'The batch is completed; only a processing batch can be cancelled', 'a completed batch cannot be cancelled');
reset role;
update public.opportunity_batches set status = 'processing' where id = pg_temp.batch('fifth');
select pg_temp.act_as('other member');
select throws_ok($$select public.cancel_batch(pg_temp.batch('fifth'))$$, 'PT404', null, 'a member cannot cancel another''s batch');
select throws_ok($$select public.list_batch_rows(pg_temp.batch('fifth'))$$, 'PT404', null, 'a member cannot read another member''s batch');
reset role;
select pg_temp.act_as('stranger');
select throws_ok($$select public.rollback_batch(pg_temp.batch('fifth'))$$, 'PT404', null, 'another tenant cannot roll back a batch');
select throws_ok($$select public.batch_error_rows(pg_temp.batch('fifth'))$$, 'PT404', null, 'another tenant cannot read a batch''s errors');
reset role;
select pg_temp.act_as('manager');
select is(public.cancel_batch(pg_temp.batch('fifth')) ->> 'status', 'cancelled', 'a manager can cancel a processing batch');
select throws_ok($$select public.rollback_batch(pg_temp.batch('fifth'))$$, 'PT409', 'The batch is cancelled; only a completed batch can be rolled back', 'a cancelled batch cannot be rolled back');
select cmp_ok((select count(*) from public.opportunity_batches), '>', 3::bigint, 'a manager sees all batches of the tenant');
reset role;

select * from finish();
rollback;
