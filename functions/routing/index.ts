import { createApp } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { reading } from "./reading.ts";
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

const decide = defineRoute({
  method: "post",
  path: "/decisions",
  summary: "Choose the best agent for a call and take a slot",
  access: { scope: "routing:decide", tier: "routing" },
  request: { headers: idempotencyHeader, body: json(NewDecision) },
  responses: { 201: json(data(Decision), "The decision") },
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

const decideAll = defineRoute({
  method: "post",
  path: "/decisions/batch",
  summary: "Make up to 100 decisions in one transaction",
  description:
    "A call without an available agent gets an entry with an error; an invalid request rolls back all of them.",
  access: { scope: "routing:decide", tier: "routing" },
  request: { headers: idempotencyHeader, body: json(NewDecisions) },
  responses: { 201: json(data(BatchResult), "One entry a request, in their order") },
});

app.openapi(decideAll, async (c) => {
  const result = await c.var.db.rpc("create_decisions", { ...c.req.valid("json") });
  const { body, replayed } = settle(result, BatchAnswers);
  return c.json({ data: body.decisions }, 201, replayHeaders({ replayed }));
});

const complete = defineRoute({
  method: "post",
  path: "/decisions/{id}/complete",
  summary: "Complete a call: free the slot and record the call",
  description:
    "Repeating it returns the first answer, with another outcome 409. It also works after the lease has expired and the slot is free.",
  access: { scope: "routing:decide", tier: "routing" },
  request: { params: DecisionId, body: json(Completion) },
  responses: {
    200: json(data(Decision), "The completed decision"),
    ...problems(409),
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

const release = defineRoute({
  method: "post",
  path: "/decisions/{id}/release",
  summary: "Release a slot without recording a call",
  access: { scope: "routing:decide", tier: "routing" },
  request: { params: DecisionId },
  responses: {
    200: json(data(Decision), "The released decision"),
    ...problems(409),
  },
});

app.openapi(release, async (c) => {
  const { id: decision_id } = c.req.valid("param");
  const released = unwrap(await c.var.db.rpc("release_decision", { decision_id }));
  return c.json({ data: Decision.parse(released) }, 200);
});

app.route("/", reading);

export default app;
