import { z } from "@hono/zod-openapi";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";

const kinds = ["request", "audit", "event", "job", "attempt", "delivery", "email", "error", "log"] as const;

const Step = z.looseObject({
  at: z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" }),
  kind: z.enum(kinds).openapi({ example: "request" }),
}).openapi("TimelineStep");

const RequestId = z.object({
  request_id: z.string().regex(/^[\w.:=+/-]{1,200}$/).openapi({
    example: "6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d",
  }),
});

/** The route of timelines. */
export const timeline = createRoutes();

const getTimeline = defineRoute({
  method: "get",
  path: "/timeline/{request_id}",
  summary: "Get everything that a request caused, in order",
  description:
    "Requests of other functions under the same id, audit entries (with audit:read), events, jobs, deliveries with their attempts, errors and log lines.",
  access: "observability:read",
  request: { params: RequestId, query: z.object({ client_id: z.guid().optional() }) },
  responses: { 200: json(data(z.array(Step)), "The steps") },
});

timeline.openapi(getTimeline, async (c) => {
  const { request_id } = c.req.valid("param");
  const { client_id } = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("get_timeline", { request_id, client_id }));
  return c.json({ data: z.array(Step).parse(found) }, 200);
});
