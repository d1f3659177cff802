import { assertEquals, assertMatch } from "#assert";
import { countsOf } from "../fixtures/imports.ts";
import { beginUpload, putPart, settled, upload } from "../fixtures/uploads.ts";
import { spreadsheet } from "../fixtures/spreadsheets.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const creating = { create_missing: ["organizations"] };
const columns = (count: number) => Array.from({ length: count }, (_, i) => `column ${i}`).join(",");

/** A workbook whose sheet is this. */
const withSheet = (xml: string) =>
  spreadsheet({ sheets: { Deals: [["a"]] }, parts: { "xl/worksheets/sheet1.xml": xml } });
const bomb = withSheet(`<worksheet><sheetData>${"<row></row>".repeat(1_000_000)}</sheetData></worksheet>`);
/** An encrypted workbook is in another container, which names it. */
const locked = new Uint8Array([
  0xd0,
  0xcf,
  0x11,
  0xe0,
  ...Array(600).fill(0),
  ...[..."EncryptedPackage"].flatMap((letter) => [letter.charCodeAt(0), 0]),
]);

/** A file that cannot be imported, and the one sentence that says why. */
const files: [string, string | Uint8Array<ArrayBuffer>, RegExp][] = [
  ["empty", "\n\n", /^The file is empty: it needs a header row and at least one row below it$/],
  ["a header only", "name,organization\n\n , \n", /^The file has a header row only/],
  ["one unknown column", "title\nRefit\n", /^the file has the columns 'title', and none of them is known/],
  [
    "2,000 columns",
    `${columns(2_000)}\n${columns(2_000)}\n`,
    /^The header has 2,000 columns, at most 1,000 are allowed/,
  ],
  [
    "a quote that never ends",
    'name,organization\n"Refit,Acme\n',
    /^The quotes of the row that begins at line 2 do not match/,
  ],
  [
    "a spreadsheet that is cut off",
    spreadsheet({ sheets: { Deals: [["name", "organization"], ["Refit", "Acme"]] } }).slice(0, -50),
    /^The spreadsheet \(.xlsx\) is damaged or cut off: save it anew and send that$/,
  ],
  [
    "a spreadsheet with a password",
    locked,
    /^The spreadsheet is protected with a password: save it without one/,
  ],
  ["a zip bomb", bomb, /^The spreadsheet unpacks to more than \d+ MB: split it or save it as CSV$/],
  [
    "a spreadsheet with an external entity",
    withSheet(
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&a;</sheetData></worksheet>',
    ),
    /^The spreadsheet has a document type declaration: save it anew$/,
  ],
  ["an empty sheet", spreadsheet({ sheets: { Deals: [] } }), /^The file is empty/],
  [
    "a sheet with a header only",
    spreadsheet({ sheets: { Deals: [["name", "organization"]] } }),
    /header row only/,
  ],
  ["a PDF", "%PDF-1.7\n", /^The file is a PDF, not a CSV/],
];

for (const [name, file, sentence] of files) {
  Deno.test(`an upload of ${name} fails with one sentence and writes nothing`, async () => {
    const tenant = await createTenant();
    const failed = await settled(tenant.member, await upload(tenant.member, file, { options: creating }));
    assertEquals(failed.status, "failed");
    assertMatch(failed.error?.message ?? "", sentence);
    assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
  });
}

Deno.test("a mapping of a column that the file does not have fails with the name of the column", async () => {
  const { member } = await createTenant();
  const id = await upload(member, "name,organization\nRefit,Acme\n", { mapping: { Stage: "stage" } });
  assertEquals(
    (await settled(member, id)).error?.message,
    "mapping names the column 'Stage', and the file has no such column",
  );
});

Deno.test("5 GB announced, or sent beyond the tenant's limit, answers 413", async () => {
  const { member } = await createTenant({ settings: { "import.max_upload_bytes": 10 } });
  const announced = await beginUpload(member, { size: 5_000_000_000 });
  assertEquals([announced.status, announced.error.code], [413, "PAYLOAD_TOO_LARGE"]);
  assertMatch(announced.error.message, /^The file has 5,000,000,000 bytes, at most 10 are allowed/);
  const { id } = (await beginUpload(member)).data;
  (await putPart(member, id, 1, new Uint8Array(8))).data;
  assertEquals((await putPart(member, id, 2, new Uint8Array(8))).status, 413);
  assertEquals((await putPart(member, id, 3, new Uint8Array(4_194_305))).status, 413);
});

Deno.test("more rows than the tenant may upload fail with the limit", async () => {
  const { member } = await createTenant({ settings: { "import.max_upload_rows": 2 } });
  const failed = await settled(member, await upload(member, "name,organization\na,b\na,b\na,b\n"));
  assertEquals([failed.error?.code, failed.rows_read], ["BATCH_TOO_LARGE", 0]);
  assertMatch(failed.error?.message ?? "", /^The file has more than 2 rows/);
});

Deno.test("arguments that mean nothing are refused before anything is sent", async () => {
  const { member } = await createTenant();
  const bodies = [
    { filename: "" },
    { target: "teams" },
    { options: { dry_run: true } },
    { options: { on_error: "never" } },
    { formats: { date: "someday" } },
    { colour: "red" },
  ];
  for (const body of bodies) {
    assertEquals((await beginUpload(member, body)).status, 422, JSON.stringify(body));
  }
});

Deno.test("parts and rows are gone a day after the upload has ended, an abandoned upload is cancelled", async () => {
  const { member } = await createTenant();
  const done = await upload(member, "name,organization\nRefit,Acme\n", { options: creating });
  await settled(member, done, "completed");
  const { id: abandoned } = (await beginUpload(member)).data;
  (await putPart(member, abandoned, 1, new Uint8Array([65]))).data;
  await withDatabase(async (sql) => {
    await sql`update private.uploads set completed_at = now() - interval '25 hours' where id = ${done}`;
    await sql`update private.uploads set created_at = now() - interval '2 days' where id = ${abandoned}`;
    await sql`update private.upload_parts set sent_at = now() - interval '2 days' where upload_id = ${abandoned}`;
    await sql`select private.delete_old_uploads()`;
    const [left] = await sql`select
      (select count(*)::integer from private.upload_parts where upload_id = ${done}) as parts,
      (select count(*)::integer from private.upload_slices where upload_id = ${done}) as slices`;
    assertEquals({ ...left }, { parts: 0, slices: 0 });
  });
  const { status, error } = await settled(member, abandoned);
  assertEquals([status, error?.message], ["cancelled", "Its parts stopped coming a day ago"]);
});
