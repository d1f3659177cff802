/**
 * Every kind of caller asks for answers that another one has warmed, on every route that keeps answers.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "#assert";
import { base, newSale, record } from "../fixtures/analytics.ts";
import { createKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { type Answer, api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, roles, type Tenant } from "../support/tenant.ts";
import { expired, forged } from "../support/token.ts";

const window = "from=2026-11-01&to=2026-11-30";
const scopes = ["analytics:read", "teams:read", "agents:read", "settings:read"];
/** RFC 9211, as far as we use it. */
const cacheStatus =
  /^frontline; (hit; ttl=-?\d+(; detail=stale)?|fwd=bypass|fwd=uri-miss; (stored|collapsed))$/;

/** Something of the tenant on every route, each with the text that gives it away. */
async function furnish(tenant: Tenant, secret: string): Promise<Map<string, string>> {
  const { owner } = tenant;
  await record(tenant.member, [
    newSale({ amount: "77123.45", product: secret, customer: { external_id: "c", name: secret } }),
  ]);
  await api("POST", "/teams/v1", { as: owner, json: { name: secret, sector: "sales" } });
  await api("POST", "/agents/v1", { as: owner, json: { name: secret, kind: "human" } });
  await api("PUT", "/settings/v1/routing.retention_days", { as: owner, json: { value: 77 } });
  await api("POST", `${base}/events`, { as: tenant.member, json: { events: [{ event_type: secret }] } });
  await withDatabase(async (sql) => {
    const id = crypto.randomUUID();
    await sql`insert into public.organizations (client_id, id, name) values (${tenant.id}, ${id}, 'Initech')`;
    await sql`insert into public.opportunities (client_id, name, organization_id, stage, amount, currency,
        probability_percent, deal_owner) values (${tenant.id}, 'Deal', ${id}, 'proposal', 1, 'USD', 40, ${secret})`;
  });
  const [customer] = (await api<{ id: string }[]>("GET", `${base}/customers`, { as: owner })).data;
  return new Map([
    [`${base}/dashboard?${window}`, secret],
    [`${base}/revenue?${window}`, "77123.45"],
    [`${base}/customers`, secret],
    [`${base}/customers/${customer!.id}`, secret],
    [`${base}/products`, secret],
    [`${base}/transactions`, secret],
    [`${base}/pipeline?group_by=owner`, secret],
    [`${base}/usage?by=event_type`, secret],
    ["/teams/v1", secret],
    ["/agents/v1", secret],
    ["/settings/v1", '"value":77'],
  ]);
}

function statusOf(answer: Answer<unknown>): string {
  const status = answer.headers.get("cache-status") ?? "";
  assertMatch(status, cacheStatus, `${answer}`);
  return status;
}

/** Asks until the answer is out of the cache. */
async function warm(path: string, as: Person | string): Promise<Answer<unknown>> {
  for (let n = 0; n < 50; n++) {
    const answer = await api<unknown>("GET", path, { as });
    if (statusOf(answer).includes("hit")) return answer;
  }
  throw new Error(`${path} is never a hit`);
}

Deno.test("warm answers are given to who may see them, and to nobody else, on every route", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const routes = await furnish(tenant, "Rosebud");
  const [key, strange, none] = await Promise.all([
    createKey(tenant.owner, scopes),
    createKey(other.owner, scopes),
    createKey(tenant.owner, ["jobs:read"]),
  ]);
  const claims = { app_metadata: { client_id: tenant.id, role: "owner" } };
  const intruders: [name: string, as: string | undefined, status: number][] = [
    ["anonymous", undefined, 401],
    ["a forged tenant", forged(other.owner.token, claims), 401],
    ["a key without the scope", none.key, 403],
  ];
  if (Deno.env.get("STACK") !== "supabase") {
    intruders.push(["an expired token", await expired(tenant.owner.token), 401]);
  }
  for (const [path, secret] of routes) {
    const { text } = await warm(path, tenant.owner);
    assert(text.includes(secret), `${path}: ${text}`);
    for (const as of [...roles.map((role) => tenant[role]), key.key]) {
      assertEquals((await api("GET", path, { as })).text, text, path);
    }
    for (const [name, as, status] of intruders) {
      const answer = await api("GET", path, { as });
      assertEquals([answer.status, answer.text.includes(secret)], [status, false], `${name} ${answer}`);
      assertEquals(answer.headers.get("cache-status"), null);
    }
    for (const as of [...roles.map((role) => other[role]), strange.key]) {
      const answer = await api("GET", path, { as });
      assert(answer.status === (path.includes("/customers/") ? 404 : 200), `${answer}`);
      assert(!answer.text.includes(secret), `${answer}`);
    }
  }
  await losesAll(tenant, routes, key);
});

/** A member and a key that lose their access while their answers are warm get none of them from the next request on. */
async function losesAll(
  tenant: Tenant,
  routes: Map<string, string>,
  key: { id: string; key: string },
): Promise<void> {
  const statuses = (as: Person | string) =>
    Promise.all([...routes.keys()].map(async (path) => (await api("GET", path, { as })).status));
  const all = (status: number) => Array(routes.size).fill(status);
  assertEquals(await statuses(tenant.viewer), all(200));
  assertEquals((await api("DELETE", `/api-keys/v1/${key.id}`, { as: tenant.owner })).status, 204);
  assertEquals(await statuses(key.key), all(401));
  const removed = await api("DELETE", `/accounts/v1/members/${tenant.viewer.id}`, { as: tenant.owner });
  assertEquals(removed.status, 204, `${removed}`);
  assertEquals(await statuses(tenant.viewer), all(403));
  assertEquals(await statuses(tenant.manager), all(200));
}

Deno.test("the hit rate of a route is in the metrics", async () => {
  const tenant = await createTenant();
  const path = `${base}/products?${window}`;
  const lookups = async (result: string) => {
    await withDatabase((sql) => sql`select private.roll_up_stats()`);
    const { text } = await api("GET", "/observability/v1/metrics", {
      headers: { apikey: stack.secretKey },
    });
    const line = `frontline_cache_lookups_total{cache="analytics/products",result="${result}"} `;
    return Number(text.split("\n").find((found) => found.startsWith(line))?.slice(line.length) ?? 0);
  };
  const before = [await lookups("hit"), await lookups("miss")];
  await warm(path, tenant.viewer);
  for (const [index, result] of ["hit", "miss"].entries()) {
    while (await lookups(result) <= before[index]!);
  }
});
