-- All totals of a tenant, from its transactions: after its time zone changed, and for the nightly comparison.

-- Its body is parsed when it is created, and it needs no search_path.
create function private.plain_days(tenant uuid) returns table (currency text, day date, product text,
  customer_id uuid, revenue numeric, quantity bigint, completed bigint, pending bigint, cancelled bigint,
  refunded bigint, occurred_at timestamptz)
language sql stable
begin atomic
  select t.currency, (t.occurred_at at time zone c.time_zone)::date, t.product, t.customer_id, t.revenue, t.quantity,
    t.completed, t.pending, t.cancelled, t.refunded, t.occurred_at
  from private.all_transactions t join public.clients c on c.id = t.client_id
  where t.client_id = tenant;
end;
comment on function private.plain_days is
  'Each transaction of the tenant, hot or archived, with its day and what it adds to the totals.';

create function private.sum_days_of_tenant(tenant uuid) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
begin
  delete from private.product_days d where d.client_id = tenant;
  delete from private.customer_days d where d.client_id = tenant;
  insert into private.product_days
    (client_id, currency, day, product, revenue, quantity, completed, pending, cancelled, refunded)
  select tenant, t.currency, t.day, t.product, sum(t.revenue), sum(t.quantity), sum(t.completed), sum(t.pending),
    sum(t.cancelled), sum(t.refunded)
  from private.plain_days(tenant) t group by t.currency, t.day, t.product;
  insert into private.customer_days
    (client_id, currency, day, customer_id, revenue, transactions, first_purchase, last_purchase)
  select tenant, t.currency, t.day, t.customer_id, sum(t.revenue), sum(t.completed),
    coalesce(min(t.occurred_at) filter (where t.completed > 0), 'infinity'),
    coalesce(max(t.occurred_at) filter (where t.completed > 0), '-infinity')
  from private.plain_days(tenant) t group by t.currency, t.day, t.customer_id;
end
$$;

create function private.sum_tenant(tenant uuid) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  days private.total_bucket[];
begin
  perform private.sum_days_of_tenant(tenant);
  delete from private.revenue_periods p where p.client_id = tenant;
  days := array(
    select (tenant, d.currency, null, null, d.day)::private.total_bucket
    from private.product_days d where d.client_id = tenant group by d.currency, d.day);
  perform private.sum_periods(days);
  delete from private.product_totals p where p.client_id = tenant;
  insert into private.product_totals (client_id, currency, product, revenue, quantity, transactions)
  select tenant, d.currency, d.product, sum(d.revenue), sum(d.quantity), sum(d.completed)
  from private.product_days d where d.client_id = tenant group by d.currency, d.product;
  delete from private.customer_totals t where t.client_id = tenant;
  insert into private.customer_totals (client_id, currency, customer_id, search_key, lifetime_value, transactions,
    first_purchase, last_purchase)
  select tenant, d.currency, d.customer_id, private.customer_key(c), d.revenue, d.transactions, d.first_purchase,
    d.last_purchase
  from (
    select s.currency, s.customer_id, sum(s.revenue) as revenue, sum(s.transactions) as transactions,
      min(s.first_purchase) as first_purchase, max(s.last_purchase) as last_purchase
    from private.customer_days s where s.client_id = tenant group by s.currency, s.customer_id
  ) d
  join public.customers c on c.client_id = tenant and c.id = d.customer_id;
end
$$;
comment on function private.sum_tenant is 'Sums everything of a tenant again.';
