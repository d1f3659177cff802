/** Who may do what with channels, on every route. */
import { assertEquals, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, roles } from "../support/tenant.ts";

type Channel = Schemas["Channel"];

const path = "/channels/v1";
const nowhere = "11111111-1111-4111-8111-111111111111";
const line = { type: "voice", name: "Line", credentials: { auth_token: "hunter2-hunter2" } };

const routes = [
  ["GET", ""],
  ["POST", "", line],
  ["GET", `/${nowhere}`],
  ["PUT", `/${nowhere}`, { name: "x" }],
  ["DELETE", `/${nowhere}`],
  ["POST", `/${nowhere}/enable`],
  ["POST", `/${nowhere}/disable`],
  ["POST", `/${nowhere}/rotate`, { credentials: { a: "b" } }],
  ["POST", "/re-encrypt"],
] as const;

Deno.test("every route requires sign-in", async () => {
  for (const [method, rest, json] of routes) {
    assertEquals((await api(method, path + rest, { json })).status, 401, `${method} ${rest}`);
  }
});

Deno.test("every member sees channels, only admins change them", async () => {
  const tenant = await createTenant();
  for (const role of roles) {
    const may = role === "admin" || role === "owner";
    for (const [method, rest, json] of routes) {
      const answer = await api(method, path + rest, { as: tenant[role], json });
      const refused = answer.status === 403;
      assertEquals(refused, method !== "GET" && !may, `${role} ${answer}`);
    }
  }
});

Deno.test("a token from before a role change does not grant the old role", async () => {
  const tenant = await createTenant();
  const { data: { id } } = await api<Channel>("POST", path, { as: tenant.admin, json: line });
  await withDatabase((sql) =>
    sql`update public.client_members set role = 'viewer' where user_id = ${tenant.admin.id}`
  );
  for (const [method, rest, json] of routes.filter(([method]) => method !== "GET")) {
    const answer = await api(method, path + rest.replace(nowhere, id), { as: tenant.admin, json });
    assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"], `${answer}`);
  }
});

Deno.test("another tenant's channel is not found on any route", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const { data: before } = await api<Channel>("POST", path, { as: tenant.admin, json: line });
  for (const [method, rest, json] of routes.filter(([, rest]) => rest.includes(nowhere))) {
    for (const [as, id] of [[other.owner, before.id], [tenant.owner, nowhere]] as const) {
      const answer = await api(method, path + rest.replace(nowhere, id), { as, json });
      assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"], `${answer}`);
    }
    const malformed = await api(method, path + rest.replace(nowhere, "x"), { as: tenant.owner, json });
    assertEquals(malformed.status, 422, `${malformed}`);
  }
  assertEquals((await api<Channel[]>("GET", path, { as: other.owner })).data, []);
  assertEquals((await api<Channel>("GET", `${path}/${before.id}`, { as: tenant.admin })).data, before);
});

Deno.test("a method that a path does not have answers 405 with Allow", async () => {
  const tenant = await createTenant();
  for (
    const [method, rest, allow] of [["PUT", "", "POST"], ["POST", `/${nowhere}`, "PUT"], [
      "GET",
      `/${nowhere}/rotate`,
      "POST",
    ]] as const
  ) {
    const answer = await api(method, path + rest, { as: tenant.owner });
    assertEquals([answer.status, answer.error.code], [405, "METHOD_NOT_ALLOWED"]);
    assertStringIncludes(answer.headers.get("allow") ?? "", allow);
  }
});
