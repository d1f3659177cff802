-- An import with match=name finds its rows by the index, however many opportunities the tenant has.
begin;
\ir ../support/world.psql
select plan(2);
alter table public.opportunities disable trigger user;
insert into public.organizations (client_id, name) values (pg_temp.acme(), 'Bulk');
insert into public.opportunities (client_id, name, organization_id, stage, currency, created_by)
select pg_temp.acme(), 'Bulk deal ' || n, o.id, 'prospecting', 'USD', gen_random_uuid()
from generate_series(1, 5000) n, public.organizations o where o.client_id = pg_temp.acme() and o.name = 'Bulk';
alter table public.opportunities enable trigger user;
analyze public.opportunities;

-- EXPLAIN does not look into functions, so what they really read is counted.
create function pg_temp.read_rows() returns bigint language sql as $$
  select pg_stat_get_xact_tuples_returned('public.opportunities'::regclass)
$$;
create temp table before as select pg_temp.read_rows() as rows;
select is((select sum(found) from private.opportunities_by_name(pg_temp.acme(), array(select 'BULK  deal ' || n from generate_series(1, 100) n))), 100::bigint, 'a name is found without regard to case and blanks');
select cmp_ok(pg_temp.read_rows() - (select rows from before), '<', 1000::bigint, 'a hundred names do not read all of the tenant''s opportunities');

select * from finish();
rollback;
