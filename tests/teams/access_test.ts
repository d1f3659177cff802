import { assertEquals, assertStringIncludes } from "#assert";
import { agentRoutes, nowhere, type Route, staffedTeam, teamRoutes } from "../fixtures/teams.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
const { team, member, agent } = await staffedTeam(tenant);
const all = [...teamRoutes(team.id, member.id, agent.id, tenant.viewer.id), ...agentRoutes(agent.id)];
const named = ({ method, path }: Route) => `${method} ${path}`;
const isOfOne = ({ path }: Route) => path.includes(team.id) || path.includes(agent.id);

Deno.test("every route requires a token", async () => {
  for (const route of all) {
    const answer = await api(route.method, route.path, { json: route.json });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], named(route));
  }
});

Deno.test("roles below manager cannot write, and the error names the missing scope", async () => {
  for (const route of all.filter(({ least }) => least === "manager")) {
    for (const as of [tenant.viewer, tenant.member]) {
      const { status, error } = await api(route.method, route.path, { as, json: route.json });
      assertEquals([status, error.code], [403, "FORBIDDEN"], `${named(route)} as ${as.role}`);
      assertStringIncludes(error.message, route.path.startsWith("/teams") ? "teams:write" : "agents:write");
    }
  }
});

Deno.test("another tenant's teams, members and agents answer 404", async () => {
  for (const route of all.filter(isOfOne)) {
    const { status, error } = await api(route.method, route.path, { as: other.owner, json: route.json });
    assertEquals([status, error.code], [404, "NOT_FOUND"], named(route));
  }
});

Deno.test("another tenant's ids answer 404 even next to one's own", async () => {
  const theirs = await staffedTeam(other);
  const as = tenant.manager;
  const members = `/teams/v1/${team.id}/members`;
  const calls: [string, string, unknown, number][] = [
    ["POST", members, { user_id: other.member.id }, 422],
    ["PUT", `${members}/${theirs.member.id}`, {}, 404],
    ["DELETE", `${members}/${theirs.member.id}`, undefined, 404],
    ["POST", `${members}/${member.id}/agents`, { agent_ids: [agent.id, theirs.agent.id] }, 422],
    ["DELETE", `${members}/${member.id}/agents/${theirs.agent.id}`, undefined, 404],
    ["PUT", `/teams/v1/${theirs.team.id}/members/${member.id}`, {}, 404],
  ];
  for (const [method, path, json, status] of calls) {
    const answer = await api(method, path, { as, json });
    assertEquals(answer.status, status, `${answer}`);
  }
  const json = { agent_ids: [agent.id, theirs.agent.id] };
  const { details } = (await api("POST", `${members}/${member.id}/agents`, { as, json })).error;
  assertEquals(details?.map(({ path, code }) => [path, code]), [["agent_ids.1", "unknown_reference"]]);
});

Deno.test("an unknown id answers 404, a malformed id 422", async () => {
  for (const route of [...teamRoutes(nowhere, nowhere, nowhere, nowhere), ...agentRoutes(nowhere)]) {
    if (!route.path.includes(nowhere)) continue;
    const answer = await api(route.method, route.path, { as: tenant.manager, json: route.json });
    assertEquals(answer.status, 404, `${answer}`);
  }
  for (const route of [...teamRoutes("x", "x", "x", nowhere), ...agentRoutes("x")]) {
    if (!route.path.includes("/x")) continue;
    const answer = await api(route.method, route.path, { as: tenant.manager, json: route.json });
    assertEquals([answer.status, answer.error.details?.[0]?.code], [422, "invalid_format"], `${answer}`);
  }
});

Deno.test("broken, mistyped and too large bodies, and bodies with system fields, are refused", async () => {
  const as = tenant.manager;
  for (const route of all.filter(({ json }) => json !== undefined)) {
    const call = (body: string, type = "application/json") =>
      api(route.method, route.path, { as, body, headers: { "content-type": type } });
    assertEquals((await call("{")).status, 400, named(route));
    assertEquals((await call("a,b", "text/csv")).status, 415, named(route));
    assertEquals((await call(JSON.stringify({ name: "x".repeat(300_000) }))).status, 413, named(route));
    for (const field of ["client_id", "id", "created_by", "version"]) {
      const json = { ...Object(route.json), [field]: nowhere };
      const { status, error } = await api(route.method, route.path, { as, json });
      assertEquals([status, error.code], [422, "VALIDATION_ERROR"], `${named(route)} with ${field}`);
      assertStringIncludes(error.message, field);
    }
  }
});

Deno.test("another method answers 405 and lists the possible ones", async () => {
  const cases: [string, string, string][] = [
    ["DELETE", "/teams/v1", "GET, POST"],
    ["POST", `/teams/v1/${team.id}`, "DELETE, GET, PUT"],
    ["PUT", `/teams/v1/${team.id}/members`, "GET, POST"],
    ["GET", `/agents/v1/${agent.id}/availability`, "PUT"],
  ];
  for (const [method, path, allowed] of cases) {
    const answer = await api(method, path, { as: tenant.owner });
    assertEquals(answer.status, 405, `${answer}`);
    const allow = (answer.headers.get("allow") ?? "").split(", ").filter((name) => name !== "HEAD");
    assertEquals(allow.sort().join(", "), allowed);
  }
});

Deno.test("the secret key belongs to no tenant, and the error says so", async () => {
  const answer = await api("GET", "/teams/v1", { headers: { apikey: stack.secretKey } });
  assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"]);
});
