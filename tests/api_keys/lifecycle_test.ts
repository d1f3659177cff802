import { assertEquals } from "#assert";
import { type ApiKey, createKey } from "../fixtures/api_keys.ts";
import { client, createTenant, type Person, type Tenant } from "../support/tenant.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";

const path = "/api-keys/v1";

async function statusWith({ key }: { key: string }): Promise<number> {
  return (await api("GET", "/teams/v1", { as: key })).status;
}

async function shown({ owner }: Tenant, { id }: { id: string }): Promise<ApiKey> {
  return (await api<ApiKey>("GET", `${path}/${id}`, { as: owner })).data;
}

function setRole(tenant: Tenant, { id }: Person, role: string): Promise<unknown> {
  return withDatabase((sql) =>
    sql`update public.client_members set role = ${role} where client_id = ${tenant.id} and user_id = ${id}`
  );
}

/** Event types about the tenant's keys, with what each says of the end. */
async function events({ id }: Tenant): Promise<string[]> {
  return await withDatabase(async (sql) => {
    const rows = await sql<{ event: string }[]>`
      select concat_ws(' ', type, data ->> 'revoked_because') as event from private.outbox
      where client_id = ${id} and type like 'api_key.%' order by 1`;
    return rows.map(({ event }) => event);
  });
}

Deno.test("revoking a key ends the keys that it created, and theirs, with their exchanged tokens", async () => {
  const tenant = await createTenant();
  const keeper = await createKey(tenant.owner, ["api_keys:manage", "teams:read"]);
  const child = await createKey(keeper.key, ["teams:read"]);
  const sibling = await createKey(tenant.owner, ["teams:read"]);
  assertEquals([await statusWith(child), await statusWith(sibling)], [200, 200]);
  await api("DELETE", `${path}/${keeper.id}`, { as: tenant.admin });
  assertEquals([await statusWith(keeper), await statusWith(child), await statusWith(sibling)], [
    401,
    401,
    200,
  ]);
  assertEquals((await shown(tenant, keeper)).revoked_because, "requested");
  assertEquals((await shown(tenant, child)).revoked_because, "parent_revoked");
  assertEquals(await events(tenant), ["api_key.revoked parent_revoked", "api_key.revoked requested"]);
});

Deno.test("a key whose secret a revoked key made by rotating it ends too", async () => {
  const tenant = await createTenant();
  const keeper = await createKey(tenant.owner, ["api_keys:manage", "teams:read"]);
  const { id } = await createKey(tenant.admin, ["teams:read"]);
  const taken = (await api<ApiKey>("POST", `${path}/${id}/rotate`, { as: keeper.key, json: {} })).data;
  assertEquals(await statusWith(taken), 200);
  await api("DELETE", `${path}/${keeper.id}`, { as: tenant.owner });
  assertEquals(await statusWith(taken), 401);
});

Deno.test("the keys of a removed member end at once, and the audit log says so", async () => {
  const tenant = await createTenant();
  const kept = await createKey(tenant.owner, ["teams:read"]);
  const lost = await createKey(tenant.admin, ["teams:read"]);
  assertEquals(await statusWith(lost), 200);
  await withDatabase((sql) => sql`delete from public.client_members where user_id = ${tenant.admin.id}`);
  assertEquals([await statusWith(lost), await statusWith(kept)], [401, 200]);
  assertEquals((await shown(tenant, lost)).revoked_because, "member_removed");
  assertEquals(await events(tenant), ["api_key.revoked member_removed"]);
  const audited = await withDatabase((sql) =>
    sql`select from public.audit_log where resource = 'api_keys' and record_id = ${lost.id} and action = 'update'`
  );
  assertEquals(audited.length, 1);
});

Deno.test("the keys of a deleted user end at once", async () => {
  const tenant = await createTenant();
  const lost = await createKey(tenant.admin, ["teams:read"]);
  assertEquals(await statusWith(lost), 200);
  const { error } = await client(stack.secretKey).auth.admin.deleteUser(tenant.admin.id);
  assertEquals([error, await statusWith(lost)], [null, 401]);
});

Deno.test("a demoted member's keys keep only what the new role grants", async () => {
  const tenant = await createTenant();
  const narrowed = await createKey(tenant.admin, ["settings:write", "teams:read"]);
  const ended = await createKey(tenant.admin, ["settings:write"]);
  const same = await createKey(tenant.admin, ["teams:read"]);
  assertEquals(await statusWith(narrowed), 200);
  await setRole(tenant, tenant.admin, "manager");
  const write = await api("PATCH", "/settings/v1", { as: narrowed.key, json: { "import.max_rows": 400 } });
  assertEquals([write.status, await statusWith(narrowed), await statusWith(same)], [403, 200, 200]);
  assertEquals((await shown(tenant, narrowed)).scopes, ["teams:read"]);
  assertEquals((await shown(tenant, ended)).revoked_because, "member_demoted");
  assertEquals(await events(tenant), ["api_key.narrowed", "api_key.revoked member_demoted"]);
});

Deno.test("an owner who becomes an admin leaves no key that manages keys", async () => {
  const tenant = await createTenant();
  const keeper = await createKey(tenant.owner, ["api_keys:manage", "teams:read"]);
  await setRole(tenant, tenant.admin, "owner");
  await setRole(tenant, tenant.owner, "admin");
  const json = { name: "Child", scopes: ["teams:read"] };
  assertEquals((await api("POST", path, { as: keeper.key, json })).status, 403);
  assertEquals(await statusWith(keeper), 200);
});

Deno.test("only an owner can create or rotate a key that manages keys", async () => {
  const { owner, admin } = await createTenant();
  const scopes = ["api_keys:manage", "teams:read"];
  const keeper = await createKey(owner, scopes);
  for (const as of [admin.token, keeper.key]) {
    const made = await api("POST", path, { as, json: { name: "Another", scopes } });
    const rotated = await api("POST", `${path}/${keeper.id}/rotate`, { as, json: {} });
    assertEquals([made.error.code, rotated.error.code], ["FORBIDDEN", "FORBIDDEN"]);
  }
});

Deno.test("no key made while its parent is revoked survives", async () => {
  const tenant = await createTenant();
  const keeper = await createKey(tenant.owner, ["api_keys:manage", "teams:read"]);
  const json = { name: "Child", scopes: ["teams:read"] };
  const making = Array.from({ length: 12 }, () => api<ApiKey>("POST", path, { as: keeper.key, json }));
  await api("DELETE", `${path}/${keeper.id}`, { as: tenant.owner });
  const made = (await Promise.all(making)).filter(({ status }) => status === 201);
  for (const { data } of made) assertEquals(await statusWith(data), 401);
  const left = await api<ApiKey[]>("GET", `${path}?status=active`, { as: tenant.owner });
  assertEquals(left.data, []);
});
