-- Counts again each night, from the transactions, what the totals say.

create table private.totals_drift (
  client_id uuid primary key references public.clients on delete cascade,
  checked_at timestamptz not null,
  drift bigint not null
);
alter table private.totals_drift enable row level security;
comment on column private.totals_drift.drift is
  'Days, periods, products and customers that were wrong. Expected to be 0.';

create function private.drift_of_products(tenant uuid) returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select count(*) from (
    select t.currency, t.day, t.product, sum(t.revenue) as revenue, sum(t.quantity) as quantity,
      sum(t.completed) as completed, sum(t.pending) as pending, sum(t.cancelled) as cancelled,
      sum(t.refunded) as refunded
    from private.plain_days(tenant) t group by t.currency, t.day, t.product
  ) plain
  full join (select * from private.product_days d where d.client_id = tenant) kept using (currency, day, product)
  where (plain.revenue, plain.quantity, plain.completed, plain.pending, plain.cancelled, plain.refunded)
    is distinct from (kept.revenue, kept.quantity, kept.completed, kept.pending, kept.cancelled, kept.refunded)
$$;

create function private.drift_of_customers(tenant uuid) returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select count(*) from (
    select t.currency, t.day, t.customer_id, sum(t.revenue) as revenue, sum(t.completed) as transactions,
      coalesce(min(t.occurred_at) filter (where t.completed > 0), 'infinity') as first,
      coalesce(max(t.occurred_at) filter (where t.completed > 0), '-infinity') as last
    from private.plain_days(tenant) t group by t.currency, t.day, t.customer_id
  ) plain
  full join (select * from private.customer_days d where d.client_id = tenant) kept using (currency, day, customer_id)
  where (plain.revenue, plain.transactions, plain.first, plain.last)
    is distinct from (kept.revenue, kept.transactions, kept.first_purchase, kept.last_purchase)
$$;

-- Compares what is added up from days with the days, which are compared with the transactions.
create function private.drift_of_sums(tenant uuid) returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select (
    select count(*) from (
      select d.currency, d.product, sum(d.revenue) as revenue, sum(d.quantity) as quantity,
        sum(d.completed) as completed
      from private.product_days d where d.client_id = tenant group by d.currency, d.product
    ) plain
    full join (select * from private.product_totals t where t.client_id = tenant) kept using (currency, product)
    where (plain.revenue, plain.quantity, plain.completed)
      is distinct from (kept.revenue, kept.quantity, kept.transactions)
  ) + (
    select count(*) from (
      select d.currency, d.customer_id, sum(d.revenue) as revenue, sum(d.transactions) as transactions,
        min(d.first_purchase) as first, max(d.last_purchase) as last
      from private.customer_days d where d.client_id = tenant group by d.currency, d.customer_id
    ) plain
    full join (select * from private.customer_totals t where t.client_id = tenant) kept using (currency, customer_id)
    where (plain.revenue, plain.transactions, plain.first, plain.last)
      is distinct from (kept.lifetime_value, kept.transactions, kept.first_purchase, kept.last_purchase)
  )
$$;

create function private.drift_of_periods(tenant uuid) returns bigint
language sql stable set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
  select count(*) from (
    select d.currency, g.group_by, date_trunc(g.group_by, d.day)::date as period, sum(d.revenue) as revenue,
      sum(d.completed) as completed, sum(d.pending) as pending, sum(d.cancelled) as cancelled,
      sum(d.refunded) as refunded
    from private.product_days d cross join unnest('{day,week,month}'::text[]) g (group_by)
    where d.client_id = tenant group by 1, 2, 3
  ) plain
  left join (
    select d.currency, g.group_by, date_trunc(g.group_by, d.day)::date as period,
      count(distinct d.customer_id) as customers
    from private.customer_days d cross join unnest('{day,week,month}'::text[]) g (group_by)
    where d.client_id = tenant and d.transactions > 0 group by 1, 2, 3
  ) counted using (currency, group_by, period)
  full join (select * from private.revenue_periods p where p.client_id = tenant) kept
    using (currency, group_by, period)
  where (plain.revenue, plain.completed, plain.pending, plain.cancelled, plain.refunded, coalesce(counted.customers, 0))
    is distinct from (kept.revenue, kept.completed, kept.pending, kept.cancelled, kept.refunded, kept.customers)
$$;

-- Sums what waits first and keeps the lock, so that a difference is a fault and not a delay. Faults are repaired.
create function private.reconcile_totals(tenants uuid[], argument jsonb default null) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  found bigint;
  total bigint := 0;
  tenant uuid;
begin
  foreach tenant in array tenants loop
    perform private.sum_tenants(array[tenant]);
    found := private.drift_of_products(tenant) + private.drift_of_customers(tenant) + private.drift_of_sums(tenant)
      + private.drift_of_periods(tenant);
    if found > 0 then
      perform private.sum_tenant(tenant), private.mark_topic(array[tenant], 'totals');
    end if;
    insert into private.totals_drift as d (client_id, checked_at, drift) values (tenant, clock_timestamp(), found)
    on conflict on constraint totals_drift_pkey do update set checked_at = excluded.checked_at, drift = excluded.drift;
    total := total + found;
  end loop;
  return total;
end
$$;
comment on function private.reconcile_totals is
  'Compares the totals of the tenants with their transactions and returns the number of wrong rows. For '
  'private.run_for_tenants.';

create function private.reconcile_all_totals() returns bigint
language plpgsql volatile set search_path = '' as $$
begin
  return private.run_for_tenants('reconcile_totals', array(
    select t.client_id from private.summed_tenants t
    where exists (select from private.all_transactions x where x.client_id = t.client_id) order by t.client_id),
    'private.reconcile_totals');
end
$$;
