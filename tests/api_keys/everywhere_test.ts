import { assert, assertEquals } from "#assert";
import { roleScopes } from "../../shared/access/scopes.ts";
import { createKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** A machine's request to each function, with a key that has every scope. */
const requests: [method: string, path: string, json?: unknown][] = [
  ["POST", "/batch-import/v1/batches", {
    opportunities: [{ name: "By key", organization: "Initech" }],
    options: { create_missing: ["organizations"] },
  }],
  ["GET", "/batch-import/v1/batches"],
  ["POST", "/teams/v1", { name: "By key", sector: "sales" }],
  ["POST", "/agents/v1", { name: "By key", kind: "ai" }],
  ["PATCH", "/settings/v1", { "import.max_rows": 400 }],
  ["GET", "/settings/v1/audit"],
  ["POST", "/channels/v1", { type: "voice", name: "By key", credentials: { token: "secret" } }],
  ["POST", "/channels/v1/re-encrypt"],
  ["GET", "/routing/v1/health"],
  ["GET", "/aggregation/v1/status"],
  ["POST", "/aggregation/v1/runs"],
  ["GET", "/api-keys/v1"],
];

async function audited(tenant: Tenant): Promise<{ resource: string; actor_id: string; key_id: string }[]> {
  return await withDatabase((sql) =>
    sql<{ resource: string; actor_id: string; key_id: string }[]>`
      select distinct resource, actor_id, key_id from public.audit_log
      where client_id = ${tenant.id} and key_id is not null order by resource`
  );
}

Deno.test("a key works on every function as its creator does, and the audit log names both", async () => {
  const tenant = await createTenant();
  const { id, key } = await createKey(tenant.owner, [...roleScopes.owner]);
  for (const [method, path, json] of requests) {
    const answer = await api<{ created_by?: string }>(method, path, { as: key, json });
    assert(answer.status < 300, String(answer));
    assertEquals(answer.data.created_by ?? tenant.owner.id, tenant.owner.id, path);
  }
  const entries = await audited(tenant);
  const resources = ["agents", "channels", "opportunity_batches", "settings", "teams"];
  assertEquals(resources.filter((resource) => !entries.some((entry) => entry.resource === resource)), []);
  for (const entry of entries) assertEquals([entry.actor_id, entry.key_id], [tenant.owner.id, id]);
});

Deno.test("a key cannot read another tenant's data", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const { key } = await createKey(other.owner, [...roleScopes.owner]);
  const team = await api<{ id: string }>("POST", "/teams/v1", {
    as: tenant.manager,
    json: { name: "Renewals", sector: "sales" },
  });
  assertEquals((await api("GET", `/teams/v1/${team.data.id}`, { as: key })).error.code, "NOT_FOUND");
  const named = await api("GET", `/teams/v1/${team.data.id}`, {
    as: key,
    headers: { "x-client-id": tenant.id },
  });
  assertEquals(named.error.code, "NOT_FOUND");
});

Deno.test("a key with every scope cannot use the operator's routes", async () => {
  const { owner } = await createTenant();
  const { key } = await createKey(owner, [...roleScopes.owner]);
  const limit = await api("PUT", "/settings/v1/limits.read", { as: key, json: { value: 60_000 } });
  assertEquals([limit.status, limit.error.code], [403, "FORBIDDEN"]);
});

Deno.test("x-api-key works together with the headers that supabase-js sends", async () => {
  const { admin } = await createTenant();
  const { key } = await createKey(admin, ["teams:read"]);
  const headers = { authorization: `Bearer ${stack.publishableKey}`, "x-api-key": key };
  assertEquals((await api("GET", "/teams/v1", { headers })).status, 200);
  const preflight = await fetch(`${stack.functionsUrl}/teams/v1`, {
    method: "OPTIONS",
    headers: { origin: "https://app.test", "access-control-request-method": "GET" },
  });
  assert(preflight.headers.get("access-control-allow-headers")?.includes("x-api-key"));
});
