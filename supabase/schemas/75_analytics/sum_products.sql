-- Totals of products, summed again from transactions.

-- See private.agent_days for the two hours.
create function private.product_pairs(buckets private.total_bucket[]) returns table (
  client_id uuid, currency text, product text, day date, time_zone text, after timestamptz, before timestamptz)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
#variable_conflict use_column
begin
  return query
    select p.client_id, p.currency, p.product, p.day, c.time_zone,
      p.day::timestamp at time zone c.time_zone - interval '2 hours',
      (p.day + 1)::timestamp at time zone c.time_zone + interval '2 hours'
    from (select distinct b.client_id, b.currency, b.product, b.day from unnest(buckets) b where b.day is not null) p
    join public.clients c on c.id = p.client_id;
end
$$;
comment on function private.product_pairs is
  'The days of products among the buckets, with the time between which their transactions are looked for.';

create function private.sum_product_days(buckets private.total_bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  with pair as materialized (
    select * from private.product_pairs(buckets)
  ),
  written as (
    insert into private.product_days as d
      (client_id, currency, day, product, revenue, quantity, completed, pending, cancelled, refunded)
    select p.client_id, p.currency, p.day, p.product, t.*
    from pair p
    cross join lateral (
      select sum(t.revenue), sum(t.quantity), sum(t.completed), sum(t.pending), sum(t.cancelled), sum(t.refunded)
      from private.all_transactions t
      where t.client_id = p.client_id and t.product = p.product and t.currency = p.currency
        and t.occurred_at > p.after and t.occurred_at < p.before
        and (t.occurred_at at time zone p.time_zone)::date = p.day
      having count(*) > 0
    ) t
    on conflict on constraint product_days_pkey do update set
      revenue = excluded.revenue, quantity = excluded.quantity, completed = excluded.completed,
      pending = excluded.pending, cancelled = excluded.cancelled, refunded = excluded.refunded
    returning d.client_id, d.currency, d.day, d.product
  )
  delete from private.product_days d
  using (select p.client_id, p.currency, p.day, p.product from pair p except select * from written) g
  where d.client_id = g.client_id and d.currency = g.currency and d.day = g.day and d.product = g.product;
end
$$;
comment on function private.sum_product_days is
  'Sums these buckets of product_days again. Those without transactions are deleted.';

create function private.sum_product_totals(buckets private.total_bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  with pair as materialized (
    select distinct b.client_id, b.currency, b.product from unnest(buckets) b where b.day is not null
  ),
  written as (
    insert into private.product_totals as w (client_id, currency, product, revenue, quantity, transactions)
    select p.client_id, p.currency, p.product, t.*
    from pair p
    cross join lateral (
      select sum(d.revenue), sum(d.quantity), sum(d.completed) from private.product_days d
      where d.client_id = p.client_id and d.currency = p.currency and d.product = p.product having count(*) > 0
    ) t
    on conflict on constraint product_totals_pkey do update set
      revenue = excluded.revenue, quantity = excluded.quantity, transactions = excluded.transactions
    returning w.client_id, w.currency, w.product
  )
  delete from private.product_totals w
  using (select p.client_id, p.currency, p.product from pair p except select * from written) g
  where w.client_id = g.client_id and w.currency = g.currency and w.product = g.product;
end
$$;
