import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { base, newSale, record, revenueOf } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

type Transaction = Schemas["Transaction"];

async function sell(tenant: Tenant, values: Record<string, unknown> = {}): Promise<Transaction> {
  const external_id = crypto.randomUUID();
  await record(tenant.member, [newSale({ external_id, ...values })]);
  const found = await api<Transaction[]>("GET", `${base}/transactions`, { as: tenant.viewer });
  return found.data.find((one) => one.external_id === external_id)!;
}

const refund = (as: Person, { id }: Transaction, json?: unknown, key?: string) =>
  api<Transaction>("POST", `${base}/transactions/${id}/refund`, { as, json, key });

const revenue = async (tenant: Tenant) => (await revenueOf(tenant.viewer)).data.total_revenue;

Deno.test("refunds take their amount off and never exceed the sale", async () => {
  const tenant = await createTenant();
  const sale = await sell(tenant, { amount: "10.00" });
  const part = { amount: "4.00", occurred_at: "2026-11-03T10:00:00Z" };
  const first = await refund(tenant.member, sale, part, "once");
  assertEquals([first.status, first.data.amount, first.data.refund_of], [201, "4.00", sale.id], `${first}`);
  assertEquals((await refund(tenant.member, sale, part, "once")).data.id, first.data.id);
  assertEquals(await revenue(tenant), "6.00");
  const more = await refund(tenant.member, sale, { amount: 6.01 });
  assertEquals([more.status, more.error.details?.[0]?.path], [422, "amount"], `${more}`);
  const many = await Promise.all(
    Array.from({ length: 5 }, () => refund(tenant.member, sale, { ...part, amount: "6.00" })),
  );
  assertEquals(many.map(({ status }) => status).sort(), [201, 422, 422, 422, 422]);
  assertEquals(await revenue(tenant), "0.00");
  assertEquals((await refund(tenant.member, sale)).status, 422);
  assertEquals((await refund(tenant.member, first.data)).error.code, "CONFLICT");
  assertEquals((await refund(tenant.viewer, sale)).status, 403);
});

Deno.test("a transaction can be replaced and deleted, and the revenue follows", async () => {
  const tenant = await createTenant();
  const sale = await sell(tenant);
  const path = `${base}/transactions/${sale.id}`;
  const { external_id: _, ...change } = newSale({ amount: "12.50", occurred_at: "2026-11-05" });
  const put = await api<Transaction>("PUT", path, {
    as: tenant.member,
    json: change,
    headers: { "if-match": '"1"' },
  });
  assertEquals([put.status, put.data.amount, put.data.version], [200, "12.50", 2], `${put}`);
  assertEquals((await revenueOf(tenant.viewer)).data.periods.map((p) => [p.date, p.total_revenue]), [[
    "2026-11-05",
    "12.50",
  ]]);
  const late = { as: tenant.member, json: change, headers: { "if-match": '"1"' } };
  assertEquals((await api("PUT", path, late)).status, 412);
  const bad = await api("PUT", path, { as: tenant.member, json: { ...change, amount: "1.234" } });
  assertEquals([bad.status, bad.error.details?.[0]?.path], [422, "amount"], `${bad}`);
  const other = await createTenant();
  for (const method of ["GET", "DELETE"]) {
    assertEquals((await api(method, path, { as: other.owner })).status, 404);
  }
  assertEquals((await api("DELETE", path, { as: tenant.viewer })).status, 403);
  assertEquals((await api("DELETE", path, { as: tenant.member })).status, 204);
  assertEquals((await revenueOf(tenant.viewer)).data.periods, []);
});

Deno.test("a sale with refunds cannot be deleted or made smaller than they are", async () => {
  const tenant = await createTenant();
  const sale = await sell(tenant);
  const path = `${base}/transactions/${sale.id}`;
  await refund(tenant.member, sale, { amount: "9.00" });
  assertEquals((await api("DELETE", path, { as: tenant.member })).error.code, "CONFLICT");
  const { external_id: _, ...change } = newSale({ amount: "8.00" });
  assertEquals((await api("PUT", path, { as: tenant.member, json: change })).error.code, "CONFLICT");
});

Deno.test("a list of transactions shows each once, the latest first, by every filter", async () => {
  const tenant = await createTenant();
  await record(tenant.member, [
    newSale({ external_id: "a", occurred_at: "2026-11-01T10:00:00Z" }),
    newSale({ external_id: "b", occurred_at: "2026-11-02T10:00:00Z", product: "Lamp" }),
    newSale({ external_id: "c", occurred_at: "2026-11-03T10:00:00Z", status: "pending" }),
    newSale({ external_id: "d", occurred_at: "2026-11-04T10:00:00Z", customer: { external_id: "x" } }),
  ]);
  const list = async (query: string) => {
    const answer = await api<Transaction[]>("GET", `${base}/transactions?${query}`, { as: tenant.viewer });
    return answer.data.map(({ external_id }) => external_id).join("");
  };
  assertEquals(await list(""), "dcba");
  assertEquals(await list("status=pending"), "c");
  assertEquals(await list("product=Lamp"), "b");
  assertEquals(await list("customer=x"), "d");
  assertEquals(await list("customer=nobody"), "");
  assertEquals(await list("from=2026-11-02&to=2026-11-03"), "cb");
  const first = await api<Transaction[]>("GET", `${base}/transactions?limit=3&count=exact`, {
    as: tenant.viewer,
  });
  assertEquals(first.body.pagination?.total, 4, `${first}`);
  assertEquals(await list(`limit=3&cursor=${first.body.pagination?.next_cursor}`), "a");
});
