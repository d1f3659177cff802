import { assert, assertEquals, assertStringIncludes } from "#assert";
import routing from "../../functions/routing/index.ts";
import { decide, type Decision, hire } from "../fixtures/routing.ts";
import { nowhere } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { ask, dataApiRoundTrips, useStack } from "../support/in_process.ts";
import { createTenant } from "../support/tenant.ts";

useStack();
const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
await hire(tenant, "sales", [{ max_load: 100 }]);
const { decision_id } = (await decide(tenant.member, { sector: "sales" })).data;
const one = `/routing/v1/decisions/${decision_id}`;
const call = { outcome: "successful", handling_seconds: 60, resolved: true };

const writes: [string, string, unknown][] = [
  ["POST", "/routing/v1/decisions", { sector: "sales" }],
  ["POST", "/routing/v1/decisions/batch", { decisions: [{ sector: "sales" }, { sector: "sales" }] }],
  ["POST", `${one}/release`, undefined],
];
const reads: [string, string, unknown][] = [
  ["GET", "/routing/v1/decisions?count=exact&limit=1", undefined],
  ["GET", one, undefined],
  ["GET", "/routing/v1/load?count=exact&sector=sales", undefined],
  ["GET", "/routing/v1/health", undefined],
];
const completion: [string, string, unknown] = ["POST", `${one}/complete`, call];

Deno.test("every route requires a token", async () => {
  for (const [method, path, json] of [...writes, completion, ...reads]) {
    const { status, error } = await api(method, path, { json });
    assertEquals([status, error.code], [401, "UNAUTHORIZED"], path);
  }
});

Deno.test("a viewer can read decisions but not make or end them", async () => {
  for (const [method, path, json] of [...writes, completion]) {
    const { status, error } = await api(method, path, { as: tenant.viewer, json });
    assertEquals([status, error.code], [403, "FORBIDDEN"], path);
    assertStringIncludes(error.message, "routing:decide");
  }
  for (const [method, path] of reads) {
    assertEquals((await api(method, path, { as: tenant.viewer })).status, 200, path);
  }
});

Deno.test("another tenant's decisions and agents are not found", async () => {
  for (const [method, path, json] of [writes[2]!, completion, reads[1]!]) {
    const { status, error } = await api(method, path, { as: other.owner, json });
    assertEquals([status, error.code], [404, "NOT_FOUND"], path);
  }
  assertEquals((await decide(other.owner, { sector: "sales" })).status, 409);
  assertEquals((await api<Decision[]>("GET", "/routing/v1/decisions", { as: other.owner })).data, []);
  assertEquals((await api<unknown[]>("GET", "/routing/v1/load", { as: other.owner })).data, []);
});

Deno.test("an unknown decision answers 404, a malformed id 422, another method 405", async () => {
  for (const path of [`${nowhere}`, `${nowhere}/release`, `${nowhere}/complete`]) {
    const method = path === nowhere ? "GET" : "POST";
    const json = path.endsWith("complete") ? call : undefined;
    const { status } = await api(method, `/routing/v1/decisions/${path}`, { as: tenant.member, json });
    assertEquals(status, 404, path);
  }
  assertEquals((await api("GET", "/routing/v1/decisions/one", { as: tenant.member })).status, 422);
  const { status, headers } = await api("DELETE", one, { as: tenant.owner });
  assertEquals([status, headers.get("allow")?.includes("GET")], [405, true]);
});

Deno.test("every route asks the Data API once", async () => {
  for (const [method, path, json] of [...reads, ...writes.slice(0, 2), completion]) {
    const asked = await dataApiRoundTrips(async () => {
      const answer = await ask(routing, method, path, { as: tenant.member, json });
      assert(answer.status < 300, `${answer}`);
    });
    assertEquals(asked, 1, `${method} ${path}`);
  }
});
