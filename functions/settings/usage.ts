import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { TenantHeader, Usage } from "./schema.ts";

/** The route that shows how much of its limits a tenant uses. */
export const usage = createRoutes();

const listUsage = defineRoute({
  method: "get",
  path: "/usage",
  summary: "List what the tenant uses of its limits",
  description:
    "A limit for each parent, such as sectors of an agent, shows the parent nearest to it. The operator " +
    "changes a maximum with the setting of the same name.",
  access: "settings:read",
  request: { headers: TenantHeader },
  responses: { 200: json(data(z.array(Usage)), "The limits, by name"), ...problems(404) },
});

usage.openapi(listUsage, async (c) => {
  return c.json({ data: z.array(Usage).parse(unwrap(await c.var.db.rpc("list_usage"))) }, 200);
});
