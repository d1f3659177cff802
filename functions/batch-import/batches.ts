import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import type { Db } from "../../shared/context.ts";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, newestFirst, pageQuery, paginate } from "../../shared/http/page.ts";
import { dayOrMoment } from "../../shared/input/time.ts";
import { BadRows, csvHeaders, errorFile } from "../../shared/read/error_file.ts";
import { fields } from "./opportunity.ts";
import { Batch, BatchId, BatchRow, BatchStatus, BatchSummary } from "./schema.ts";

const listed = "id, status, filename, total_records, successful_records, failed_records, created, updated, " +
  "unchanged, skipped, unknown_columns, options, created_by, created_at, completed_at";
const columns = `${listed}, errors, warnings`;

const Filters = z.object({
  status: BatchStatus.optional(),
  from: dayOrMoment().optional().openapi({
    type: "string",
    description: "Started at or after this time",
    example: "2026-11-01",
  }),
  to: dayOrMoment().optional().openapi({
    type: "string",
    description: "Started before this time; a bare date includes the whole day",
  }),
});

/** The routes that read batches. */
export const batches = createRoutes();

const listBatches = defineRoute({
  method: "get",
  path: "/batches",
  summary: "List batches, newest first: your own, or the tenant's for managers",
  access: "opportunities:read",
  request: { query: pageQuery.extend(Filters.shape) },
  responses: { 200: json(page(BatchSummary), "The batches, without their errors and warnings") },
});

batches.openapi(listBatches, async (c) => {
  const { limit, cursor, count, status, ...range } = c.req.valid("query");
  const filters = { status, ...await boundsOf(c.var.db, range) };
  const [found, all] = await Promise.all([
    after(matching(c.var.db, filters), cursor).limit(limit + 1),
    count ? matching(c.var.db, filters, { count: "exact", head: true }) : null,
  ]);
  const rows = z.array(BatchSummary).parse(unwrap(found));
  if (all) unwrap(all);
  return c.json(paginate(rows, limit, (batch) => [batch.created_at, batch.id], all?.count), 200);
});

const getBatch = defineRoute({
  method: "get",
  path: "/batches/{id}",
  summary: "Get a batch with its errors",
  access: "opportunities:read",
  request: { params: BatchId },
  responses: { 200: json(data(Batch), "The batch") },
});

batches.openapi(getBatch, async (c) => {
  return c.json({ data: await readBatch(c.var.db, c.req.valid("param").id) }, 200);
});

const listRows = defineRoute({
  method: "get",
  path: "/batches/{id}/rows",
  summary: "List the opportunities that a batch wrote, in row order",
  access: "opportunities:read",
  request: { params: BatchId, query: pageQuery },
  responses: { 200: json(page(BatchRow), "The rows") },
});

batches.openapi(listRows, async (c) => {
  const { id: batch_id } = c.req.valid("param");
  const { limit, cursor, count } = c.req.valid("query");
  const [after_row] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(0)])) : [0];
  const [found, batch] = await Promise.all([
    c.var.db.rpc("list_batch_rows", { batch_id, after_row, page_size: limit + 1 }),
    count ? readBatch(c.var.db, batch_id) : null,
  ]);
  const rows = z.array(BatchRow).parse(unwrap(found));
  return c.json(paginate(rows, limit, ({ row }) => [row], batch && batch.created + batch.updated), 200);
});

const getErrorFile = defineRoute({
  method: "get",
  path: "/batches/{id}/errors.csv",
  summary: "Get the rejected rows as CSV with an `error` column, to correct and import again",
  access: "opportunities:read",
  request: { params: BatchId },
  responses: { 200: { description: "The bad rows", content: { "text/csv": { schema: z.string() } } } },
});

batches.openapi(getErrorFile, async (c) => {
  const { id: batch_id } = c.req.valid("param");
  const bad = BadRows.parse(unwrap(await c.var.db.rpc("batch_error_rows", { batch_id })));
  return c.body(errorFile(bad, fields), 200, csvHeaders(`errors-${batch_id}.csv`));
});

function matching(
  db: Db,
  { status, from, until }: { status?: z.output<typeof BatchStatus>; from?: string; until?: string },
  options: { count?: "exact"; head?: boolean } = {},
) {
  let query = db.from("opportunity_batches").select(listed, options);
  if (status) query = query.eq("status", status);
  if (from) query = query.gte("created_at", from);
  if (until) query = query.lt("created_at", until);
  return query;
}

/** The page behind a cursor. The first condition repeats what the second implies, so that the index is used. */
function after(query: ReturnType<typeof matching>, cursor: string | undefined) {
  const sorted = query.order("created_at", { ascending: false }).order("id", { ascending: false });
  if (!cursor) return sorted;
  const [time, id] = decodeCursor(cursor, newestFirst);
  return sorted.lte("created_at", time).or(`created_at.lt."${time}",id.lt.${id}`);
}

async function readBatch(db: Db, id: string) {
  const batch = unwrap(await db.from("opportunity_batches").select(columns).eq("id", id).maybeSingle());
  if (batch === null) throw new ApiError(404, "NOT_FOUND", "There is no such batch");
  return Batch.parse(batch);
}
