import { z } from "@hono/zod-openapi";
import { shortText, storableText } from "../../shared/input/text.ts";
import { dayOrMoment, moment } from "../../shared/input/time.ts";
import { time } from "./schema.ts";

const Status = z.enum(["completed", "pending", "cancelled", "refunded"]);

/** A transaction as it is sent. SQL checks the values, so that every bad row is named. */
export const NewTransaction = z.strictObject({
  external_id: z.string().min(1).max(200).openapi({
    description: "Unique within the tenant; sending it again replaces the transaction",
    example: "order-1001",
  }),
  occurred_at: time().openapi({
    description: "A moment, or a day of the tenant; not in the future",
    example: "2026-11-01T09:30:00Z",
  }),
  amount: z.union([z.string(), z.number()]).openapi({
    description: "Zero or more, with no more decimals than the currency has",
    example: "49.90",
  }),
  currency: z.string().nullish().openapi({
    description: "ISO 4217; defaults to the tenant's",
    example: "EUR",
  }),
  status: Status.openapi({
    description:
      "`refunded` sent first under an id takes its amount off the revenue; a sale that becomes `refunded` " +
      "brings none any more",
  }),
  product: z.string().max(200).nullish().openapi({ example: "Stapler" }),
  quantity: z.int().min(0).max(1_000_000_000).optional().openapi({ default: 1 }),
  customer: z.strictObject({
    external_id: z.string().min(1).max(200).openapi({ example: "c-17" }),
    name: z.string().max(200).nullish().openapi({ example: "Ada Lovelace" }),
    email: z.string().max(320).nullish().openapi({ example: "ada@example.com" }),
  }),
}).openapi("NewTransaction");

/** A transaction as it is answered. */
export const Transaction = z.object({
  id: z.uuid(),
  external_id: z.string(),
  occurred_at: time(),
  amount: z.string().openapi({ example: "49.90" }),
  currency: z.string().openapi({ example: "EUR" }),
  status: Status,
  product: z.string().nullable(),
  quantity: z.int(),
  customer: z.object({
    id: z.uuid(),
    external_id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  is_refund: z.boolean().openapi({ description: "True if it takes its amount off the revenue" }),
  refund_of: z.uuid().nullable().openapi({
    description: "The transaction that it refunds, if that is known",
  }),
  version: z.int(),
  created_at: time(),
  updated_at: time(),
}).openapi("Transaction");

export const TransactionId = z.object({ transaction: z.guid() });

/** What a transaction is replaced by. */
export const TransactionChange = NewTransaction.omit({ external_id: true }).openapi("TransactionChange");

export const NewRefund = z.strictObject({
  amount: z.union([storableText(), z.number()]).transform(String).optional().openapi({
    type: "string",
    description: "At most what is left of the transaction, which is the default",
    example: "10.00",
  }),
  occurred_at: moment().optional().openapi({ description: "Defaults to now" }),
  external_id: shortText(200).optional().openapi({ description: "Made up if left out" }),
}).openapi("NewRefund");

/** Which transactions a list shows. */
export const TransactionFilters = z.object({
  status: Status.optional(),
  product: shortText(200).optional(),
  customer: shortText(200).optional().openapi({ description: "Its `id` or `external_id`" }),
  from: dayOrMoment().optional(),
  to: dayOrMoment().optional().openapi({ description: "A moment, exclusive, or the last day" }),
});
