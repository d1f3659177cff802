import { assertEquals, assertStringIncludes } from "#assert";
import fc from "fast-check";
import { type Batch, importCsv, importRows, opportunitiesOf } from "../fixtures/imports.ts";
import { variant, write } from "../shared/read/variants.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

interface Warned extends Batch {
  warnings: { field: string | null; code: string; message: string }[];
}

const create = { create_missing: "organizations,products" };

Deno.test("a table written in other ways imports as the same rows", async () => {
  const plain = {
    header: ["name", "organization", "amount", "expected_close_date"],
    rows: [["Café", "Björk & Søn", "1234567.80", "2026-12-31"], ["Oak", "Garçon", "5.25", "2026-02-03"]],
    amounts: 2,
    days: 3,
  };
  for (const sample of fc.sample(variant, 5)) {
    const tenant = await createTenant();
    const answer = await importCsv(tenant.member, write(plain, sample), {
      ...create,
      formats: JSON.stringify({ number: sample.number, date: sample.date }),
    });
    assertEquals(answer.status, 201, `${JSON.stringify(sample)} ${answer}`);
    assertEquals(
      (await opportunitiesOf(tenant)).map(({ name, organization, amount }) => [name, organization, amount]),
      [["Café", "Björk & Søn", "1234567.80"], ["Oak", "Garçon", "5.25"]],
    );
  }
});

Deno.test("an error names the row and the line of the file", async () => {
  const tenant = await createTenant();
  const file = 'sep=;\nname;organization;amount\n\n"Oak\ndoors";Northwind;5\nElm;Northwind;x\n';
  const { error } = await importCsv(tenant.member, file, create);
  assertEquals(error.details?.map(({ row, line, field }) => [row, line, field]), [[2, 6, "amount"]]);
});

Deno.test("an error file opens in a spreadsheet, in the delimiter of the file sent, and imports when corrected", async () => {
  const tenant = await createTenant();
  const { error } = await importCsv(tenant.member, "name;organization;amount\nCafé;Björk;x\n", create);
  const path = `/batch-import/v1/batches/${error.batch_id}/errors.csv`;
  const { text } = await api("GET", path, { as: tenant.member });
  assertStringIncludes(text, "name;organization;amount;error");
  const again = await importCsv(tenant.member, `\uFEFF${text}`.replace(";x;", ";5;"), create);
  assertEquals(again.status, 201, `${again}`);
  assertEquals((await opportunitiesOf(tenant)).map(({ name }) => name), ["Café"]);
});

Deno.test("stages, currencies and names are taken as people write them, in CSV and JSON", async () => {
  const tenant = await createTenant();
  const csv = "name,organization,stage,currency\nOak,Northwind,\u00a0WON,eur\n";
  assertEquals((await importCsv(tenant.member, csv, create)).status, 201);
  const row = { name: "Pine\u00a0", organization: "Northwind\u200b", stage: "Closed", currency: "usd" };
  const refused = await importRows(tenant.member, [row], { create_missing: ["organizations"] });
  assertEquals(refused.error.details?.map(({ field }) => field), ["stage"]);
  const taken = await importRows(tenant.member, [{ ...row, stage: "Lost" }]);
  assertEquals(taken.status, 201, `${taken}`);
  assertEquals(
    (await opportunitiesOf(tenant)).map(({ name, stage, currency }) => [name, stage, currency]),
    [["Oak", "won", "EUR"], ["Pine", "lost", "USD"]],
  );
});

Deno.test("amounts with more decimals are refused, and rounded with round=true", async () => {
  const tenant = await createTenant();
  const csv = "name,organization,amount\nOak,Northwind,0.30000000000000004\n";
  assertEquals((await importCsv(tenant.member, csv, create)).error.details?.[0]?.field, "amount");
  assertEquals((await importCsv(tenant.member, csv, { ...create, round: "true" })).status, 201);
  assertEquals((await opportunitiesOf(tenant))[0]?.amount, "0.30");
});

Deno.test("what a person should look at is a warning, in a dry run and in the batch", async () => {
  const tenant = await createTenant();
  const csv =
    "name,organization,probability_percent,external_id\nOak,Northwind,0.6,1.23E+15\nElm,Northwind,1.0,\n";
  const options = { ...create, on_conflict: "update" };
  const codes = ["all_fractions", "rounded_ids", "no_ids"];
  const dry = await importCsv<Warned>(tenant.member, csv, { ...options, dry_run: "1" });
  assertEquals(dry.data.warnings.map(({ code }) => code), codes, `${dry}`);
  const batch = await importCsv<Warned>(tenant.member, csv, options);
  assertEquals(batch.data.warnings.map(({ code }) => code), codes);
  const kept = await api<Warned>("GET", `/batch-import/v1/batches/${batch.data.id}`, { as: tenant.member });
  assertEquals(kept.data.warnings, batch.data.warnings);
});

Deno.test("an import with nothing to look at has no warnings", async () => {
  const tenant = await createTenant();
  const csv =
    "name,organization,probability_percent,external_id\nOak,Northwind,0.6,12E3\nElm,Northwind,60,x\n";
  assertEquals((await importCsv<Warned>(tenant.member, csv, create)).data.warnings, []);
});

Deno.test("another system's ids are ignored and named, our own are used", async () => {
  const tenant = await createTenant();
  const foreign = await importCsv<Warned>(
    tenant.member,
    "name,Organization,Organization ID\nOak,Northwind,8842\n",
    create,
  );
  assertEquals([foreign.status, foreign.data.unknown_columns], [201, ["Organization ID"]], `${foreign}`);
  assertStringIncludes(foreign.data.warnings[0]!.message, "'Organization ID' was left out");
  const [row] = await opportunitiesOf(tenant);
  const own = await importCsv(tenant.member, `name,Organization ID\nElm,${row?.organization_id}\n`);
  assertEquals(own.status, 201, `${own}`);
});
