import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { callWithBytes } from "../../shared/data/binary_call.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { checkContentDigest } from "../../shared/http/content_digest.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { BadRows, csvHeaders, errorFile, moreErrors } from "../../shared/read/error_file.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { savedOpportunities } from "./mapping_schema.ts";
import { fields } from "./opportunity.ts";
import { pacePart } from "./pace_part.ts";
import { partMessage } from "./part_message.ts";
import {
  Completion,
  CreatedUpload,
  NewUpload,
  PartId,
  Upload,
  UploadId,
  UploadPart,
} from "./upload_schema.ts";

/** The routes of large files. */
export const uploads = createRoutes();

const createUpload = defineRoute({
  method: "post",
  path: "/uploads",
  summary: "Begin the upload of a large file",
  description:
    "Send its parts, then complete it. It counts once to the hourly quota of imports. 404 for a mapping " +
    "that is not saved.",
  access: { scope: "opportunities:import", tier: "import" },
  request: { headers: idempotencyHeader, body: json(NewUpload) },
  responses: { 201: json(data(CreatedUpload), "Where to send the parts"), ...problems(404, 413) },
});

uploads.openapi(createUpload, async (c) => {
  const { options: sent, mapping: columns, values: meanings, formats: written, ...upload } = c.req.valid(
    "json",
  );
  const wanted = { ...sent, mapping: columns, values: meanings, formats: written };
  const { mapping, values, formats, delimiter, encoding, round, sheet, ...options } = await withSaved(
    c.var.db,
    savedOpportunities,
    wanted,
  );
  const reading = { mapping, values, formats, delimiter, encoding, round, sheet };
  const result = await c.var.db.rpc("create_upload", { ...upload, options, reading });
  const { body, replayed } = settle(result, CreatedUpload);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const putPart = defineRoute({
  method: "put",
  path: "/uploads/{id}/parts/{part}",
  summary: "Send a part of the file",
  description: "The file's bytes, cut anywhere. A part sent again replaces the one before.",
  access: "opportunities:import",
  request: {
    params: PartId,
    headers: z.object({
      "content-digest": z.string().optional().openapi({
        description: "Checked if sent (RFC 9530): `sha-256=:<base64>:`, or sha-512",
      }),
    }),
    body: {
      required: true,
      content: {
        "application/octet-stream": { schema: { type: "string", format: "binary" } },
        "text/csv": { schema: { type: "string" } },
      },
    },
  },
  responses: { 200: json(data(UploadPart), "It is stored"), ...problems(409) },
});

uploads.openapi(putPart, async (c) => {
  const { id: upload_id, part } = c.req.valid("param");
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  await checkContentDigest(c.req.header("content-digest"), bytes);
  await pacePart(c, bytes.byteLength);
  const stored = await callWithBytes(c, "put_upload_part", partMessage(upload_id, part, bytes));
  return c.json({ data: UploadPart.parse(stored) }, 200);
});

const completeUpload = defineRoute({
  method: "post",
  path: "/uploads/{id}/complete",
  summary: "Complete an upload: read, check and import its file",
  access: "opportunities:import",
  request: { params: UploadId, body: json(Completion) },
  responses: { 202: json(data(Upload), "It is being read"), ...problems(409) },
});

uploads.openapi(completeUpload, async (c) => {
  const { id: upload_id } = c.req.valid("param");
  const { parts } = c.req.valid("json");
  return c.json({ data: uploadOf(unwrap(await c.var.db.rpc("complete_upload", { upload_id, parts }))) }, 202);
});

const listUploads = defineRoute({
  method: "get",
  path: "/uploads",
  summary: "List uploads, newest first: your own, or the tenant's for managers",
  access: "opportunities:read",
  request: { query: pageQuery },
  responses: { 200: json(page(Upload), "The uploads") },
});

uploads.openapi(listUploads, async (c) => {
  const query = c.req.valid("query");
  return c.json(
    readPage(unwrap(await c.var.db.rpc("list_uploads", pageArguments(query))), Upload, query),
    200,
  );
});

const getUpload = defineRoute({
  method: "get",
  path: "/uploads/{id}",
  summary: "Get an upload with its progress",
  access: "opportunities:read",
  request: { params: UploadId },
  responses: { 200: json(data(Upload), "The upload") },
});

uploads.openapi(getUpload, async (c) => {
  const { id: upload_id } = c.req.valid("param");
  return c.json({ data: uploadOf(unwrap(await c.var.db.rpc("get_upload", { upload_id }))) }, 200);
});

const promoteUpload = defineRoute({
  method: "post",
  path: "/uploads/{id}/promote",
  summary: "Write an upload that is ready",
  description: "All of its good rows appear at once, as one batch, or none do.",
  access: "opportunities:import",
  request: { params: UploadId },
  responses: { 202: json(data(Upload), "It is being written"), ...problems(409) },
});

uploads.openapi(promoteUpload, async (c) => {
  const { id: upload_id } = c.req.valid("param");
  return c.json({ data: uploadOf(unwrap(await c.var.db.rpc("promote_upload", { upload_id }))) }, 202);
});

const cancelUpload = defineRoute({
  method: "post",
  path: "/uploads/{id}/cancel",
  summary: "Cancel an unfinished upload",
  description: "Possible until it is completed; nothing of it is left behind.",
  access: "opportunities:import",
  request: { params: UploadId },
  responses: { 200: json(data(Upload), "The cancelled upload"), ...problems(409) },
});

uploads.openapi(cancelUpload, async (c) => {
  const { id: upload_id } = c.req.valid("param");
  return c.json({ data: uploadOf(unwrap(await c.var.db.rpc("cancel_upload", { upload_id }))) }, 200);
});

const getUploadErrors = defineRoute({
  method: "get",
  path: "/uploads/{id}/errors.csv",
  summary: "Get all bad rows as CSV with an `error` column, to correct and import again",
  description: "Available until a day after the upload has ended.",
  access: "opportunities:read",
  request: { params: UploadId },
  responses: { 200: { description: "The bad rows", content: { "text/csv": { schema: z.string() } } } },
});

uploads.openapi(getUploadErrors, async (c) => {
  const { id } = c.req.valid("param");
  const first = await badRows(c.var.db, id, 0);
  const file = ReadableStream.from(errorPages(c.var.db, id, first)).pipeThrough(new TextEncoderStream());
  return c.body(file, 200, csvHeaders(`errors-${id}.csv`));
});

const pageRows = 1_000;

async function badRows(db: Db, upload_id: string, after_row: number) {
  const found = await db.rpc("upload_error_rows", { upload_id, after_row, page_size: pageRows });
  return BadRows.parse(unwrap(found));
}

/** The error file page by page, each read when the one before was taken. */
async function* errorPages(db: Db, id: string, first: z.output<typeof BadRows>): AsyncGenerator<string> {
  yield errorFile(first, fields);
  for (let page = first; page.rows.length === pageRows;) {
    page = await badRows(db, id, page.rows.at(-1)?.row ?? 0);
    yield moreErrors(page);
  }
}

function uploadOf(found: unknown): z.output<typeof Upload> {
  return Upload.parse(found);
}
