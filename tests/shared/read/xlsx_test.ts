import { assert, assertEquals, assertStringIncludes, assertThrows } from "#assert";
import fc from "fast-check";
import { zipSync } from "fflate";
import { ApiError } from "../../../shared/http/errors.ts";
import { readTable } from "../../../shared/read/table.ts";
import { readXlsx } from "../../../shared/read/xlsx/read.ts";
import { type Cell, spreadsheet } from "../../fixtures/spreadsheets.ts";

const limits = { rows: 100, columns: 1_000, cells: 10_000 };
const rowsOf = (rows: Cell[][], is1904 = false) =>
  readXlsx(spreadsheet({ sheets: { Deals: rows }, is1904 }), undefined, limits).map(({ cells }) => cells);

async function fixture(name: string): Promise<Uint8Array> {
  return await Deno.readFile(new URL(`../../fixtures/spreadsheets/${name}.xlsx`, import.meta.url));
}

function refusal(work: () => unknown): [number, string] {
  const { status, message } = assertThrows(work, ApiError);
  return [status, message];
}

Deno.test("any text is read back unchanged, shared or inline", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  const tables = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(tables, fc.boolean(), (rows, isInline) => {
      assertEquals(
        rowsOf(rows.map((cells) => cells.map((text) => isInline ? { inline: text } : text))),
        rows,
      );
    }),
    { numRuns: 100 },
  );
});

Deno.test("every day and moment from 1900 to 2200 comes back, in both epochs", () => {
  const days = fc.integer({ min: Date.UTC(1904, 0, 2) / 864e5, max: Date.UTC(2200, 0, 1) / 864e5 });
  const seconds = fc.integer({ min: 1, max: 86_399 });
  fc.assert(
    fc.property(days, seconds, fc.boolean(), (day, second, is1904) => {
      const serial = day - Date.UTC(1899, 11, 30) / 864e5 - (is1904 ? 1462 : 0);
      const iso = new Date(day * 864e5 + second * 1000).toISOString();
      assertEquals(
        rowsOf(
          [[{ value: serial, style: "date" }, { value: serial + second / 86_400, style: "moment" }]],
          is1904,
        ),
        [[iso.slice(0, 10), iso.slice(0, 19).replace("T", " ")]],
      );
    }),
    { numRuns: 200 },
  );
  assertEquals(rowsOf([[{ value: 1, style: "date" }, { value: 61, style: "own date" }]]), [[
    "1900-01-01",
    "1900-03-01",
  ]]);
});

Deno.test("numbers are decimals that read one way, percents and durations are as shown", () => {
  assertEquals(
    rowsOf([[1234.5, 1.234, 0.1 + 0.2, 123456789012345, -7, 1e-7, { value: 0.6, style: "percent" }, {
      value: 143 / 86_400,
      style: "time",
    }]]),
    [["1234.5", "1.2340", "0.3", "123456789012345", "-7", "0.0000001", "60%", "0:02:23"]],
  );
});

Deno.test("booleans, errors and formulas by their kept result; a formula without one shows itself", () => {
  assertEquals(
    rowsOf([[true, false, { error: "#N/A" }, { formula: 'A1&"x"', result: "ax" }, { formula: "1+1" }]]),
    [["true", "false", "#N/A", "ax", "=1+1"]],
  );
});

Deno.test("rows keep the numbers of the sheet, and rows and cells may be missing", () => {
  const file = spreadsheet({ sheets: { Deals: [["name", "notes"], [], ["Oak"], [null, "x"]] } });
  const table = readTable(file, { maxRows: 10 });
  assertEquals([table.lines, table.rows], [[3, 4], [["Oak", ""], ["", "x"]]]);
});

Deno.test("a sheet is chosen by name in any case or by number, else the first that is not hidden", () => {
  const file = spreadsheet({
    sheets: { Old: [["old"]], Deals: [["deals"]], Third: [["three"]] },
    hidden: ["Old"],
  });
  for (
    const [sheet, found] of [[undefined, "deals"], ["old", "old"], ["2", "deals"], ["3", "three"]] as const
  ) {
    assertEquals(readXlsx(file, sheet, limits)[0]?.cells, [found]);
  }
  assertEquals(refusal(() => readXlsx(file, "Leads", limits)), [
    422,
    "The spreadsheet has no sheet 'Leads'; it has 'Old', 'Deals', 'Third'",
  ]);
});

