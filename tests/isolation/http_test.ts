/**
 * What only HTTP can show: tokens that are not accepted, and schemas that are not exposed.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { functionNames } from "../gate/command.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { expired, forged } from "../support/token.ts";

/** The stack's signing key is at hand only where we started it. */
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

Deno.test("without sign-in every route of every function that asks for it answers 401", async () => {
  for (const [path, method] of await protectedRoutes()) {
    const answer = await api(method, path);
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], String(answer));
  }
});

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
    const base = `/${name}/v1`;
    for (const [path, item] of Object.entries(document.paths)) {
      const full = path.startsWith(base) ? path : base + path;
      for (const [method, { security }] of Object.entries(item)) {
        const filled = full.replaceAll(/\{\w+\}/g, crypto.randomUUID());
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
