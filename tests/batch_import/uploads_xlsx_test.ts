import { assertEquals, assertStringIncludes } from "#assert";
import { addNames } from "../fixtures/imports.ts";
import { type Cell, spreadsheet } from "../fixtures/spreadsheets.ts";
import { contentOf, settled, upload } from "../fixtures/uploads.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const options = { create_missing: ["organizations"] };
const header: Cell[] = [
  "External ID",
  "Name",
  "Organization",
  "Amount",
  "Expected close date",
  "Probability percent",
];
const rows: Cell[][] = [
  header,
  ["X-1", "Café", "Björk", 1234.5, { value: 46387, style: "date" }, { value: 0.6, style: "percent" }],
  [],
  ["X-2", "Elm", { inline: "Northwind" }, "1.234,50 €", { value: 46388.5, style: "moment" }, 75],
  ["X-3", { formula: 'A1&"x"', result: "Yew" }, "björk", 1.234, null, true],
  ["X-4", "Short"],
];
const file = spreadsheet({ sheets: { Deals: rows, "Other deals": [header, ["O-1", "Oak", "Acme"]] } });

async function uploaded(
  tenant: Tenant,
  bytes: Uint8Array<ArrayBuffer>,
  more: Record<string, unknown>,
  part = 777,
) {
  return await settled(
    tenant.member,
    await upload(tenant.member, bytes, { options: { ...options, ...more } }, part),
  );
}

Deno.test("an uploaded spreadsheet has the rows and errors that it has as a small import", async () => {
  const [small, large] = await Promise.all([createTenant(), createTenant()]);
  const query = new URLSearchParams({ create_missing: "organizations", on_error: "skip" });
  const headers = { "content-type": type };
  const answer = await api<{ errors: unknown[] }>("POST", `/batch-import/v1/batches?${query}`, {
    as: small.member,
    body: file,
    headers,
  });
  assertEquals(answer.status, 201);
  const done = await uploaded(large, file, { on_error: "skip" });
  assertEquals([done.status, done.rows_bad, done.error], ["completed", 2, null]);
  assertEquals(await contentOf(large), await contentOf(small));
  const batch = await api<{ errors: unknown[] }>("GET", `/batch-import/v1/batches/${done.batch_id}`, {
    as: large.member,
  });
  assertEquals(batch.data.errors, answer.data.errors);
  const { text } = await api("GET", `/batch-import/v1/uploads/${done.id}/errors.csv`, { as: large.member });
  assertStringIncludes(text, "X-4,Short");
});

Deno.test("a sheet is chosen by its name, and an unknown one is refused with the names of the sheets", async () => {
  const tenant = await createTenant();
  const done = await uploaded(tenant, file, { sheet: "other deals" });
  assertEquals([done.status, (await contentOf(tenant)).map(({ name }) => name)], ["completed", ["Oak"]]);
  const failed = await uploaded(tenant, file, { sheet: "Leads" });
  assertEquals(failed.error?.message, "The spreadsheet has no sheet 'Leads'; it has 'Deals', 'Other deals'");
});

Deno.test("a spreadsheet of many rows is read in slices, and its texts are gone afterwards", async () => {
  const tenant = await createTenant();
  await addNames(tenant, "organizations", "Acme", "Zenith");
  const many = Array.from(
    { length: 6_000 },
    (_, row): Cell[] => [`M-${row}`, `Deal ${row}`, row % 2 ? "Acme" : "Zenith", row],
  );
  const done = await uploaded(tenant, spreadsheet({ sheets: { Deals: [header, ...many] } }), {}, 100_000);
  assertEquals([done.status, done.rows_read, done.rows_written, done.error], [
    "completed",
    6_000,
    6_000,
    null,
  ]);
  const content = await contentOf(tenant);
  assertEquals(content.map(({ name }) => name), many.map(([, name]) => name));
  const [left] = await withDatabase((sql) =>
    sql<[{ slices: number; line: number; texts: number }]>`select
      (select count(*)::integer from private.upload_slices where upload_id = ${done.id}) as slices,
      (select max(lines[cardinality(lines)]) from private.upload_slices where upload_id = ${done.id}) as line,
      (select count(*)::integer from private.upload_texts where upload_id = ${done.id}) as texts`
  );
  assertEquals({ ...left }, { slices: left.slices, line: 6_001, texts: 0 });
});
