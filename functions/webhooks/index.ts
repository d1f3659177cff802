import { createRoute, z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { addWorkerRoute, type Job, type Outcome } from "../../shared/jobs/worker.ts";
import { deliver } from "./deliver.ts";
import { addDeliveryRoutes } from "./deliveries.ts";
import { addEndpointRoutes, guard } from "./endpoints.ts";
import { addInboundRoute } from "./inbound.ts";
import { load } from "./load.ts";
import { EndpointMetrics, EventType, MetricsQuery } from "./schema.ts";
import { addSourceRoutes } from "./sources.ts";

const app = createApp("webhooks");

addEndpointRoutes(app);
addDeliveryRoutes(app);
addSourceRoutes(app);
addInboundRoute(app);

const listEventTypes = createRoute({
  method: "get",
  path: "/event-types",
  summary: "What endpoints can subscribe to",
  middleware: [allow("webhooks:read")] as const,
  responses: { 200: json(data(z.array(EventType)), "The types"), ...problems(401, 403, 429, 503) },
});

app.openapi(listEventTypes, async (c) => {
  return c.json({ data: z.array(EventType).parse(unwrap(await c.var.db.rpc("list_event_types"))) }, 200);
});

const getMetrics = createRoute({
  method: "get",
  path: "/metrics",
  summary: "How the attempts of the last hours went, by endpoint",
  middleware: [allow("webhooks:read")] as const,
  request: { query: MetricsQuery },
  responses: {
    200: json(data(z.array(EndpointMetrics)), "The endpoints"),
    ...problems(401, 403, 422, 429, 503),
  },
});

app.openapi(getMetrics, async (c) => {
  const found = unwrap(await c.var.db.rpc("webhook_metrics", c.req.valid("query")));
  return c.json({ data: z.array(EndpointMetrics).parse(found) }, 200);
});

async function handle(job: Job): Promise<Outcome> {
  const loaded = await load(job);
  switch (loaded.action) {
    case "send":
      return await deliver(loaded, job.attempt, guard);
    case "postpone":
      return { outcome: "postponed", retry_after: loaded.retry_after };
    case "park":
      return { outcome: "parked" };
    case "reject":
      return { outcome: "rejected", error: loaded.error };
  }
}

// An endpoint gets few of the places, so that one that hangs leaves the others theirs.
addWorkerRoute(app, { queue: "webhooks", handle, concurrency: 200, laneLimit: 8 });

export default app;
