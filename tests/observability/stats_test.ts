import { assert, assertEquals, assertMatch } from "#assert";
import { eventually } from "../support/eventually.ts";
import { receive } from "../fixtures/receivers.ts";
import { insertKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Row {
  requests: number;
  errors: number;
  route?: string;
  dependency?: string;
  active_users: number;
  p95_ms: number;
  max_ms: number;
}

const path = "/observability/v1/requests";

async function requestsOf(tenant: Tenant, query = ""): Promise<Row[]> {
  return (await api<Row[]>("GET", path + query, { as: tenant.viewer })).data;
}

const routes = "?group_by=route&function=teams";
const counted = (tenant: Tenant, least: number) =>
  eventually("the requests are counted", async () => {
    const rows = await requestsOf(tenant, routes);
    const requests = rows.reduce((sum, row) => sum + row.requests, 0);
    return requests >= least ? rows : undefined;
  });

Deno.test("every request is counted with its route, errors and users", async () => {
  const tenant = await createTenant();
  for (const as of [tenant.viewer, tenant.member, tenant.viewer]) await api("GET", "/teams/v1", { as });
  await api("GET", `/teams/v1/${crypto.randomUUID()}`, { as: tenant.viewer });
  await api("POST", "/teams/v1", { as: tenant.viewer, json: { name: "A", sector: "b" } });
  const rows = await counted(tenant, 5);
  const found = rows.map(({ route, requests, errors, active_users }) => [
    route,
    requests,
    errors,
    active_users,
  ]);
  assertEquals(found, [
    ["GET /teams/v1", 3, 0, 2],
    ["GET /teams/v1/{team}", 1, 1, 1],
    ["POST /teams/v1", 1, 1, 1],
  ]);
  assert(rows.every(({ p95_ms, max_ms }) => p95_ms > 0 && p95_ms <= max_ms));
});

Deno.test("requests can be grouped by function, status, minute, hour and day", async () => {
  const tenant = await createTenant();
  await api("GET", "/teams/v1", { as: tenant.viewer });
  await counted(tenant, 1);
  for (const group_by of ["function", "status", "minute", "hour", "day"] as const) {
    const rows = await requestsOf(tenant, `?function=teams&group_by=${group_by}`);
    assertEquals(rows.map((row) => [Object.keys(row)[0], row.requests]), [[group_by, 1]]);
  }
});

Deno.test("another tenant's requests are not found", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const answer = await api("GET", `${path}?client_id=${other.id}`, { as: tenant.owner });
  assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"]);
});

Deno.test("the secret key sees the requests of the tenant it names", async () => {
  const tenant = await createTenant();
  await api("GET", "/teams/v1", { as: tenant.viewer });
  await counted(tenant, 1);
  const headers = { apikey: stack.secretKey };
  const of = await api<Row[]>("GET", `${path}${routes}&client_id=${tenant.id}`, { headers });
  assertEquals(of.data.map(({ requests }) => requests), [1]);
  assert((await api<Row[]>("GET", path, { headers })).data.length > 0);
});

Deno.test("windows and groups that make no sense are refused", async () => {
  const { viewer } = await createTenant();
  const bad = [
    "?group_by=week",
    "?from=2026-02-02&to=2026-02-01",
    "?from=2016-01-01&to=2026-01-01",
    "?group_by=minute&from=2026-01-01&to=2026-01-09",
    "?from=yesterday",
    "?fucntion=teams",
    "?client_id=me",
    `?route=${"x".repeat(301)}`,
  ];
  for (const query of bad) {
    const answer = await api("GET", path + query, { as: viewer });
    assertEquals([query, answer.status, answer.error.code], [query, 422, "VALIDATION_ERROR"]);
  }
});

Deno.test("a tenant sees what its requests and deliveries called", async () => {
  const tenant = await createTenant();
  await using receiver = receive();
  const json = { url: receiver.url, event_types: ["team.created"] };
  await api("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json });
  await api("POST", "/teams/v1", { as: tenant.manager, json: { name: "Renewals", sector: "sales" } });
  const { host } = new URL(receiver.url);
  const answer = await eventually("the delivery is counted", async () => {
    const found = await answerOf(clientOf(tenant.viewer).GET("/observability/v1/dependencies"));
    return found.data.some(({ dependency }) => dependency === host) ? found : undefined;
  });
  const names = answer.data.map(({ dependency }) => dependency);
  for (const name of ["database", "auth", "redis", host]) assert(names.includes(name), `${name} is missing`);
  assertEquals(typeof JSON.parse(answer.text).queue_depth, "number");
});

Deno.test("looks into the cache of API keys make a hit rate", async () => {
  const tenant = await createTenant();
  const { key } = await insertKey(tenant, ["teams:read"]);
  for (let n = 0; n < 4; n++) await api("GET", "/teams/v1", { as: key });
  // One miss and three hits, which are not all written at once.
  await eventually("the looks are counted", async () => {
    const { text } = await api("GET", "/observability/v1/dependencies", { as: tenant.viewer });
    return JSON.parse(text).cache_hit_rate === 0.75;
  });
});

Deno.test("every answer has Server-Timing with the total and the database's part", async () => {
  const { viewer } = await createTenant();
  for (const path of ["/teams/v1", "/teams/v1/none", "/health/v1/live"]) {
    const { headers } = await api("GET", path, { as: viewer });
    assertMatch(headers.get("server-timing") ?? "", /^total;dur=[\d.]+, db;dur=[\d.]+$/);
  }
});
