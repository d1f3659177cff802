begin;
\ir ../kernel/checks.psql
select plan(1);

insert into refused values ('archive_chunks', 'archive_chunks_content_check', 'content', $$to_jsonb(repeat(repeat('x', 10000), 10000))$$);
select pg_temp.copy_tables('private');
select pg_temp.refuses(r) from refused r;

select * from finish();
rollback;
