import { assertEquals } from "#assert";
import { base, newSale, revenueOf } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const tenant = await createTenant();
/** JSON that JSON.stringify would not write. */
const raw = (field: string, json: string) =>
  JSON.stringify({ transactions: [newSale({ [field]: "RAW" })] }).replace('"RAW"', json);

/** A field of one transaction as JSON, the status of the answer and, if it is refused, the field and code. */
const transactions: [field: string, json: string, status: number, named?: string, code?: string][] = [
  ["currency", '"XYZ"', 422, "currency", "unknown_value"],
  ["currency", '"€"', 422, "currency", "unknown_value"],
  ["amount", "1e400", 422, "amount", "format"],
  ["amount", "1e-400", 422, "amount", "format"],
  ["amount", "-0", 201],
  ["amount", '"NaN"', 422, "amount", "format"],
  ["amount", '"Infinity"', 422, "amount", "format"],
  ["amount", "-0.01", 422, "amount", "range"],
  ["amount", "0.001", 422, "amount", "format"],
  ["amount", "1000000000000", 422, "amount", "range"],
  ["quantity", "-1", 422, "quantity", "range"],
  ["quantity", "1.5", 422, "quantity", "range"],
  ["quantity", "1e9", 422, "quantity", "range"],
  ["occurred_at", '"2199-01-01T00:00:00Z"', 422, "occurred_at", "range"],
  ["occurred_at", '"1999-12-31T23:59:59Z"', 422, "occurred_at", "range"],
  ["occurred_at", '"2026-02-30"', 422, "occurred_at", "format"],
  ["occurred_at", '"2026-11-02T25:00:00Z"', 422, "occurred_at", "format"],
  ["status", '"paid"', 422, "status", "unknown_value"],
  ["product", `"${"p".repeat(10_000)}"`, 422, "product", "length"],
  ["customer", `{"external_id": "c", "name": "${"n".repeat(10_000)}"}`, 422, "customer_name", "length"],
  ["customer", `{"external_id": "${"i".repeat(10_000)}"}`, 422, "customer_external_id", "length"],
  ["customer", '{"external_id": "c", "email": "nobody"}', 422, "customer_email", "format"],
  ["customer", '"Ada"', 422, "customer", "type"],
];

for (const [field, json, status, named, code] of transactions) {
  Deno.test(`a transaction with ${field} ${json.slice(0, 40)} is answered ${status}`, async () => {
    const answer = await api("POST", `${base}/transactions`, {
      as: tenant.member,
      body: raw(field, json),
      headers: { "content-type": "application/json" },
    });
    assertEquals(answer.status, status, `${answer}`);
    if (named === undefined) return;
    const [first] = answer.error.details ?? [];
    assertEquals([first?.row, first?.field, first?.code], [1, named, code], `${answer}`);
  });
}

const questions: [query: string, status: number, path: string][] = [
  ["dashboard?from=2016-11-01&to=2026-11-01", 422, "from"],
  ["dashboard?currency=XYZ", 422, "currency"],
  ["revenue?from=2016-11-01&to=2026-11-01", 422, "from"],
  ["revenue?from=2026-11-02&to=2026-11-01", 422, "from"],
  ["revenue?from=2026-02-30", 422, "from"],
  ["revenue?group_by=password", 422, "group_by"],
  ["customers?sort=password", 422, "sort"],
  ["customers?sort=lifetime_value;drop", 422, "sort"],
  [`customers?search=${"x".repeat(10_000)}`, 422, "search"],
  ["customers?limit=1000", 422, "limit"],
  ["products?from=2016-11-01&to=2026-11-01", 422, "from"],
  ["transactions?status=paid", 422, "status"],
  ["pipeline?group_by=password", 422, "group_by"],
  ["usage?start_date=2016-11-01&end_date=2026-11-01", 422, "from"],
  ["usage?by=password", 422, "by"],
];

Deno.test("a question that cannot be meant so is refused, and its parameter named", async () => {
  for (const [query, status, path] of questions) {
    const answer = await api("GET", `${base}/${query}`, { as: tenant.viewer });
    assertEquals([answer.status, answer.error.details?.[0]?.path], [status, path], `${answer}`);
  }
});

Deno.test("nothing of what was refused is recorded", async () => {
  const many = Array.from({ length: 1_001 }, () => newSale());
  const refused = await api("POST", `${base}/transactions`, {
    as: tenant.member,
    json: { transactions: many },
  });
  assertEquals([refused.status, refused.error.code], [413, "BATCH_TOO_LARGE"]);
  const { total_revenue, total_transactions } = (await revenueOf(tenant.viewer)).data;
  assertEquals([total_revenue, total_transactions], ["0.00", 1], "only minus zero, which is zero");
});
