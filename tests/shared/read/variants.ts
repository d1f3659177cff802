import fc from "fast-check";
import { dateFormats } from "../../../shared/read/dates.ts";
import { numberFormats } from "../../../shared/read/numbers.ts";
import { encode, fileEncodings } from "./encode.ts";
import { type Cell, spreadsheet } from "../../fixtures/spreadsheets.ts";
import { writeDate, writeNumber } from "./write.ts";

/** A table whose amounts are decimal strings and whose days are YYYY-MM-DD. */
export interface Plain {
  header: string[];
  rows: string[][];
  amounts: number;
  days: number;
}

/** One way in which a spreadsheet or program may write a table. */
export const variant = fc.record({
  encoding: fc.constantFrom(...fileEncodings, "xlsx" as const),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  number: fc.constantFrom(...numberFormats.filter((format) => format !== "auto")),
  date: fc.constantFrom(...dateFormats.filter((format) => format !== "auto")),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  quotes: fc.constantFrom("as needed", "always", "with blanks around"),
  surplus: fc.integer({ min: 0, max: 3 }),
  surplusInHeader: fc.boolean(),
  emptyRows: fc.integer({ min: 0, max: 3 }),
  sepLine: fc.boolean(),
  currency: fc.constantFrom("", "€", "$", "EUR "),
  endsWithLineEnd: fc.boolean(),
});
export type Variant = typeof variant extends fc.Arbitrary<infer T> ? T : never;

/** The bytes of a table written in a variant. */
export function write(plain: Plain, variant: Variant): Uint8Array<ArrayBuffer> {
  const { encoding, delimiter, lineEnd, surplus } = variant;
  const { header } = plain;
  const written = textsOf(plain, variant);
  if (encoding === "xlsx") return writeSheet(plain, written, variant);
  const empty = Array.from(
    { length: variant.emptyRows },
    () => delimiter.repeat(header.length - 1 + surplus),
  );
  const line = (cells: string[]) => cells.map((cell) => quote(cell, variant)).join(delimiter);
  const lines = [
    ...(variant.sepLine ? [`sep=${delimiter}`] : []),
    line(header) + (variant.surplusInHeader ? delimiter.repeat(surplus) : ""),
    ...written.map((cells) => line(cells) + delimiter.repeat(surplus)),
    ...empty,
  ];
  return encode(lines.join(lineEnd) + (variant.endsWithLineEnd ? lineEnd : ""), encoding);
}

function textsOf({ rows, amounts, days }: Plain, variant: Variant): string[][] {
  return rows.map((cells) =>
    cells.map((cell, column) => {
      if (cell === "") return cell;
      if (column === amounts) return variant.currency + writeNumber(cell, variant.number);
      return column === days ? writeDate(cell, variant.date) : cell;
    })
  );
}

/** As a spreadsheet, with numbers and days as such, or as the texts that someone typed. */
function writeSheet(
  { header, rows, amounts, days }: Plain,
  texts: string[][],
  variant: Variant,
): Uint8Array<ArrayBuffer> {
  const isTyped = variant.quotes !== "always";
  const surplus = Array<null>(variant.surplus).fill(null);
  const sheet = rows.map((cells, row) => [
    ...cells.map((cell, column): Cell => {
      if (cell === "") return variant.sepLine ? null : "";
      if (column === amounts && isTyped) return Number(cell);
      if (column !== days || !isTyped) return texts[row]![column]!;
      return {
        value: Number(writeDate(cell, "excel")),
        style: variant.surplusInHeader ? "date" : "own date",
      };
    }),
    ...surplus,
  ]);
  const empty = Array.from({ length: variant.emptyRows }, () => header.map(() => ""));
  return spreadsheet({ sheets: { Deals: [[...header, ...surplus], ...sheet, ...empty] } });
}

function quote(cell: string, { quotes, delimiter }: Variant): string {
  const quoted = `"${cell.replaceAll('"', '""')}"`;
  if (quotes === "with blanks around") return delimiter === "\t" ? quoted : ` ${quoted} `;
  return quotes === "always" || cell.includes(delimiter) || /[\r\n]|^"/.test(cell) ? quoted : cell;
}
