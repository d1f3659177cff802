import type { Database } from "../support/sql.ts";

/** Totals of days, weeks, months, products and customers: as kept, and counted from all transactions. */
export async function totals(sql: Database, tenant: string): Promise<{ kept: unknown; plain: unknown }> {
  const [kept] = await sql`select
    (select jsonb_agg(jsonb_build_array(currency, group_by, period, revenue::float, completed, pending, cancelled, refunded,
      customers) order by currency, group_by, period) from private.revenue_periods where client_id = ${tenant}) as periods,
    (select jsonb_agg(jsonb_build_array(currency, product, revenue::float, quantity, transactions) order by currency, product)
      from private.product_totals where client_id = ${tenant}) as products,
    (select jsonb_agg(jsonb_build_array(currency, customer_id, lifetime_value::float, transactions,
      nullif(first_purchase, 'infinity'), nullif(last_purchase, '-infinity')) order by currency, customer_id)
      from private.customer_totals where client_id = ${tenant}) as customers`;
  const [plain] = await sql`
    with sale as (
      select t.*, case when t.status = 'completed' then t.amount when t.is_refund then -t.amount else 0 end as net,
        t.occurred_at at time zone c.time_zone as local
      from public.transactions t join public.clients c on c.id = t.client_id where t.client_id = ${tenant}
    )
    select
    (select jsonb_agg(jsonb_build_array(currency, g, period, net::float, completed, pending, cancelled, refunded, customers)
        order by currency, g, period) from (
      select currency, g, date_trunc(g, local)::date as period, sum(net) as net,
        count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'pending') as pending,
        count(*) filter (where status = 'cancelled') as cancelled, count(*) filter (where status = 'refunded') as refunded,
        count(distinct customer_id) filter (where status = 'completed') as customers
      from sale, unnest('{day,week,month}'::text[]) g group by 1, 2, 3) p) as periods,
    (select jsonb_agg(jsonb_build_array(currency, product, net::float, quantity, completed) order by currency, product) from (
      select currency, product, sum(net) as net, coalesce(sum(quantity) filter (where status = 'completed'), 0) as quantity,
        count(*) filter (where status = 'completed') as completed from sale group by 1, 2) p) as products,
    (select jsonb_agg(jsonb_build_array(currency, customer_id, net::float, completed, first, last) order by currency, customer_id) from (
      select currency, customer_id, sum(net) as net, count(*) filter (where status = 'completed') as completed,
        min(occurred_at) filter (where status = 'completed') as first,
        max(occurred_at) filter (where status = 'completed') as last
      from sale group by 1, 2) p) as customers`;
  return { kept, plain };
}
