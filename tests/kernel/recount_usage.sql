begin;
\ir ../support/world.psql
select plan(5);
create function pg_temp.used(tenant uuid) returns bigint language sql as $$ select private.budget_used(tenant, 'rows_products') $$;
insert into public.products (client_id, name) select pg_temp.acme(), 'Product ' || n from generate_series(1, 3) n;
insert into public.products (client_id, name) values (pg_temp.globex(), 'Other');
select private.recount_usage();
select is(array[pg_temp.used(pg_temp.acme()), pg_temp.used(pg_temp.globex())], array[3, 1]::bigint[], 'marks that are right stay as they are');
select matches(private.recount_usage(), 'rows_products: 0 tenants differed', 'and no drift is published');
insert into private.usage_marks (client_id, budget, rows, bytes) values (pg_temp.acme(), 'rows_products', 7, 700);
select matches(private.recount_usage(), 'rows_products: 1 tenants differed', 'the drift of a tenant is published');
select is(array[pg_temp.used(pg_temp.acme()), pg_temp.used(pg_temp.globex())], array[3, 1]::bigint[], 'and corrected');
select is((select command from private.scheduled_tasks where name = 'recount_usage'), 'select private.recount_usage()', 'each night');
select * from finish();
rollback;
