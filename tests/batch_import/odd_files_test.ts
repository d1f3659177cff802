import { assertEquals, assertStringIncludes } from "#assert";
import { type Batch, countsOf, importCsv, opportunitiesOf } from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const create = { create_missing: "organizations" };

Deno.test("a row whose quotes do not match is named with row and line, and corrected by the error file", async () => {
  const tenant = await createTenant();
  const file = 'name,organization\nOak,Northwind\n"Elm,Northwind\nAsh,Northwind\n';
  const whole = await importCsv(tenant.member, file, create);
  assertEquals(
    whole.error.details?.map(({ row, line, code }) => [row, line, code]),
    [[2, 3, "quotes"]],
    `${whole}`,
  );
  const { status, data } = await importCsv<Batch>(tenant.member, file, { ...create, on_error: "skip" });
  assertEquals([status, data.created, data.failed_records], [201, 2, 1]);
  const { text } = await api("GET", `/batch-import/v1/batches/${data.id}/errors.csv`, { as: tenant.member });
  const again = await importCsv(tenant.member, text.replace('"""Elm"', "Elm"), create);
  assertEquals(again.status, 201, `${again} ${text}`);
  assertEquals((await opportunitiesOf(tenant)).map(({ name }) => name), ["Ash", "Elm", "Oak"]);
});

Deno.test("an export of 1,000 columns is read by its names, one of 2,000 is refused in one sentence", async () => {
  const tenant = await createTenant();
  const wide = (columns: number) => {
    const extra = Array.from({ length: columns - 2 }, (_, column) => `custom ${column}`);
    const row = (name: string) => [name, "Northwind", ...extra.map(() => "x")].join(",");
    return [["name", "organization", ...extra].join(","), row("Oak"), row("Elm")].join("\n");
  };
  const answer = await importCsv<Batch>(tenant.member, wide(1_000), create);
  assertEquals([answer.status, answer.data.created], [201, 2], `${answer}`);
  assertEquals(answer.data.unknown_columns.length, 998);
  const refused = await importCsv(tenant.member, wide(2_000), create);
  assertEquals(refused.status, 422);
  assertEquals(
    refused.error.message,
    "The header has 2,000 columns, at most 1,000 are allowed: delete those that you do not need",
  );
});

Deno.test("a file of one column is read if that is enough, else the refusal names what is missing", async () => {
  const tenant = await createTenant();
  const file = "Deal\nOak\nElm\n";
  const alone = await importCsv(tenant.member, file, create);
  assertEquals(alone.status, 422);
  assertStringIncludes(alone.error.message, "'Deal'");
  const mapping = JSON.stringify({ Deal: ["name", "organization"] });
  const mapped = await importCsv<Batch>(tenant.member, file, { ...create, mapping });
  assertEquals([mapped.status, mapped.data.created], [201, 2], `${mapped}`);
});

Deno.test("binary is refused and writes nothing", async () => {
  const tenant = await createTenant();
  const files: [Uint8Array<ArrayBuffer>, string][] = [
    [Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256), ""],
    [new Uint8Array(1_000), ""],
    [Uint8Array.from([0x1f, 0x8b, 8, 0, 0]), "gzip"],
    [Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]), "image"],
    [Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]), "image"],
  ];
  for (const [file, words] of files) {
    const answer = await importCsv(tenant.member, file, create);
    assertEquals([400, 422].includes(answer.status), true, `${answer}`);
    assertStringIncludes(answer.error.message, words);
  }
  assertEquals((await countsOf(tenant)).opportunities, 0);
});

Deno.test("the encoding may be said in formats, and wins over what the bytes look like", async () => {
  const tenant = await createTenant();
  const file = new Uint8Array([
    ...new TextEncoder().encode("name,organization\nCaf"),
    0xe9,
    0x2c,
    0x42,
    0x0a,
  ]);
  const answer = await importCsv(tenant.member, file, { ...create, formats: '{"encoding": "windows-1252"}' });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals((await opportunitiesOf(tenant)).map(({ name }) => name), ["Café"]);
  const utf8 = await importCsv(tenant.member, file, { ...create, formats: '{"encoding": "utf-8"}' });
  assertEquals(utf8.error.details?.map(({ field, code }) => [field, code]), [["name", "characters"]]);
});

Deno.test("moments count as their day, as they were written", async () => {
  const tenant = await createTenant();
  const days = [
    "2026-12-31T23:30:00+03:00",
    "2026-12-31T00:00:00Z",
    "2026-12-31 00:00",
    "31.12.2026 14:30:00",
  ];
  const rows = days.map((day, index) => `Oak ${index},Northwind,${day},closed won,eur`);
  const file = ["name,organization,expected_close_date,stage,currency", ...rows].join("\n");
  const values = '{"stage": {"Closed Won": "won"}}';
  const answer = await importCsv(tenant.member, file, { ...create, values });
  assertEquals(answer.status, 201, `${answer}`);
  const kept = await api<{ opportunity: Record<string, unknown> }[]>(
    "GET",
    `/batch-import/v1/batches/${answer.data.id}/rows`,
    { as: tenant.member },
  );
  assertEquals(
    kept.data.map((
      { opportunity: { expected_close_date, stage, currency } },
    ) => [expected_close_date, stage, currency]),
    days.map(() => ["2026-12-31", "won", "EUR"]),
  );
});
