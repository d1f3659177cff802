import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { type ApiKey, createKey, insertKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, roles, type Tenant } from "../support/tenant.ts";

const path = "/api-keys/v1";
const wanted = { name: "CRM export", scopes: ["teams:read"] };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function statusWith(key: string, route = "/teams/v1"): Promise<number> {
  return (await api("GET", route, { as: key })).status;
}

Deno.test("a key is shown once, and kept as a digest", async () => {
  const tenant = await createTenant();
  const made = await api<ApiKey>("POST", path, { as: tenant.admin, json: wanted });
  assertEquals(made.status, 201, String(made));
  const { id, key, prefix, status, scopes, created_by, use_count } = made.data;
  assertMatch(key, /^fl_live_[0-9a-z]{8}_[\w-]{43}_[0-9a-f]{8}$/);
  assert(key.startsWith(`${prefix}_`));
  assertEquals([status, scopes, created_by, use_count], ["active", ["teams:read"], tenant.admin.id, 0]);
  const { key: _shown, ...kept } = made.data;
  assertEquals((await api<ApiKey>("GET", `${path}/${id}`, { as: tenant.admin })).data, kept);
  assertEquals((await api<ApiKey[]>("GET", path, { as: tenant.admin })).data, [kept]);
  await withDatabase(async (sql) => {
    const rows = await sql`select to_jsonb(s) as row from private.api_key_secrets s where s.key_id = ${id}`;
    assert(!JSON.stringify(rows).includes(key.slice(-43)));
  });
});

Deno.test("the same Idempotency-Key creates one key, and the replayed answer does not show it", async () => {
  const tenant = await createTenant();
  const first = await api<ApiKey>("POST", path, { as: tenant.admin, json: wanted, key: "once" });
  const again = await api<ApiKey>("POST", path, { as: tenant.admin, json: wanted, key: "once" });
  assertEquals([again.status, again.headers.get("idempotency-replayed")], [201, "true"]);
  const { key, ...kept } = first.data;
  assertEquals({ ...again.data }, { ...kept });
  assert(!again.text.includes(key.slice(-43)));
  const other = await api("POST", path, { as: tenant.admin, json: { ...wanted, name: "B" }, key: "once" });
  assertEquals(other.error.code, "IDEMPOTENCY_KEY_REUSED");

  const rotate = () =>
    api<ApiKey>("POST", `${path}/${kept.id}/rotate`, { as: tenant.admin, json: {}, key: "r" });
  const rotated = await rotate();
  const { key: second, ...shown } = rotated.data;
  assertEquals([second === key, (await rotate()).data], [false, shown]);
});

Deno.test("keys are listed page by page, by status, revoked ones only when asked for", async () => {
  const tenant = await createTenant();
  const keys: ApiKey[] = [];
  for (const name of ["A", "B", "C"]) keys.push(await createKey(tenant.admin, ["teams:read"], { name }));
  await api("DELETE", `${path}/${keys[1]?.id}`, { as: tenant.admin });
  await insertKey(tenant, ["teams:read"], new Date(Date.now() - 1000));
  const names = async (query: string) => {
    const answer = await api<ApiKey[]>("GET", `${path}?count=exact${query}`, { as: tenant.admin });
    return [answer.data.map(({ name }) => name), answer.pagination.total, answer.pagination.next_cursor];
  };
  assertEquals(await names(""), [["Machine", "C", "A"], 3, null]);
  assertEquals(await names("&status=revoked"), [["B"], 1, null]);
  assertEquals(await names("&status=expired"), [["Machine"], 1, null]);
  const [first, , cursor] = await names("&status=active&limit=1");
  assertEquals([first, (await names(`&status=active&limit=1&cursor=${cursor}`))[0]], [["C"], ["A"]]);
  assertEquals((await api("GET", `${path}?status=dead`, { as: tenant.admin })).status, 422);
  assertEquals((await api("GET", `${path}?cursor=x`, { as: tenant.admin })).status, 400);
});

