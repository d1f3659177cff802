/**
 * A tenant with any number of sales of the last year, most of them by few customers.
 *
 * @module
 */
import { type Database } from "../../support/sql.ts";
import { createTenant, type Tenant } from "../../support/tenant.ts";

/** A customer for so many sales. */
const salesPerCustomer = 10;
const products = 200;

export interface Shop {
  tenant: Tenant;
  sales: number;
}

export async function openShop(): Promise<Shop> {
  return { tenant: await createTenant({ currency: "EUR" }), sales: 0 };
}

/** Adds sales until there are so many, and counts them. Without triggers, because that many would take minutes. */
export async function grow(admin: Database, shop: Shop, sales: number): Promise<void> {
  const { id } = shop.tenant;
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into public.customers (client_id, external_id, name)
      select ${id}, 'c' || n, 'Customer ' || n from generate_series(${
      shop.sales / salesPerCustomer + 1
    }::integer,
        ${sales / salesPerCustomer}::integer) n`;
    await tx`insert into public.transactions (client_id, external_id, customer_id, occurred_at, amount, currency, status,
        product, quantity, is_refund)
      select ${id}, 'sale ' || n, k.ids[1 + floor(power(random(), 2) * cardinality(k.ids))::integer],
        now() - random() * interval '364 days', (1 + random() * 500)::numeric(12, 2), 'EUR', s.status,
        'Product ' || 1 + floor(power(random(), 2) * ${products}), 1 + n % 3, s.status = 'refunded'
      from (select array_agg(c.id) as ids from public.customers c where c.client_id = ${id}) k,
        generate_series(${shop.sales + 1}::integer, ${sales}::integer) n
        cross join lateral (select case n % 50 when 0 then 'refunded' when 1 then 'pending' when 2 then 'cancelled'
          else 'completed' end as status) s`;
  });
  shop.sales = sales;
  await admin`insert into private.changed_totals (client_id) values (${id})`;
  await admin`select private.sum_tenants(array[${id}::uuid])`;
  for (const table of ["transactions", "customers"]) await admin.unsafe(`vacuum analyze public.${table}`);
  for (
    const table of ["revenue_periods", "product_days", "product_totals", "customer_days", "customer_totals"]
  ) {
    await admin.unsafe(`vacuum analyze private.${table}`);
  }
}
