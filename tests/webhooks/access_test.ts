import { assert, assertEquals, assertMatch, assertNotMatch } from "#assert";
import { type Endpoint, register } from "../fixtures/receivers.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";
const url = "http://127.0.0.1:9/hook";
const endpointJson = { url, event_types: ["team.created"] };
const sourceJson = { name: "Billing", scheme: "standard" };
const span = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };

const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
const endpoint = await register(tenant.manager, url, { enabled: false });
const source = (await api<{ id: string; secret: string }>("POST", "/webhooks/v1/sources", {
  as: tenant.manager,
  json: sourceJson,
})).data;

type Route = [method: string, path: string, least: "viewer" | "manager", json?: unknown];
const routes = (endpoint: string, source: string, delivery: string): Route[] => [
  ["GET", "/webhooks/v1/endpoints", "viewer"],
  ["POST", "/webhooks/v1/endpoints", "manager", endpointJson],
  ["GET", `/webhooks/v1/endpoints/${endpoint}`, "viewer"],
  ["PUT", `/webhooks/v1/endpoints/${endpoint}`, "manager", { ...endpointJson, enabled: false }],
  ["POST", `/webhooks/v1/endpoints/${endpoint}/rotate-secret`, "manager"],
  ["POST", `/webhooks/v1/endpoints/${endpoint}/test`, "manager"],
  ["POST", `/webhooks/v1/endpoints/${endpoint}/replay`, "manager", span],
  ["DELETE", `/webhooks/v1/endpoints/${endpoint}`, "manager"],
  ["GET", "/webhooks/v1/deliveries", "viewer"],
  ["GET", `/webhooks/v1/deliveries/${delivery}`, "viewer"],
  ["POST", `/webhooks/v1/deliveries/${delivery}/retry`, "manager"],
  ["GET", "/webhooks/v1/sources", "viewer"],
  ["POST", "/webhooks/v1/sources", "manager", sourceJson],
  ["GET", `/webhooks/v1/sources/${source}`, "viewer"],
  ["PUT", `/webhooks/v1/sources/${source}`, "manager", sourceJson],
  ["POST", `/webhooks/v1/sources/${source}/rotate-secret`, "manager"],
  ["DELETE", `/webhooks/v1/sources/${source}`, "manager"],
  ["GET", "/webhooks/v1/event-types", "viewer"],
  ["GET", "/webhooks/v1/metrics", "viewer"],
];
const all = routes(endpoint.id, source.id, nowhere);

Deno.test("every route requires a token", async () => {
  for (const [method, path, , json] of all) {
    const answer = await api(method, path, { json });
    assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], `${method} ${path}`);
  }
});

Deno.test("roles below manager cannot write", async () => {
  for (const [method, path, least, json] of all) {
    if (least === "viewer") continue;
    for (const as of [tenant.viewer, tenant.member]) {
      const { status, error } = await api(method, path, { as, json });
      assertEquals([status, error.code], [403, "FORBIDDEN"], `${method} ${path} as ${as.role}`);
    }
  }
});

Deno.test("a viewer can read everything but secrets", async () => {
  for (const [method, path, least] of all) {
    if (least !== "viewer" || path.includes(nowhere)) continue;
    const answer = await api(method, path, { as: tenant.viewer });
    assertEquals(answer.status, 200, `${answer}`);
    assertNotMatch(answer.text, /whsec_|ciphertext|key_id/);
  }
});

Deno.test("another tenant's ids and unknown ids answer 404, malformed ids 422", async () => {
  for (const [method, path, , json] of all) {
    if (!path.includes(endpoint.id) && !path.includes(source.id)) continue;
    const answer = await api(method, path, { as: other.owner, json });
    assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"], `${answer}`);
  }
  for (const [method, path, , json] of routes(nowhere, nowhere, nowhere)) {
    if (!path.includes(nowhere)) continue;
    assertEquals((await api(method, path, { as: tenant.manager, json })).status, 404, path);
    const wrong = await api(method, path.replace(nowhere, "x"), { as: tenant.manager, json });
    assertEquals(wrong.status, 422, path);
  }
});

