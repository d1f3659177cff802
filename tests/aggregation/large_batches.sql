begin;
\ir ../kernel/checks.psql
select plan(1);

insert into refused values ('call_batches', 'call_batches_rows_check', 'rows', $$to_jsonb(repeat(repeat('x', 10000), 2000))$$);
select pg_temp.copy_tables('private');
select pg_temp.refuses(r) from refused r;

select * from finish();
rollback;
