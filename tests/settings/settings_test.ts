import { assert, assertEquals, assertStringIncludes } from "#assert";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { stack } from "../support/env.ts";
import { answerOf, api, type Call, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, roles, type Tenant } from "../support/tenant.ts";

type Setting = Schemas["Setting"];
type Change = Schemas["SettingChange"];

const path = "/settings/v1";
const maxRows = `${path}/import.max_rows`;

/** Calls with the secret key, for a tenant or for none. */
function operator(tenant?: Tenant): Call {
  return { headers: { apikey: stack.secretKey, ...(tenant ? { "x-client-id": tenant.id } : {}) } };
}

const ofMaxRows = { path: { key: "import.max_rows" } };

async function read(as: Person, key = "import.max_rows"): Promise<Setting> {
  return dataOf(await clientOf(as).GET("/settings/v1/{key}", { params: { path: { key } } }));
}

function reset(as: Person) {
  return answerOf(clientOf(as).DELETE("/settings/v1/{key}", { params: ofMaxRows }));
}

async function put(tenant: Tenant, value: unknown, headers = {}) {
  return await api<Setting>("PUT", maxRows, { as: tenant.admin, json: { value }, headers });
}

Deno.test("every setting is listed with its value, its default and who changed it", async () => {
  const tenant = await createTenant();
  await put(tenant, 700);
  const data = dataOf(await clientOf(tenant.viewer).GET("/settings/v1"));
  const changed = data.find(({ key }) => key === "import.max_rows");
  assert(changed?.updated_at);
  const { value, default_value, is_default, version, updated_by } = changed;
  assertEquals([value, default_value, is_default, version, updated_by], [
    700,
    500,
    false,
    1,
    tenant.admin.id,
  ]);
  assertEquals(data.map(({ key }) => key), data.map(({ key }) => key).sort());
});

Deno.test("a setting can be read, set, and taken back to its default", async () => {
  const tenant = await createTenant();
  const before = await read(tenant.viewer);
  assertEquals([before.value, before.is_default, before.updated_at], [500, true, null]);
  assertEquals((await put(tenant, 700)).data.value, 700);
  assertEquals((await read(tenant.viewer)).value, 700);
  const removed = await reset(tenant.admin);
  assertEquals([removed.status, removed.text], [204, ""]);
  const after = await read(tenant.viewer);
  assertEquals([after.value, after.is_default, after.updated_by], [500, true, tenant.admin.id]);
});

Deno.test("a changed setting applies from the next request on", async () => {
  const tenant = await createTenant();
  await put(tenant, 1);
  const rows = [{ name: "A", organization: "O" }, { name: "B", organization: "O" }];
  const answer = await answerOf(
    clientOf(tenant.member).POST("/batch-import/v1/batches", { body: { opportunities: rows } }),
  );
  assertEquals(answer.error.code, "BATCH_TOO_LARGE");
});

Deno.test("a value that does not fit its definition is refused and nothing changes", async () => {
  const tenant = await createTenant();
  for (const value of [0, 1001, 1.5, "500", true, null, [500], { a: 1 }, "a\0b", "\ud800"]) {
    const { error } = await put(tenant, value);
    assertEquals(error.code, "VALIDATION_ERROR", JSON.stringify(value));
    assertEquals(error.details?.length, 1, JSON.stringify(error));
  }
  assertEquals((await read(tenant.viewer)).version, 0);
});

Deno.test("a body with anything but the value is refused", async () => {
  const tenant = await createTenant();
  for (const field of ["client_id", "key", "updated_by", "version"]) {
    const answer = await api("PUT", maxRows, { as: tenant.admin, json: { value: 7, [field]: tenant.id } });
    assertEquals(answer.status, 422);
    assertStringIncludes(answer.error.message, field);
  }
  assertEquals((await api("PUT", maxRows, { as: tenant.admin, json: {} })).status, 422);
  assertEquals(
    (await api("PUT", maxRows, {
      as: tenant.admin,
      body: "{",
      headers: { "content-type": "application/json" },
    })).status,
    400,
  );
  assertEquals(
    (await api("PUT", maxRows, { as: tenant.admin, body: "7", headers: { "content-type": "text/plain" } }))
      .status,
    415,
  );
  assertEquals((await put(tenant, "x".repeat(300_000))).status, 413);
});

