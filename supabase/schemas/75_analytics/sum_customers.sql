-- Totals of customers, summed again from transactions.

create function private.customer_pairs(buckets private.total_bucket[]) returns table (
  client_id uuid, currency text, customer_id uuid, day date, time_zone text, after timestamptz, before timestamptz)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off' set jit = 'off' as $$
#variable_conflict use_column
begin
  return query
    select p.client_id, p.currency, p.customer_id, p.day, c.time_zone,
      p.day::timestamp at time zone c.time_zone - interval '2 hours',
      (p.day + 1)::timestamp at time zone c.time_zone + interval '2 hours'
    from (select distinct b.client_id, b.currency, b.customer_id, b.day from unnest(buckets) b
      where b.day is not null) p
    join public.clients c on c.id = p.client_id;
end
$$;
comment on function private.customer_pairs is 'As private.product_pairs, of customers.';

create function private.sum_customer_days(buckets private.total_bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  with pair as materialized (
    select * from private.customer_pairs(buckets)
  ),
  written as (
    insert into private.customer_days as d
      (client_id, currency, day, customer_id, revenue, transactions, first_purchase, last_purchase)
    select p.client_id, p.currency, p.day, p.customer_id, t.*
    from pair p
    cross join lateral (
      select sum(t.revenue), sum(t.completed),
        coalesce(min(t.occurred_at) filter (where t.completed > 0), 'infinity'),
        coalesce(max(t.occurred_at) filter (where t.completed > 0), '-infinity')
      from private.all_transactions t
      where t.client_id = p.client_id and t.customer_id = p.customer_id and t.currency = p.currency
        and t.occurred_at > p.after and t.occurred_at < p.before
        and (t.occurred_at at time zone p.time_zone)::date = p.day
      having count(*) > 0
    ) t
    on conflict on constraint customer_days_pkey do update set
      revenue = excluded.revenue, transactions = excluded.transactions, first_purchase = excluded.first_purchase,
      last_purchase = excluded.last_purchase
    returning d.client_id, d.currency, d.day, d.customer_id
  )
  delete from private.customer_days d
  using (select p.client_id, p.currency, p.day, p.customer_id from pair p except select * from written) g
  where d.client_id = g.client_id and d.currency = g.currency and d.day = g.day and d.customer_id = g.customer_id;
end
$$;
comment on function private.sum_customer_days is 'As private.sum_product_days, of customers.';

create function private.customer_key(customer public.customers) returns text
language sql immutable set search_path = '' as $$
  select left(private.name_key(concat_ws(' ', customer.name, customer.external_id)), 1200)
$$;
comment on function private.customer_key is 'What customers are sorted by and found by: the name and external_id.';

-- A bucket without a day is a customer whose name changed.
create function private.sum_customer_totals(buckets private.total_bucket[]) returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
  set enable_seqscan = 'off' set jit = 'off' as $$
begin
  with pair as materialized (
    select b.client_id, b.currency, b.customer_id from unnest(buckets) b where b.day is not null
    union
    select t.client_id, t.currency, t.customer_id from unnest(buckets) b
    join private.customer_totals t on t.client_id = b.client_id and t.customer_id = b.customer_id where b.day is null
  ),
  written as (
    insert into private.customer_totals as w (client_id, currency, customer_id, search_key, lifetime_value,
      transactions, first_purchase, last_purchase)
    select p.client_id, p.currency, p.customer_id, private.customer_key(c), t.*
    from pair p
    join public.customers c on c.client_id = p.client_id and c.id = p.customer_id
    cross join lateral (
      select sum(d.revenue), sum(d.transactions), min(d.first_purchase), max(d.last_purchase)
      from private.customer_days d
      where d.client_id = p.client_id and d.currency = p.currency and d.customer_id = p.customer_id having count(*) > 0
    ) t
    on conflict on constraint customer_totals_pkey do update set
      search_key = excluded.search_key, lifetime_value = excluded.lifetime_value, transactions = excluded.transactions,
      first_purchase = excluded.first_purchase, last_purchase = excluded.last_purchase
    returning w.client_id, w.currency, w.customer_id
  )
  delete from private.customer_totals w
  using (select p.client_id, p.currency, p.customer_id from pair p except select * from written) g
  where w.client_id = g.client_id and w.currency = g.currency and w.customer_id = g.customer_id;
end
$$;
