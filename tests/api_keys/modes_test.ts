import { assert, assertEquals, assertMatch } from "#assert";
import { type ApiKey, createKey } from "../fixtures/api_keys.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const path = "/api-keys/v1";
const days = (until: string | null) => (Date.parse(until ?? "") - Date.now()) / 86_400_000;

async function read(key: string): Promise<[status: number, code?: string]> {
  const answer = await api("GET", "/teams/v1", { as: key });
  return answer.status === 200 ? [200] : [answer.status, answer.error.code];
}

Deno.test("a test key says so in its text, works and ends within 90 days", async () => {
  const { admin } = await createTenant();
  const made = await createKey(admin, ["teams:read"], { mode: "test" });
  assertMatch(made.key, /^fl_test_[0-9a-z]{8}_[\w-]{43}_[0-9a-f]{8}$/);
  assert(made.key.startsWith(made.prefix));
  assertEquals([made.mode, Math.round(days(made.expires_at)), await read(made.key)], ["test", 90, [200]]);
  const rotated = await api<ApiKey>("POST", `${path}/${made.id}/rotate`, { as: admin, json: {} });
  assertMatch(rotated.data.key, /^fl_test_/);
  assertEquals(await read(rotated.data.key), [200]);
});

Deno.test("a key from before checksums keeps working", async () => {
  const { admin } = await createTenant();
  const { id, key } = await createKey(admin, ["teams:read"]);
  const old = key.slice(0, -9);
  await withDatabase((sql) =>
    sql`update private.api_key_secrets set digest = sha256(convert_to(${old}, 'UTF8')) where key_id = ${id}`
  );
  assertEquals(await read(old), [200]);
});

Deno.test("a key works only from its allowed addresses, and refusals are counted", async () => {
  const { admin } = await createTenant();
  const allowed_cidrs = ["127.0.0.0/8", "::1"];
  const near = await createKey(admin, ["teams:read"], { allowed_cidrs });
  assertEquals([near.allowed_cidrs, await read(near.key)], [["127.0.0.0/8", "::1/128"], [200]]);
  const far = await createKey(admin, ["teams:read"], { allowed_cidrs: ["203.0.113.7"] });
  for (let i = 0; i < 3; i++) assertEquals(await read(far.key), [403, "ADDRESS_NOT_ALLOWED"]);
  const { data } = await api<ApiKey>("GET", `${path}/${far.id}`, { as: admin });
  assertEquals([data.use_count, data.denied_count, data.last_used_at], [1, 1, null]);
  assert(data.last_denied_at !== null);
});