Deno.test("an invalid key answers 422 and names the field", async () => {
  const { admin } = await createTenant();
  const wrong: [field: string, change: Record<string, unknown>][] = [
    ["name", { name: "" }],
    ["name", { name: "x".repeat(101) }],
    ["name", { name: "a\u0000b" }],
    ["scopes", { scopes: [] }],
    ["scopes.0", { scopes: ["teams:fly"] }],
    ["expires_at", { expires_at: "2020-01-01T00:00:00Z" }],
    ["expires_at", { expires_at: "tomorrow" }],
    ["expires_at", { expires_at: "2099-01-01T00:00:00+16:00" }],
    ["expires_at", { expires_at: "9999-12-31T23:59:59-01:00" }],
    ["mode", { mode: "demo" }],
    ["expires_at", { mode: "test", expires_at: inHours(91 * 24) }],
    ["allowed_cidrs", { allowed_cidrs: [] }],
    ["allowed_cidrs.0", { allowed_cidrs: ["example.com"] }],
    ["allowed_cidrs", { allowed_cidrs: ["192.0.2.1/24"] }],
    ["", { client_id: crypto.randomUUID() }],
    ["", { prefix: "mine0000" }],
  ];
  for (const [field, change] of wrong) {
    const answer = await api("POST", path, { as: admin, json: { ...wanted, ...change } });
    assertEquals([answer.status, answer.error.details?.[0]?.path], [422, field], String(answer));
  }
  assertEquals(
    (await api("POST", path, { as: admin, body: "{", headers: { "content-type": "application/json" } }))
      .status,
    400,
  );
  assertEquals((await api("POST", path, { as: admin, csv: "a" })).status, 415);
  const key = await createKey(admin, ["teams:read"]);
  for (const overlap_hours of [-1, 169, 1.5, "1"]) {
    const answer = await api("POST", `${path}/${key.id}/rotate`, { as: admin, json: { overlap_hours } });
    assertEquals([answer.status, answer.error.details?.[0]?.path], [422, "overlap_hours"]);
  }
  assertEquals((await api("GET", `${path}/none`, { as: admin })).status, 422);
  const put = await api("PUT", `${path}/${key.id}`, { as: admin, json: wanted });
  assertEquals([put.status, put.headers.get("allow")], [405, "GET, HEAD, DELETE"]);
});

function routes(id: string): [method: string, path: string, json?: unknown][] {
  return [
    ["GET", path],
    ["POST", path, wanted],
    ["GET", `${path}/${id}`],
    ["POST", `${path}/${id}/rotate`, { overlap_hours: 0 }],
    ["DELETE", `${path}/${id}`],
  ];
}

Deno.test("only signed-in admins and owners can manage keys, and only their tenant's", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const { id } = await createKey(tenant.admin, ["teams:read"]);
  for (const [method, route, json] of routes(id)) {
    assertEquals((await api(method, route, { json })).error.code, "UNAUTHORIZED");
    const secret = await api(method, route, { json, headers: { apikey: stack.secretKey } });
    assertEquals(secret.error.code, "UNAUTHORIZED", String(secret));
    for (const role of roles.slice(0, 3)) {
      assertEquals((await api(method, route, { as: tenant[role], json })).status, 403, `${role} ${route}`);
    }
    if (!route.includes(id)) continue;
    for (const as of [other.owner, (await createKey(other.owner, ["api_keys:manage", "teams:read"])).key]) {
      assertEquals((await api(method, route, { as, json })).error.code, "NOT_FOUND", `${method} ${route}`);
    }
  }
  for (const [method, route, json] of routes(id)) {
    assert((await api(method, route, { as: tenant.owner, json })).status < 300, route);
  }
});

Deno.test("a key cannot create or rotate a key with more scopes or a later expiry than its own", async () => {
  const { admin, owner } = await createTenant();
  const keeper = await createKey(owner, ["api_keys:manage", "teams:read"], { expires_at: inHours(1) });
  const wide = await createKey(admin, ["teams:write"]);
  const make = (json: Record<string, unknown>) =>
    api<ApiKey>("POST", path, { as: keeper.key, json: { ...wanted, expires_at: inHours(0.5), ...json } });
  const wider = await make({ scopes: ["teams:read", "teams:write"] });
  assertEquals(wider.error.code, "FORBIDDEN");
  assertStringIncludes(wider.error.message, "teams:write");
  for (const expires_at of [null, inHours(2)]) {
    assertEquals((await make({ expires_at })).error.code, "FORBIDDEN");
  }
  const taken = await api("POST", `${path}/${wide.id}/rotate`, { as: keeper.key, json: {} });
  assertEquals(taken.error.code, "FORBIDDEN");
  const child = (await make({})).data;
  assertEquals([child.created_by_key, child.created_by], [keeper.id, owner.id]);
  assertEquals(await statusWith(child.key), 200);
});

Deno.test("a rotated key has two secrets during the overlap, then one, and never three", async () => {
  const { admin } = await createTenant();
  const first = await createKey(admin, ["teams:read"]);
  const rotate = async (json: unknown) =>
    (await api<ApiKey>("POST", `${path}/${first.id}/rotate`, { as: admin, json })).data;
  const second = await rotate({ overlap_hours: 168 });
  assertEquals([second.id, second.scopes, second.status], [first.id, ["teams:read"], "active"]);
  assert(Date.parse(second.overlap_ends_at ?? "") > Date.now() + 167 * 3_600_000);
  assertEquals([await statusWith(first.key), await statusWith(second.key)], [200, 200]);
  const third = await rotate({});
  assertEquals([await statusWith(first.key), await statusWith(second.key), await statusWith(third.key)], [
    401,
    200,
    200,
  ]);
  const fourth = await rotate({ overlap_hours: 0 });
  assertEquals(fourth.overlap_ends_at, null);
  assertEquals([await statusWith(second.key), await statusWith(third.key), await statusWith(fourth.key)], [
    401,
    401,
    200,
  ]);
});