Deno.test("an unknown key answers 404, whatever its form", async () => {
  const tenant = await createTenant();
  for (const key of ["no.such_key", "unknown", "a%00b", "IMPORT.MAX_ROWS", "audit.x"]) {
    for (const [method, json] of [["GET"], ["PUT", { value: 1 }], ["DELETE"]] as const) {
      const answer = await api(method, `${path}/${key}`, { as: tenant.admin, json });
      assertEquals([answer.status, answer.error.code], [404, "NOT_FOUND"], `${answer}`);
    }
  }
});

Deno.test("the second of two concurrent changes to a setting answers 412", async () => {
  const tenant = await createTenant();
  const tag = (await api("GET", maxRows, { as: tenant.viewer })).headers.get("etag") ?? "";
  const answers = await Promise.all([1, 2, 3, 4].map((value) => put(tenant, value, { "if-match": tag })));
  assertEquals(answers.map(({ status }) => status).sort(), [200, 412, 412, 412]);
  const won = answers.find(({ status }) => status === 200);
  assertEquals((await put(tenant, 9, { "if-match": won?.headers.get("etag") })).status, 200);
  const stale = await api("DELETE", maxRows, { as: tenant.admin, headers: { "if-match": tag } });
  assertEquals([stale.status, stale.error.code], [412, "VERSION_MISMATCH"]);
  assertEquals((await put(tenant, 9, { "if-match": "9" })).status, 400);
});

Deno.test("an ETag from before a reset no longer matches", async () => {
  const tenant = await createTenant();
  const old = (await put(tenant, 7)).headers.get("etag");
  await reset(tenant.admin);
  await put(tenant, 8);
  assertEquals((await put(tenant, 9, { "if-match": old })).status, 412);
});

Deno.test("several settings change together, and null restores a default", async () => {
  const tenant = await createTenant();
  const data = dataOf(
    await clientOf(tenant.admin).PATCH("/settings/v1", {
      body: { "import.max_rows": 800, "import.batches_per_hour": null },
    }),
  );
  const values = data.map(({ key, value, is_default }) => [key, value, is_default]);
  assertEquals(values, [["import.batches_per_hour", 5, true], ["import.max_rows", 800, false]]);
});

Deno.test("one bad value among several settings changes none, and each bad one is named", async () => {
  const tenant = await createTenant();
  const { error } = await api("PATCH", path, {
    as: tenant.admin,
    json: { "import.batches_per_hour": 6, "import.max_rows": 0, "no.such_key": 1, toString: 1 },
  });
  assertEquals(error.code, "VALIDATION_ERROR");
  assertEquals(error.details?.map(({ path, code }) => [path, code]), [
    ["import.max_rows", "out_of_bounds"],
    ["no.such_key", "unknown_key"],
    ["toString", "unknown_key"],
  ]);
  assertEquals((await read(tenant.viewer, "import.batches_per_hour")).value, 10_000);
  for (const json of [{}, [], { "import.max_rows": [1] }, { "a\0": 1 }]) {
    assertEquals((await api("PATCH", path, { as: tenant.admin, json })).status, 422, JSON.stringify(json));
  }
});

