begin;
\ir ../support/world.psql
select plan(38);

insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Initech');
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.batches_per_hour', '1000');
create temp table answers (name text, answer jsonb);
grant all on answers to authenticated;
select pg_temp.act_as('member');
create function pg_temp.import(keep_as text, opportunities jsonb, options jsonb default '{}', source jsonb default null) returns jsonb language sql as $$
  insert into answers values (keep_as, public.import_opportunities(opportunities, '[]', options, 'deals.csv', source)) returning answer
$$;
create function pg_temp.body(of text) returns jsonb language sql stable as $$ select answer -> 'body' from answers where name = of $$;

select is(pg_temp.import('first', '[{"name": "A", "external_id": "a", "organization": "Initech"}, {"name": "B", "external_id": "b", "organization": "Initech", "amount": "10.50"}]') -> 'status',
  '201', 'good rows are imported');
select is(pg_temp.body('first') - array['id', 'created_at', 'completed_at', 'created_by', 'options'],
  '{"status": "completed", "filename": "deals.csv", "total_records": 2, "successful_records": 2, "failed_records": 0, "created": 2, "updated": 0,
    "unchanged": 0, "skipped": 0, "unknown_columns": [], "errors": [], "warnings": []}', 'the batch counts its good rows');
select results_eq('select name, amount, currency, version from public.opportunities order by name',
  $$values ('A', null::numeric, 'EUR', 1), ('B', 10.5, 'EUR', 1)$$, 'an amount without a currency is in the tenant''s currency');
reset role;
select results_eq($$select resource, count(*) from public.audit_log where actor_id = pg_temp.id_of('member') group by 1$$,
  $$values ('opportunity_batches', 1::bigint)$$, 'an import has one audit entry');
select is((select after ? 'errors' or after ? 'content_hash' from public.audit_log where resource = 'opportunity_batches'), false, 'the audit entry of an import leaves out rows and digests');
select results_eq($$select type, data ->> 'status' from private.outbox where client_id = pg_temp.acme()$$, $$values ('batch.completed', 'completed')$$, 'an import emits one event');
select pg_temp.act_as('member');

select throws_ok($$select pg_temp.import('again', '[{"name": "A", "external_id": "a", "organization": "Initech"}, {"name": "B", "external_id": "b", "organization": "Initech", "amount": "10.50"}]')$$,
  'PT409', 'The same content was imported in the last 24 hours; force=true imports it again', 'importing the same content again is refused');
select is(pg_temp.import('forced', '[{"name": "A", "external_id": "a", "organization": "Initech"}, {"name": "B", "external_id": "b", "organization": "Initech", "amount": "10.50"}]',
  '{"force": true, "on_conflict": "update"}') -> 'body' -> 'unchanged', '2', 'a forced import of the same content leaves equal rows unchanged');