Deno.test("files of other writers are read: openpyxl, and XlsxWriter with rich text and days from 1904", async () => {
  assertEquals(
    readXlsx(await fixture("openpyxl"), "deals", limits).map(({ line, cells }) => [line, ...cells]),
    [
      [1, "Deal Name", "Company", "Stage", "Amount", "Close Date", "Probability", "Won?"],
      [2, "Café – Öl", "Björk & Søn", "Closed Won", "1234.5", "2026-12-31", "60%", "true"],
      [4, "Elm", "Northwind", "Proposal", "=1000+99.99", "2026-02-03", "", "false"],
      [5, "Oak <b>&amp;", "Northwind", "New", "1.2340", "2026-02-03 14:30:00", "100%"],
    ],
  );
  assertEquals(readXlsx(await fixture("xlsxwriter"), undefined, limits).map(({ cells }) => cells), [
    ["Deal Name", "Company", "Amount", "Close Date"],
    ["Oak", "Northwind", "10", "2026-12-31"],
    ["Elm", "Northwind", "0.3", "2027-01-01"],
  ]);
});

Deno.test("no more rows are read than asked for", () => {
  const rows = Array.from({ length: 5_000 }, (_, row) => [`row ${row}`]);
  assertEquals(rowsOf(rows).length, 100);
});

Deno.test("a sheet with too many columns or cells is refused", () => {
  const wide = spreadsheet({ sheets: { Deals: [Array.from({ length: 1_001 }, (_, i) => i)] } });
  assertStringIncludes(refusal(() => readXlsx(wide, undefined, limits))[1], "more than 1,000 columns");
  const many = spreadsheet({ sheets: { Deals: Array.from({ length: 90 }, () => Array(120).fill(1)) } });
  assertStringIncludes(refusal(() => readXlsx(many, undefined, limits))[1], "more than 10,000 cells");
});

Deno.test("a zip bomb is refused before it is unpacked", () => {
  const sheet = `<worksheet><sheetData><row>${" ".repeat(100 * 1024 * 1024)}</row></sheetData></worksheet>`;
  const bomb = spreadsheet({ sheets: { Deals: [["a"]] }, parts: { "xl/worksheets/sheet1.xml": sheet } });
  assert(bomb.length < 200_000);
  const began = performance.now();
  const [status, message] = refusal(() => readXlsx(bomb, undefined, limits));
  assertEquals(status, 400);
  assertStringIncludes(message, "unpacks to more than 10 MB");
  assert(performance.now() - began < 10_000);
});

Deno.test("entities, document types and deep nesting are refused", () => {
  const laughs =
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><row><c><v>&b;</v></c></row></worksheet>';
  const external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>';
  const deep = "<a>".repeat(100);
  const unknown = "<worksheet><row><c><v>&a;</v></c></row></worksheet>";
  for (const part of [laughs, external, deep, unknown]) {
    const file = spreadsheet({ sheets: { Deals: [["a"]] }, parts: { "xl/worksheets/sheet1.xml": part } });
    assertEquals(refusal(() => readXlsx(file, undefined, limits))[0], 400, part.slice(0, 50));
  }
});

Deno.test("a file that is cut off or changed is read or refused, never a fault", async () => {
  const whole = await fixture("openpyxl");
  const place = fc.integer({ min: 4, max: whole.length - 1 });
  fc.assert(
    fc.property(place, fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, isCut) => {
      const file = isCut ? whole.slice(0, at) : whole.with(at, byte);
      try {
        readTable(file, { maxRows: 10 });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("a file that is not an .xlsx file is refused by name", () => {
  const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...Array(600).fill(0)]);
  const name = Uint8Array.from("EncryptedPackage", (letter) => letter.charCodeAt(0));
  const locked = new Uint8Array([...ole, ...[...name].flatMap((letter) => [letter, 0])]);
  const ods = zipSync({
    mimetype: [new TextEncoder().encode("application/vnd.oasis.opendocument.spreadsheet"), { level: 0 }],
  });
  const zip = zipSync({ "deals.csv": new TextEncoder().encode("a,b\n1,2\n") });
  for (
    const [file, words] of [[ole, "old spreadsheet (.xls)"], [locked, "password"], [ods, ".ods"], [
      zip,
      "zip",
    ]] as const
  ) {
    const [status, message] = refusal(() => readTable(file, { maxRows: 10 }));
    assertEquals(status, 400);
    assertStringIncludes(message, words);
  }
});
