import { createRoute } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { Agent, AgentFilters, AgentId, NewAgent } from "./schema.ts";
import { addSectorRoutes } from "./sectors.ts";

const app = createApp("agents");

const listAgents = createRoute({
  method: "get",
  path: "/",
  summary: "The agents with their sectors, newest first; deleted ones only with active=false",
  middleware: [allow("agents:read")] as const,
  request: { query: pageQuery.extend(AgentFilters.shape) },
  responses: { 200: json(page(Agent), "The agents"), ...problems(400, 401, 403, 422, 429, 503) },
});

app.openapi(listAgents, async (c) => {
  const query = c.req.valid("query");
  const { kind, sector, capability, search } = query;
  const filters = { kind, active: query.active === "true", sector, capability, search };
  const found = unwrap(await c.var.db.rpc("list_agents", { ...filters, ...pageArguments(query) }));
  return c.json(readPage(found, Agent, query), 200);
});

const createAgent = createRoute({
  method: "post",
  path: "/",
  summary: "Create an agent",
  middleware: [allow("agents:write")] as const,
  request: { headers: idempotencyHeader, body: json(NewAgent) },
  responses: {
    201: json(data(Agent), "The agent"),
    ...problems(400, 401, 403, 409, 413, 415, 422, 429, 503),
  },
});

app.openapi(createAgent, async (c) => {
  const { role, system_prompt, ...agent } = c.req.valid("json");
  const optional = { role: role ?? undefined, system_prompt: system_prompt ?? undefined };
  const { body, replayed } = settle(await c.var.db.rpc("create_agent", { ...agent, ...optional }), Agent);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getAgent = createRoute({
  method: "get",
  path: "/{agent}",
  summary: "An agent with its sectors",
  middleware: [allow("agents:read")] as const,
  request: { params: AgentId },
  responses: { 200: json(data(Agent), "The agent, with ETag"), ...problems(401, 403, 404, 422, 429, 503) },
});

app.openapi(getAgent, async (c) => {
  const { agent: agent_id } = c.req.valid("param");
  const agent = Agent.parse(unwrap(await c.var.db.rpc("get_agent", { agent_id })));
  return c.json({ data: agent }, 200, etag(agent));
});

const updateAgent = createRoute({
  method: "put",
  path: "/{agent}",
  summary: "Replace an agent; its sectors stay",
  middleware: [allow("agents:write")] as const,
  request: { headers: ifMatchHeader, params: AgentId, body: json(NewAgent) },
  responses: {
    200: json(data(Agent), "The agent, with its new ETag"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 429, 503),
  },
});

app.openapi(updateAgent, async (c) => {
  const { role, system_prompt, ...agent } = c.req.valid("json");
  const changed = await c.var.db.rpc("update_agent", {
    agent_id: c.req.valid("param").agent,
    ...agent,
    role: role ?? undefined,
    system_prompt: system_prompt ?? undefined,
    if_match: ifMatch(c.req.raw.headers),
  });
  const body = Agent.parse(unwrap(changed));
  return c.json({ data: body }, 200, etag(body));
});

const deleteAgent = createRoute({
  method: "delete",
  path: "/{agent}",
  summary: "Delete an agent: it becomes inactive and keeps its history",
  middleware: [allow("agents:write")] as const,
  request: { headers: ifMatchHeader, params: AgentId },
  responses: { 204: { description: "It is inactive" }, ...problems(400, 401, 403, 404, 412, 422, 429, 503) },
});

app.openapi(deleteAgent, async (c) => {
  const { agent: agent_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_agent", { agent_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

addSectorRoutes(app);

export default app;
