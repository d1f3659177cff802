import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { familiesOf } from "./metric_families.ts";
import { Metrics } from "./metrics_schema.ts";
import { textOf } from "./open_metrics.ts";

const contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** The route that a collector scrapes. */
export const metrics = createRoutes();

const getMetrics = defineRoute({
  method: "get",
  path: "/metrics",
  summary: "Get all metrics as OpenMetrics text (operator only)",
  description:
    "Counters begin with the database and never go back. They are up to a minute behind. Durations carry the id of a request as exemplar; its timeline shows what it did.",
  access: "operator",
  responses: {
    200: { content: { "application/openmetrics-text": { schema: z.string() } }, description: "The metrics" },
  },
});

metrics.openapi(getMetrics, async (c) => {
  const found = Metrics.parse(unwrap(await c.var.db.rpc("metrics")));
  return c.body(textOf(familiesOf(found)), 200, { "Content-Type": contentType });
});
