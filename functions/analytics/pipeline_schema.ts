import { z } from "@hono/zod-openapi";
import { currency, money, time } from "./schema.ts";

export const PipelineQuery = z.object({
  group_by: z.enum(["stage", "owner", "month"]).default("stage").openapi({
    description: "`month` is the month of the expected close",
  }),
  currency,
});

export const Pipeline = z.object({
  currency: z.string(),
  group_by: z.enum(["stage", "owner", "month"]),
  groups: z.array(z.object({
    group: z.string().nullable().openapi({ description: "Null for no owner or month", example: "proposal" }),
    open: z.int(),
    open_amount: money(),
    weighted_amount: money("500.00").openapi({ description: "Open amounts by their probability" }),
    won: z.int(),
    won_amount: money(),
    lost: z.int(),
    win_rate: z.number().nullable().openapi({ description: "Won / (won + lost)", example: 0.4 }),
  })).openapi({ description: "At most 1,000" }),
  as_of: time(),
}).openapi("Pipeline");
