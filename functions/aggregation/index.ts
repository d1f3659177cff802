import { createApp } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { xlsxContent } from "../../shared/read/options.ts";
import { metricRoutes } from "./metrics.ts";
import { readCalls } from "./read_calls.ts";
import { CallQuery, Calls, fields, Recorded, Run, Status } from "./schema.ts";

const app = createApp("aggregation", { bodyLimit: 5 * 1024 * 1024 });

app.openAPIRegistry.register("Calls", Calls);

const recordCalls = defineRoute({
  method: "post",
  path: "/calls",
  summary: "Record up to 1,000 finished calls, all or nothing",
  description:
    "JSON, or CSV with the fields as columns. A known `external_id` replaces its call. Every bad row is named.",
  access: { scope: "calls:write", tier: "calls" },
  request: {
    headers: idempotencyHeader,
    query: CallQuery,
    body: {
      required: true,
      // References, not zod schemas: the rows are judged one by one, by SQL.
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/Calls" } },
        "text/csv": { schema: { type: "string" }, example: `${fields.join(",")}\n` },
        ...xlsxContent,
      },
    },
  },
  responses: {
    200: json(data(Recorded), "All of them were known"),
    201: json(data(Recorded), "What became of them"),
  },
});

app.openapi(recordCalls, async (c) => {
  const result = await c.var.db.rpc("record_calls", { ...await readCalls(c.req, c.req.valid("query")) });
  const { status, body, replayed } = settle(result, Recorded);
  return c.json({ data: body }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});

const getStatus = defineRoute({
  method: "get",
  path: "/status",
  summary: "Get the last metrics run, its lag and what waits",
  access: "metrics:read",
  responses: { 200: json(data(Status), "The status") },
});

app.openapi(getStatus, async (c) => {
  return c.json({ data: Status.parse(unwrap(await c.var.db.rpc("aggregation_status"))) }, 200);
});

const run = defineRoute({
  method: "post",
  path: "/runs",
  summary: "Update the tenant's metrics now instead of within a minute",
  access: "metrics:run",
  responses: { 200: json(data(Run), "The run, which has ended") },
});

app.openapi(run, async (c) => {
  return c.json({ data: Run.parse(unwrap(await c.var.db.rpc("run_aggregation"))) }, 200);
});

app.route("/", metricRoutes);

export default app;
