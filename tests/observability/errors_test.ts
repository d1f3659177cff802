import { assert, assertEquals } from "#assert";
import { eventually } from "../support/eventually.ts";
import type { Schemas } from "../../client/mod.ts";
import { api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

type Group = Schemas["ErrorGroup"];

const path = "/observability/v1/errors";
const teams = `${path}?function=teams`;

async function groupOf(tenant: Tenant, isIt: (group: Group) => boolean = () => true): Promise<Group> {
  return await eventually("the error is grouped", async () => {
    return (await api<Group[]>("GET", teams, { as: tenant.viewer })).data.find(isIt);
  });
}

Deno.test("the same mistake by two users is one group with its occurrences", async () => {
  const tenant = await createTenant();
  const requestId = crypto.randomUUID();
  for (const as of [tenant.viewer, tenant.member]) {
    await api("POST", "/teams/v1", {
      as,
      json: { name: "A", sector: "b" },
      headers: { "x-request-id": requestId },
    });
  }
  const group = await groupOf(tenant, ({ count }) => count === 2);
  assertEquals([group.code, group.category, group.severity, group.status, group.users, group.trend[23]], [
    "FORBIDDEN",
    "authorization",
    "low",
    "open",
    2,
    2,
  ]);
  const { data } = await api<Schemas["DetailedError"]>("GET", `${path}/${group.id}`, { as: tenant.viewer });
  assertEquals(data.occurrences.map(({ request_id }) => request_id), [requestId, requestId]);
  assert(data.occurrences.every(({ stack }) => stack.includes("ApiError")));
});

Deno.test("a resolved error that happens again is regressed", async () => {
  const tenant = await createTenant();
  const fail = () => api("GET", "/teams/v1/none", { as: tenant.viewer });
  await fail();
  const { id } = await groupOf(tenant);
  const { data } = await api<Group>("POST", `${path}/${id}/resolve`, { as: tenant.admin });
  assertEquals(data.status, "resolved");
  await fail();
  assertEquals((await groupOf(tenant, ({ status }) => status === "regressed")).count, 2);
  for (const [action, status] of [["ignore", "ignored"], ["reopen", "open"]]) {
    const changed = await api<Group>("POST", `${path}/${id}/${action}`, { as: tenant.admin });
    assertEquals(changed.data.status, status);
  }
});

Deno.test("a viewer cannot resolve an error, and another tenant does not find it", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  await api("GET", "/teams/v1/none", { as: tenant.viewer });
  const { id } = await groupOf(tenant);
  const change = (as: { token: string }) => api("POST", `${path}/${id}/resolve`, { as });
  const refused = await change(tenant.viewer);
  assertEquals([refused.status, refused.error.code], [403, "FORBIDDEN"]);
  for (const answer of [await change(other.admin), await api("GET", `${path}/${id}`, { as: other.owner })]) {
    assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"]);
  }
});

Deno.test("unknown filters and ids of errors are refused", async () => {
  const { viewer, admin } = await createTenant();
  for (const query of ["?status=gone", "?severity=9", "?categry=x", "?cursor="]) {
    assertEquals((await api("GET", path + query, { as: viewer })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}/none`, { as: viewer })).status, 422);
  assertEquals((await api("POST", `${path}/${crypto.randomUUID()}/ignore`, { as: admin })).status, 404);
});
