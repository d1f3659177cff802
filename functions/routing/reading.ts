import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { decodeCursor, pageArguments, pageQuery, pageSize, paginate } from "../../shared/http/page.ts";
import {
  Decision,
  DecisionFilters,
  DecisionId,
  ExplainedDecision,
  Health,
  Load,
  LoadFilters,
} from "./schema.ts";

const total = z.int().nullable();
const FoundDecisions = z.object({ rows: z.array(Decision), total });
const FoundLoad = z.object({ rows: z.array(Load), total });

/** The routes that tell what was decided, and who has room. */
export const reading = createRoutes();

const listDecisions = defineRoute({
  method: "get",
  path: "/decisions",
  summary: "List decisions, newest first",
  access: "routing:read",
  request: { query: pageQuery.extend(DecisionFilters.shape) },
  responses: { 200: json(page(Decision), "The decisions") },
});

reading.openapi(listDecisions, async (c) => {
  const query = c.req.valid("query");
  const { agent_id, team_id } = query;
  const { from: from_time, until: to_time } = await boundsOf(c.var.db, query);
  const filters = { agent_id, team_id, from_time, to_time };
  const found = unwrap(await c.var.db.rpc("list_decisions", { ...filters, ...pageArguments(query) }));
  const { rows, total } = FoundDecisions.parse(found);
  return c.json(paginate(rows, query.limit, (row) => [row.created_at, row.decision_id], total), 200);
});

const getDecision = defineRoute({
  method: "get",
  path: "/decisions/{id}",
  summary: "Get a decision with its candidates",
  access: "routing:read",
  request: { params: DecisionId },
  responses: { 200: json(data(ExplainedDecision), "The decision") },
});

reading.openapi(getDecision, async (c) => {
  const { id: decision_id } = c.req.valid("param");
  const decision = unwrap(await c.var.db.rpc("get_decision", { decision_id }));
  return c.json({ data: ExplainedDecision.parse(decision) }, 200);
});

const listLoad = defineRoute({
  method: "get",
  path: "/load",
  summary: "List load and capacity by agent and sector",
  access: "routing:read",
  request: { query: pageQuery.extend(LoadFilters.shape) },
  responses: { 200: json(page(Load), "The loads") },
});

reading.openapi(listLoad, async (c) => {
  const { limit, cursor, count, sector, team_id } = c.req.valid("query");
  const [after_agent, after_sector] = cursor ? decodeCursor(cursor, z.tuple([z.guid(), z.string()])) : [];
  const page = { after_agent, after_sector, ...pageSize({ limit, count }) };
  const found = unwrap(await c.var.db.rpc("list_load", { sector, team_id, ...page }));
  const { rows, total } = FoundLoad.parse(found);
  return c.json(paginate(rows, limit, (row) => [row.agent_id, row.sector], total), 200);
});

const getHealth = defineRoute({
  method: "get",
  path: "/health",
  summary: "Get free slots by sector, and decisions and refusals of the last hour",
  access: "routing:read",
  responses: { 200: json(data(Health), "The health") },
});

reading.openapi(getHealth, async (c) => {
  return c.json({ data: Health.parse(unwrap(await c.var.db.rpc("routing_health"))) }, 200);
});
