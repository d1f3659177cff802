import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { decodeCursor, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { dayOrMoment } from "../../shared/input/time.ts";
import { DatabaseReport, SlowStatement } from "./database_schema.ts";

const SlowQuery = pageQuery.extend({
  from: dayOrMoment().optional(),
  to: dayOrMoment().optional().openapi({ description: "Exclusive; a bare day is included" }),
  min_ms: z.coerce.number().min(100).max(1e9).default(100).openapi({
    description: "Of the average or the longest call",
    example: 500,
  }),
});

const Found = z.object({ rows: z.array(SlowStatement), total: z.int().nullable() });

/** The routes about the database itself. */
export const database = createRoutes();

const getDatabase = defineRoute({
  method: "get",
  path: "/database",
  summary: "Get connections, slowest statements, index advice and locks (operator only)",
  description: "Statements are looked at each minute; their texts hold no values.",
  access: "operator",
  responses: { 200: json(data(DatabaseReport), "The database now") },
});

database.openapi(getDatabase, async (c) => {
  return c.json({ data: DatabaseReport.parse(unwrap(await c.var.db.rpc("database_report"))) }, 200);
});

const listSlow = defineRoute({
  method: "get",
  path: "/database/slow",
  summary: "List minutes in which a statement was slow, newest first (operator only)",
  description: "A statement is slow if its calls took 100 ms on average or one took longer. Kept 14 days.",
  access: "operator",
  request: { query: SlowQuery },
  responses: { 200: json(page(SlowStatement), "The slow-query log") },
});

database.openapi(listSlow, async (c) => {
  const { limit, cursor, count, min_ms, from, to } = c.req.valid("query");
  const { from: since, until } = await boundsOf(c.var.db, { from, to });
  const [after_id] = cursor ? decodeCursor(cursor, z.tuple([z.int().min(1)])) : [];
  const page = { after_id, ...pageSize({ limit, count }) };
  const { rows, total } = Found.parse(
    unwrap(await c.var.db.rpc("list_slow_statements", { since, until, min_ms, ...page })),
  );
  return c.json(paginate(rows, limit, ({ id }) => [id], total), 200);
});
