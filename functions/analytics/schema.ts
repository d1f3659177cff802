import { z } from "@hono/zod-openapi";
import { day } from "../../shared/input/time.ts";

export const time = () => z.string().openapi({ format: "date-time" });
export const date = () => z.string().openapi({ format: "date", example: "2026-11-01" });
export const money = (example = "1250.00") =>
  z.string().openapi({ description: "In the currency of the answer", example });

export const currency = z.string().regex(/^[A-Za-z]{3}$/, "must be an ISO 4217 code like EUR").optional()
  .openapi({
    description: "ISO 4217; defaults to the tenant's. Currencies are never added up",
    example: "EUR",
  });

/** The days and the currency that are asked for. */
export const WindowQuery = z.object({
  from: day().optional().openapi({
    description: "First day in the tenant's time zone; defaults to 30 days up to `to`",
  }),
  to: day().optional().openapi({ description: "Last day, included; defaults to today" }),
  currency,
});

/** The days and the currency of totals that are of all time by default. */
export const OpenWindowQuery = WindowQuery.extend({
  from: day().optional().openapi({ description: "First day in the tenant's time zone; open by default" }),
  to: day().optional().openapi({ description: "Last day, included; open by default" }),
});

export const CurrencyQuery = z.object({ currency });

export const GroupBy = z.enum(["day", "week", "month"]);

export const as_of = time().openapi({ description: "What was committed before this time is counted" });

/** What a list of totals says about them next to its rows. */
export const Totals = z.object({ currency: z.string(), as_of });
