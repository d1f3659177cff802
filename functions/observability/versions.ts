import { z } from "@hono/zod-openapi";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { RequestQuery, WindowQuery } from "./schema.ts";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });

const VersionCalls = z.object({
  function: z.string().openapi({ example: "aggregation" }),
  version: z.string().openapi({ example: "v1" }),
  route: z.string().nullable().openapi({
    description: "Of a deprecated route; the others of a version are one row",
  }),
  client_id: z.guid().nullable(),
  client_name: z.string().nullable(),
  kind: z.enum(["user", "key", "secret", "anonymous"]),
  caller_id: z.guid().nullable().openapi({ description: "The user or API key" }),
  caller_name: z.string().nullable().openapi({ description: "Of an API key" }),
  requests: z.int(),
  refused: z.int().openapi({ description: "How many of them were answered 429" }),
  last_at: time(),
}).openapi("VersionCalls");

const Calling = z.object({
  client_id: z.guid(),
  client_name: z.string(),
  requests: z.int(),
  last_at: time(),
});

const Deprecation = z.object({
  deprecation: z.string().openapi({ example: "aggregation-v1-trends" }),
  routes: z.array(z.string()),
  deprecated_at: time(),
  sunset_at: time(),
  successor: z.string().openapi({ example: "/aggregation/v2" }),
  began_at: time().nullable().openapi({ description: "Since when the routes answer 410" }),
  forced: z.boolean(),
  calling: z.array(Calling).openapi({
    description: "Tenants that called in the last seven days, at most 100",
  }),
}).openapi("Deprecation");

const Sunset = z.strictObject({
  force: z.boolean().default(false).openapi({ description: "End it although tenants still call" }),
}).openapi("Sunset");

/** The routes of API versions and their ends. */
export const versions = createRoutes();

const getVersions = defineRoute({
  method: "get",
  path: "/versions",
  summary: "Get calls by API version, tenant and caller",
  description: "Of whole UTC days, kept for 35; the most first, at most 1,500 rows.",
  access: "operator",
  request: { query: WindowQuery.extend(RequestQuery.pick({ function: true, version: true }).shape) },
  responses: { 200: json(data(z.array(VersionCalls)), "One row a version, tenant and caller") },
});

versions.openapi(getVersions, async (c) => {
  const { from, to, function: of, version, client_id } = c.req.valid("query");
  const { from: since, until } = await boundsOf(c.var.db, { from, to });
  const found = unwrap(
    await c.var.db.rpc("version_report", { since, until, function: of, version, client_id }),
  );
  return c.json({ data: z.array(VersionCalls).parse(found) }, 200);
});

const listDeprecations = defineRoute({
  method: "get",
  path: "/deprecations",
  summary: "List deprecated routes and the tenants that still call them",
  access: "operator",
  responses: { 200: json(data(z.array(Deprecation)), "By sunset") },
});

versions.openapi(listDeprecations, async (c) => {
  return c.json({ data: z.array(Deprecation).parse(unwrap(await c.var.db.rpc("list_deprecations"))) }, 200);
});

const beginSunset = defineRoute({
  method: "post",
  path: "/deprecations/{deprecation}/sunset",
  summary: "End deprecated routes once their day has come",
  description:
    "Happens by itself within an hour if no tenant called in the last seven days. A forced end is in the audit log of " +
    "each tenant that still calls.",
  access: "operator",
  request: {
    params: z.object({ deprecation: z.string().max(100).regex(/^[a-z][a-z0-9-]*$/) }),
    body: json(Sunset),
  },
  responses: { 200: json(data(Deprecation), "The routes answer 410"), ...problems(404, 409) },
});

versions.openapi(beginSunset, async (c) => {
  const { deprecation } = c.req.valid("param");
  const ended = unwrap(await c.var.db.rpc("begin_sunset", { deprecation, ...c.req.valid("json") }));
  return c.json({ data: Deprecation.parse(ended) }, 200);
});
