import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { rowsRequest, tableContent } from "../../shared/http/rows_request.ts";
import { addWorkerRoute } from "../../shared/jobs/worker.ts";
import { csvHeaders } from "../../shared/read/error_file.ts";
import { analysis } from "./analyse.ts";
import { batches } from "./batches.ts";
import { mappings } from "./mappings.ts";
import { NewOpportunity } from "./opportunity.ts";
import { readImport } from "./read_import.ts";
import { Batch, BatchId, DryRun, ImportBody, ImportQuery, Rollback } from "./schema.ts";
import { template } from "./template.ts";
import { advanceUpload, claimMs } from "./advance_upload.ts";
import { uploads } from "./uploads.ts";

const app = createApp("batch-import", { bodyLimit: 5 * 1024 * 1024 });
app.openAPIRegistry.register("NewOpportunity", NewOpportunity);
app.openAPIRegistry.register("Import", ImportBody);

const importBatch = defineRoute({
  method: "post",
  path: "/batches",
  summary: "Import opportunities",
  description: "All rows are checked and written in one transaction. Options of a form may be its fields.",
  access: { scope: "opportunities:import", tier: "import" },
  request: { ...rowsRequest("Import", tableContent(template)), query: ImportQuery },
  responses: {
    200: json(data(DryRun), "What the import would do"),
    201: json(data(Batch), "The batch"),
    ...problems(404),
  },
});

app.openapi(importBatch, async (c) => {
  const { opportunities, problems, options, filename, source } = await readImport(
    c.req,
    c.req.valid("query"),
    c.var.db,
  );
  const result = await c.var.db.rpc("import_opportunities", {
    opportunities,
    problems,
    options,
    filename,
    source,
  });
  if (options.dry_run) return c.json({ data: settle(result, DryRun).body }, 200);
  const { body, replayed } = settle(result, Batch);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const cancelBatch = defineRoute({
  method: "post",
  path: "/batches/{id}/cancel",
  summary: "Cancel a processing batch",
  access: "opportunities:import",
  request: { params: BatchId },
  responses: {
    200: json(data(Batch), "The cancelled batch"),
    ...problems(409),
  },
});

app.openapi(cancelBatch, async (c) => {
  const { id: batch_id } = c.req.valid("param");
  return c.json({ data: Batch.parse(unwrap(await c.var.db.rpc("cancel_batch", { batch_id }))) }, 200);
});

const rollBackBatch = defineRoute({
  method: "post",
  path: "/batches/{id}/rollback",
  summary: "Roll back a batch",
  description:
    "Deletes what it created and restores what it updated, except rows edited since, which `kept` lists.",
  access: "opportunities:import",
  request: { params: BatchId },
  responses: {
    200: json(data(Rollback), "What was taken back"),
    ...problems(409),
  },
});

/** A million rows take some 10 s. The platform gives a request 150 s, the SQL function has two minutes. */
const rollbackMs = 125_000;

app.openapi(rollBackBatch, async (c) => {
  const { id: batch_id } = c.req.valid("param");
  const call = c.var.db.rpc("rollback_batch", { batch_id }).abortSignal(AbortSignal.timeout(rollbackMs));
  return c.json({ data: Rollback.parse(unwrap(await call)) }, 200);
});

const getTemplate = defineRoute({
  method: "get",
  path: "/template.csv",
  summary: "Get a CSV template",
  access: "opportunities:read",
  responses: {
    200: {
      description: "The header row and two example rows",
      content: { "text/csv": { schema: z.string() } },
    },
  },
});

app.openapi(getTemplate, (c) => c.body(template, 200, csvHeaders("template.csv")));

app.route("/", batches);
app.route("/", uploads);

// One file at a time: its text is most of the memory that the platform gives.
addWorkerRoute(app, { queue: "uploads", handle: advanceUpload, concurrency: 1, budgetMs: claimMs });
app.route("/", analysis);
app.route("/", mappings);

export default app;
