import { writeNumber } from "./values.ts";
import type { Workbook } from "./workbook.ts";
import { unescaped } from "./xml.ts";

/** What is known of the cell that is being read. */
export interface Cell {
  column: number;
  type: string;
  style: number;
  text: string;
  /** What it is computed by; shown if the file does not keep the result. */
  formula: string;
}

export function newCell(column: number, { t = "n", s = "0" }: { t?: string; s?: string } = {}): Cell {
  return { column, type: t, style: Number(s), text: "", formula: "" };
}

/** What the cell shows; of a shared text its place in the list. */
export function valueOf(
  { type, style, text, formula }: Cell,
  { kinds, is1904 }: Pick<Workbook, "kinds" | "is1904">,
): string | number {
  if (text === "") return `=${formula}`;
  switch (type) {
    case "s":
      return Number(text);
    case "b":
      return text === "1" ? "true" : "false";
    case "n":
      return writeNumber(text, kinds[style] ?? "number", is1904);
    case "d":
      return text.replace(/T00:00:00(\.0+)?Z?$/, "");
    default:
      return unescaped(text);
  }
}

/** `B12` is 1. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase() ?? "A") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}
