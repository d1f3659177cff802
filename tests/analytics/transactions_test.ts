import { assertEquals } from "#assert";
import { base, newSale, record, revenueOf } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("what was recorded is in the next answer about revenue", async () => {
  const tenant = await createTenant();
  const first = await record(tenant.member, [newSale({ external_id: "1", amount: 20 }), newSale()]);
  assertEquals([first.status, first.data.created], [201, 2], `${first}`);
  const revenue = await revenueOf(tenant.viewer);
  assertEquals([revenue.data.total_revenue, revenue.data.total_transactions], ["30.00", 2], `${revenue}`);
  const again = await record(tenant.member, [newSale({ external_id: "1", amount: "5.00" })]);
  assertEquals([again.status, again.data.updated], [200, 1], `${again}`);
  const changed = await revenueOf(tenant.viewer);
  assertEquals(changed.data.periods, [{
    date: "2026-11-02",
    total_revenue: "15.00",
    transaction_count: 2,
    avg_transaction_value: "7.50",
    unique_customers: 1,
  }], `${changed}`);
  assertEquals(changed.data.avg_daily_revenue, "0.50");
});

Deno.test("a transaction keeps the amount to the last digit", async () => {
  const tenant = await createTenant();
  const body = JSON.stringify({ transactions: [newSale({ amount: "AMOUNT" })] });
  const post = (amount: string) =>
    api("POST", `${base}/transactions`, {
      as: tenant.member,
      body: body.replace('"AMOUNT"', amount),
      headers: { "content-type": "application/json" },
    });
  assertEquals((await post("999999999999.99")).status, 201);
  assertEquals((await revenueOf(tenant.viewer)).data.total_revenue, "999999999999.99");
  for (const amount of ["1e400", "-1", "1.001", "null", "true", "[]", '"NaN"', "9999999999999"]) {
    const refused = await post(amount);
    assertEquals(
      [refused.status, refused.error.details?.[0]?.field],
      [422, "amount"],
      `${amount} ${refused}`,
    );
  }
  assertEquals((await post("-0")).status, 200, "minus zero is zero");
});

Deno.test("weeks and months count each customer once", async () => {
  const tenant = await createTenant();
  const sales = ["2026-11-02", "2026-11-03", "2026-11-16", "2026-10-31"].map((day) =>
    newSale({ occurred_at: day, customer: { external_id: "one" } })
  );
  await record(tenant.member, [...sales, newSale({ customer: { external_id: "two" } })]);
  const months = await revenueOf(tenant.viewer, "&group_by=month");
  assertEquals(
    months.data.periods.map((p) => [p.date, p.transaction_count, p.unique_customers]),
    [["2026-11-01", 4, 2]],
  );
  const weeks = await revenueOf(tenant.viewer, "&group_by=week");
  assertEquals(
    weeks.data.periods.map((p) => [p.date, p.unique_customers]),
    [["2026-11-02", 2], ["2026-11-16", 1]],
  );
});

Deno.test("each bad row is reported, and the request records nothing", async () => {
  const tenant = await createTenant();
  const refused = await record(tenant.member, [
    newSale(),
    newSale({ currency: "XYZ" }),
    newSale({ quantity: -1 }),
    newSale({ occurred_at: "2199-01-01T00:00:00Z" }),
    newSale({ customer: { external_id: "c", name: "x".repeat(10_000) } }),
    newSale({ customer: "Ada" }),
    newSale({ product: "a\u0000b", client_id: tenant.id }),
    "a sale",
  ]);
  assertEquals(refused.status, 422, `${refused}`);
  assertEquals(refused.error.details?.map(({ row, field, code }) => [row, field, code]), [
    [2, "currency", "unknown_value"],
    [3, "quantity", "range"],
    [4, "occurred_at", "range"],
    [5, "customer_name", "length"],
    [6, "customer", "type"],
    [6, "customer_external_id", "required"],
    [7, "product", "characters"],
    [7, "client_id", "unknown_field"],
    [8, null, "type"],
  ]);
  assertEquals((await revenueOf(tenant.viewer)).data.periods, []);
  const many = await record(tenant.member, Array.from({ length: 1001 }, () => newSale()));
  assertEquals([many.status, many.error.code], [413, "BATCH_TOO_LARGE"]);
});

Deno.test("a retry with the same Idempotency-Key records nothing twice", async () => {
  const tenant = await createTenant();
  const sales = [newSale()];
  const answers = await Promise.all(Array.from({ length: 5 }, () => record(tenant.member, sales, "once")));
  assertEquals(answers.map(({ status }) => status), [201, 201, 201, 201, 201]);
  assertEquals((await record(tenant.member, [newSale()], "once")).error.code, "IDEMPOTENCY_KEY_REUSED");
});

Deno.test("each route accepts exactly the roles that may call it", async () => {
  const tenant = await createTenant();
  assertEquals((await record(tenant.viewer, [newSale()])).error.code, "FORBIDDEN");
  assertEquals((await api("GET", `${base}/revenue`)).status, 401);
  for (
    const bad of [
      "group_by=year",
      "from=2016-01-01&to=2026-01-01",
      "from=2026-11-02&to=2026-11-01",
      "currency=XYZ",
    ]
  ) {
    assertEquals((await api("GET", `${base}/revenue?${bad}`, { as: tenant.viewer })).status, 422, bad);
  }
});
