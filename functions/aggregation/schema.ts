import { z } from "@hono/zod-openapi";
import {
  Metrics,
  Performance,
  PerformanceQuery,
  Window,
  WindowQuery,
} from "../../shared/http/performance.ts";
import { pageQuery } from "../../shared/http/page.ts";
import { csvOptions, isTrue, readingSchemas } from "../../shared/read/options.ts";
import { mappingParameter, savedFileOptions } from "../../shared/read/saved_mapping.ts";
import { ImportWarning, RowError } from "../../shared/read/findings.ts";
import { targetFields } from "../../shared/read/targets.ts";

/** More calls than this are not taken at once. */
export const maxCalls = 1_000;

const time = () => z.string().openapi({ format: "date-time" });
const seconds = () => z.int().min(0).max(86_400);

export const AgentId = z.object({ agent: z.guid() });
export const BatchId = z.object({ id: z.guid() });
export const TeamId = z.object({ team: z.guid() });

export const outcomes = ["successful", "failed", "abandoned"] as const;

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
  outcome: z.enum(outcomes),
  resolved: z.boolean(),
  satisfaction: z.int().min(1).max(5).nullish(),
  handling_seconds: seconds().openapi({ example: 182 }),
  wait_seconds: seconds().nullish(),
  started_at: time().openapi({ description: "Not in the future", example: "2026-11-01T09:30:00Z" }),
}).openapi("NewCall");

export type Field = keyof typeof NewCall.shape;

/** The fields of a call, in the order of error files. */
export const fields: readonly Field[] = targetFields.calls;

/** What rows of files become. */
export const target = {
  fields,
  needed: "external_id, agent (or agent_id), outcome, resolved, handling_seconds and started_at",
};

const CallOptions = z.strictObject({
  on_error: z.enum(["abort", "skip"]).optional().openapi({
    default: "abort",
    description: "abort: one invalid call and none is recorded; skip: the valid ones are",
  }),
  round: isTrue.optional().openapi({
    type: "boolean",
    default: false,
    description: "Round satisfaction and seconds to whole numbers",
  }),
});

const { mapping, values, formats } = readingSchemas(NewCall.keyof());
/** How calls are to be read, in the query or in the fields of a form. */
export const CallQuery = csvOptions(
  NewCall.keyof(),
  '{"Call Id": "external_id"}',
  '{"resolved": {"done": "true"}, "satisfaction": {"0": ""}}',
).extend({
  mapping: mappingParameter(mapping, '{"Call Id": "external_id", "Date+Time": "started_at"}'),
}).extend(CallOptions.shape);

/** The JSON body; the calls are checked one by one. */
export const CallsBody = z.strictObject({
  calls: z.array(z.json()).min(1),
  options: CallOptions.optional(),
  mapping: z.union([mapping, z.string().regex(/^@./, "must be an object, or a name like @pbx")]).optional(),
  values: values.optional(),
  formats: formats.omit({ encoding: true }).optional(),
});

/** What may be saved for files of calls. */
export const savedCalls = {
  target: "calls",
  schema: z.strictObject({
    mapping,
    values,
    formats,
    options: savedFileOptions.extend(CallOptions.shape),
  }),
} as const;

/** The same for readers. */
export const Calls = z.object({
  calls: z.array(NewCall).min(1).max(maxCalls),
  options: CallOptions.optional(),
  mapping: CallsBody.shape.mapping.openapi({
    description: "For calls with another system's names: the field that each fills, or `@name` as saved",
  }),
  values: CallsBody.shape.values.openapi({ description: "What foreign values of a field mean" }),
  formats: CallsBody.shape.formats.openapi({ description: "How texts with numbers and moments are written" }),
}).openapi("Calls");

export const Recorded = z.object({
  received: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int().openapi({ description: "Already recorded with the same values" }),
  failed: z.int().optional().openapi({ description: "Invalid rows, left out by `on_error=skip`" }),
  errors: z.array(RowError).optional(),
  batch_id: z.guid().nullish().openapi({
    description:
      "Where `errors.csv` is, if rows are invalid; only of files, and of JSON with options or a mapping",
  }),
  unknown_columns: z.array(z.string()).optional().openapi({ description: "Columns that are no field" }),
  warnings: z.array(ImportWarning).optional().openapi({
    description: "To look at, although it was recorded",
  }),
}).openapi("Recorded");

const as_of = time().nullable().openapi({
  description: "Calls committed before this time are counted; null before the first run",
});

export const TrendQuery = PerformanceQuery;
export const Trend = Performance.extend({ as_of }).openapi("Trend");

/** Since v2: the periods are `data` themselves, like the rows of every list. */
export const TrendV2 = z.object({
  data: Performance.shape.periods,
  ...Trend.omit({ periods: true }).shape,
}).openapi("TrendV2");

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
