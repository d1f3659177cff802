import { assertEquals, assertGreater } from "#assert";
import { type Batch, importCsv } from "../fixtures/imports.ts";
import { contentOf, settled, upload } from "../fixtures/uploads.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

/** As long as notes may be: some hundred rows are several slices then. */
const notes = "Lorem ipsum ".repeat(800);

/** A file whose end changes what its beginning means, with mistakes of every kind in both. */
function difficultFile(): string {
  const rows = Array.from(
    { length: 400 },
    (_, i) => [`D-${i}`, `Deal ${i}`, i % 2 ? "Acme" : "ACME", "1.234", "03/04/2026", "", notes],
  );
  rows[7] = ["D-7", "", "Acme", "12", "03/04/2026", "", ""];
  rows[9] = ["D-9", "Too few cells"];
  rows[390] = ["D-3", "The same id again", "Acme", "5", "03/04/2026", "", ""];
  rows[391] = ["D-3", "and again", "Acme", "5", "03/04/2026", "", ""];
  rows[392] = ["D-392", "A new name at the end", "Zenith", "5", "03/04/2026", "", ""];
  rows[393] = ["D-393", "The same in another case", "zenith", "5", "03/04/2026", "", ""];
  rows[394] = ["D-394", "No such day", "Acme", "5", "31/02/2026", "", ""];
  rows[395] = ["D-395", "", "", "x", "yesterday", "", ""];
  rows[396] = ["D-396", "Decides the numbers", "Acme", "1.234,50", "03/04/2026", "", ""];
  rows[397] = ["D-397", "Decides the days", "Acme", "5", "25/12/2026", "", ""];
  const lines = [
    ["External ID", "Name", "Organization", "Amount", "Expected Close Date", "Colour", "Notes"],
    ...rows,
  ];
  return lines.map((cells) => cells.join(";")).join("\n");
}

for (const on_conflict of ["error", "skip", "update"]) {
  Deno.test(`a file of several slices has the rows, errors and warnings of a small import, on_conflict=${on_conflict}`, async () => {
    const [small, large] = await Promise.all([createTenant(), createTenant()]);
    const options = { on_error: "skip", on_conflict, create_missing: ["organizations"] };
    const known = "external_id,name,organization\nD-5,Known before,Umbrella\nD-394,Known too,Umbrella\n";
    for (const { member } of [small, large]) {
      assertEquals((await importCsv(member, known, { create_missing: "organizations" })).status, 201);
    }
    const file = difficultFile();
    const expected = (await importCsv(small.member, file, {
      on_error: "skip",
      on_conflict,
      create_missing: "organizations",
    })).data;
    const done = await settled(large.member, await upload(large.member, file, { options }, 777_777));
    assertEquals([done.status, done.error], ["completed", null]);
    const slices = await withDatabase((sql) =>
      sql`select from private.upload_slices where upload_id = ${done.id}`
    );
    assertGreater(slices.length, 1);

    const batch =
      (await api<Batch>("GET", `/batch-import/v1/batches/${done.batch_id}`, { as: large.member })).data;
    const same = (b: Batch) => ({
      ...b,
      id: "",
      created_by: "",
      created_at: "",
      completed_at: "",
      filename: "",
    });
    assertEquals(same(batch), same(expected));
    assertEquals(await contentOf(large), await contentOf(small));
    const errors = (id: string | null, as: typeof large.member, kind: string) =>
      api("GET", `/batch-import/v1/${kind}/${id}/errors.csv`, { as });
    const ours = await errors(done.id, large.member, "uploads");
    assertEquals(ours.text, (await errors(expected.id, small.member, "batches")).text);
    assertEquals(ours.text, (await errors(batch.id, large.member, "batches")).text);
  });
}

