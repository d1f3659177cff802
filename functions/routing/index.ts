import { createRoute } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { addReadingRoutes } from "./reading.ts";
import {
  BatchAnswers,
  BatchResult,
  Completion,
  Decision,
  DecisionId,
  NewDecision,
  NewDecisions,
} from "./schema.ts";

const app = createApp("routing");

const decide = createRoute({
  method: "post",
  path: "/decisions",
  summary: "Choose the best agent for a call and take a slot",
  middleware: [allow("routing:decide", { tier: "routing" })] as const,
  request: { headers: idempotencyHeader, body: json(NewDecision) },
  responses: {
    201: json(data(Decision), "The decision"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

app.openapi(decide, async (c) => {
  const { team_id, sector, capabilities, reference, channel_id } = c.req.valid("json");
  const result = await c.var.db.rpc("create_decision", {
    team_id: team_id ?? undefined,
    sector: sector ?? undefined,
    capabilities,
    reference: reference ?? undefined,
    channel_id: channel_id ?? undefined,
  });
  const { body, replayed } = settle(result, Decision);
  return c.json({ data: body }, 201, replayHeaders({ replayed }));
});

const decideAll = createRoute({
  method: "post",
  path: "/decisions/batch",
  summary: "Up to 100 decisions, one after the other, in one transaction",
  description:
    "A call that finds no agent is an entry with an error; a request that is wrong undoes them all.",
  middleware: [allow("routing:decide", { tier: "routing" })] as const,
  request: { headers: idempotencyHeader, body: json(NewDecisions) },
  responses: {
    201: json(data(BatchResult), "One entry a request, in their order"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

app.openapi(decideAll, async (c) => {
  const result = await c.var.db.rpc("create_decisions", { ...c.req.valid("json") });
  const { body, replayed } = settle(result, BatchAnswers);
  return c.json({ data: body.decisions }, 201, replayHeaders({ replayed }));
});

const complete = createRoute({
  method: "post",
  path: "/decisions/{id}/complete",
  summary: "End the call: frees the slot and records the call, once",
  description:
    "Again, it answers what it answered first. Also after the lease ended, when the slot is free already.",
  middleware: [allow("routing:decide", { tier: "routing" })] as const,
  request: { params: DecisionId, body: json(Completion) },
  responses: {
    200: json(data(Decision), "The completed decision"),
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
  },
});

app.openapi(complete, async (c) => {
  const { satisfaction, ...call } = c.req.valid("json");
  const completed = await c.var.db.rpc("complete_decision", {
    decision_id: c.req.valid("param").id,
    ...call,
    satisfaction: satisfaction ?? undefined,
  });
  return c.json({ data: Decision.parse(unwrap(completed)) }, 200);
});

const release = createRoute({
  method: "post",
  path: "/decisions/{id}/release",
  summary: "Free the slot without a call",
  middleware: [allow("routing:decide", { tier: "routing" })] as const,
  request: { params: DecisionId },
  responses: {
    200: json(data(Decision), "The released decision"),
    ...problems(401, 403, 404, 409, 422, 429, 503),
  },
});

app.openapi(release, async (c) => {
  const { id: decision_id } = c.req.valid("param");
  const released = unwrap(await c.var.db.rpc("release_decision", { decision_id }));
  return c.json({ data: Decision.parse(released) }, 200);
});

addReadingRoutes(app);

export default app;
