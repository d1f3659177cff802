/**
 * The questions of the dashboard: as the API is asked, as SQL is asked, and as a plain query over the transactions.
 *
 * @module
 */
import type { Database } from "../../support/sql.ts";

const [to, from] = [0, 89].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));

/** The transactions of a tenant, with what each adds to the revenue. */
const sales = `sale as (
  select t.*, case when t.status = 'completed' then t.amount when t.is_refund then -t.amount else 0 end as net,
    (t.occurred_at at time zone 'UTC')::date as day
  from public.transactions t where t.client_id = $1 and t.currency = 'EUR')`;

export interface Read {
  name: string;
  path: string;
  rpc: string;
  /** Of the rpc. */
  query: Record<string, string | number>;
  /** The same figures from all transactions of the tenant $1. The first column is a sum to compare. */
  plain: string;
  /** That sum in the answer of the rpc. */
  sum: (answer: { [key: string]: unknown }) => number;
}

export const reads: Read[] = [
  {
    name: "dashboard",
    path: "/analytics/v1/dashboard",
    rpc: "get_dashboard",
    query: {},
    plain: `with ${sales}
      select sum(net)::float8 as sum, count(*), count(*) filter (where status = 'completed'),
        (select jsonb_agg(p) from (select product, sum(net) from sale group by 1 order by 2 desc limit 5) p),
        (select jsonb_agg(d) from (select day, sum(net), count(*) filter (where status = 'completed') from sale
          where day > current_date - 30 group by 1 order by 1) d)
      from sale`,
    sum: (answer) => Number(answer.total_revenue),
  },
  {
    name: "revenue of 90 days",
    path: `/analytics/v1/revenue?from=${from}&to=${to}`,
    rpc: "get_revenue",
    query: { first_day: from!, last_day: to! },
    plain: `with ${sales}
      select sum(p.revenue)::float8 as sum, jsonb_agg(p) from (
        select day, sum(net) as revenue, count(*) filter (where status = 'completed'),
          count(distinct customer_id) filter (where status = 'completed')
        from sale where day between '${from}' and '${to}' group by 1) p`,
    sum: (answer) => Number(answer.total_revenue),
  },
  {
    name: "page of customers",
    path: "/analytics/v1/customers",
    rpc: "list_customers",
    query: { page_size: 21 },
    plain: `with ${sales}
      select sum(p.value)::float8 as sum, jsonb_agg(p) from (
        select c.id, c.name, s.* from (
          select customer_id, sum(net) as value, count(*) filter (where status = 'completed'), min(occurred_at), max(occurred_at)
          from sale group by 1 order by 2 desc, 1 desc limit 21) s
        join public.customers c on c.client_id = $1 and c.id = s.customer_id) p`,
    sum: (answer) => sumOf(answer.rows, "lifetime_value"),
  },
  {
    name: "page of products",
    path: "/analytics/v1/products",
    rpc: "list_product_revenue",
    query: { page_size: 21 },
    plain: `with ${sales}
      select sum(p.revenue)::float8 as sum, jsonb_agg(p) from (
        select product, sum(net) as revenue, sum(quantity), count(*), sum(net) / (select sum(net) from sale)
        from sale group by 1 order by 2 desc, 1 limit 21) p`,
    sum: (answer) => sumOf(answer.rows, "revenue"),
  },
];

function sumOf(rows: unknown, field: string): number {
  if (!Array.isArray(rows)) throw new Error(`not rows: ${rows}`);
  return rows.reduce((sum, row) => sum + Number(row[field]), 0);
}

/** The call of a read in SQL. */
export function callOf({ rpc, query }: Read): string {
  const given = Object.entries(query).map(([name, value]) =>
    `${name} => ${typeof value === "number" ? value : `'${value}'`}`
  );
  return `select public.${rpc}(${given.join(", ")}) as answer`;
}

/** Throws unless the plain query says the same as the totals. */
export async function requireEqual(
  admin: Database,
  asUser: Asker,
  tenant: string,
  read: Read,
): Promise<void> {
  const [plain] = await admin.unsafe(read.plain, [tenant]);
  const [row] = await asUser(callOf(read));
  const [kept, counted] = [read.sum(row!.answer), Number(plain!.sum)];
  if (Math.abs(kept - counted) > 0.005) throw new Error(`${read.name}: totals say ${kept}, rows ${counted}`);
}

/** Runs a statement as a user of the tenant. */
// deno-lint-ignore no-explicit-any -- Rows have whatever columns the statement names.
export type Asker = (statement: string) => Promise<any[]>;