Deno.test("concurrent patches in any order neither deadlock nor mix", async () => {
  const tenant = await createTenant();
  const pairs = Array.from(
    { length: 20 },
    (_, i) => [["import.max_rows", i + 1], ["import.batches_per_hour", i + 1]],
  );
  const answers = await Promise.all(pairs.map((pair, i) => {
    const body = Object.fromEntries(i % 2 ? pair : pair.toReversed());
    return answerOf(clientOf(tenant.admin).PATCH("/settings/v1", { body }));
  }));
  assertEquals(new Set(answers.map(({ status }) => status)), new Set([200]));
  const data = dataOf(await clientOf(tenant.viewer).GET("/settings/v1"));
  const patched = ["import.max_rows", "import.batches_per_hour"];
  const values = data.filter(({ key }) => patched.includes(key)).map(({ value }) => value);
  assertEquals(values[0], values[1]);
});

Deno.test("the audit lists old and new values, who changed them and when, in pages", async () => {
  const tenant = await createTenant();
  await put(tenant, 7);
  await put(tenant, 8);
  await clientOf(tenant.owner).PATCH("/settings/v1", {
    body: { "import.max_rows": 9, "import.batches_per_hour": 7 },
  });
  await api("DELETE", maxRows, { as: tenant.owner, headers: { "x-request-id": "the-reset" } });
  const list = (query: Query<"/settings/v1/audit">) =>
    answerOf(clientOf(tenant.admin).GET("/settings/v1/audit", { params: { query } }));

  const ofOne = await list({ key: "import.max_rows", count: "exact" });
  const changes = ofOne.data.map((
    { old_value, new_value, changed_by },
  ) => [old_value, new_value, changed_by]);
  assertEquals(changes, [
    [9, null, tenant.owner.id],
    [8, 9, tenant.owner.id],
    [7, 8, tenant.admin.id],
    [null, 7, tenant.admin.id],
  ]);
  assertEquals([ofOne.pagination.total, ofOne.data[0]?.request_id], [4, "the-reset"]);
  assert(Math.abs(Date.parse(ofOne.data[0]?.changed_at ?? "") - Date.now()) < 60_000);

  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await list({ limit: 2, cursor });
    seen.push(...data.map(({ id }) => id));
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  // Two more than this test made: createTenant sets the quotas.
  assertEquals([seen.length, seen], [7, seen.toSorted((a, b) => b - a)]);
});

