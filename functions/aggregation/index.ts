import { createRoute } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { addMetricRoutes } from "./metrics.ts";
import { readCalls } from "./read_calls.ts";
import { Calls, fields, Recorded, Run, Status } from "./schema.ts";

const app = createApp("aggregation", { bodyLimit: 5 * 1024 * 1024 });

app.openAPIRegistry.register("Calls", Calls);

const recordCalls = createRoute({
  method: "post",
  path: "/calls",
  summary: "Record up to 1,000 finished calls, all or none",
  description:
    "JSON, or CSV with the fields as columns. A known `external_id` replaces its call. Every bad row is named.",
  middleware: [allow("calls:write", { tier: "calls" })] as const,
  request: {
    headers: idempotencyHeader,
    body: {
      required: true,
      // References, not zod schemas: the rows are judged one by one, by SQL.
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/Calls" } },
        "text/csv": { schema: { type: "string" }, example: `${fields.join(",")}\n` },
      },
    },
  },
  responses: {
    200: json(data(Recorded), "All of them were known"),
    201: json(data(Recorded), "What became of them"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

app.openapi(recordCalls, async (c) => {
  const result = await c.var.db.rpc("record_calls", { ...await readCalls(c.req) });
  const { status, body, replayed } = settle(result, Recorded);
  return c.json({ data: body }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});

const getStatus = createRoute({
  method: "get",
  path: "/status",
  summary: "When the metrics were brought up to date, and what waits",
  middleware: [allow("metrics:read")] as const,
  responses: { 200: json(data(Status), "The status"), ...problems(401, 403, 429, 503) },
});

app.openapi(getStatus, async (c) => {
  return c.json({ data: Status.parse(unwrap(await c.var.db.rpc("aggregation_status"))) }, 200);
});

const run = createRoute({
  method: "post",
  path: "/runs",
  summary: "Bring the metrics of the tenant up to date now, which otherwise happens each minute",
  middleware: [allow("metrics:run")] as const,
  responses: { 200: json(data(Run), "The run, which has ended"), ...problems(401, 403, 429, 503) },
});

app.openapi(run, async (c) => {
  return c.json({ data: Run.parse(unwrap(await c.var.db.rpc("run_aggregation"))) }, 200);
});

addMetricRoutes(app);

export default app;
