import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";
import { currency, date, money, time, Totals } from "./schema.ts";

export const CustomerId = z.object({ customer: z.guid() });

const customerSorts = [
  "-lifetime_value",
  "lifetime_value",
  "-transactions",
  "transactions",
  "-last_purchase",
  "last_purchase",
  "name",
  "-name",
] as const;

export const CustomerQuery = z.object({
  sort: z.enum(customerSorts).default("-lifetime_value").openapi({
    description: "A leading `-` sorts in descending order",
  }),
  search: storableText().min(1).max(200).optional().openapi({
    description: "Part of the name or `external_id`, in any case",
  }),
  currency,
});

export const Customer = z.object({
  id: z.uuid(),
  external_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  lifetime_value: money(),
  transactions: z.int().openapi({ description: "Completed ones" }),
  avg_order_value: money("62.50").nullable(),
  first_purchase: time().nullable(),
  last_purchase: time().nullable(),
}).openapi("Customer");

export const CustomerDetails = Customer.extend(Totals.shape).extend({
  months: z.array(z.object({ date: date(), revenue: money(), transactions: z.int() })).openapi({
    description: "Ascending; months without transactions are omitted",
  }),
}).openapi("CustomerDetails");

export const ProductRevenue = z.object({
  product: z.string(),
  revenue: money(),
  quantity: z.int().openapi({ description: "Of completed transactions" }),
  transactions: z.int().openapi({ description: "Completed ones" }),
  share: z.number().nullable().openapi({
    description: "Of all revenue; null if there is none",
    example: 0.25,
  }),
}).openapi("ProductRevenue");
