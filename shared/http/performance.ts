import { z } from "@hono/zod-openapi";
import { day } from "../input/time.ts";

const date = () => z.string().openapi({ format: "date", example: "2026-11-01" });
const rate = (description: string) => z.number().nullable().openapi({ description, example: 0.75 });

/** What a number of calls add up to, as `private.metrics_json` makes it. */
export const Metrics = z.object({
  calls_handled: z.int().openapi({ description: "Includes abandoned calls" }),
  calls_successful: z.int(),
  calls_failed: z.int(),
  calls_abandoned: z.int(),
  success_rate: rate("Successful / handled; null without calls"),
  resolution_rate: rate("Resolved / handled; null without calls"),
  avg_satisfaction: z.number().nullable().openapi({ description: "Average over rated calls, 1–5" }),
  avg_handling_seconds: z.number().nullable().openapi({ description: "Average over answered calls" }),
  avg_wait_seconds: z.number().nullable(),
});

/** Of which days metrics are asked for. */
export const WindowQuery = z.object({
  from: day().optional().openapi({ description: "First day; defaults to seven days up to `to`" }),
  to: day().optional().openapi({
    description: "Last day; defaults to today in the tenant's time zone",
  }),
});

/** Which days they are. */
export const Window = z.object({ from: date(), to: date() });

const GroupBy = z.enum(["day", "week", "month"]);

export const PerformanceQuery = WindowQuery.extend({
  group_by: GroupBy.default("day").openapi({ description: "Weeks begin on Monday" }),
});

/** Metrics by period. */
export const Performance = Window.extend({
  group_by: GroupBy,
  periods: z.array(Metrics.extend({ period: date() })).openapi({
    description: "Ascending by first day; periods without calls are omitted",
  }),
}).openapi("Performance");
