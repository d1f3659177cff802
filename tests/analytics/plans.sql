-- 12,000 transactions of two tenants in a year: whatever is asked, no table of tenants is read from end to end.
begin;
\ir ../support/world.psql
select plan(21);

alter table public.transactions disable trigger user;
alter table public.customers disable trigger user;
insert into public.customers (client_id, external_id, name)
select t.id, 'c' || n, 'Customer ' || n from public.clients t, generate_series(1, 1200) n where t.id in (pg_temp.acme(), pg_temp.globex());
insert into public.transactions (client_id, external_id, customer_id, occurred_at, amount, currency, status, product, quantity)
select t.id, 's' || n, k.ids[1 + n % 1200], now() - n * interval '1 year' / 6000, 1 + n % 500, t.currency, 'completed', 'Product ' || n % 50, 1
from public.clients t, generate_series(1, 6000) n,
  lateral (select array_agg(id) as ids from public.customers c where c.client_id = t.id) k
where t.id in (pg_temp.acme(), pg_temp.globex());
alter table public.transactions enable trigger user;
alter table public.customers enable trigger user;
insert into private.changed_totals (client_id) values (pg_temp.acme()), (pg_temp.globex());
select private.sum_tenants(array[pg_temp.acme(), pg_temp.globex()]);
insert into private.own_event_counts (client_id, event_type, quarter, events, is_sum)
select t.id, 'opened', date_bin('15 minutes', now() - n * interval '3 hours', '2000-01-01'), 1, true from public.clients t, generate_series(1, 1200) n where t.id in (pg_temp.acme(), pg_temp.globex());
insert into private.request_counts (client_id, at, grain, function, kind, requests, errors)
select t.id, date_bin('15 minutes', now() - n * interval '3 hours', '2000-01-01'), 'quarter', 'teams', 'user', 1, 0 from public.clients t, generate_series(1, 1200) n where t.id in (pg_temp.acme(), pg_temp.globex());
analyze public.transactions, public.customers, private.product_days, private.customer_days, private.revenue_periods, private.product_totals, private.customer_totals,
  private.own_event_counts, private.request_counts;

-- EXPLAIN does not look into functions, so what the statement really did is counted. Small tables are rightly read whole.
create function pg_temp.scanned() returns table (name text, scans bigint) language sql as $$
  select c.oid::regclass::text, pg_stat_get_xact_numscans(c.oid) from pg_class c
  where c.relkind = 'r' and c.reltuples > 1000 and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id')
$$;
create function pg_temp.scans_of(statement text) returns text language plpgsql as $$
declare
  before jsonb := (select jsonb_object_agg(s.name, s.scans) from pg_temp.scanned() s);
begin
  execute statement;
  return coalesce((select string_agg(s.name, ', ') from pg_temp.scanned() s where s.scans > (before ->> s.name)::bigint), 'none');
end
$$;
grant execute on function pg_temp.scanned, pg_temp.scans_of to authenticated;

select cmp_ok((select count(*) from pg_temp.scanned()), '>=', 6::bigint, 'the fixture fills the tables that are read');
create temp table one as select id from public.customers where client_id = pg_temp.acme() limit 1;
grant select on one to authenticated;
select pg_temp.act_as('viewer');
select is(pg_temp.scans_of(q.statement), 'none', q.statement) from unnest(array[
  'select public.get_dashboard()',
  'select public.get_dashboard(current_date - 89, current_date)',
  'select public.get_revenue(current_date - 89, current_date)',
  'select public.get_revenue(current_date - 300, current_date - 7, ''week'')',
  'select public.get_revenue(current_date - 300, current_date - 7, ''month'')',
  'select public.list_customers()',
  'select public.list_customers(sort => ''name'')',
  'select public.list_customers(sort => ''-transactions'', with_total => true)',
  'select public.list_customers(search => ''stomer 77'')',
  'select public.get_customer((select id from one))',
  'select public.list_product_revenue()',
  'select public.list_product_revenue(current_date - 89, current_date, with_total => true)',
  'select public.list_transactions()',
  'select public.list_transactions(status => ''completed'')',
  'select public.list_transactions(product => ''Product 7'')',
  'select public.get_usage(by_what => ''key'')',
  'select public.get_usage(current_date - 300, current_date, ''month'', ''function'')',
  'select public.totals_state()']) q (statement);
reset role;
update public.transactions set amount = 7 where client_id = pg_temp.acme() and external_id = 's77';
select is(pg_temp.scans_of(format('select private.sum_tenants(array[%L::uuid])', pg_temp.acme())), 'none', 'a run reads what changed by indexes');
select is((select pg_temp.scans_of('select count(*) from public.transactions where amount = 7')), 'transactions', 'the test notices a scan');

select * from finish();
rollback;