const letters = "name,organization\nCafé à la carte,Société Générale\n“Zürich” – Straße,Grünwald\n";
const encoded: [string, Uint8Array<ArrayBuffer>][] = [
  ["utf-8 with a mark", new TextEncoder().encode(`\uFEFF${letters}`)],
  ["utf-16le", utf16(`\uFEFF${letters}`, true)],
  ["utf-16be", utf16(`\uFEFF${letters}`, false)],
  ["windows-1252", windows1252(letters)],
];
for (const [name, bytes] of encoded) {
  Deno.test(`${name} is recognized, however the file is cut`, async () => {
    const expected = letters.trimEnd().split("\n").slice(1).map((line) => line.split(","));
    for (const size of [3, 7, 1_000]) {
      const tenant = await createTenant();
      const id = await upload(tenant.member, bytes, { options: { create_missing: ["organizations"] } }, size);
      const { status, error, warnings } = await settled(tenant.member, id);
      assertEquals([status, error], ["completed", null]);
      assertEquals(warnings.map(({ code }) => code), name === "windows-1252" ? ["encoding"] : []);
      assertEquals((await contentOf(tenant)).map(({ name, organization }) => [name, organization]), expected);
    }
  });
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

function windows1252(text: string): Uint8Array<ArrayBuffer> {
  const special: Record<string, number> = { "“": 0x93, "”": 0x94, "–": 0x96 };
  return Uint8Array.from(text, (character) => special[character] ?? character.charCodeAt(0));
}

Deno.test("a file that changes its delimiter or columns in the middle has row errors from there on", async () => {
  const tenant = await createTenant();
  const file = "name,organization\nA,Acme\nB;Acme\nname,organization,stage\nC,Acme,won\nD,Acme\n";
  const options = { on_error: "skip", create_missing: ["organizations"] };
  const done = await settled(tenant.member, await upload(tenant.member, file, { options }));
  assertEquals([done.status, done.rows_good, done.rows_bad], ["completed", 2, 3]);
  assertEquals(done.errors_by_kind, [{ field: null, code: "ragged_row", count: 3, first_row: 2 }]);
  assertEquals((await contentOf(tenant)).map(({ name }) => name), ["A", "D"]);
});

Deno.test("two uploads of the same rows at the same time write them once", async () => {
  const tenant = await createTenant();
  const rows = Array.from({ length: 3_000 }, (_, i) => `X-${i},Deal ${i},Acme`);
  const file = ["external_id,name,organization", ...rows].join("\n");
  const options = { on_error: "skip", on_conflict: "skip", force: true, create_missing: ["organizations"] };
  const ids = await Promise.all([tenant.member, tenant.manager].map((as) => upload(as, file, { options })));
  const done = await Promise.all(ids.map((id) => settled(tenant.manager, id)));
  assertEquals(done.map(({ status }) => status), ["completed", "completed"]);
  assertEquals(done.map(({ rows_written }) => rows_written).sort(), [0, 3_000]);
  assertEquals((await contentOf(tenant)).length, 3_000);
});

Deno.test("the same file again within 24 hours fails without force", async () => {
  const { member } = await createTenant();
  const file = "name,organization\nRefit,Acme\n";
  const options = { create_missing: ["organizations"] };
  await settled(member, await upload(member, file, { options }), "completed");
  const again = await settled(member, await upload(member, file, { options }, 5));
  assertEquals([again.status, again.error?.code], ["failed", "CONFLICT"]);
  const forced = await settled(member, await upload(member, file, { options: { ...options, force: true } }));
  assertEquals(forced.status, "completed");
});

Deno.test("a saved mapping is used by its name", async () => {
  const tenant = await createTenant();
  const json = {
    mapping: { Deal: "name", Company: "organization" },
    options: { create_missing: ["organizations"] },
  };
  await api("PUT", "/batch-import/v1/mappings/ours", { as: tenant.member, json });
  const done = await settled(
    tenant.member,
    await upload(tenant.member, "Deal,Company\nRefit,Acme\n", { mapping: "@ours" }),
  );
  assertEquals([done.status, done.rows_written], ["completed", 1]);
});
