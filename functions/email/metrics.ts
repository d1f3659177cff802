import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { EmailMetrics, MetricsQuery } from "./schema.ts";

/** The route of what became of mails. */
export const metrics = createRoutes();

const getMetrics = defineRoute({
  method: "get",
  path: "/metrics",
  summary: "Count mails by what became of them",
  access: "email:read",
  request: { query: MetricsQuery },
  responses: { 200: json(data(z.array(EmailMetrics)), "By day or template") },
});

metrics.openapi(getMetrics, async (c) => {
  const { from: first_day, to: last_day, group_by } = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("email_metrics", { first_day, last_day, group_by }));
  return c.json({ data: z.array(EmailMetrics).parse(found) }, 200);
});
