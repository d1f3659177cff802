import { assert, assertEquals } from "#assert";
import { base, newCall, record } from "../fixtures/aggregation.ts";
import { nowhere, staffedTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

Deno.test("each route accepts exactly the roles that may call it, and other tenants get 404", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const { team, agent } = await staffedTeam(tenant);
  const routes = [
    { method: "POST", path: "/calls", json: { calls: [newCall()] }, refused: [tenant.viewer] },
    { method: "POST", path: "/runs", refused: [tenant.viewer, tenant.member] },
    { method: "GET", path: "/status", refused: [] },
    { method: "GET", path: "/compare?kind=agents", refused: [] },
    { method: "GET", path: `/agents/${agent.id}/trends`, refused: [] },
    { method: "GET", path: `/teams/${team.id}/trends`, refused: [] },
  ];
  for (const { method, path, json, refused } of routes) {
    const call = (as?: Person | string) => api(method, base + path, { as, json });
    assertEquals((await call()).status, 401, path);
    assertEquals((await call("nonsense")).status, 401, path);
    for (const person of refused) assertEquals((await call(person)).error.code, "FORBIDDEN", path);
    assert((await call(tenant.manager)).status < 300, path);
    assertEquals((await api("PATCH", base + path, { as: tenant.owner })).status, 405, path);
  }
  for (
    const path of [`/agents/${agent.id}/trends`, `/teams/${team.id}/trends`, `/agents/${nowhere}/trends`]
  ) {
    assertEquals((await api("GET", base + path, { as: other.owner })).status, 404, path);
  }
  assertEquals((await api("GET", `${base}/agents/x/trends`, { as: tenant.owner })).status, 422);
  const agentPath = `${base}/agents/${agent.id}/trends`;
  for (
    const bad of [
      "group_by=year",
      "from=2026-02-30",
      "from=2026-11-02&to=2026-11-01",
      "from=2020-01-01&to=2026-01-01",
    ]
  ) {
    assertEquals((await api("GET", `${agentPath}?${bad}`, { as: tenant.owner })).status, 422, bad);
  }
  const theirs = await record(other.member, [
    newCall({ agent: undefined, agent_id: agent.id, team_id: team.id }),
  ]);
  assertEquals(theirs.error.details?.map(({ field }) => field), ["agent_id", "team_id"], `${theirs}`);
});
