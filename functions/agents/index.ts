import { createApp } from "../../shared/http/app.ts";
import { cached, stateOf } from "../../shared/cache/cached.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { detailedEtag, etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { Agent, AgentFilters, AgentId, NewAgent } from "./schema.ts";
import { sectors } from "./sectors.ts";

const app = createApp("agents");

const agentPage = page(Agent);

const listAgents = defineRoute({
  method: "get",
  path: "/",
  summary: "List agents with their sectors, newest first; deleted ones only with active=false",
  access: "agents:read",
  request: { headers: ifNoneMatchHeader, query: pageQuery.extend(AgentFilters.shape) },
  responses: { 200: json(agentPage, "The agents") },
});

app.openapi(listAgents, async (c) => {
  const query = c.req.valid("query");
  const { kind, sector, capability, search } = query;
  const filters = { kind, active: query.active === "true", sector, capability, search };
  const { answer, headers } = await cached(c, {
    scope: "agents:read",
    route: "agents",
    query,
    schema: agentPage,
    lifetime: "lists",
    state: stateOf("agents:read", ["agents"]),
    load: async () => {
      const found = await c.var.db.rpc("list_agents", { ...filters, ...pageArguments(query) });
      return readPage(unwrap(found), Agent, query);
    },
  });
  return c.json(answer, 200, headers);
});

const createAgent = defineRoute({
  method: "post",
  path: "/",
  summary: "Create an agent",
  access: "agents:write",
  request: { headers: idempotencyHeader, body: json(NewAgent) },
  responses: { 201: json(data(Agent), "The agent") },
});

app.openapi(createAgent, async (c) => {
  const { role, system_prompt, ...agent } = c.req.valid("json");
  const optional = { role: role ?? undefined, system_prompt: system_prompt ?? undefined };
  const { body, replayed } = settle(await c.var.db.rpc("create_agent", { ...agent, ...optional }), Agent);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const getAgent = defineRoute({
  method: "get",
  path: "/{agent}",
  summary: "Get an agent with its sectors",
  access: "agents:read",
  request: { headers: ifNoneMatchHeader, params: AgentId },
  responses: { 200: json(data(Agent), "The agent, with ETag") },
});

app.openapi(getAgent, async (c) => {
  const { agent: agent_id } = c.req.valid("param");
  const agent = Agent.parse(unwrap(await c.var.db.rpc("get_agent", { agent_id })));
  return c.json({ data: agent }, 200, detailedEtag(agent, agent.sectors));
});

const updateAgent = defineRoute({
  method: "put",
  path: "/{agent}",
  summary: "Replace an agent, except for its sectors",
  access: "agents:write",
  request: { headers: ifMatchHeader, params: AgentId, body: json(NewAgent) },
  responses: { 200: json(data(Agent), "The agent, with its new ETag") },
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

const deleteAgent = defineRoute({
  method: "delete",
  path: "/{agent}",
  summary: "Delete an agent; its history stays",
  access: "agents:write",
  request: { headers: ifMatchHeader, params: AgentId },
  responses: { 204: { description: "It is inactive" } },
});

app.openapi(deleteAgent, async (c) => {
  const { agent: agent_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_agent", { agent_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

app.route("/", sectors);

export default app;
