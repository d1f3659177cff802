import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { Agent, AgentId, AgentSector, Availability, SectorOfAgent, SectorRules } from "./schema.ts";

const setSector = createRoute({
  method: "put",
  path: "/{agent}/sectors/{sector}",
  summary: "Say how an agent may be chosen in a sector",
  middleware: [allow("agents:write")] as const,
  request: { headers: ifMatchHeader, params: SectorOfAgent, body: json(SectorRules) },
  responses: {
    200: json(data(AgentSector), "The sector, in which the agent was before, with its new ETag"),
    201: json(data(AgentSector), "The sector, new for the agent, with ETag"),
    ...problems(400, 401, 403, 404, 412, 413, 415, 422, 429, 503),
  },
});

const removeSector = createRoute({
  method: "delete",
  path: "/{agent}/sectors/{sector}",
  summary: "Take an agent out of a sector",
  middleware: [allow("agents:write")] as const,
  request: { params: SectorOfAgent },
  responses: { 204: { description: "Gone" }, ...problems(401, 403, 404, 422, 429, 503) },
});

const setAvailability = createRoute({
  method: "put",
  path: "/{agent}/availability",
  summary: "Make an agent available or not, in all its sectors at once",
  middleware: [allow("agents:write")] as const,
  request: { params: AgentId, body: json(Availability) },
  responses: {
    200: json(data(Agent), "The agent"),
    ...problems(400, 401, 403, 404, 413, 415, 422, 429, 503),
  },
});

/** Adds the routes that say what an agent may be chosen for. */
export function addSectorRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(setSector, async (c) => {
    const { agent: agent_id, sector } = c.req.valid("param");
    const rules = { ...c.req.valid("json"), if_match: ifMatch(c.req.raw.headers) };
    const set = await c.var.db.rpc("set_agent_sector", { agent_id, sector, ...rules });
    const { status, body } = settle(set, AgentSector);
    return c.json({ data: body }, status === 201 ? 201 : 200, etag(body));
  });

  app.openapi(removeSector, async (c) => {
    const { agent: agent_id, sector } = c.req.valid("param");
    unwrap(await c.var.db.rpc("remove_agent_sector", { agent_id, sector }));
    return c.body(null, 204);
  });

  app.openapi(setAvailability, async (c) => {
    const { agent: agent_id } = c.req.valid("param");
    const { available } = c.req.valid("json");
    const agent = await c.var.db.rpc("set_agent_availability", { agent_id, available });
    return c.json({ data: Agent.parse(unwrap(agent)) }, 200);
  });
}
