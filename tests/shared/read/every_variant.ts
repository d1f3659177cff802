import { assertEquals } from "#assert";
import fc from "fast-check";
import { readRows } from "../../../functions/batch-import/csv_rows.ts";
import type { FieldRow } from "../../../shared/read/rows.ts";
import { readTable } from "../../../shared/read/table.ts";
import { type Plain, variant, write } from "./variants.ts";

/** A public CRM export (Maven Analytics, "CRM Sales Opportunities"), which the project does not carry. */
const realFile = new URL("../../../../shared/data/crm/sales_pipeline_first_3000.csv", import.meta.url);
export const hasRealFile = await Deno.stat(realFile).then(() => true, () => false);

export const invented: Plain = {
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

export async function realRows(): Promise<Plain> {
  const lines = (await Deno.readTextFile(realFile)).trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(",")).filter((cells) => cells[6] !== "").slice(0, 60)
    .map(([id, , , account, , , day, value]) => [id!, account!, Number(value).toFixed(2), day!, "x"]);
  return { ...invented, rows };
}

/** What the import reads from a file. */
export function rowsOf(
  bytes: Uint8Array,
  date?: "excel" | "DD/MM/YYYY" | "MM/DD/YYYY" | "DD.MM.YYYY" | "YYYY-MM-DD",
) {
  const { opportunities, problems } = readRows(readTable(bytes, { maxRows: 100 }), {}, {}, date && { date });
  return { opportunities: opportunities.map(withCents), problems };
}

/** A spreadsheet keeps 1234.50 as the number 1234.5. */
function withCents(row: FieldRow): FieldRow {
  return typeof row.amount === "string" ? { ...row, amount: Number(row.amount).toFixed(2) } : row;
}

function plainRows({ header, rows }: Plain) {
  const opportunities = rows.map((cells) =>
    Object.fromEntries(cells.flatMap((cell, at) => cell === "" ? [] : [[header[at]!, cell]]))
  );
  return { opportunities, problems: [] };
}

/** Shows that a table reads as the same rows in as many variants. */
export function everyVariantReadsAlike(plain: Plain, runs: number): void {
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
