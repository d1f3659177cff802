import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { DependencyStats, RequestQuery, RequestStats, Waiting, WindowQuery } from "./schema.ts";

/** The routes of statistics. */
export const stats = createRoutes();

const getRequests = defineRoute({
  method: "get",
  path: "/requests",
  summary: "Get requests with error rate and percentiles",
  description:
    "Counts are at most a second behind. Windows that begin more than 2 days ago begin at a whole hour, more than 14 days ago at a whole day in UTC.",
  access: "observability:read",
  request: { query: RequestQuery },
  responses: { 200: json(data(z.array(RequestStats)), "One row a group"), ...problems(404) },
});

stats.openapi(getRequests, async (c) => {
  const { from, to, group_by, function: of, route, version, client_id } = c.req.valid("query");
  const { from: since, until } = await boundsOf(c.var.db, { from, to });
  const filters = { group_by, function: of, route, version, client_id };
  const found = unwrap(await c.var.db.rpc("request_stats", { since, until, ...filters }));
  return c.json({ data: z.array(RequestStats).parse(found) }, 200);
});

const Found = Waiting.extend({ rows: z.array(DependencyStats) });

const getDependencies = defineRoute({
  method: "get",
  path: "/dependencies",
  summary: "Get calls to the database, Redis, sign-in and other hosts",
  access: "observability:read",
  request: { query: WindowQuery },
  responses: {
    200: json(data(z.array(DependencyStats)).extend(Waiting.shape), "One row a dependency"),
    ...problems(404),
  },
});

stats.openapi(getDependencies, async (c) => {
  const { from, to, client_id } = c.req.valid("query");
  const { from: since, until } = await boundsOf(c.var.db, { from, to });
  const found = unwrap(await c.var.db.rpc("dependency_stats", { since, until, client_id }));
  const { rows, ...waiting } = Found.parse(found);
  return c.json({ data: rows, ...waiting }, 200);
});
