-- Marks, entries and what keeps them exact.
begin;
\ir ../support/world.psql
select plan(15);

insert into public.organizations (client_id, name) select pg_temp.acme(), 'Company ' || i from generate_series(1, 2500) i;
select is((select count(*) from private.search_marks where client_id = pg_temp.acme()), 3::bigint, 'a statement leaves a mark for each thousand rows');
select is((select count(*) from private.search_entries where client_id = pg_temp.acme()), 0::bigint, 'writers enter nothing themselves');
select ok((select e.rows between 1000 and 1999 from private.enter_marked(pg_temp.acme(), 1000) e (rows)), 'the newest marks are entered first, up to a number of rows');
select ok(private.enter_marked(pg_temp.acme(), 5000) >= 501, 'and the rest after them');
select is((select count(*) from private.search_entries where client_id = pg_temp.acme()), 2500::bigint, 'each row has its entry');
select is(private.reconcile_search_of(array[pg_temp.acme()], null), 0::bigint, 'entries and rows agree');

alter table public.organizations disable trigger user;
update public.organizations set name = 'Renamed' where name = 'Company 1';
delete from public.organizations where name = 'Company 2';
insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Unmarked');
alter table public.organizations enable trigger user;
select is(private.reconcile_search_of(array[pg_temp.acme()], null), 3::bigint, 'a changed, a deleted and an added row without marks are noticed');
select is(private.reconcile_search_of(array[pg_temp.acme()], null), 0::bigint, 'what is marked is not marked again');
select is(private.enter_marked(pg_temp.acme(), 1000), 3::bigint, 'and entered');
select is((select array_agg(title order by title) from private.search_entries where title in ('Renamed', 'Company 1', 'Company 2', 'Unmarked')),
  '{Renamed,Unmarked}', 'then entries and rows agree again');

insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Sirius'), (pg_temp.globex(), 'Sirius');
select private.enter_all_marked();
select is((select count(*) from private.search_entries where title = 'Sirius' and client_id in (pg_temp.acme(), pg_temp.globex())), 2::bigint, 'the task enters what all tenants marked');
select is((select count(*) from private.search_marks where client_id in (pg_temp.acme(), pg_temp.globex())), 0::bigint, 'and no mark is left');

select pg_temp.act_as('viewer');
select throws_ok($$select * from private.search_entries$$, '42501', null, 'nobody reads entries but through a search');
select throws_ok($$select public.search(repeat('a', 201))$$, 'PT422', null, 'a query through the Data API is bounded too');
select is(jsonb_array_length(public.search('company', page_size => 1000) -> 'rows'), 101, 'a page through the Data API is bounded');
reset role;
select * from finish();
rollback;
