import { nameKey } from "../input/names.ts";

/** A column name as names are compared: {@link nameKey}, without blanks, `_`, `-` and the apostrophe of a defused cell. */
export function comparable(name: string): string {
  return unguard(nameKey(name)).replaceAll(/[\s_-]/g, "");
}

/** The cell without the apostrophe that keeps spreadsheets from running it. */
export function unguard(cell: string): string {
  return /^'[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;
}
