-- Totals of days, weeks and months, summed again from the days of products and customers.

create function private.sum_periods(buckets private.total_bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  with period as materialized (
    select distinct b.client_id, b.currency, g.group_by, date_trunc(g.group_by, b.day)::date as since,
      (date_trunc(g.group_by, b.day) + ('1 ' || g.group_by)::interval)::date as until
    from unnest(buckets) b cross join unnest('{day,week,month}'::text[]) g (group_by) where b.day is not null
  ),
  written as (
    insert into private.revenue_periods as w
      (client_id, currency, group_by, period, revenue, completed, pending, cancelled, refunded, customers)
    select p.client_id, p.currency, p.group_by, p.since, t.*, (
      select count(distinct d.customer_id) from private.customer_days d
      where d.client_id = p.client_id and d.currency = p.currency and d.day >= p.since and d.day < p.until
        and d.transactions > 0)
    from period p
    cross join lateral (
      select sum(d.revenue), sum(d.completed), sum(d.pending), sum(d.cancelled), sum(d.refunded)
      from private.product_days d
      where d.client_id = p.client_id and d.currency = p.currency and d.day >= p.since and d.day < p.until
      having count(*) > 0
    ) t
    on conflict on constraint revenue_periods_pkey do update set
      revenue = excluded.revenue, completed = excluded.completed, pending = excluded.pending,
      cancelled = excluded.cancelled, refunded = excluded.refunded, customers = excluded.customers
    returning w.client_id, w.currency, w.group_by, w.period
  )
  delete from private.revenue_periods w
  using (select p.client_id, p.currency, p.group_by, p.since from period p except select * from written)
    g (client_id, currency, group_by, period)
  where w.client_id = g.client_id and w.currency = g.currency and w.group_by = g.group_by and w.period = g.period;
end
$$;
comment on function private.sum_periods is
  'Sums the days, weeks and months of these buckets again. Those without transactions are deleted.';
