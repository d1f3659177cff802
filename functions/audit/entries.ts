import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, encodeCursor, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { moment } from "../../shared/input/time.ts";
import { AuditEntry, EntryId, EntryQuery, ProvenEntry, TenantHeader } from "./schema.ts";

const Cursor = z.tuple([moment(), z.int().min(1)]);
const Found = z.object({
  rows: z.array(AuditEntry),
  read_until: Cursor.nullable(),
  total: z.int().nullable(),
});

/** The routes of entries. */
export const entries = createRoutes();

const listEntries = defineRoute({
  method: "get",
  path: "/",
  summary: "List audit entries, newest first",
  description:
    "`q` reads 10,000 entries at a time, so a page may be short although `has_more` is true. `total` " +
    "counts up to 100,000.",
  access: "audit:read",
  request: { headers: TenantHeader, query: EntryQuery },
  responses: { 200: json(page(AuditEntry), "The entries"), ...problems(404) },
});

entries.openapi(listEntries, async (c) => {
  const { limit, cursor, count, from, to, ...filters } = c.req.valid("query");
  const { from: since, until } = await boundsOf(c.var.db, { from, to });
  const [after_time, after_id] = cursor === undefined ? [] : decodeCursor(cursor, Cursor);
  const place = { after_time, after_id, ...pageSize({ limit, count }) };
  const found = unwrap(await c.var.db.rpc("list_audit_entries", { ...filters, since, until, ...place }));
  const { rows, read_until, total } = Found.parse(found);
  const listed = paginate(rows, limit, ({ occurred_at, id }) => [occurred_at, id], total);
  if (read_until === null) return c.json(listed, 200);
  const rest = { has_more: true, next_cursor: encodeCursor(read_until) };
  return c.json({ ...listed, pagination: { ...listed.pagination, ...rest } }, 200);
});

const getEntry = defineRoute({
  method: "get",
  path: "/{id}",
  summary: "Get an audit entry with the proof that it is in the log",
  access: "audit:read",
  request: { headers: TenantHeader, params: EntryId },
  responses: { 200: json(data(ProvenEntry), "The entry") },
});

entries.openapi(getEntry, async (c) => {
  const { id } = c.req.valid("param");
  return c.json({ data: ProvenEntry.parse(unwrap(await c.var.db.rpc("get_audit_entry", { id }))) }, 200);
});
