import { assert, assertEquals, assertStringIncludes } from "#assert";
import { insertKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api, type Call } from "../support/http.ts";
import { createTenant, createUser, signIn, type Tenant } from "../support/tenant.ts";

const operator = (tenant?: Tenant): Call => ({
  headers: { apikey: stack.secretKey, ...(tenant ? { "x-client-id": tenant.id } : {}) },
});
const fresh = () => `test_${crypto.randomUUID().replaceAll("-", "")}`;
const path = (flag: string) => `/settings/v1/flags/${flag}`;

type Flags = Record<string, boolean>;
interface Flag {
  enabled: boolean;
  percent: number | null;
  clients: string[];
  versions: string[] | null;
  version: number;
  explanation: string | null;
}

async function isOn(flag: string, call: Call): Promise<boolean | undefined> {
  return (await api<Flags>("GET", "/settings/v1/flags", call)).data[flag];
}

Deno.test("a flag that names tenants is on for them alone, whoever asks", async () => {
  const [named, other] = await Promise.all([createTenant(), createTenant()]);
  const flag = fresh();
  const put = await api<Flag>("PUT", path(flag), {
    ...operator(named),
    json: { enabled: true, clients: [named.id] },
  });
  assertEquals([put.data.clients, put.data.explanation], [[named.id], "on: named"]);
  const key = await insertKey(named, ["teams:read"]);
  const person = await createUser(`${crypto.randomUUID()}@nobody.test`);
  const token = await signIn(person.email, person.password);
  const answers = [
    await isOn(flag, { as: named.viewer }),
    await isOn(flag, { as: key.key }),
    await isOn(flag, operator(named)),
    await isOn(flag, { as: other.owner }),
    await isOn(flag, { as: token }),
  ];
  assertEquals(answers, [true, true, true, false, false]);
  assertEquals((await api("GET", "/settings/v1/flags")).status, 401);
});

Deno.test("a flag by percent explains itself, and raising the percent turns it off for nobody", async () => {
  const tenant = await createTenant();
  const flag = fresh();
  let before = false;
  for (const percent of [0, 20, 60, 100]) {
    const { data } = await api<Flag>("PUT", path(flag), {
      ...operator(tenant),
      json: { enabled: true, percent },
    });
    const found = /^(on|off): (\d+) %, bucket (\d+)$/.exec(data.explanation ?? "");
    assert(found, `${data.explanation}`);
    assertEquals([found[2], found[1] === "on"], [String(percent), Number(found[3]) < percent]);
    const on = await isOn(flag, { as: tenant.member });
    assertEquals(on, found[1] === "on");
    assert(on || !before);
    before = on === true;
  }
});

Deno.test("a flag of another API version is off in this one", async () => {
  const tenant = await createTenant();
  const flag = fresh();
  const { data } = await api<Flag>("PUT", path(flag), {
    ...operator(tenant),
    json: { enabled: true, versions: ["v2"] },
  });
  assertEquals(data.explanation, "on: everyone");
  assertEquals(await isOn(flag, { as: tenant.owner }), false);
});

Deno.test("a tenant's audit log says when a flag changed for it", async () => {
  const tenant = await createTenant();
  const flag = fresh();
  await api("PUT", path(flag), { ...operator(), json: { enabled: true, clients: [tenant.id] } });
  await api("PUT", path(flag), { ...operator(), json: { enabled: true, clients: [tenant.id], percent: 0 } });
  await api("DELETE", path(flag), operator());
  const rows = await fetch(
    `${stack.url}/rest/v1/audit_log?resource=eq.flags&order=id&select=record_id,before,after`,
    { headers: { apikey: stack.publishableKey, authorization: `Bearer ${tenant.owner.token}` } },
  );
  const entries: { record_id: string; before: { on: boolean }; after: { on: boolean } }[] = await rows.json();
  const changes = entries.filter(({ record_id }) => record_id === flag).map(({ before, after }) => [
    before.on,
    after.on,
  ]);
  assertEquals(changes, [[false, true], [true, false]]);
});

Deno.test("only the operator reads, changes and deletes flags", async () => {
  const tenant = await createTenant();
  const flag = fresh();
  for (const [method, json] of [["GET"], ["PUT", { enabled: true }], ["DELETE"]] as const) {
    const answer = await api(method, path(flag), { as: tenant.owner, json });
    assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"], method);
  }
  for (const method of ["GET", "DELETE"]) {
    assertEquals((await api(method, path(flag), operator())).error.code, "NOT_FOUND");
  }
  const put = await api<Flag>("PUT", path(flag), { ...operator(), json: { enabled: false } });
  assertEquals([put.data.explanation, put.headers.get("etag")], [null, '"1"']);
  const stale = { headers: { ...operator().headers, "if-match": '"0"' }, json: { enabled: true } };
  assertEquals((await api("PUT", path(flag), stale)).error.code, "VERSION_MISMATCH");
  assertEquals((await api<Flag>("GET", path(flag), operator())).data.enabled, false);
  assertEquals((await api("DELETE", path(flag), operator())).status, 204);
});

Deno.test("a flag that cannot be is refused with the field, and nothing changes", async () => {
  const flag = fresh();
  const refused: [Record<string, unknown>, string][] = [
    [{}, "enabled"],
    [{ enabled: "yes" }, "enabled"],
    [{ enabled: true, percent: 101 }, "percent"],
    [{ enabled: true, percent: 0.5 }, "percent"],
    [{ enabled: true, versions: [] }, "versions"],
    [{ enabled: true, versions: ["2"] }, "versions.0"],
    [{ enabled: true, clients: ["acme"] }, "clients.0"],
    [{ enabled: true, clients: [crypto.randomUUID()] }, "clients.0"],
    [{ enabled: true, color: "red" }, "color"],
  ];
  for (const [json, field] of refused) {
    const answer = await api("PUT", path(flag), { ...operator(), json });
    assertEquals([answer.status, answer.error.code], [422, "VALIDATION_ERROR"], `${answer}`);
    assertStringIncludes(answer.error.message, field);
  }
  assertEquals((await api("PUT", path("1%20x"), { ...operator(), json: { enabled: true } })).status, 422);
  assertEquals((await api("GET", path(flag), operator())).status, 404);
});
