import { z } from "@hono/zod-openapi";
import {
  Metrics,
  Performance,
  PerformanceQuery,
  Window,
  WindowQuery,
} from "../../shared/http/performance.ts";
import { pageQuery } from "../../shared/http/page.ts";
import { csvOptions } from "../../shared/read/options.ts";

/** More calls than this are not taken at once. */
export const maxCalls = 1_000;

const time = () => z.string().openapi({ format: "date-time" });
const seconds = () => z.int().min(0).max(86_400);

export const AgentId = z.object({ agent: z.guid() });
export const TeamId = z.object({ team: z.guid() });

/** A finished call as it is sent; in CSV each field is a column. SQL checks the values, so that every bad row is named. */
export const NewCall = z.strictObject({
  external_id: z.string().min(1).max(200).openapi({
    description: "Unique within the tenant; sending it again replaces the call",
    example: "pbx-2026-11-01-0001",
  }),
  agent_id: z.guid().optional().openapi({ description: "Either this or `agent`" }),
  agent: z.string().optional().openapi({ description: "The agent's name, if only one has it" }),
  team_id: z.guid().nullish(),
  topic: z.string().max(200).nullish().openapi({ example: "claims" }),
  outcome: z.enum(["successful", "failed", "abandoned"]),
  resolved: z.boolean(),
  satisfaction: z.int().min(1).max(5).nullish(),
  handling_seconds: seconds().openapi({ example: 182 }),
  wait_seconds: seconds().nullish(),
  started_at: time().openapi({ description: "Not in the future", example: "2026-11-01T09:30:00Z" }),
}).openapi("NewCall");

/** The fields of a call. */
export const fields = Object.keys(NewCall.shape);

/** How a CSV file of calls is to be read. */
export const CallQuery = csvOptions(
  NewCall.keyof(),
  '{"Call Id": "external_id"}',
  '{"resolved": {"done": "true"}}',
).omit({ formats: true });

/** The JSON body, of which only the outside is checked here. */
export const CallsBody = z.strictObject({ calls: z.array(z.json()).min(1) });

/** The same for readers. */
export const Calls = z.object({ calls: z.array(NewCall).min(1).max(maxCalls) }).openapi("Calls");

export const Recorded = z.object({
  received: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int().openapi({ description: "Already recorded with the same values" }),
}).openapi("Recorded");

const as_of = time().nullable().openapi({
  description: "Calls committed before this time are counted; null before the first run",
});

export const TrendQuery = PerformanceQuery;
export const Trend = Performance.extend({ as_of }).openapi("Trend");

const metrics = Metrics.keyof().options;

export const CompareQuery = pageQuery.extend(WindowQuery.shape).extend({
  kind: z.enum(["agents", "teams"]),
  sort: z.enum(metrics.flatMap((metric) => [metric, `-${metric}` as const])).default("-calls_handled")
    .openapi({
      description: "A metric; prefix `-` for descending. Rows without a value come last",
    }),
});

export const Compared = Metrics.extend({ id: z.guid(), name: z.string() }).openapi("Compared");

export const Comparison = Window.extend({
  as_of,
  rows: z.array(Compared),
  total: z.int().nullable(),
});

const duration_ms = z.number().openapi({ example: 12.5 });

export const Status = z.object({
  as_of,
  last_run: z.object({ started_at: time(), finished_at: time(), duration_ms }).nullable(),
  buckets_waiting: z.int().openapi({ description: "Agent days whose calls have changed since" }),
  lag_seconds: z.number().openapi({
    description: "Age of the oldest change not yet counted, or 0",
  }),
}).openapi("AggregationStatus");

export const Run = z.object({ as_of: time(), finished_at: time(), duration_ms, buckets: z.int() }).openapi(
  "AggregationRun",
);
