import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { rowsRequest, tableContent } from "../../shared/http/rows_request.ts";
import { BadRows, csvHeaders, errorFile } from "../../shared/read/error_file.ts";
import { metricRoutes } from "./metrics.ts";
import { trends, trendsV2 } from "./trends.ts";
import { readCalls } from "./read_calls.ts";
import { BatchId, CallQuery, Calls, fields, Recorded, Run, Status } from "./schema.ts";

const app = createApp("aggregation", { bodyLimit: 5 * 1024 * 1024, versions: { v2: trendsV2 } });

app.openAPIRegistry.register("Calls", Calls);

const recordCalls = defineRoute({
  method: "post",
  path: "/calls",
  summary: "Record up to 1,000 finished calls",
  description:
    "JSON, or a CSV or .xlsx file with the fields as columns, or with `mapping` any columns. A known `external_id` " +
    "replaces its call. All are recorded or none, unless `on_error` is skip; every invalid row is named. In a file, times without an offset are in the tenant's time zone.",
  access: { scope: "calls:write", tier: "calls" },
  request: {
    ...rowsRequest("Calls", tableContent(`${fields.join(",")}\n`)),
    query: CallQuery,
  },
  responses: {
    200: json(data(Recorded), "All of them were known"),
    201: json(data(Recorded), "What became of them"),
    ...problems(404),
  },
});

app.openapi(recordCalls, async (c) => {
  const result = await c.var.db.rpc("record_calls", {
    ...await readCalls(c.req, c.req.valid("query"), c.var.db),
  });
  const { status, body, replayed } = settle(result, Recorded);
  return c.json({ data: body }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});

const getErrorFile = defineRoute({
  method: "get",
  path: "/batches/{id}/errors.csv",
  summary: "Get the invalid calls of a request as CSV with an `error` column, to correct and send again",
  description: "Kept for 7 days; of a tenant the last 20.",
  access: "calls:write",
  request: { params: BatchId },
  responses: { 200: { description: "The invalid rows", content: { "text/csv": { schema: z.string() } } } },
});

app.openapi(getErrorFile, async (c) => {
  const { id: batch_id } = c.req.valid("param");
  const bad = BadRows.parse(unwrap(await c.var.db.rpc("call_error_rows", { batch_id })));
  return c.body(errorFile(bad, fields), 200, csvHeaders(`errors-${batch_id}.csv`));
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
app.route("/", trends);

export default app;
