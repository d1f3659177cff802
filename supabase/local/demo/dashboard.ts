/**
 * 10,000 sales of 400 customers, recorded through the API, and the dashboard that they make.
 *
 * @module
 */
import { type Client, dataOf, type Schemas } from "../../../client/mod.ts";
import { transactions } from "./transactions.ts";

const rows = 10_000;
/** The most that one request may have. */
const rowsPerRequest = 1_000;

/** Records the sales, at the first start only, and prints the dashboard. */
export async function demonstrateDashboard(client: Client): Promise<void> {
  const recorded = await record(client);
  const startedAt = performance.now();
  const dashboard = dataOf(await client.GET("/analytics/v1/dashboard"));
  const milliseconds = Math.round(performance.now() - startedAt);
  console.log(`
${recorded}; counted them and read the dashboard in ${milliseconds} ms:
${table(dashboard)}`);
}

async function record(client: Client): Promise<string> {
  const query = { limit: 1 };
  const known = dataOf(await client.GET("/analytics/v1/transactions", { params: { query } }));
  if (known.length > 0) return "Transactions of an earlier start are there";
  const sales = transactions(rows, 1, new Date());
  const startedAt = performance.now();
  for (let at = 0; at < rows; at += rowsPerRequest) {
    const body = { transactions: sales.slice(at, at + rowsPerRequest) };
    dataOf(await client.POST("/analytics/v1/transactions", { body }));
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  return `Recorded ${grouped(rows)} transactions in ${rows / rowsPerRequest} requests in ${milliseconds} ms`;
}

function table(dashboard: Schemas["Dashboard"]): string {
  const { currency, total_revenue, avg_order_value, recent_trend, top_products } = dashboard;
  const revenues = recent_trend.map(({ revenue }) => Number(revenue));
  const best = Math.max(...top_products.map(({ revenue }) => Number(revenue)), 1);
  const products = top_products.map(({ product, revenue }) =>
    `  ${product.padEnd(18)} ${grouped(Number(revenue)).padStart(12)}  ${bar(Number(revenue) / best)}`
  );
  return `  Revenue  ${grouped(Number(total_revenue))} ${currency}, ${avg_order_value} a sale; ${
    grouped(dashboard.completed_transactions)
  } completed, ${dashboard.pending_transactions} pending, ${dashboard.cancelled_transactions} cancelled, ${dashboard.refunded_transactions} refunded
  30 days  ${sparkline(revenues)}  up to ${grouped(Math.max(...revenues))} ${currency} a day
${products.join("\n")}`;
}

/** One bar of eight heights a number. */
function sparkline(values: number[]): string {
  const most = Math.max(...values, 1);
  const heights = "▁▂▃▄▅▆▇█";
  return values.map((value) => heights[Math.max(0, Math.ceil(heights.length * value / most) - 1)]).join("");
}

function bar(share: number): string {
  return "█".repeat(Math.round(24 * share));
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
