import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { KindParam, Policy, PolicyChange, Preview, PreviewQuery } from "./schema.ts";

/** The routes of policies. */
export const policies = createRoutes();

const listPolicies = defineRoute({
  method: "get",
  path: "/policies",
  summary: "List how long each kind of row is kept, with bounds",
  access: "archive:read",
  responses: { 200: json(data(z.array(Policy)), "The policies") },
});

policies.openapi(listPolicies, async (c) => {
  const found = unwrap(await c.var.db.rpc("list_archive_policies"));
  return c.json({ data: z.array(Policy).parse(found) }, 200);
});

const putPolicy = defineRoute({
  method: "put",
  path: "/policies/{kind}",
  summary: "Set how long rows of a kind are kept",
  description: "The next nightly run applies it. The preview shows what it would move and delete.",
  access: "archive:write",
  request: { params: KindParam, body: json(PolicyChange) },
  responses: { 200: json(data(Policy), "The policy"), ...problems(404) },
});

policies.openapi(putPolicy, async (c) => {
  const { kind } = c.req.valid("param");
  const changed = unwrap(await c.var.db.rpc("set_archive_policy", { kind, ...c.req.valid("json") }));
  return c.json({ data: Policy.parse(changed) }, 200);
});

const previewPolicy = defineRoute({
  method: "get",
  path: "/policies/{kind}/preview",
  summary: "Show what the policy, or another one, would move and delete",
  access: "archive:read",
  request: { params: KindParam, query: PreviewQuery },
  responses: { 200: json(data(Preview), "The numbers of rows"), ...problems(404) },
});

policies.openapi(previewPolicy, async (c) => {
  const { kind } = c.req.valid("param");
  const counted = unwrap(await c.var.db.rpc("preview_archive_policy", { kind, ...c.req.valid("query") }));
  return c.json({ data: Preview.parse(counted) }, 200);
});