Deno.test("the operator's key cannot create an endpoint", async () => {
  const headers = { apikey: stack.secretKey };
  const answer = await api("POST", "/webhooks/v1/endpoints", { headers, json: endpointJson });
  assertEquals(answer.status, 401);
});

Deno.test("only the operator can start the worker", async () => {
  for (const as of [undefined, tenant.owner]) {
    assert([401, 403].includes((await api("POST", "/webhooks/v1/worker", { as })).status));
  }
  const headers = { apikey: stack.secretKey };
  assertEquals((await api("POST", "/webhooks/v1/worker", { headers })).status, 202);
});

Deno.test("unknown fields, bad URLs and unknown types are refused and named", async () => {
  const refused: [Record<string, unknown>, string][] = [
    [{ ...endpointJson, client_id: other.id }, "client_id"],
    [{ ...endpointJson, secret: "whsec_mine" }, "secret"],
    [{ ...endpointJson, disabled_reason: null }, "disabled_reason"],
    [{ ...endpointJson, url: "nowhere" }, "url"],
    [{ ...endpointJson, url: `https://example.com/${"x".repeat(2000)}` }, "url"],
    [{ ...endpointJson, event_types: [] }, "event_types"],
    [{ ...endpointJson, event_types: ["team created"] }, "event_types.0"],
    [{ ...endpointJson, event_types: ["team.painted"] }, "event_types"],
    [{ ...endpointJson, description: "\0" }, "description"],
    [{ ...endpointJson, enabled: "yes" }, "enabled"],
    [{ url }, "event_types"],
  ];
  for (const [json, path] of refused) {
    const answer = await api("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json });
    assertEquals([answer.status, answer.error.code], [422, "VALIDATION_ERROR"], `${answer}`);
    const paths = answer.error.details?.map((one) => one.path || one.message);
    assert(paths?.some((one) => one?.includes(path)), `${path}: ${answer}`);
  }
  for (
    const json of [{ ...sourceJson, scheme: "md5" }, { ...sourceJson, header: "x-a" }, { scheme: "standard" }]
  ) {
    assertEquals((await api("POST", "/webhooks/v1/sources", { as: tenant.manager, json })).status, 422);
  }
  for (
    const json of [{ ...span, to: span.from }, { from: span.from }, { ...span, only_failed: 1 }, {
      ...span,
      event_types: ["team.painted"],
    }]
  ) {
    const path = `/webhooks/v1/endpoints/${endpoint.id}/replay`;
    assertEquals((await api("POST", path, { as: tenant.manager, json })).status, 422);
  }
});

Deno.test("an internal URL is refused when an endpoint is created and changed", async () => {
  for (
    const bad of [
      "https://10.0.0.1/",
      "http://192.168.0.1/",
      "https://169.254.169.254/latest",
      "https://u:p@127.0.0.1/",
      "ftp://127.0.0.1/",
    ]
  ) {
    const json = { ...endpointJson, url: bad };
    const answers = [
      await api("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json }),
      await api("PUT", `/webhooks/v1/endpoints/${endpoint.id}`, { as: tenant.manager, json }),
    ];
    for (const answer of answers) {
      assertEquals([answer.status, answer.error.code], [422, "URL_NOT_ALLOWED"], `${answer}`);
      assertEquals(answer.error.details?.[0]?.path, "url");
    }
  }
});

Deno.test("a repeated request returns the same endpoint without its secret", async () => {
  const key = crypto.randomUUID();
  const create = () =>
    api<Endpoint>("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json: endpointJson, key });
  const first = await create();
  assertMatch(first.data.secret ?? "", /^whsec_/);
  const again = await create();
  assertEquals([again.status, again.data.id, again.data.secret], [201, first.data.id, undefined]);
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  const many = await Promise.all(Array.from({ length: 20 }, create));
  assertEquals(new Set(many.map(({ data }) => data.id)).size, 1);
});

Deno.test("a change of an outdated version answers 412", async () => {
  const made = await register(tenant.manager, url, { enabled: false });
  const path = `/webhooks/v1/endpoints/${made.id}`;
  const got = await api<Endpoint>("GET", path, { as: tenant.viewer });
  const headers = { "if-match": got.headers.get("etag") ?? "" };
  const json = { url, event_types: ["*"], description: "Changed", enabled: false };
  assertEquals((await api("PUT", path, { as: tenant.manager, json, headers })).status, 200);
  const late = await api("PUT", path, { as: tenant.manager, json, headers });
  assertEquals([late.status, late.error.code], [412, "VERSION_MISMATCH"]);
  assertEquals((await api("DELETE", path, { as: tenant.manager, headers })).status, 412);
  assertEquals((await api("DELETE", path, { as: tenant.manager })).status, 204);
  assertEquals((await api("GET", path, { as: tenant.manager })).status, 404);
});

Deno.test("lists are paged without gaps", async () => {
  const { manager, viewer } = await createTenant();
  const ids = [];
  for (let i = 0; i < 5; i++) ids.unshift((await register(manager, url, { enabled: false })).id);
  const seen: string[] = [];
  let cursor = "";
  do {
    const path = `/webhooks/v1/endpoints?limit=2&count=exact${cursor && `&cursor=${cursor}`}`;
    const { data, pagination } = await api<Endpoint[]>("GET", path, { as: viewer });
    assertEquals(pagination.total, 5);
    seen.push(...data.map(({ id }) => id));
    cursor = pagination.next_cursor ?? "";
  } while (cursor);
  assertEquals(seen, ids);
});

Deno.test("no readable row, audit entry or log line holds a secret", async () => {
  const made = await register(tenant.manager, url, { enabled: false });
  const secret = (made.secret ?? "").slice("whsec_".length);
  await withDatabase(async (sql) => {
    const rows = await sql`
      select to_jsonb(a)::text as text from public.audit_log a where client_id = ${tenant.id}
      union all select to_jsonb(e)::text from public.webhook_endpoints e where client_id = ${tenant.id}
      union all select to_jsonb(s)::text from private.secrets s where client_id = ${tenant.id}
      union all select to_jsonb(k)::text from private.idempotency_keys k where client_id = ${tenant.id}`;
    assert(rows.length > 0 && rows.every(({ text }) => !text.includes(secret)));
  });
  const log = await Deno.readTextFile(`${stack.directory}/functions.log`);
  assert(!log.includes(secret) && !log.includes("whsec_"));
});

Deno.test("concurrent creations cannot exceed a tenant's limit of endpoints", async () => {
  const { manager } = await createTenant({ settings: { "limits.webhook_endpoints": 3 } });
  const made = await Promise.all(
    Array.from(
      { length: 10 },
      () => api("POST", "/webhooks/v1/endpoints", { as: manager, json: endpointJson }),
    ),
  );
  assertEquals(made.map(({ status }) => status).sort(), [201, 201, 201, ...Array(7).fill(409)]);
  const refused = made.find(({ status }) => status === 409);
  assertEquals(refused?.error.code, "LIMIT_REACHED");
});

Deno.test("at most five secrets sign a delivery", async () => {
  const made = await register(tenant.manager, url, { enabled: false });
  const path = `/webhooks/v1/endpoints/${made.id}/rotate-secret`;
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await api("POST", path, { as: tenant.manager })).status);
  assertEquals(statuses, [200, 200, 200, 200, 200]);
  const [valid] = await withDatabase((sql) =>
    sql`select count(*)::int from private.secrets where owner_id = ${made.id} and (expires_at is null or expires_at > now())`
  );
  assertEquals(valid?.count, 5);
});