Deno.test("a revoked key stays revoked, and neither it nor an expired one can be rotated", async () => {
  const tenant = await createTenant();
  const { admin } = tenant;
  const { id, key } = await createKey(admin, ["teams:read"]);
  // The function now has its token cached, so the database must refuse it.
  assertEquals(await statusWith(key), 200);
  for (let i = 0; i < 2; i++) {
    const answer = await api("DELETE", `${path}/${id}`, { as: admin });
    assertEquals([answer.status, answer.text], [204, ""]);
  }
  const { data } = await api<ApiKey>("GET", `${path}/${id}`, { as: admin });
  const refused = await api("GET", "/teams/v1", { as: key });
  assertEquals([data.status, refused.status], ["revoked", 401]);
  assertMatch(refused.headers.get("www-authenticate") ?? "", /^Bearer .*error="invalid_token"/);
  const expired = await insertKey(tenant, ["teams:read"], new Date(Date.now() - 1000));
  for (const dead of [id, expired.id]) {
    const answer = await api("POST", `${path}/${dead}/rotate`, { as: admin, json: {} });
    assertEquals([answer.status, answer.error.code], [409, "API_KEY_INACTIVE"]);
  }
});

Deno.test("what a key creates names its member, and its uses are listed", async () => {
  const tenant = await createTenant();
  const { id, key } = await createKey(tenant.admin, ["teams:read", "teams:write"]);
  const made = await api<{ created_by: string }>("POST", "/teams/v1", {
    as: key,
    json: { name: "By key", sector: "sales" },
  });
  assertEquals([made.status, made.data.created_by], [201, tenant.admin.id]);
  const { data } = await api<ApiKey>("GET", `${path}/${id}`, { as: tenant.owner });
  assert(data.use_count >= 1 && data.last_used_at !== null);
});

Deno.test("a key works in either header, and a request with two callers is refused", async () => {
  const tenant: Tenant = await createTenant();
  const { key } = await createKey(tenant.admin, ["teams:read"]);
  const both = { headers: { "x-api-key": key } };
  assertEquals((await api("GET", "/teams/v1", both)).status, 200);
  assertEquals((await api("GET", "/teams/v1", { as: key, ...both })).status, 200);
  assertEquals((await api("GET", "/teams/v1", { as: tenant.viewer, ...both })).status, 400);
  assertEquals((await api("GET", "/teams/v1", { headers: { "x-api-key": `${key}, ${key}` } })).status, 400);
});

Deno.test("an unknown, dead or foreign key answers 401, and the answer does not repeat it", async () => {
  const tenant = await createTenant();
  const { key } = await createKey(tenant.admin, ["teams:read"]);
  const expired = await insertKey(tenant, ["teams:read"], new Date(Date.now() - 1000));
  const last = key.at(-1) === "A" ? "B" : "A";
  const none = [
    key.slice(0, -1),
    key.slice(0, 20),
    key + "A",
    key.slice(0, -1) + last,
    key.replace("fl_live_", "fl_test_"),
    key.toUpperCase(),
    "fl_live_",
    expired.key,
  ];
  for (const as of none) {
    for (const call of [{ as }, { headers: { "x-api-key": as } }]) {
      const answer = await api("GET", "/teams/v1", call);
      assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], as);
      assertMatch(answer.headers.get("www-authenticate") ?? "", /error="invalid_token"/);
      assert(!JSON.stringify([answer.text, ...answer.headers]).includes(as.slice(-12)), answer.text);
    }
  }
});

Deno.test("no request that starts after a key was revoked succeeds, even under load", async () => {
  const { admin } = await createTenant();
  const { id, key } = await createKey(admin, ["teams:read"]);
  let revoked = false;
  const late: number[] = [];
  const callers = Array.from({ length: 8 }, async () => {
    while (late.length < 40) {
      const isLate = revoked;
      const status = await statusWith(key);
      if (isLate) late.push(status);
    }
  });
  assertEquals((await api("DELETE", `${path}/${id}`, { as: admin })).status, 204);
  revoked = true;
  await Promise.all(callers);
  assertEquals(new Set(late), new Set([401]));
});

Deno.test("a key rotated ten times at once has two valid secrets, the newest two", async () => {
  const { admin } = await createTenant();
  const { id, key } = await createKey(admin, ["teams:read"]);
  const rotations = await Promise.all(
    Array.from({ length: 10 }, () => api<ApiKey>("POST", `${path}/${id}/rotate`, { as: admin, json: {} })),
  );
  assertEquals(rotations.map(({ status }) => status), rotations.map(() => 200));
  const statuses = await Promise.all(rotations.map(({ data }) => statusWith(data.key)));
  assertEquals(statuses.filter((status) => status === 200).length, 2);
  const { data } = await api<ApiKey>("GET", `${path}/${id}`, { as: admin });
  const newest = rotations.findIndex((rotation) => rotation.data.prefix === data.prefix);
  assertEquals([statuses[newest], await statusWith(key)], [200, 401]);
});
