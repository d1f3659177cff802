/**
 * Transactions from files are read as imports are: mapping, values, formats, forms and spreadsheets.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { base } from "../fixtures/analytics.ts";
import { spreadsheet } from "../fixtures/spreadsheets.ts";
import { type Answer, api, type Call } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const header = "Order;Bought on;Time;Total;State;Client;Client name;Channel";
const mapping = {
  Order: "external_id",
  "Bought on+Time": "occurred_at",
  Total: "amount",
  State: "status",
  Client: "customer_external_id",
  "Client name": "customer_name",
};
const values = { status: { paid: "completed", "money back": "refunded" } };
const formats = { number: "1.234,56", date: "DD.MM.YYYY" };

async function shop(zone = "Europe/Berlin"): Promise<Tenant> {
  const tenant = await createTenant();
  await withDatabase((sql) => sql`update public.clients set time_zone = ${zone} where id = ${tenant.id}`);
  return tenant;
}

type Recorded = Schemas["RecordedTransactions"];

function send(tenant: Tenant, options: Record<string, unknown>, call: Call): Promise<Answer<Recorded>> {
  const query = new URLSearchParams(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return api("POST", `${base}/transactions?${query}`, { as: tenant.member, ...call });
}

async function stored(tenant: Tenant): Promise<unknown[]> {
  const { data } = await api<Schemas["Transaction"][]>("GET", `${base}/transactions`, { as: tenant.viewer });
  return data.map((t) => [t.external_id, t.amount, t.status, Date.parse(t.occurred_at), t.customer.name]);
}

Deno.test("a shop's export is recorded by mapping, values and formats, its times in the tenant's zone", async () => {
  const tenant = await shop();
  const csv = `${header}
A1;01.07.2026;09:30;1.234,50 €;paid;c-1;Ada;web
A2;02.01.2026;23:30;5;Money back;c-1;;shop
`;
  const answer = await send(tenant, { mapping, values, formats }, { csv });
  assertEquals([answer.status, answer.data.created], [201, 2], `${answer}`);
  assertEquals(answer.data.unknown_columns, ["Channel"]);
  assertEquals(answer.data.warnings?.map(({ field, code }) => [field, code]), [["occurred_at", "time_zone"]]);
  assertEquals(await stored(tenant), [
    ["A1", "1234.50", "completed", Date.parse("2026-07-01T07:30:00Z"), "Ada"],
    ["A2", "5.00", "refunded", Date.parse("2026-01-02T22:30:00Z"), "Ada"],
  ]);
});

Deno.test("the columns of transactions need no mapping, and a day is the tenant's", async () => {
  const tenant = await shop("Asia/Kolkata");
  const csv =
    "external_id,occurred_at,amount,status,customer_external_id,quantity\nA1,2026-11-02,10,completed,c,2.0\n";
  const answer = await send(tenant, {}, { csv, key: "once" });
  assertEquals([answer.status, answer.data.warnings], [201, []], `${answer}`);
  assertEquals(await stored(tenant), [["A1", "10.00", "completed", Date.parse("2026-11-01T18:30Z"), null]]);
  assertEquals((await send(tenant, {}, { csv, key: "once" })).headers.get("idempotency-replayed"), "true");
});

Deno.test("each bad row of a file is reported with its line, and none is recorded", async () => {
  const tenant = await shop();
  const csv = `external_id,occurred_at,amount,status,customer_external_id
A1,2026-03-29 02:30,10,completed,c
A2,2026-10-25 02:30,10,completed,c
A3,2026-11-02,"1,234",completed,c
A4,2026-11-02,10,paid,c
A5,2026-11-02,1e400,completed,c
A6,2026-11-02,10
`;
  const refused = await send(tenant, {}, { csv });
  assertEquals(refused.error.details?.map(({ row, line, field, code }) => [row, line, field, code]), [
    [1, 2, "occurred_at", "range"],
    [2, 3, "occurred_at", "ambiguous"],
    [3, 4, "amount", "ambiguous"],
    [4, 5, "status", "unknown_value"],
    [5, 6, "amount", "format"],
    [6, 7, null, "ragged_row"],
  ], `${refused}`);
  assertEquals(await stored(tenant), []);
});

Deno.test("transactions come in a form and in a spreadsheet", async () => {
  const tenant = await shop();
  const form = new FormData();
  form.set("file", new File([`${header}\nA1;01.07.2026;09:30;1,50;paid;c-1;Ada;\n`], "sales.csv"));
  form.set("mapping", JSON.stringify(mapping));
  form.set("values", JSON.stringify(values));
  form.set("formats", JSON.stringify(formats));
  assertEquals((await send(tenant, {}, { body: form })).status, 201);
  const day = { value: 46204, style: "date" } as const;
  const body = spreadsheet({
    sheets: {
      Sales: [
        ["external_id", "occurred_at", "amount", "status", "customer_external_id"],
        ["A2", day, 1234.5, "completed", "c-1"],
      ],
    },
  });
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const sheet = await send(tenant, {}, { body, headers: { "content-type": type } });
  assertEquals(sheet.status, 201, `${sheet}`);
  assertEquals((await stored(tenant)).map((row) => Array.isArray(row) && row[1]).sort(), ["1.50", "1234.50"]);
});

Deno.test("a mapping saved for transactions reads them by name", async () => {
  const tenant = await shop();
  const save = (json: unknown) => api("PUT", "/batch-import/v1/mappings/shop", { as: tenant.member, json });
  const wrong = await save({ target: "transactions", mapping: { Deal: "name" }, options: { round: true } });
  assertEquals(wrong.error.details?.map(({ path }) => path), ["mapping.Deal", "options.round"]);
  assertEquals((await save({ target: "transactions", mapping, values, formats })).status, 201);
  const csv = `${header}\nA1;01.07.2026;09:30;1,50;paid;c-1;Ada;\n`;
  assertEquals((await send(tenant, { mapping: "@shop" }, { csv })).status, 201);
  assertEquals((await send(tenant, { mapping: "@none" }, { csv })).status, 404);
});

Deno.test("what is for files only is refused with JSON, and more than 1,000 rows in any form", async () => {
  const tenant = await shop();
  const json = await send(tenant, { delimiter: ";" }, { json: { transactions: [{}] } });
  assertEquals([json.status, json.error.details?.[0]?.path], [422, "delimiter"]);
  const many = await send(tenant, {}, {
    csv: `external_id,amount\n${Array.from({ length: 1_001 }, (_, n) => `${n},1`).join("\n")}\n`,
  });
  assertEquals([many.status, many.error.code], [413, "BATCH_TOO_LARGE"]);
  const unknown = await send(tenant, {}, { csv: "external_id,amout\n1,2\n" });
  assertStringIncludes(unknown.text, "amout");
});
