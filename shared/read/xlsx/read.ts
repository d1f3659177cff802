import { invalid, unreadable } from "../file_faults.ts";
import { nameKey } from "../../input/names.ts";
import { type Allowance, allowance, readParts } from "./parts.ts";
import { readSheet, type SheetLimits, type SheetRow } from "./sheet.ts";
import { readWorkbook, type Workbook } from "./workbook.ts";
import { textReader } from "./texts.ts";

/** A row of a sheet as text. */
export interface TextRow {
  /** The number that the spreadsheet shows. */
  line: number;
  cells: string[];
}

/**
 * The filled rows of a sheet of an .xlsx file, as text: the sheet with that name or number (from 1), or the first that
 * is not hidden. Raises 400 for a file that is damaged or too large, 422 for an unknown sheet.
 */
export function readXlsx(file: Uint8Array, sheet: string | undefined, limits: SheetLimits): TextRow[] {
  const allowed = allowance(file);
  const workbook = readWorkbook(file, allowed);
  const { part } = chooseSheet(workbook, sheet);
  const rows = readSheet(file, part, workbook, limits, allowed);
  const strings = readStrings(file, workbook.strings, wanted(rows), allowed);
  return rows.map(({ row, cells }) => ({
    line: row,
    cells: cells.map((value) => typeof value === "number" ? strings.get(value) ?? "" : value),
  }));
}

/** The sheet with that name or number, or the first that is not hidden. Raises 400 and 422. */
export function chooseSheet({ sheets }: Workbook, wanted: string | undefined): Workbook["sheets"][number] {
  const [first] = sheets;
  if (!first) throw unreadable("The spreadsheet has no sheet with cells");
  if (wanted === undefined) return sheets.find(({ isHidden }) => !isHidden) ?? first;
  const named = sheets.find(({ name }) => nameKey(name) === nameKey(wanted));
  const numbered = /^\d{1,4}$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined;
  const chosen = named ?? numbered;
  if (chosen) return chosen;
  const names = sheets.slice(0, 20).map(({ name }) => `'${name}'`).join(", ");
  const more = sheets.length > 20 ? ` and ${sheets.length - 20} more` : "";
  throw invalid(`The spreadsheet has no sheet '${wanted}'; it has ${names}${more}`);
}

function wanted(rows: SheetRow[]): Set<number> {
  return new Set(rows.flatMap(({ cells }) => cells.filter((value) => typeof value === "number")));
}

/** The shared texts at these places; the list is read no further than needed. */
function readStrings(
  file: Uint8Array,
  part: string | undefined,
  wanted: Set<number>,
  allowed: Allowance,
): Map<number, string> {
  const strings = new Map<number, string>();
  let place = 0;
  const write = textReader((text) => {
    if (wanted.has(place)) strings.set(place, text);
    place++;
  });
  if (wanted.size === 0) return strings;
  readParts(file, allowed, (name) =>
    name !== part ? undefined : (bytes) => {
      write(bytes);
      return strings.size === wanted.size;
    });
  return strings;
}
