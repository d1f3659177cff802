import { assert, assertEquals } from "#assert";
import { createKey } from "../fixtures/api_keys.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** The logs can only be read on a stack that the tests started. */
const ignore = Deno.env.get("STACK") === "supabase";
const logs = ["functions.log", "stack.log", "postgres/postgres.log"];

/** Uses the key in every way that has something to log: success, refusals, and where it does not belong. */
async function useEverywhere(key: string, tenant: Tenant): Promise<void> {
  const asUser = { as: tenant.admin };
  await api("GET", "/teams/v1", { as: key });
  await api("POST", "/teams/v1", { as: key, json: { name: "By key", sector: "sales" }, key: "once" });
  await api("GET", "/agents/v1", { as: key });
  await api("GET", "/teams/v1", { headers: { "x-api-key": key.slice(0, -1) } });
  await api("GET", "/teams/v1", { headers: { "x-api-key": key.replace("live", "test") } });
  await api("GET", `/teams/v1?limit=${key}`, asUser);
  await api("GET", `/teams/v1/${key}`, asUser);
  await api("GET", `/teams/v1/nothing/${key}`, asUser);
  await api("POST", "/teams/v1", {
    ...asUser,
    body: `{"name": ${key}`,
    headers: { "content-type": "application/json" },
  });
  await api("GET", "/teams/v1", { as: tenant.admin, headers: { "x-api-key": key } });
  await fetch(`${stack.url}/rest/v1/teams`, {
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${key}` },
  })
    .then((response) => response.text());
}

Deno.test({
  name: "no key appears in any log or table",
  ignore,
  fn: async () => {
    const tenant = await createTenant();
    const { id, key, prefix } = await createKey(tenant.admin, ["teams:read", "teams:write"]);
    const rotated = await api<{ key: string }>("POST", `/api-keys/v1/${id}/rotate`, {
      as: tenant.admin,
      json: {},
      key: "r",
    });
    const secrets = [key, rotated.data.key].map((key) => key.slice(-43));
    for (const used of [key, rotated.data.key]) await useEverywhere(used, tenant);
    await api("DELETE", `/api-keys/v1/${id}`, { as: tenant.admin });
    await api("GET", "/teams/v1", { as: key });

    for (const file of logs) {
      const text = await Deno.readTextFile(`${stack.directory}/${file}`);
      for (const secret of secrets) assert(!text.includes(secret), `${file} holds a key`);
      assert(!/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{80}/.test(text), `${file} holds a token`);
    }
    assert(
      (await Deno.readTextFile(`${stack.directory}/functions.log`)).includes(id),
      "its use is not logged",
    );
    assert((await tablesWith([prefix.slice(-8)])).some(({ found }) => found > 0), "the search finds nothing");
    for (const { name, found } of await tablesWith(secrets)) assertEquals(found, 0, `${name} holds a key`);
  },
});

/** How many rows of each table hold one of the texts. */
async function tablesWith(texts: string[]): Promise<{ name: string; found: number }[]> {
  return await withDatabase(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')`;
    const found: { name: string; found: number }[] = [];
    for (const { name } of tables) {
      const [row] = await sql<{ found: number }[]>`
        select count(*)::integer as found from ${sql.unsafe(name)} t, unnest(${texts}::text[]) s
        where position(s in t::text) > 0`;
      found.push({ name, found: row?.found ?? 0 });
    }
    return found;
  });
}
