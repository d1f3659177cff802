import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { relations } from "../../tools/isolation/catalog.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

type Erasure = Schemas["Erasure"];

/** Tables of the tenant in which any column matches. */
async function tablesWith(tenant: string, pattern: string): Promise<string[]> {
  return await withDatabase(async (sql) => {
    const reserved = await sql.reserve();
    try {
      const found: string[] = [];
      for (const { name, tenantColumn } of await relations(reserved)) {
        if (tenantColumn === null) continue;
        const [row] = await reserved`select from ${reserved.unsafe(name)} r
          where ${reserved(tenantColumn)} = ${tenant} and to_jsonb(r)::text ~* ${pattern} limit 1`;
        if (row) found.push(name);
      }
      return found;
    } finally {
      reserved.release();
    }
  });
}

Deno.test("an erased address is in no column of any table afterwards, and longer ones stay", async () => {
  const tenant = await createTenant();
  const as = tenant.owner;
  const email = `da.${tenant.id.slice(0, 8)}@erase.test`;
  const pay = (id: string, customer: string, address: string) => ({
    ...{ external_id: id, occurred_at: "2026-01-02T03:04:05Z", amount: "10.50", status: "completed" },
    customer: { external_id: customer, name: "Da Vinci", email: address },
  });
  const transactions = [pay("t1", "c1", email.toUpperCase()), pay("t2", "c2", `a${email}`)];
  for (const name of ["first", "second"]) {
    transactions[0]!.customer.name = name;
    await api("POST", "/analytics/v1/transactions", { as, json: { transactions } });
  }
  await api("POST", "/accounts/v1/invitations", { as, json: { email, role: "viewer" } });
  await withDatabase((sql) =>
    sql`insert into public.principals (client_id, name) values (${tenant.id}, ${`x\n${email}`})`.then(() =>
      sql`insert into private.own_events (client_id, event_type, occurred_at, metadata)
        values (${tenant.id}, 'seen', now(), ${sql.json({ who: `\n${email}` })})`
    )
  );
  await withDatabase((sql) => sql`select private.seal_audit()`);

  const begun = await api<Erasure>("POST", "/accounts/v1/erasures", { as, json: { email }, key: "once" });
  assertEquals([begun.status, begun.data.status], [202, "running"]);
  const again = await api<Erasure>("POST", "/accounts/v1/erasures", { as, json: { email }, key: "once" });
  assertEquals(again.data.id, begun.data.id);
  await withDatabase((sql) => sql`select private.run_erasures_of(array[${tenant.id}::uuid], null)`);

  const { data } = await api<Erasure>("GET", `/accounts/v1/erasures/${begun.data.id}`, { as });
  assertEquals(data.status, "completed");
  assertEquals(data.tables.find(({ table }) => table === "customers")?.rows, 1);
  assertEquals(await tablesWith(tenant.id, `(^|[^a])${email}`), []);
  const customers = await withDatabase((sql) =>
    sql`select name, email from public.customers where client_id = ${tenant.id} order by external_id`
  );
  assertEquals(customers[1], { name: "Da Vinci", email: `a${email}` });
  assertEquals([customers[0]?.name, customers[0]?.email].map((text) => text.startsWith("erased-")), [
    true,
    true,
  ]);
});

Deno.test("only an owner erases, an address at a time, and no member", async () => {
  const tenant = await createTenant();
  const erase = (as: { token: string }, email: unknown) =>
    api("POST", "/accounts/v1/erasures", { as, json: { email } });
  assertEquals((await erase(tenant.admin, "a@b.test")).status, 403);
  assertEquals((await erase(tenant.owner, "nobody")).status, 422);
  assertEquals((await erase(tenant.owner, tenant.viewer.email)).error.code, "CONFLICT");
  const unknown = `/accounts/v1/erasures/${crypto.randomUUID()}`;
  assertEquals((await api("GET", unknown, { as: tenant.owner })).status, 404);
});
