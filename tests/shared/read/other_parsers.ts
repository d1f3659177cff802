/**
 * Our CSV parser next to csv-parse and uDSV, on files of the dialect that two of them share.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { inferSchema, initParser } from "udsv";
import { readRecords } from "../../../shared/read/cells.ts";

/** A generated file. */
interface CsvFile {
  text: string;
  delimiter: string;
  end: string;
}

type Cells = string[][];

export const parsers: Record<string, (file: CsvFile) => Cells> = {
  ours: ({ text, delimiter }) => Array.from(readRecords(text, delimiter), ({ cells }) => cells),
  "csv-parse": ({ text, delimiter, end }) =>
    parse(text, { delimiter, record_delimiter: end, relax_column_count: true }),
  // It takes the first row for a header, so one that says how many columns there are is put before.
  uDSV: ({ text, delimiter, end }) => {
    const width = parsers.ours!({ text, delimiter, end })[0]!.length;
    const header = Array.from({ length: width }, (_, index) => `column${index}`).join(delimiter) + end;
    const schema = inferSchema(header + text, { col: delimiter, row: end, encl: '"' });
    return initParser(schema).stringArrs(header + text);
  },
};

const delimiters = fc.constantFrom(",", ";", "\t", "|");
const ends = fc.constantFrom("\n", "\r\n");
const cell = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom("a", '"', '""', ",", ";", "\t", "|", "\n", "\r\n", " ", "é", "𝛑", "'"), {
    maxLength: 6,
  }).map((parts) => parts.join("")),
);

/** Rows of any widths, written by RFC 4180; csv-parse takes rows without a cell for none. */
const ragged = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
/** Rows of one width, for uDSV, which takes line ends in quotes for the file's. */
const even = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })
);

function write(rows: Cells, delimiter: string, end: string, always: boolean): CsvFile {
  const written = (text: string) =>
    always || /["\r\n]|^\s|\s$|^$/.test(text) || text.includes(delimiter)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  return { text: rows.map((cells) => cells.map(written).join(delimiter)).join(end), delimiter, end };
}

/** Raises AssertionError for a file that ours and the other read differently. */
export function readsAlike(other: "csv-parse" | "uDSV", numRuns: number): void {
  const rows = other === "uDSV" ? even : ragged;
  fc.assert(
    fc.property(rows, delimiters, ends, fc.boolean(), (made, delimiter, end, always) => {
      const cells = other === "uDSV"
        ? made.map((row) => row.map((text) => text.replaceAll(/\r\n|\r|\n/g, end)))
        : made;
      const file = write(cells, delimiter, end, always);
      assertEquals(parsers.ours!(file), cells);
      assertEquals(parsers[other]!(file), cells);
    }),
    { numRuns },
  );
}
