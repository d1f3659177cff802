import { assert, assertEquals, assertStringIncludes } from "#assert";
import type { z } from "@hono/zod-openapi";
import type { Analysis } from "../../functions/batch-import/analysis_schema.ts";
import { importCsv, opportunitiesOf } from "../fixtures/imports.ts";
import { encode } from "../shared/read/encode.ts";
import { type Answer, api } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

type Analysed = z.output<typeof Analysis>;

function analyse(
  as: Person,
  csv: string | Uint8Array<ArrayBuffer>,
  parameters: Record<string, string> = {},
): Promise<Answer<Analysed>> {
  return api<Analysed>("POST", `/batch-import/v1/analyse?${new URLSearchParams(parameters)}`, { as, csv });
}

const german = encode(
  "Deal-Name;Kunde;Kundennummer;Phase;Umsatz;Abschlussdatum;Währung\r\n" +
    "Café;Björk;17;Angebot;1.234,50 €;31.12.2026;€\r\n" +
    "Tür;Garçon;18;Verloren;99,00 €;01.02.2026;€\r\n" +
    "Öl;Ünal;19;Neu;n/a;03.02.2026;EUR\r\n",
  "windows-1252",
);

function parametersOf({ mapping, values, formats }: Analysed): Record<string, string> {
  return {
    mapping: JSON.stringify(mapping),
    values: JSON.stringify(values),
    formats: JSON.stringify(formats),
  };
}

Deno.test("another system's file imports with the mapping, values and formats of its analysis", async () => {
  const tenant = await createTenant();
  const { data, status } = await analyse(tenant.member, german);
  assertEquals(status, 200);
  assertEquals([data.encoding, data.delimiter, data.formats], ["windows-1252", ";", {
    number: "1.234,56",
    date: "DD.MM.YYYY",
  }]);
  assertEquals(
    data.columns.map(({ suggestion }) => suggestion),
    ["name", "organization", null, "stage", "amount", "expected_close_date", "currency"],
  );
  assertEquals(data.values, {
    stage: { Angebot: "proposal", Verloren: "lost", Neu: "prospecting" },
    amount: { "n/a": "" },
    currency: { "€": "EUR" },
  });
  assertEquals(data.problems.filter(({ severity }) => severity === "error"), []);
  const imported = await importCsv(tenant.member, german, {
    ...parametersOf(data),
    create_missing: "organizations",
  });
  assertEquals(imported.status, 201, `${imported}`);
  assertEquals(
    (await opportunitiesOf(tenant)).map(({ name, stage, amount }) => [name, stage, amount]),
    [["Café", "proposal", "1234.50"], ["Tür", "lost", "99.00"], ["Öl", "prospecting", null]],
  );
});

Deno.test("columns and rows as JSON are analysed like the file", async () => {
  const tenant = await createTenant();
  const { data: file } = await analyse(tenant.member, "Deal Name,Account Name,Amount\nOak,Northwind,5\n");
  const { data: table } = await api<Analysed>("POST", "/batch-import/v1/analyse", {
    as: tenant.member,
    json: { columns: ["Deal Name", "Account Name", "Amount"], rows: [["Oak", "Northwind", 5]] },
  });
  assertEquals(table, { ...file, encoding: null, delimiter: null, problems: file.problems });
  assertEquals(table.mapping, { "Deal Name": "name", "Account Name": "organization" });
});

Deno.test("what an import would refuse is a problem with its row and line", async () => {
  const tenant = await createTenant();
  const csv = 'name,amount,close date,stage\n\nOak,"1,234",03/04/2026,Frozen\nElm,5,,\n';
  const { data } = await analyse(tenant.member, csv);
  assertEquals(data.formats, { number: "auto", date: "auto" });
  assertEquals(
    data.problems.map(({ row, line, field, code }) => [row, line, field, code]),
    [
      [null, null, "organization", "required"],
      [1, 3, "amount", "ambiguous"],
      [1, 3, "expected_close_date", "ambiguous"],
      [1, 3, "stage", "unknown_value"],
    ],
  );
});

Deno.test("another system's ids are left out of the mapping, spreadsheet days are recognized", async () => {
  const tenant = await createTenant();
  const { data } = await analyse(
    tenant.member,
    "Name,Organization,Organization ID,Close Date\nOak,Northwind,8842,46387\nElm,Northwind,8842,46388\n",
  );
  assertEquals(data.mapping, { "Organization ID": "", "Close Date": "expected_close_date" });
  assertEquals(data.formats.date, "excel");
  assertEquals(data.problems, []);
});

Deno.test("a given mapping overrides the suggestion and counts as certain", async () => {
  const tenant = await createTenant();
  const { data } = await analyse(tenant.member, "Deal Name,Kunde\nOak,Northwind\n", {
    mapping: '{"deal name": "notes", "Kunde": ""}',
  });
  assertEquals(data.columns.map(({ suggestion, confidence }) => [suggestion, confidence]), [["notes", 1], [
    null,
    1,
  ]]);
  assertEquals(data.problems.map(({ field }) => field), ["name", "organization"]);
});

Deno.test("analysing the start of a long file leaves out the row that may be cut off", async () => {
  const tenant = await createTenant();
  const row = 'Café,"Björk\n& Søn",5\n';
  const whole = new TextEncoder().encode(`name,organization,amount\n${row.repeat(20_000)}`);
  for (const length of [256 * 1024 + 1, 256 * 1024 + 2, 256 * 1024 + 9, whole.length]) {
    const { data } = await analyse(tenant.member, whole.slice(0, length));
    assertEquals([data.encoding, data.problems], ["utf-8", []]);
  }
  for (let length = 500; length < 530; length++) {
    const { data } = await analyse(tenant.member, whole.slice(0, length), { partial: "true" });
    assert(data.rows >= 15);
    assertEquals(data.problems, []);
  }
});

Deno.test("a file with only a header is analysed and reported as having no rows", async () => {
  const tenant = await createTenant();
  const { data } = await analyse(tenant.member, "Deal Name,Company\n");
  assertEquals(data.columns.map(({ suggestion }) => suggestion), ["name", "organization"]);
  assertEquals(data.problems.map(({ code }) => code), ["header_only"]);
});

Deno.test("a file that is not a table is refused in one sentence", async () => {
  const tenant = await createTenant();
  const files: [string, number, string][] = [
    ["", 422, "empty"],
    ["%PDF-1.7", 400, "PDF"],
    ["<!DOCTYPE html><p>", 400, "HTML"],
    ['[{"name": 1}]', 400, "JSON"],
  ];
  for (const [file, status, words] of files) {
    const answer = await analyse(tenant.member, file);
    assertEquals(answer.status, status, `${answer}`);
    assertStringIncludes(answer.error.message, words);
  }
  const wrong = await api("POST", "/batch-import/v1/analyse", { as: tenant.member, json: { columns: [] } });
  assertEquals(wrong.status, 422);
});

Deno.test("a viewer cannot analyse", async () => {
  const tenant = await createTenant();
  assertEquals((await analyse(tenant.viewer, "name\nA\n")).status, 403);
});