select is(pg_temp.import('bad', '[{"name": "C", "organization": "Initech"}, {"name": "D", "organization": "Nobody"}]') -> 'status', '422', 'with on_error=abort, one bad row fails the import');
select is((select count(*) from public.opportunities), 2::bigint, 'a failed import writes no opportunities');
select is((select status::text from public.opportunity_batches where id = (pg_temp.body('bad') ->> 'batch_id')::uuid), 'failed', 'a failed import keeps its batch as failed');
select is(pg_temp.body('bad') -> 'details' -> 0 ->> 'row', '2', 'a failed batch lists its errors by row');
select is(public.batch_error_rows((pg_temp.body('bad') ->> 'batch_id')::uuid) #> '{rows,0,record}', '{"name": "D", "organization": "Nobody"}', 'a failed batch keeps its bad rows as sent');

select is(pg_temp.import('skip', '[{"name": "C", "organization": "Initech"}, {"name": "D", "organization": "Nobody"}]', '{"on_error": "skip"}') -> 'status', '201', 'with on_error=skip, good rows are written');
select is(pg_temp.body('skip') ->> 'failed_records', '1', 'with on_error=skip, bad rows are counted');
select is(pg_temp.import('skip all', '[{"name": "D", "organization": "Nobody"}]', '{"on_error": "skip"}') -> 'status', '422', 'with on_error=skip, an import without a good row fails');

select is(pg_temp.import('known', '[{"name": "A2", "external_id": "a", "organization": "Initech"}]') #>> '{body,details,0,code}', 'already_exists', 'with on_conflict=error, a known external_id is an error');
select is(pg_temp.import('known skip', '[{"name": "A2", "external_id": "a", "organization": "Initech"}]', '{"on_conflict": "skip"}') #> '{body,skipped}', '1', 'with on_conflict=skip, a row with a known external_id is skipped');
select is(pg_temp.import('known update', '[{"name": "A2", "external_id": "a", "organization": "Initech", "stage": "won"}]', '{"on_conflict": "update"}') #> '{body,updated}', '1', 'with on_conflict=update, a row with a known external_id updates the stored one');
select results_eq($$select name, stage::text, version from public.opportunities where external_id = 'a'$$, $$values ('A2', 'won', 2)$$, 'an update changes only the fields that the row gives');
select is(pg_temp.import('twice', '[{"name": "A", "external_id": "x", "organization": "Initech"}, {"name": "B", "external_id": "x", "organization": "Initech"}]') #>> '{body,details,0,message}',
  'external_id ''x'' is already in row 1', 'an external_id cannot appear twice in one import');
select is(pg_temp.import('twice known', '[{"name": "A", "external_id": "a", "organization": "Initech"}, {"name": "B", "external_id": "a", "organization": "Initech"}]', '{"on_conflict": "update"}') #> '{body,details}' -> 0 ->> 'row',
  '2', 'a known external_id cannot appear twice in one import');
select is((select total_records from public.opportunity_batches where id = (pg_temp.body('twice known') ->> 'batch_id')::uuid), 2, 'a row with two errors is counted once');

select is(pg_temp.import('dry', '[{"name": "E", "organization": "New one", "product": "P"}, {"name": "F", "organization": "new ONE"}]', '{"dry_run": true, "create_missing": ["organizations", "products"]}') -> 'body',
  '{"would_create": 2, "would_update": 0, "unchanged": 0, "skipped": 0, "would_create_organizations": 1, "would_create_products": 1, "unknown_columns": [], "errors": [], "warnings": []}', 'a dry run reports what the import would do');
select is((select count(*) from public.organizations), 1::bigint, 'a dry run writes nothing');
select is(pg_temp.import('create', '[{"name": "E", "organization": "New one", "product": "P"}, {"name": "F", "organization": "new ONE"}]', '{"create_missing": ["organizations", "products"]}') #> '{body,created}', '2', 'unknown organizations and products are created on request');
select results_eq('select name from public.organizations order by name', array['Initech', 'New one'], 'an unknown name in many rows is created once');
select is((select count(*) from public.opportunities o join public.products p on p.id = o.product_id), 1::bigint, 'rows refer to the organizations created for them');

reset role;
update public.settings set value = '3' where key = 'import.batches_per_hour';
select pg_temp.act_as('member');
select throws_ok($$select pg_temp.import('quota', '[{"name": "G", "organization": "Initech"}]')$$, 'PT429', 'You may start 3 imports in an hour', 'an import over the hourly quota is refused');
select lives_ok($$select pg_temp.import('dry quota', '[{"name": "G", "organization": "Initech"}]', '{"dry_run": true}')$$, 'a dry run does not count toward the quota');
reset role;
select pg_temp.act_as('other member');
select lives_ok($$select pg_temp.import('own quota', '[{"name": "G", "organization": "Initech"}]')$$, 'each user has their own quota');
reset role;
update public.settings set value = '1000' where key = 'import.batches_per_hour';
insert into public.settings (client_id, key, value) values (pg_temp.acme(), 'import.max_rows', '2');
select pg_temp.act_as('member');
select throws_ok($$select pg_temp.import('large', '[{"name": "1"}, {"name": "2"}, {"name": "3"}]')$$, 'PT413', 'The import has 3 rows, at most 2 are allowed: split it, or send the file as an upload (POST /batch-import/v1/uploads)', 'an import with too many rows is refused');
select throws_ok($$select public.import_opportunities('[]')$$, 'PT422', null, 'an empty import is refused');
select throws_ok($$select public.import_opportunities('[1]')$$, 'PT422', null, 'a row that is not an object is refused');
select throws_ok($$select public.import_opportunities('{}', '{}', '[]')$$, 'PT422', null, 'arguments of other types are refused');
select throws_ok($$select public.import_opportunities('[{}]', '[]', '{"on_error": "ignore", "dry_run": 1, "x": 2}')$$, 'PT422', null, 'unknown import options are refused');
reset role;
select pg_temp.act_as('viewer');
select throws_ok($$select public.import_opportunities('[{}]')$$, 'PT403', null, 'a viewer cannot import');
select is((select count(*) from public.opportunity_batches), 0::bigint, 'a viewer cannot see other people''s batches');
reset role;

select * from finish();
rollback;
