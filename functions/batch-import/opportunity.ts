import { z } from "@hono/zod-openapi";
import { targetFields } from "../../shared/read/targets.ts";

const text = (maxLength: number, description: string) =>
  z.string().nullish().openapi({ type: "string", maxLength, description });
const id = (description: string) =>
  z.string().nullish().openapi({ type: "string", format: "uuid", description });
const object = (description: string) =>
  z.record(z.string(), z.unknown()).nullish().openapi({
    type: "object",
    additionalProperties: true,
    description,
  });

export const stages = [
  "prospecting",
  "engaging",
  "qualified",
  "proposal",
  "negotiation",
  "won",
  "lost",
] as const;

/**
 * An opportunity to import. Only JSON types are checked here, one row at a time; the bounds tell the caller what SQL
 * checks, so that one bad value is one row's error and not the request's.
 */
export const NewOpportunity = z.strictObject({
  external_id: text(200, "Your own id of the opportunity, unique in the tenant"),
  name: text(200, "Required").openapi({ minLength: 1, example: "Northwind Logistics: renewal" }),
  organization_id: id("The customer; this or `organization` is required, not both"),
  organization: text(200, "The customer by name, without regard to case").openapi({
    example: "Northwind Logistics",
  }),
  principal_id: id("On whose behalf it is sold"),
  principal: text(200, "The principal by name"),
  product_id: id("What is sold"),
  product: text(200, "The product by name"),
  stage: z.string().nullish().openapi({ type: "string", enum: [...stages], default: "prospecting" }),
  probability_percent: z.number().nullish().openapi({ type: "number", minimum: 0, maximum: 100 }),
  amount: z.union([z.number(), z.string()]).nullish().openapi({
    type: ["number", "string"],
    description: "At least 0, at most 2 decimals; a decimal string keeps every digit",
    example: "1054.00",
  }),
  currency: z.string().nullish().openapi({
    type: "string",
    pattern: "^[A-Z]{3}$",
    description: "ISO 4217; the tenant's currency when left out",
    example: "EUR",
  }),
  expected_close_date: z.string().nullish().openapi({
    type: "string",
    format: "date",
    example: "2026-12-31",
  }),
  deal_owner: text(200, "Who works on it"),
  notes: text(10_000, "Anything else"),
  context: object("What other systems know about it"),
  custom_context: object("Fields of your own"),
}).openapi("NewOpportunity", { required: ["name"] });

export type Field = keyof typeof NewOpportunity.shape;

/** The fields of an opportunity, in the order of error files. */
export const fields: readonly Field[] = targetFields.opportunities;

/** A decimal string: as a JSON number the database's exact amount would lose its last zeros. */
const money = z.union([z.string(), z.number().transform((amount) => amount.toFixed(2))])
  .openapi({ type: "string", example: "1054.00" });

/** An opportunity as it is kept; fields that later versions add come along. */
export const Opportunity = z.looseObject({
  id: z.guid(),
  external_id: z.string().nullable(),
  name: z.string(),
  organization_id: z.guid(),
  principal_id: z.guid().nullable(),
  product_id: z.guid().nullable(),
  stage: z.enum(stages),
  probability_percent: z.number().nullable(),
  amount: money.nullable().openapi({ type: ["string", "null"] }),
  currency: z.string(),
  expected_close_date: z.string().nullable().openapi({ format: "date" }),
  deal_owner: z.string().nullable(),
  notes: z.string().nullable(),
  context: z.looseObject({}),
  custom_context: z.looseObject({}),
}).openapi("Opportunity");
