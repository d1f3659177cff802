/**
 * A deleted tenant is closed at once, an owner can restore it, and later nothing of it is left.
 *
 * @module
 */
import { assertEquals } from "#assert";
import type { ReservedSql } from "postgres";
import type { Schemas } from "../../client/mod.ts";
import { relations } from "../../tools/isolation/catalog.ts";
import { inWorld } from "../../tools/isolation/world.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { client, createTenant, signIn } from "../support/tenant.ts";

type Membership = Schemas["Membership"];

Deno.test("nobody gets into a deleted tenant, by HTTP, Data API or API key, until an owner restores it", async () => {
  const tenant = await createTenant();
  const json = { name: "Machine", scopes: ["teams:read"] };
  const { key } = (await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.admin, json })).data;
  const reads = async (as: { token: string } | string) => (await api("GET", "/teams/v1", { as })).status;
  const rows = async (as: { token: string }) => (await client(as).from("clients").select("id")).data?.length;
  assertEquals([await reads(tenant.viewer), await reads(key), await rows(tenant.owner)], [200, 200, 1]);

  assertEquals((await api("DELETE", "/accounts/v1/current", { as: tenant.admin })).status, 403);
  assertEquals((await api("DELETE", "/accounts/v1/current", { as: tenant.owner })).status, 204);
  assertEquals([await reads(tenant.owner), await reads(key), await rows(tenant.owner)], [403, 401, 0]);
  assertEquals((await api("DELETE", "/accounts/v1/current", { as: tenant.owner })).status, 403);
  const [mine] = (await api<Membership[]>("GET", "/accounts/v1", { as: tenant.owner })).data;
  assertEquals([mine?.status, mine && Date.parse(mine.delete_after!) > Date.now()], ["deleting", true]);

  const at = `/accounts/v1/${tenant.id}/restore`;
  assertEquals((await api("POST", at, { as: tenant.admin })).status, 403);
  const stranger = await createTenant();
  assertEquals((await api("POST", at, { as: stranger.owner })).status, 404);
  const restored = await api<Membership>("POST", at, { as: tenant.owner });
  assertEquals([restored.status, restored.data.status, restored.data.delete_after], [200, "active", null]);
  assertEquals([await reads(tenant.viewer), await reads(key), await rows(tenant.owner)], [200, 200, 1]);
  assertEquals((await api("POST", at, { as: tenant.owner })).status, 404);
});

Deno.test("after a deletion the next token names another tenant of the member", async () => {
  const [kept, deleted] = [await createTenant(), await createTenant()];
  await withDatabase((sql) =>
    sql`insert into public.client_members (client_id, user_id, role) values (${deleted.id}, ${kept.viewer.id}, 'owner')`
  );
  const as = await signIn(kept.viewer.email, kept.viewer.password);
  assertEquals((await api("DELETE", "/accounts/v1/current", { as })).status, 204);
  const fresh = await signIn(kept.viewer.email, kept.viewer.password);
  const current = await api<Schemas["Account"]>("GET", "/accounts/v1/current", { as: fresh });
  assertEquals([current.data.id, current.data.role], [kept.id, "viewer"]);
});

Deno.test("when its time is over a tenant cannot be restored", async () => {
  const tenant = await createTenant();
  await api("DELETE", "/accounts/v1/current", { as: tenant.owner });
  await withDatabase((sql) => sql`update public.clients set delete_after = now() where id = ${tenant.id}`);
  assertEquals((await api("POST", `/accounts/v1/${tenant.id}/restore`, { as: tenant.owner })).status, 404);
});

/** Rows by table. */
async function counts(sql: ReservedSql, tenant: string): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { name, tenantColumn } of await relations(sql)) {
    if (tenantColumn === null) continue;
    const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from ${sql.unsafe(name)}
      where ${sql(tenantColumn)} = ${tenant}`;
    counted[name] = row!.count;
  }
  return counted;
}

Deno.test("deleting a tenant takes its rows from every table, in batches, and no row of another tenant", async () => {
  await inWorld(stack.adminDatabaseUrl, async ({ sql, tenant, otherTenant }) => {
    const before = await counts(sql, otherTenant);
    const remove = async (maximum: number) => {
      const [row] = await sql<
        { rows: string }[]
      >`select private.delete_tenant(${tenant}, ${maximum}) as rows`;
      return Number(row!.rows);
    };
    let batches = 0;
    while (await remove(20) === 20) batches++;
    assertEquals(batches > 2, true);
    const left = Object.entries(await counts(sql, tenant)).filter(([, rows]) => rows > 0);
    assertEquals(left, []);
    assertEquals(await counts(sql, otherTenant), before);
    const [entry] = await sql`select swept_at from private.deleted_tenants where tenant_id = ${tenant}`;
    assertEquals(entry?.swept_at, null);
  });
});

Deno.test("only what is due is deleted, and the log of a living tenant stays append-only", async () => {
  await inWorld(stack.adminDatabaseUrl, async ({ sql, tenant, otherTenant }) => {
    await sql`update public.clients set status = 'deleting', delete_after = now() - interval '1 minute'
      where id = ${tenant}`;
    await sql`update public.clients set status = 'deleting', delete_after = now() + interval '1 minute'
      where id = ${otherTenant}`;
    await sql`select private.delete_tenants()`;
    const left = await sql`select id from public.clients where id in (${tenant}, ${otherTenant})`;
    assertEquals(left.map(({ id }) => id), [otherTenant]);
    const refused = await sql.unsafe("savepoint s; delete from public.audit_log").catch((error) =>
      error.message
    );
    assertEquals(refused, "audit_log is append-only");
    await sql`rollback to savepoint s`;
  });
});
