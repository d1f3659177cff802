import { assert, assertEquals } from "#assert";
import agents from "../../functions/agents/index.ts";
import teams from "../../functions/teams/index.ts";
import { agentRoutes, createAgent, type Route, staffedTeam, teamRoutes } from "../fixtures/teams.ts";
import { type App, ask, dataApiRoundTrips, useStack } from "../support/in_process.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

useStack();

async function assertOneEach(app: App, tenant: Tenant, routes: Route[]): Promise<void> {
  for (const { method, path, json } of routes) {
    const asked = await dataApiRoundTrips(async () => {
      const answer = await ask(app, method, path, { as: tenant.manager, json });
      assert(answer.status < 300, `${answer}`);
    });
    assertEquals(asked, 1, `${method} ${path}`);
  }
}

function list(path: string): Route {
  return { method: "GET", path, least: "viewer" };
}

Deno.test("every route of teams asks the Data API once", async () => {
  const tenant = await createTenant();
  const { team, member, agent } = await staffedTeam(tenant);
  await assertOneEach(teams, tenant, [
    list("/teams/v1?count=exact&sector=sales&search=team&limit=1"),
    list(`/teams/v1/${team.id}/members?count=exact`),
    ...teamRoutes(team.id, member.id, agent.id, tenant.viewer.id),
  ]);
});

Deno.test("every route of agents asks the Data API once", async () => {
  const tenant = await createTenant();
  const agent = await createAgent(tenant.manager);
  await assertOneEach(agents, tenant, [
    list("/agents/v1?count=exact&sector=sales&search=ada&capability=spanish&kind=ai"),
    ...agentRoutes(agent.id),
  ]);
});
