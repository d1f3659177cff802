import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createApp } from "../../shared/http/app.ts";
import { json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageArguments, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { moment } from "../../shared/input/time.ts";
import { storableText } from "../../shared/input/text.ts";
import { holds } from "./holds.ts";
import { policies } from "./policies.ts";
import { ArchivedQuery, ArchivedRow, KindParam, Run, RunsQuery } from "./schema.ts";

const app = createApp("archive");
app.route("/", policies);
app.route("/", holds);

const Runs = z.object({ rows: z.array(Run), total: z.int().nullable() });
const Archived = z.object({ rows: z.array(ArchivedRow), total: z.int().nullable() });
const latestFirst = z.tuple([moment(), storableText().max(100)]);

const listRuns = defineRoute({
  method: "get",
  path: "/runs",
  summary: "List what moved to the archive and what was deleted, the latest run first",
  access: "archive:read",
  request: { query: RunsQuery },
  responses: { 200: json(page(Run), "The runs") },
});

app.openapi(listRuns, async (c) => {
  const { kind, ...query } = c.req.valid("query");
  const found = await c.var.db.rpc("list_archive_runs", { kind, ...pageArguments(query) });
  const { rows, total } = Runs.parse(unwrap(found));
  return c.json(paginate(rows, query.limit, ({ started_at, id }) => [started_at, id], total), 200);
});

const listArchived = defineRoute({
  method: "get",
  path: "/{kind}",
  summary: "List archived rows of a kind, the latest first",
  access: "archive:read",
  request: { params: KindParam, query: ArchivedQuery },
  responses: { 200: json(page(ArchivedRow), "The rows"), ...problems(404) },
});

app.openapi(listArchived, async (c) => {
  const { kind } = c.req.valid("param");
  const { limit, cursor, count, from, to } = c.req.valid("query");
  const { from: from_time, until: to_time } = await boundsOf(c.var.db, { from, to });
  const [after_time, after_id] = cursor === undefined ? [] : decodeCursor(cursor, latestFirst);
  const where = { kind, from_time, to_time, after_time, after_id };
  const shown = pageSize({ limit, count });
  const { rows, total } = Archived.parse(unwrap(await c.var.db.rpc("list_archived", { ...where, ...shown })));
  return c.json(paginate(rows, limit, ({ at, id }) => [at, id], total), 200);
});

export default app;
