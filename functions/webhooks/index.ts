import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import type { Job, Outcome } from "../../shared/jobs/job.ts";
import { addWorkerRoute } from "../../shared/jobs/worker.ts";
import { deliver } from "./deliver.ts";
import { deliveries } from "./deliveries.ts";
import { endpoints, guard } from "./endpoints.ts";
import { inbound } from "./inbound.ts";
import { prepare } from "./prepare.ts";
import { EndpointMetrics, EventType, MetricsQuery } from "./schema.ts";
import { sources } from "./sources.ts";

const app = createApp("webhooks");

app.route("/", endpoints);
app.route("/", deliveries);
app.route("/", sources);
app.route("/", inbound);

const listEventTypes = defineRoute({
  method: "get",
  path: "/event-types",
  summary: "List event types",
  access: "webhooks:read",
  responses: { 200: json(data(z.array(EventType)), "The types") },
});

app.openapi(listEventTypes, async (c) => {
  return c.json({ data: z.array(EventType).parse(unwrap(await c.var.db.rpc("list_event_types"))) }, 200);
});

const getMetrics = defineRoute({
  method: "get",
  path: "/metrics",
  summary: "Get delivery metrics of the last hours by endpoint",
  access: "webhooks:read",
  request: { query: MetricsQuery },
  responses: { 200: json(data(z.array(EndpointMetrics)), "The endpoints") },
});

app.openapi(getMetrics, async (c) => {
  const found = unwrap(await c.var.db.rpc("webhook_metrics", c.req.valid("query")));
  return c.json({ data: z.array(EndpointMetrics).parse(found) }, 200);
});

async function handle(job: Job): Promise<Outcome> {
  const prepared = await prepare(job);
  switch (prepared.action) {
    case "send":
      return await deliver(prepared, job.attempt, guard);
    case "postpone":
      return { outcome: "postponed", retry_after: prepared.retry_after };
    case "park":
      return { outcome: "parked" };
    case "reject":
      return { outcome: "rejected", error: prepared.error };
  }
}

// An endpoint gets few of the places and a tenant half of them, so that those that hang leave the others theirs.
addWorkerRoute(app, { queue: "webhooks", handle, concurrency: 200, laneLimit: 8, tenantLimit: 100 });

export default app;
