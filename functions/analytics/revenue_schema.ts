import { z } from "@hono/zod-openapi";
import { as_of, date, GroupBy, money, WindowQuery } from "./schema.ts";

export const RevenueQuery = WindowQuery.extend({
  group_by: GroupBy.default("day").openapi({ description: "Weeks begin on Monday" }),
});

export const Revenue = z.object({
  currency: z.string(),
  from: date(),
  to: date(),
  group_by: GroupBy,
  periods: z.array(z.object({
    date: date(),
    total_revenue: money(),
    transaction_count: z.int().openapi({ description: "Completed transactions" }),
    avg_transaction_value: money("62.50").nullable(),
    unique_customers: z.int().openapi({ description: "With a completed transaction in the period" }),
  })).openapi({ description: "Ascending by first day; periods without transactions are omitted" }),
  total_revenue: money().openapi({ description: "Completed transactions less refunds" }),
  total_transactions: z.int(),
  avg_daily_revenue: money("41.67").openapi({ description: "Over the days of the window" }),
  as_of,
}).openapi("Revenue");

const Product = z.object({ product: z.string(), revenue: money() });

export const Dashboard = z.object({
  currency: z.string(),
  from: date().nullable(),
  to: date().nullable(),
  total_revenue: money().openapi({ description: "Completed transactions less refunds" }),
  total_transactions: z.int(),
  avg_order_value: money("62.50").nullable().openapi({ description: "Revenue by completed transaction" }),
  completed_transactions: z.int(),
  pending_transactions: z.int(),
  cancelled_transactions: z.int(),
  refunded_transactions: z.int(),
  top_products: z.array(Product).openapi({ description: "The five with the most revenue" }),
  recent_trend: z.array(z.object({ date: date(), revenue: money(), transaction_count: z.int() })).openapi({
    description: "The 30 days up to `to`, which defaults to today",
  }),
  as_of,
}).openapi("Dashboard");