Deno.test("the audit's parameters are checked", async () => {
  const tenant = await createTenant();
  for (const query of ["limit=0", "limit=101", "key=a%00b", "count=all"]) {
    assertEquals((await api("GET", `${path}/audit?${query}`, { as: tenant.admin })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}/audit?cursor=abc`, { as: tenant.admin })).status, 400);
});

Deno.test("definitions list every setting with its bounds", async () => {
  const tenant = await createTenant();
  const data = dataOf(await clientOf(tenant.viewer).GET("/settings/v1/definitions"));
  const found = data.find(({ key }) => key === "import.max_rows");
  assert(found?.description);
  const { description: _, ...definition } = found;
  assertEquals(definition, {
    key: "import.max_rows",
    type: "integer",
    default_value: 500,
    minimum: 1,
    maximum: 1000,
    allowed: null,
    operator_only: false,
  });
});

const writes = [["PUT", maxRows, { value: 7 }], ["DELETE", maxRows], ["PATCH", path, {
  "import.max_rows": 7,
}]] as const;
const reads = [["GET", path], ["GET", maxRows], ["GET", `${path}/definitions`]] as const;

Deno.test("every member reads settings, only admins change them and read their history", async () => {
  const tenant = await createTenant();
  for (const role of roles) {
    const may = role === "admin" || role === "owner";
    for (const [method, url] of reads) {
      assertEquals((await api(method, url, { as: tenant[role] })).status, 200);
    }
    for (const [method, url, json] of writes) {
      const answer = await api(method, url, { as: tenant[role], json });
      assertEquals(answer.status < 300, may, `${role} ${answer}`);
      if (!may) assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"]);
    }
    assertEquals((await api("GET", `${path}/audit`, { as: tenant[role] })).status, may ? 200 : 403);
  }
});

Deno.test("every route requires sign-in", async () => {
  for (const [method, url, json] of [...reads, ...writes, ["GET", `${path}/audit`] as const]) {
    assertEquals((await api(method, url, { json })).status, 401, `${method} ${url}`);
  }
});

Deno.test("a tenant cannot see another tenant's settings or their history", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  await put(tenant, 7);
  assertEquals((await read(other.owner)).value, 500);
  assertEquals(
    (await api<Change[]>("GET", `${path}/audit?key=import.max_rows`, { as: other.owner })).data,
    [],
  );
  const named = await api<Setting>("GET", maxRows, {
    as: other.owner,
    headers: { "x-client-id": tenant.id },
  });
  assertEquals(named.data.value, 500);
  await api("DELETE", maxRows, { as: other.owner, headers: { "x-client-id": tenant.id } });
  assertEquals((await read(tenant.viewer)).value, 7);
});

Deno.test("a method that a path does not have answers 405 with Allow", async () => {
  const tenant = await createTenant();
  for (const [method, url, allow] of [["POST", path, "PATCH"], ["POST", maxRows, "PUT"]] as const) {
    const answer = await api(method, url, { as: tenant.owner });
    assertEquals([answer.status, answer.error.code], [405, "METHOD_NOT_ALLOWED"]);
    assertStringIncludes(answer.headers.get("allow") ?? "", allow);
  }
});

Deno.test("the secret key acts only for the tenant that it names", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  for (const [method, url, json] of [...reads.slice(0, 2), ...writes, ["GET", `${path}/audit`] as const]) {
    assertEquals((await api(method, url, { ...operator(), json })).status, 400, `${method} ${url}`);
    assertEquals(
      (await api(method, url, { ...operator(tenant), json })).status < 300,
      true,
      `${method} ${url}`,
    );
  }
  const unknown = { apikey: stack.secretKey, "x-client-id": crypto.randomUUID() };
  assertEquals((await api("GET", path, { headers: unknown })).status, 404);
  const malformed = { apikey: stack.secretKey, "x-client-id": "acme" };
  assertEquals((await api("GET", path, { headers: malformed })).status, 400);
  assertEquals((await read(tenant.viewer)).value, 7);
  assertEquals((await read(other.viewer)).value, 500);
  const { data } = await api<Change[]>("GET", `${path}/audit?key=import.max_rows`, { as: tenant.admin });
  assertEquals(data.map(({ changed_by }) => changed_by), [null, null, null]);
});

Deno.test("a tenant can read but not change the operator's settings", async () => {
  const tenant = await createTenant();
  const key = `limits.test_${crypto.randomUUID().replaceAll(/[^a-f]/g, "")}`;
  await withDatabase((sql) =>
    sql`insert into private.setting_definitions (key, default_value, type, minimum, maximum, description, operator_only)
        values (${key}, '10', 'integer', 1, 100, 'Of a test', true)`
  );
  try {
    const url = `${path}/${key}`;
    for (const [method, json] of [["PUT", { value: 20 }], ["DELETE"]] as const) {
      assertEquals((await api(method, url, { as: tenant.owner, json })).error.code, "FORBIDDEN");
    }
    const { error } = await api("PATCH", path, { as: tenant.owner, json: { [key]: 20 } });
    assertEquals(error.details?.map(({ path, code }) => [path, code]), [[key, "operator_only"]]);
    assertEquals(
      (await api<Setting>("PUT", url, { ...operator(tenant), json: { value: 20 } })).data.value,
      20,
    );
    const { data } = await api<Setting>("GET", url, { as: tenant.viewer });
    assertEquals([data.value, data.operator_only, data.updated_by], [20, true, null]);
  } finally {
    await withDatabase(async (sql) => {
      await sql`delete from public.settings where key = ${key}`;
      await sql`delete from private.setting_definitions where key = ${key}`;
    });
  }
});
