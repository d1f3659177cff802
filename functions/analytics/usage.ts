import { cached, stateOf } from "../../shared/cache/cached.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { replayHeaders } from "../../shared/data/idempotency.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { rowsRequest } from "../../shared/http/rows_request.ts";
import { invalid } from "../../shared/http/problem.ts";
import { isStorableJson } from "../../shared/input/text.ts";
import { Pipeline, PipelineQuery } from "./pipeline_schema.ts";
import { EventsBody, RecordedEvents, Usage, UsageQuery } from "./usage_schema.ts";

/** The routes of the pipeline, of usage and of a tenant's own events. */
export const usageRoutes = createRoutes();

const getPipeline = defineRoute({
  method: "get",
  path: "/pipeline",
  summary: "Get what is open, won and lost by stage, owner or month",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: PipelineQuery },
  responses: { 200: json(data(Pipeline), "The groups") },
});

usageRoutes.openapi(getPipeline, async (c) => {
  const query = c.req.valid("query");
  const { answer, headers } = await cached(c, {
    scope: "analytics:read",
    route: "analytics/pipeline",
    query,
    schema: Pipeline,
    lifetime: "totals",
    state: stateOf("analytics:read", ["opportunities"]),
    load: async () => Pipeline.parse(unwrap(await c.var.db.rpc("get_pipeline", query))),
  });
  return c.json({ data: answer }, 200, headers);
});

const getUsage = defineRoute({
  method: "get",
  path: "/usage",
  summary: "Get what the tenant used by day, week or month",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: UsageQuery },
  responses: { 200: json(data(Usage), "The periods") },
});

usageRoutes.openapi(getUsage, async (c) => {
  const query = c.req.valid("query");
  const { start_date: first_day, end_date: last_day, group_by, by: by_what } = query;
  const { answer, headers } = await cached(c, {
    scope: "analytics:read",
    route: "analytics/usage",
    query,
    schema: Usage,
    lifetime: "usage",
    state: stateOf("analytics:read", ["events", "opportunities"]),
    load: async () =>
      Usage.parse(unwrap(await c.var.db.rpc("get_usage", { first_day, last_day, group_by, by_what }))),
  });
  return c.json({ data: answer }, 200, headers);
});

const recordEvents = defineRoute({
  method: "post",
  path: "/events",
  summary: "Record up to 1,000 events of your own kinds, all or nothing",
  description: "An event with a known `dedupe_key` is counted once, however often it is sent.",
  access: { scope: "transactions:write", tier: "transactions" },
  bodyLimit: 5 * 1024 * 1024,
  request: rowsRequest("OwnEvents"),
  responses: {
    200: json(data(RecordedEvents), "All of them were known"),
    201: json(data(RecordedEvents), "What became of them"),
  },
});

usageRoutes.openapi(recordEvents, async (c) => {
  const { data: body, error } = EventsBody.safeParse(await c.req.json());
  if (error) throw invalid(error.issues);
  const result = await c.var.db.rpc("record_events", {
    events: body.events.map((event) => isStorableJson(event) ? event : null),
  });
  const { status, body: recorded, replayed } = settle(result, RecordedEvents);
  return c.json({ data: recorded }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});
