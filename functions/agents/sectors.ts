import { createRoutes } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Agent, AgentId, AgentSector, Availability, SectorOfAgent, SectorRules } from "./schema.ts";

/** The routes that say what an agent may be chosen for. */
export const sectors = createRoutes();

const setSector = defineRoute({
  method: "put",
  path: "/{agent}/sectors/{sector}",
  summary: "Set an agent's priority and capacity in a sector",
  description: "What is left out stays as it is, unlike in other PUT requests.",
  access: "agents:write",
  request: { headers: ifMatchHeader, params: SectorOfAgent, body: json(SectorRules) },
  responses: {
    200: json(data(AgentSector), "The sector, in which the agent was before, with its new ETag"),
    201: json(data(AgentSector), "The sector, new for the agent, with ETag"),
  },
});

sectors.openapi(setSector, async (c) => {
  const { agent: agent_id, sector } = c.req.valid("param");
  const rules = { ...c.req.valid("json"), if_match: ifMatch(c.req.raw.headers) };
  const set = await c.var.db.rpc("set_agent_sector", { agent_id, sector, ...rules });
  const { status, body } = settle(set, AgentSector);
  return c.json({ data: body }, status === 201 ? 201 : 200, etag(body));
});

const removeSector = defineRoute({
  method: "delete",
  path: "/{agent}/sectors/{sector}",
  summary: "Remove an agent from a sector",
  access: "agents:write",
  request: { params: SectorOfAgent },
  responses: { 204: { description: "Gone" } },
});

sectors.openapi(removeSector, async (c) => {
  const { agent: agent_id, sector } = c.req.valid("param");
  unwrap(await c.var.db.rpc("remove_agent_sector", { agent_id, sector }));
  return c.body(null, 204);
});

const setAvailability = defineRoute({
  method: "put",
  path: "/{agent}/availability",
  summary: "Set an agent's availability in all its sectors",
  access: "agents:write",
  request: { params: AgentId, body: json(Availability) },
  responses: { 200: json(data(Agent), "The agent") },
});

sectors.openapi(setAvailability, async (c) => {
  const { agent: agent_id } = c.req.valid("param");
  const { available } = c.req.valid("json");
  const agent = await c.var.db.rpc("set_agent_availability", { agent_id, available });
  return c.json({ data: Agent.parse(unwrap(agent)) }, 200);
});
