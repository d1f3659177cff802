/**
 * What only HTTP can show: tokens that are not accepted, and schemas that are not exposed.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { exchangedToken, insertKey } from "../fixtures/api_keys.ts";
import { functionNames } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { expired, forged } from "../support/token.ts";

/** The signing key is only known on a stack that the tests started. */
const ignore = Deno.env.get("STACK") === "supabase";

async function dataApi(path: string, token: string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${stack.url}/rest/v1/${path}`, {
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${token}`, ...headers },
  });
}

Deno.test({
  name: "an expired token is refused by the Data API and by every function",
  ignore,
  fn: async () => {
    const { owner } = await createTenant();
    const token = await expired(owner.token);
    const response = await dataApi("organizations", token);
    assertEquals(response.status, 401, await response.text());
    for (const [path, method] of await protectedRoutes()) {
      const answer = await api(method, path, { as: token });
      assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], String(answer));
    }
  },
});

Deno.test("a token whose claims were changed is refused by the Data API and by every function", async () => {
  const tenant = await createTenant();
  const token = forged(tenant.viewer.token, { app_metadata: { client_id: tenant.id, role: "owner" } });
  const response = await dataApi("organizations", token);
  assertEquals(response.status, 401, await response.text());
  for (const [path, method] of await protectedRoutes()) {
    const answer = await api(method, path, { as: token });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], String(answer));
  }
});

Deno.test("every protected route of every function answers 401 without sign-in", async () => {
  for (const [path, method] of await protectedRoutes()) {
    const answer = await api(method, path);
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], String(answer));
  }
});

Deno.test("an API key without scopes gets 403 from every route, and its token reads nothing from the Data API", async () => {
  const tenant = await createTenant();
  const none = await insertKey(tenant, []);
  for (const [path, method] of await protectedRoutes()) {
    const answer = await api(method, path, { as: none.key });
    assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"], String(answer));
  }
  if (ignore) return;
  const token = await exchangedToken(tenant.owner, none, ["teams:read"]);
  for (const table of ["clients", "client_members", "teams", "settings", "api_keys", "audit_log"]) {
    const response = await dataApi(table, token);
    assertEquals([response.status, await response.text()], [200, "[]"], table);
  }
});

Deno.test("a revoked or expired API key is refused by every function, and its token by the Data API", async () => {
  const tenant = await createTenant();
  const scopes = ["teams:read", "settings:read", "api_keys:manage"];
  const expired = await insertKey(tenant, scopes, new Date(Date.now() - 1000));
  for (const [path, method] of await protectedRoutes()) {
    const answer = await api(method, path, { as: expired.key });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], String(answer));
  }
  if (ignore) return;
  const token = await exchangedToken(tenant.owner, expired, scopes);
  for (const table of ["clients", "client_members", "teams", "settings", "api_keys"]) {
    const response = await dataApi(table, token);
    assertEquals(response.status, 401, await response.text());
  }
});

Deno.test({
  name:
    "a revoked API key is dead within a second, in functions that remember it and with its token in the Data API",
  ignore,
  fn: async () => {
    const tenant = await createTenant();
    const key = await insertKey(tenant, ["teams:read", "api_keys:manage"]);
    const token = await exchangedToken(tenant.owner, key, ["teams:read"]);
    const status = async () => [(await api("GET", "/teams/v1", { as: key.key })).status, await read(token)];
    assertEquals(await status(), [200, 200]);
    assertEquals((await api("DELETE", `/api-keys/v1/${key.id}`, { as: tenant.admin })).status, 204);
    assertEquals(await status(), [401, 401]);
  },
});

async function read(token: string): Promise<number> {
  const response = await dataApi("teams", token);
  await response.body?.cancel();
  return response.status;
}

Deno.test("the Data API exposes no schema but the public one", async () => {
  const { owner } = await createTenant();
  for (const schema of ["private", "auth", "vault", "net", "cron", "extensions"]) {
    const response = await dataApi("outbox", owner.token, { "accept-profile": schema });
    assertEquals(response.status, 406, `${schema}: ${await response.text()}`);
  }
});

/** Each route that names a security scheme in its function's OpenAPI document. */
async function protectedRoutes(): Promise<[path: string, method: string][]> {
  const found: [string, string][] = [];
  for (const name of await functionNames()) {
    const response = await fetch(`${stack.functionsUrl}/${name}/v1/openapi.json`);
    const document: Document = await response.json();
    for (const [path, item] of Object.entries(document.paths)) {
      // The document of docs holds the routes of all functions.
      if (!path.startsWith(`/${name}/v`)) continue;
      for (const [method, { security }] of Object.entries(item)) {
        const filled = path.replaceAll(/\{\w+\}/g, crypto.randomUUID());
        if (security?.length) found.push([filled, method.toUpperCase()]);
      }
    }
  }
  assert(found.length > 0, "no function documents a route that needs sign-in");
  return found;
}

interface Document {
  paths: Record<string, Record<string, { security?: unknown[] }>>;
}
