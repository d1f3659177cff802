import { assert, assertEquals, assertMatch } from "#assert";
import apiKeys from "../../functions/api-keys/index.ts";
import teams from "../../functions/teams/index.ts";
import { rateTiers } from "../../shared/access/rate_tiers.ts";
import { type ApiKey, createKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { ask, dataApiRoundTrips, useStack } from "../support/in_process.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, signIn, type Tenant } from "../support/tenant.ts";

/** The signing key is only known on a stack that the tests started. */
const ignore = Deno.env.get("STACK") === "supabase";
if (!ignore) {
  useStack({
    JWT_SIGNING_KEY: await Deno.readTextFile(`${stack.directory}/signing_key.json`),
    RATE_LIMITS: "",
  });
}

function promise(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

async function list(key: string): Promise<Headers> {
  const answer = await ask(teams, "GET", "/teams/v1", { as: { token: key } });
  assertEquals(answer.status, 200, String(answer));
  return answer.headers;
}

promise(
  "a key costs one round trip at its first request, however many come at once, and none after",
  async () => {
    const { admin } = await createTenant();
    const { key } = await createKey(admin, ["teams:read"]);
    assertEquals(await dataApiRoundTrips(() => Promise.all(Array.from({ length: 10 }, () => list(key)))), 11);
    assertEquals(await dataApiRoundTrips(() => list(key)), 1);
  },
);

promise("every route of api-keys asks the Data API once", async () => {
  const { admin: as } = await createTenant();
  const { id } = await createKey(as, ["teams:read"]);
  const routes: [method: string, path: string, json?: unknown][] = [
    ["GET", "/api-keys/v1?count=exact&status=active"],
    ["POST", "/api-keys/v1", { name: "Another", scopes: ["teams:read"] }],
    ["GET", `/api-keys/v1/${id}`],
    ["POST", `/api-keys/v1/${id}/rotate`, {}],
    ["DELETE", `/api-keys/v1/${id}`],
  ];
  for (const [method, path, json] of routes) {
    const asked = await dataApiRoundTrips(async () => {
      const answer = await ask(apiKeys, method, path, { as, json });
      assert(answer.status < 300, String(answer));
    });
    assertEquals(asked, 1, `${method} ${path}`);
  }
});

promise("a cached key stops working in the request after its revocation", async () => {
  const { admin } = await createTenant();
  const { id, key } = await createKey(admin, ["teams:read"]);
  await list(key);
  await api("DELETE", `/api-keys/v1/${id}`, { as: admin });
  const dead = await ask(teams, "GET", "/teams/v1", { as: { token: key } });
  assertEquals([dead.status, dead.error.code], [401, "UNAUTHORIZED"]);
});

promise("requests with a cached token are counted at the next exchange", async () => {
  const { admin } = await createTenant();
  const { id, key } = await createKey(admin, ["teams:read"]);
  const uses = async () => (await api<ApiKey>("GET", `/api-keys/v1/${id}`, { as: admin })).data.use_count;
  for (let i = 0; i < 5; i++) await list(key);
  assertEquals(await uses(), 1);
  await withDatabase((sql) =>
    sql`update public.api_keys set last_used_at = now() - interval '2 minutes' where id = ${id}`
  );
  const { now } = Date;
  Date.now = () => now() + 51_000;
  try {
    await list(key);
  } finally {
    Date.now = now;
  }
  assertEquals(await uses(), 6);
});

async function setLimits(tenant: Tenant, changes: Record<string, number | null>): Promise<void> {
  const headers = { apikey: stack.secretKey, "x-client-id": tenant.id };
  const answer = await api("PATCH", "/settings/v1", { json: changes, headers });
  assertEquals(answer.status, 200, String(answer));
}

promise(
  "the operator's rates for a tenant rule its keys at their next exchange and its users with their next token",
  async () => {
    const [tenant, other] = [await createTenant(), await createTenant()];
    const before = await createKey(tenant.admin, ["teams:read"]);
    assertEquals((await list(before.key)).get("ratelimit-policy"), '"read";q=600;w=60');
    await setLimits(tenant, { "limits.read": 3 });
    assertEquals((await list(before.key)).get("ratelimit-policy"), '"read";q=600;w=60');
    const after = await createKey(tenant.admin, ["teams:read"]);
    assertEquals((await list(after.key)).get("ratelimit-policy"), '"read";q=3;w=60');
    assertEquals(
      (await list((await createKey(other.admin, ["teams:read"])).key)).get("ratelimit-policy"),
      '"read";q=600;w=60',
    );

    assertEquals((await list(tenant.viewer.token)).get("ratelimit-policy"), '"read";q=600;w=60');
    const token = await signIn(tenant.viewer.email, tenant.viewer.password);
    for (let left = 2; left >= 0; left--) {
      assertEquals((await list(token)).get("ratelimit"), `"read";r=${left};t=20`);
    }
    const refused = await ask(teams, "GET", "/teams/v1", { as: { token } });
    assertEquals(refused.status, 429);
    assertMatch(refused.headers.get("retry-after") ?? "", /^(19|20)$/); // a second may have passed

    await setLimits(tenant, { "limits.read": null });
    const again = await signIn(tenant.member.email, tenant.member.password);
    assertEquals((await list(again)).get("ratelimit-policy"), '"read";q=600;w=60');
  },
);

Deno.test("a tenant cannot set its own rate limits", async () => {
  const { admin } = await createTenant();
  const put = await api("PUT", "/settings/v1/limits.read", { as: admin, json: { value: 60_000 } });
  assertEquals([put.status, put.error.code], [403, "FORBIDDEN"]);
});

Deno.test("each rate tier but the one by address has a limits.* setting with the same default", async () => {
  const { admin } = await createTenant();
  const { data } = await api<{ key: string; default_value: number; operator_only: boolean }[]>(
    "GET",
    "/settings/v1/definitions",
    { as: admin },
  );
  const { anonymous: _byAddress, ...tiers } = rateTiers;
  for (const [tier, rate] of Object.entries(tiers)) {
    const limit = data.find(({ key }) => key === `limits.${tier}`);
    assertEquals([limit?.default_value, limit?.operator_only], [rate, true], tier);
  }
});
