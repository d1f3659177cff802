import { assertEquals } from "#assert";
import fc from "fast-check";
import { readRows } from "../../../functions/batch-import/csv_rows.ts";
import { readTable } from "../../../shared/read/table.ts";
import { type Plain, variant, write } from "./variants.ts";

const runs = 500;

/** A public CRM export (Maven Analytics, "CRM Sales Opportunities"), which the project does not carry. */
const realFile = new URL("../../../../shared/data/crm/sales_pipeline_first_3000.csv", import.meta.url);
const hasRealFile = await Deno.stat(realFile).then(() => true, () => false);

const invented: Plain = {
  header: ["name", "organization", "amount", "expected_close_date", "notes"],
  rows: [
    ["Café counter", "Björk & Søn", "1234.50", "2026-12-31", 'Rack 19" wide'],
    ["Oak doors", "Orchard; Tools", "1234567.80", "2026-02-03", "one, two; three|four\tfive"],
    ["“Pine” – 5 €", "Garçon", "0.05", "2027-01-15", "two\nlines"],
    ["Elm doors", "Ünal", "", "", ""],
    ["Ash doors", "Ünal", "7.00", "2026-03-03", ""],
  ],
  amounts: 2,
  days: 3,
};

async function realRows(): Promise<Plain> {
  const lines = (await Deno.readTextFile(realFile)).trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(",")).filter((cells) => cells[6] !== "").slice(0, 60)
    .map(([id, , , account, , , day, value]) => [id!, account!, Number(value).toFixed(2), day!, "x"]);
  return { ...invented, rows };
}

function rowsOf(
  bytes: Uint8Array,
  date?: "excel" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "YYYY-MM-DD",
) {
  const { opportunities, problems } = readRows(readTable(bytes, { maxRows: 100 }), {}, {}, date && { date });
  return { opportunities, problems };
}

function plainRows({ header, rows }: Plain) {
  const opportunities = rows.map((cells) =>
    Object.fromEntries(cells.flatMap((cell, at) => cell === "" ? [] : [[header[at]!, cell]]))
  );
  return { opportunities, problems: [] };
}

function everyVariantReadsAlike(plain: Plain): void {
  const expected = plainRows(plain);
  fc.assert(
    fc.property(variant, (variant) => {
      // A spreadsheet's day number cannot be told from another number.
      const date = variant.date === "excel" ? "excel" : undefined;
      assertEquals(rowsOf(write(plain, variant), date), expected);
    }),
    { numRuns: runs },
  );
}

Deno.test(`${runs} ways to write an invented table read as the same rows`, () => {
  everyVariantReadsAlike(invented);
});

Deno.test({
  name: `${runs} ways to write a real pipeline read as the same rows`,
  ignore: !hasRealFile,
  fn: async () => everyVariantReadsAlike(await realRows()),
});

Deno.test("a changed value in a variant is seen", () => {
  const [sample] = fc.sample(variant, { numRuns: 1, seed: 1 });
  const changed = { ...invented, rows: invented.rows.with(0, invented.rows[0]!.with(2, "1234.51")) };
  const read = rowsOf(write(changed, { ...sample!, date: "YYYY-MM-DD" }));
  assertEquals(read.opportunities[0]?.amount, "1234.51");
});
