import { assert, assertEquals, assertRejects, assertStringIncludes } from "#assert";
import { zipSync } from "fflate";
import { ApiError } from "../../../shared/http/errors.ts";
import { readXlsx } from "../../../shared/read/xlsx/read.ts";
import { WorkbookStream } from "../../../shared/read/xlsx/stream.ts";
import { type Cell, spreadsheet } from "../../fixtures/spreadsheets.ts";

const limits = { rows: 100_000, columns: 1_000, cells: 1_000_000 };
const open = (file: Uint8Array) =>
  WorkbookStream.open((start, count) => Promise.resolve(file.subarray(start, start + count)), file.length);

/** The rows of a sheet, read anew from each place where a piece ends. */
async function rowsOf(file: Uint8Array, sheet?: string): Promise<{ line: number; cells: string[] }[]> {
  const texts: string[] = [];
  for (let at = 0, isLast = false; !isLast;) {
    const { value } = await (await open(file)).texts(at).next();
    texts.push(...value.texts);
    [at, isLast] = [value.at, value.isLast];
  }
  const rows: { line: number; cells: string[] }[] = [];
  for (let at = 0, isLast = false; !isLast;) {
    const workbook = await open(file);
    const { value } = await workbook.rows(workbook.partOf(sheet), at, rows.at(-1)?.line ?? 0).next();
    rows.push(...value.rows.map(({ row, cells }: { row: number; cells: (string | number)[] }) => ({
      line: row,
      cells: cells.map((cell) => typeof cell === "number" ? texts[cell] ?? "" : cell),
    })));
    [at, isLast] = [value.at, value.isLast];
  }
  return rows;
}

async function refusal(work: () => Promise<unknown>): Promise<string> {
  return (await assertRejects(work, ApiError)).message;
}

const many: Cell[][] = Array.from(
  { length: 9_000 },
  (_, row) =>
    row % 7 === 3 ? [] : [`Deal ${row}`, row % 2 ? `Customer & <${row % 50}>` : "", row / 8, {
      value: 46_000 + row % 900,
      style: "date",
    }, row % 3 === 0],
);

Deno.test("a workbook of several pieces has the rows that it has when it is read at once, wherever reading goes on", async () => {
  const file = spreadsheet({ sheets: { Deals: many, Others: [["name"], ["Yew"]] } });
  const rows = await rowsOf(file);
  assert(rows.length > 7_000);
  assertEquals(rows, readXlsx(file, undefined, limits));
  assertEquals(await rowsOf(file, "others"), readXlsx(file, "2", limits));
});

Deno.test("files of other writers are streamed: openpyxl and XlsxWriter", async () => {
  for (const name of ["openpyxl", "xlsxwriter"]) {
    const file = await Deno.readFile(new URL(`../../fixtures/spreadsheets/${name}.xlsx`, import.meta.url));
    assertEquals(await rowsOf(file), readXlsx(file, undefined, limits));
  }
});

Deno.test("a bomb in the sheet or among the texts is refused before it is unpacked", async () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const parts = {
    "xl/_rels/workbook.xml.rels": encode(
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    "xl/workbook.xml": encode('<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>'),
  };
  const rows = `<worksheet><sheetData>${"<row></row>".repeat(4_000_000)}</sheetData></worksheet>`;
  const bomb = zipSync({ ...parts, "xl/worksheets/sheet1.xml": encode(rows) });
  assertStringIncludes(await refusal(() => rowsOf(bomb)), "unpacks to more than");
  const endless = `<worksheet><sheetData><row><c t="str"><v>${"x".repeat(9_000_000)}</v></c></row>`;
  const long = zipSync({ ...parts, "xl/worksheets/sheet1.xml": [encode(endless), { level: 0 }] });
  assertStringIncludes(await refusal(() => rowsOf(long)), "is too long");
});

Deno.test("a locked, cut or changed workbook is refused or read, never a fault", async () => {
  const file = spreadsheet({ sheets: { Deals: many.slice(0, 50) } });
  const locked = file.slice();
  const directory = locked.findLastIndex((byte, at) =>
    byte === 0x50 && locked[at + 1] === 0x4b && locked[at + 2] === 1 && locked[at + 3] === 2
  );
  locked[directory + 8]! |= 1;
  assertStringIncludes(await refusal(() => rowsOf(locked)), "protected with a password");
  assertStringIncludes(await refusal(() => rowsOf(file.slice(0, -100))), "damaged");
  for (let run = 0; run < 200; run++) {
    const changed = file.slice();
    for (let n = 0; n < 3; n++) changed[Math.floor(Math.random() * changed.length)] = Math.random() * 256;
    await rowsOf(changed).catch((error) => assert(error instanceof ApiError, String(error)));
  }
});
