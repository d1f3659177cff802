import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { base, newSale, record } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

async function shop(): Promise<Tenant> {
  const tenant = await createTenant();
  const ada = { external_id: "ada", name: "Ada" };
  const bo = { external_id: "bo", name: "Bo" };
  await record(tenant.member, [
    newSale({ amount: "10", product: "Lamp", customer: ada, quantity: 2 }),
    newSale({ amount: "20", product: "Desk", customer: bo }),
    newSale({ amount: "15", product: "Desk", customer: ada, occurred_at: "2026-10-30T10:00:00Z" }),
    newSale({ amount: "5", product: "Desk", customer: bo, status: "refunded" }),
    newSale({ amount: "99", product: "Lamp", customer: bo, status: "pending" }),
    newSale({ amount: "98", product: "Lamp", customer: bo, status: "cancelled" }),
    newSale({ amount: "1000", currency: "JPY", product: "Lamp", customer: bo }),
  ]);
  return tenant;
}

Deno.test("the dashboard shows totals of one currency, the best products and 30 days", async () => {
  const tenant = await shop();
  const get = (query: string) =>
    api<Schemas["Dashboard"]>("GET", `${base}/dashboard?${query}`, { as: tenant.viewer });
  const { recent_trend, as_of, ...all } = (await get("to=2026-11-10")).data;
  assertEquals(all, {
    currency: "USD",
    from: null,
    to: "2026-11-10",
    total_revenue: "40.00",
    total_transactions: 6,
    avg_order_value: "13.33",
    completed_transactions: 3,
    pending_transactions: 1,
    cancelled_transactions: 1,
    refunded_transactions: 1,
    top_products: [{ product: "Desk", revenue: "30.00" }, { product: "Lamp", revenue: "10.00" }],
  });
  assertEquals(Number.isNaN(Date.parse(as_of)), false);
  assertEquals([recent_trend.length, recent_trend.at(-1)?.date], [30, "2026-11-10"]);
  assertEquals(recent_trend.filter((day) => day.transaction_count > 0), [
    { date: "2026-10-30", revenue: "15.00", transaction_count: 1 },
    { date: "2026-11-02", revenue: "25.00", transaction_count: 2 },
  ]);
  assertEquals((await get("from=2026-11-01&to=2026-11-30")).data.total_revenue, "25.00");
  assertEquals((await get("")).data.total_revenue, "40.00");
  assertEquals((await get("currency=JPY")).data.total_revenue, "1000");
  assertEquals((await get("from=2010-01-01&to=2026-01-01")).status, 422);
});

Deno.test("customers are listed by what they spent, found by name, and shown with their months", async () => {
  const tenant = await shop();
  const list = (query: string) =>
    api<Schemas["Customer"][]>("GET", `${base}/customers?${query}`, { as: tenant.viewer });
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name);
  assertEquals(
    (await list("")).data.map((c) => [c.name, c.lifetime_value, c.transactions, c.avg_order_value]),
    [
      ["Ada", "25.00", 2, "12.50"],
      ["Bo", "15.00", 1, "15.00"],
    ],
  );
  for (const sort of ["lifetime_value", "transactions", "-name", "last_purchase"]) {
    const first = await list(`sort=${sort}&limit=1`);
    const next = await names(`sort=${sort}&limit=1&cursor=${first.body.pagination?.next_cursor}`);
    assertEquals([first.data[0]?.name, ...next].sort(), ["Ada", "Bo"], sort);
  }
  assertEquals(await names("search=AD"), ["Ada"]);
  assertEquals(await names("search=nobody"), []);
  assertEquals((await list("sort=password")).status, 422);
  const [ada] = (await list("")).data;
  const details = await api<Schemas["CustomerDetails"]>("GET", `${base}/customers/${ada!.id}`, {
    as: tenant.viewer,
  });
  assertEquals(details.data.months, [
    { date: "2026-10-01", revenue: "15.00", transactions: 1 },
    { date: "2026-11-01", revenue: "10.00", transactions: 1 },
  ], `${details}`);
  const other = await createTenant();
  assertEquals((await api("GET", `${base}/customers/${ada!.id}`, { as: other.owner })).status, 404);
});

Deno.test("products are listed by revenue, of all time or of some days", async () => {
  const tenant = await shop();
  const list = (query: string) =>
    api<Schemas["ProductRevenue"][]>("GET", `${base}/products?${query}`, { as: tenant.viewer });
  assertEquals((await list("")).data, [
    { product: "Desk", revenue: "30.00", quantity: 2, transactions: 2, share: 0.75 },
    { product: "Lamp", revenue: "10.00", quantity: 2, transactions: 1, share: 0.25 },
  ]);
  const november = "from=2026-11-01&to=2026-11-30";
  assertEquals((await list(november)).data.map((p) => [p.product, p.revenue]), [["Desk", "15.00"], [
    "Lamp",
    "10.00",
  ]]);
  for (const window of ["", november]) {
    const first = await list(`${window}&limit=1&count=exact`);
    assertEquals(first.body.pagination?.total, 2, `${first}`);
    const next = await list(`${window}&limit=1&cursor=${first.body.pagination?.next_cursor}`);
    assertEquals(next.data.map(({ product }) => product), ["Lamp"]);
  }
});

Deno.test("a cursor of another list is refused", async () => {
  const tenant = await shop();
  const cursor = btoa(JSON.stringify(["x'; --", crypto.randomUUID()])).replaceAll("=", "");
  for (const list of ["customers", "products", "transactions", "customers?sort=-last_purchase"]) {
    const path = `${base}/${list}${list.includes("?") ? "&" : "?"}cursor=${cursor}`;
    assertEquals((await api("GET", path, { as: tenant.viewer })).status, 400, list);
  }
});
