import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "#assert";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { answerOf, api, type Call, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { client, createTenant, type Person } from "../support/tenant.ts";

type Channel = Schemas["Channel"];

const path = "/channels/v1";
const nowhere = "11111111-1111-4111-8111-111111111111";
const secret = "hunter2-hunter2";
const line = { type: "voice", name: "Line", config: { number: "+49" }, credentials: { auth_token: secret } };

async function add(as: Person, changes: Record<string, unknown> = {}, call: Call = {}) {
  return await api<Channel>("POST", path, { as, json: { ...line, ...changes }, ...call });
}

function list(as: Person, query: Query<"/channels/v1"> = {}) {
  return answerOf(clientOf(as).GET("/channels/v1", { params: { query } }));
}

function read(as: Person, channel: string) {
  return answerOf(clientOf(as).GET("/channels/v1/{channel}", { params: { path: { channel } } }));
}

function remove(as: Person, channel: string) {
  return answerOf(clientOf(as).DELETE("/channels/v1/{channel}", { params: { path: { channel } } }));
}

Deno.test("a channel can be added, and is read without its credentials", async () => {
  const tenant = await createTenant();
  const added = await add(tenant.admin);
  assertEquals(added.status, 201);
  const { id, credentials, ...rest } = added.data;
  assert(/^[0-9a-f]{16}$/.test(credentials?.fingerprint ?? ""));
  assert(credentials?.key_id && credentials.updated_at);
  assertEquals([rest.type, rest.name, rest.config, rest.enabled, rest.version], [
    "voice",
    "Line",
    { number: "+49" },
    true,
    1,
  ]);
  const found = await read(tenant.viewer, id);
  assertEquals(found.data, added.data);
  for (const answer of [added, found, await list(tenant.viewer)]) {
    assert(!/hunter2|auth_token|ciphertext/.test(answer.text), `${answer}`);
  }
});

Deno.test("config and credentials may be left out", async () => {
  const tenant = await createTenant();
  const body = { type: "webchat", name: " Chat " } as const;
  const data = dataOf(await clientOf(tenant.admin).POST("/channels/v1", { body }));
  assertEquals([data.name, data.config, data.credentials], ["Chat", {}, null]);
});

Deno.test("a channel's secret is not in the database in plain text", async () => {
  const tenant = await createTenant();
  const { data: { id } } = await add(tenant.admin);
  await clientOf(tenant.admin).POST("/channels/v1/{channel}/rotate", {
    params: { path: { channel: id } },
    body: { credentials: { auth_token: secret } },
  });
  await withDatabase(async (sql) => {
    const found = await sql`
      select 1 from public.channels c where c.client_id = ${tenant.id} and c::text like '%hunter2%'
      union all select 1 from public.audit_log a where a.client_id = ${tenant.id} and a::text ~ 'hunter2|ciphertext'
      union all select 1 from private.idempotency_keys k where k.client_id = ${tenant.id} and k::text like '%hunter2%'
      union all select 1 from private.secrets k
        where k.client_id = ${tenant.id} and position('hunter2'::bytea in k.ciphertext) > 0`;
    assertEquals(found.length, 0);
    const kept = await sql`select 1 from private.secrets where client_id = ${tenant.id}`;
    assertEquals(kept.length, 1);
  });
});

Deno.test("no tenant can read or write ciphertext or credential fields through the Data API", async () => {
  const tenant = await createTenant();
  await add(tenant.admin);
  const db = client(tenant.owner);
  assertEquals((await db.from("secrets").select()).status, 404);
  assertEquals((await db.schema("private").from("secrets").select()).status, 406);
  const refused = [
    await db.rpc("stale_secrets", { newest_key: "x", page_size: 10, tenant: tenant.id }),
    await db.rpc("move_secrets", { newest_key: "x", moves: [], failures: [], tenant: tenant.id }),
    await db.from("channels").update({ credentials: null }).eq("client_id", tenant.id),
    await db.from("channels").insert({ type: "sms", name: "SMS", credentials: {} }),
  ];
  assertEquals(refused.map(({ error }) => error?.code), Array(4).fill("42501"));
});

Deno.test("a change through the Data API is audited, versioned and checked as in the function", async () => {
  const tenant = await createTenant();
  const { data } = await add(tenant.admin);
  const db = client(tenant.admin);
  const changed = await db.from("channels").update({ enabled: false }).eq("id", data.id).select("version")
    .single();
  assertEquals(changed.data, { version: 2 });
  const { data: entries } = await db.from("audit_log").select("action, actor_id").eq("record_id", data.id)
    .order("id");
  assertEquals(entries, [{ action: "insert", actor_id: tenant.admin.id }, {
    action: "update",
    actor_id: tenant.admin.id,
  }]);
  const foreign = await client(tenant.manager).from("channels").update({ enabled: true }).eq("id", data.id)
    .select();
  assertEquals(foreign.data, []);
});

Deno.test("an invalid body is refused with each field named, and adds nothing", async () => {
  const tenant = await createTenant();
  const bad: [Record<string, unknown>, string][] = [
    [{ type: "fax" }, "type"],
    [{ type: undefined }, "type"],
    [{ name: "" }, "name"],
    [{ name: "   " }, "name"],
    [{ name: "x".repeat(201) }, "name"],
    [{ name: "a\0b" }, "name"],
    [{ config: [] }, "config"],
    [{ config: { text: "x".repeat(20_000) } }, "config"],
    [{ config: { a: ["\ud800"] } }, "config"],
    [{ config: { "\0": 1 } }, "config"],
    [{ credentials: {} }, "credentials"],
    [{ credentials: "token" }, "credentials"],
    [{ credentials: { a: { b: 1 } } }, "credentials.a"],
    [{ credentials: { a: "x".repeat(10_001) } }, "credentials.a"],
    // Mass assignment.
    [{ client_id: tenant.id }, ""],
    [{ id: nowhere }, ""],
    [{ created_at: "2026-01-01T00:00:00Z" }, ""],
    [{ enabled: false }, ""],
    [{ version: 7 }, ""],
  ];
  for (const [changes, where] of bad) {
    const { error } = await add(tenant.admin, changes);
    assertEquals(error.code, "VALIDATION_ERROR", JSON.stringify(changes).slice(0, 100));
    assertEquals(error.details?.[0]?.path, where, JSON.stringify(changes).slice(0, 100));
    assert(where !== "" || error.message.includes(Object.keys(changes)[0] ?? ""), error.message);
  }
  assertEquals((await add(tenant.admin, { config: { text: "x".repeat(300_000) } })).status, 413);
  const broken = { as: tenant.admin, body: "{", headers: { "content-type": "application/json" } };
  assertEquals((await api("POST", path, broken)).status, 400);
  const infinite = { ...broken, body: '{"type":"sms","name":"A","config":{"a":1e999}}' };
  assertEquals((await api("POST", path, infinite)).error.details?.[0]?.path, "config");
  assertEquals((await api("POST", path, { as: tenant.admin, csv: "a" })).status, 415);
  assertEquals((await list(tenant.viewer)).data, []);
});

Deno.test("an error does not repeat the secrets of a refused body", async () => {
  const tenant = await createTenant();
  const answer = await add(tenant.admin, { credentials: { auth_token: [secret] } });
  assertEquals([answer.status, answer.text.includes(secret)], [422, false]);
});

Deno.test("a channel's name is unique in its tenant regardless of case", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  await add(tenant.admin);
  const taken = await add(tenant.admin, { name: "LINE" });
  assertEquals([taken.status, taken.error.code, taken.error.details?.[0]?.path], [
    409,
    "CHANNEL_NAME_TAKEN",
    "name",
  ]);
  assertEquals((await add(other.admin)).status, 201);
  const second = (await add(tenant.admin, { name: "Second" })).data;
  const renamed = await api("PUT", `${path}/${second.id}`, { as: tenant.admin, json: { name: "line" } });
  assertEquals(renamed.error.code, "CHANNEL_NAME_TAKEN");
});

Deno.test("the same request sent many times at once adds one channel", async () => {
  const tenant = await createTenant();
  const answers = await Promise.all(Array.from({ length: 20 }, () => add(tenant.admin, {}, { key: "once" })));
  assertEquals(new Set(answers.map(({ data }) => data.id)).size, 1);
  assertEquals(answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true").length, 19);
  assertEquals((await list(tenant.viewer)).data.length, 1);
  const other = await add(tenant.admin, { credentials: { auth_token: "other" } }, { key: "once" });
  assertEquals(other.error.code, "IDEMPOTENCY_KEY_REUSED");
});

Deno.test("a PUT replaces name and config, leaves credentials, and may name the type", async () => {
  const tenant = await createTenant();
  const { data: before } = await add(tenant.admin);
  const put = (json: unknown) => api<Channel>("PUT", `${path}/${before.id}`, { as: tenant.admin, json });
  const { data } = await put({ type: "voice", name: "New" });
  assertEquals([data.name, data.config, data.credentials, data.version], ["New", {}, before.credentials, 2]);
  const other = await put({ type: "sms", name: "New" });
  assertEquals([other.status, other.error.details?.[0]?.path], [422, "type"]);
  for (const field of ["credentials", "enabled", "client_id", "id", "created_at", "version"]) {
    const answer = await put({ name: "New", [field]: { a: "b" } });
    assertEquals(answer.status, 422);
    assertStringIncludes(answer.error.message, field);
  }
  assertEquals((await put({ config: {} })).status, 422);
});

Deno.test("the second of two concurrent changes to a channel answers 412 on every route", async () => {
  const tenant = await createTenant();
  const added = await add(tenant.admin);
  const url = `${path}/${added.data.id}`;
  const tag = added.headers.get("etag") ?? "";
  const change = (name: string, tag: string) =>
    api<Channel>("PUT", url, { as: tenant.admin, json: { name }, headers: { "if-match": tag } });
  const answers = await Promise.all(["A", "B", "C", "D"].map((name) => change(name, tag)));
  assertEquals(answers.map(({ status }) => status).sort(), [200, 412, 412, 412]);
  const stale = { as: tenant.admin, headers: { "if-match": tag } };
  for (
    const [method, rest, json] of [
      ["POST", "/disable"],
      ["POST", "/rotate", { credentials: { a: "b" } }],
      ["DELETE", ""],
    ] as const
  ) {
    const answer = await api(method, url + rest, { ...stale, json });
    assertEquals([answer.status, answer.error.code], [412, "VERSION_MISMATCH"], `${answer}`);
  }
  const current = (await read(tenant.admin, added.data.id)).headers.get("etag") ?? "";
  assertNotEquals(current, tag);
  assertEquals((await change("E", current)).data.version, 3);
  assertEquals((await change("F", "*")).data.version, 4);
});

Deno.test("disabling or enabling a channel twice has no further effect", async () => {
  const tenant = await createTenant();
  const { data: { id } } = await add(tenant.admin);
  const states: [boolean, number][] = [];
  const params = { path: { channel: id } };
  for (const verb of ["disable", "disable", "enable", "enable"] as const) {
    const data = dataOf(await clientOf(tenant.admin).POST(`/channels/v1/{channel}/${verb}`, { params }));
    states.push([data.enabled, data.version]);
  }
  assertEquals(states, [[false, 2], [false, 2], [true, 3], [true, 3]]);
});

Deno.test("rotated credentials have a new fingerprint, equal credentials the same one", async () => {
  const tenant = await createTenant();
  const { data: before } = await add(tenant.admin, { credentials: { sid: "1", auth_token: secret } });
  const rotate = async (credentials: unknown) => {
    const answer = await api<Channel>("POST", `${path}/${before.id}/rotate`, {
      as: tenant.admin,
      json: { credentials },
    });
    assert(!answer.text.includes(secret));
    return answer.data.credentials;
  };
  const other = await rotate({ auth_token: "other" });
  assertNotEquals(other?.fingerprint, before.credentials?.fingerprint);
  assertNotEquals(other?.updated_at, before.credentials?.updated_at);
  const back = await rotate({ auth_token: secret, sid: "1" });
  assertEquals(back?.fingerprint, before.credentials?.fingerprint);
  const elsewhere = await add((await createTenant()).admin, {
    credentials: { sid: "1", auth_token: secret },
  });
  assertNotEquals(
    elsewhere.data.credentials?.fingerprint,
    back?.fingerprint,
    "tenants must not be comparable",
  );
  for (const json of [{}, { credentials: {} }, { credentials: { a: "b" }, key_id: "x" }]) {
    const answer = await api("POST", `${path}/${before.id}/rotate`, { as: tenant.admin, json });
    assertEquals(answer.status, 422);
  }
});

Deno.test("deleting a channel deletes its credentials and frees its name", async () => {
  const tenant = await createTenant();
  const { data: { id } } = await add(tenant.admin);
  const deleted = await remove(tenant.admin, id);
  assertEquals([deleted.status, deleted.text], [204, ""]);
  assertEquals((await read(tenant.admin, id)).status, 404);
  assertEquals((await remove(tenant.admin, id)).status, 404);
  const kept = await withDatabase((sql) => sql`select 1 from private.secrets where client_id = ${tenant.id}`);
  assertEquals([kept.length, (await add(tenant.admin)).status], [0, 201]);
});

Deno.test("channels are listed in pages, newest first, with filters and a total", async () => {
  const tenant = await createTenant();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    ids.unshift((await add(tenant.admin, { name: `Line ${i}`, type: i % 2 ? "sms" : "voice" })).data.id);
  }
  await withDatabase((sql) =>
    sql`update public.channels set created_at = '2026-01-01T00:00:00.123456Z' where client_id = ${tenant.id}`
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await list(tenant.viewer, { limit: 2, count: "exact", cursor });
    assertEquals(pagination.total, 5);
    seen.push(...data.map(({ id }) => id));
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  assertEquals(seen.toSorted(), ids.toSorted());
  const params = { path: { channel: ids[0]! } };
  await clientOf(tenant.admin).POST("/channels/v1/{channel}/disable", { params });
  const matching = async (query: Query<"/channels/v1">) => (await list(tenant.viewer, query)).data.length;
  assertEquals(await matching({ type: "sms" }), 2);
  assertEquals(await matching({ enabled: "false" }), 1);
  assertEquals(await matching({ enabled: "true", type: "voice" }), 2);
  assertEquals(await matching({ type: "email" }), 0);
  const raw = (query: string) => api("GET", `${path}?${query}`, { as: tenant.viewer });
  for (const query of ["type=fax", "enabled=yes", "limit=0", "limit=101"]) {
    assertEquals((await raw(query)).status, 422, query);
  }
  assertEquals((await raw("cursor=abc")).status, 400);
});

Deno.test("numbers in a config come back digit by digit, from every route", async () => {
  const { admin } = await createTenant();
  const digits = '{"a": 12345678901234567890, "b": [1.10, 0.1000000000000000055], "c": 7}';
  const headers = { "content-type": "application/json" };
  const body = `{"type": "sms", "name": "Exact", "config": ${digits}}`;
  const created = await api<{ id: string }>("POST", path, { as: admin, body, headers });
  assertEquals(created.status, 201, `${created}`);
  const one = `${path}/${created.data.id}`;
  const changed = await api("PUT", one, {
    as: admin,
    body: `{"name": "Same", "config": ${digits}}`,
    headers,
  });
  const answers = [
    created,
    changed,
    await api("POST", `${one}/disable`, { as: admin }),
    await api("GET", one, { as: admin }),
    await api("GET", path, { as: admin }),
  ];
  for (const answer of answers) {
    for (const number of ["12345678901234567890", "[1.10,0.1000000000000000055]", "7"]) {
      assert(answer.text.includes(number), `${answer}`);
    }
  }
});
