import { unreadable } from "../file_faults.ts";
import { type Allowance, readParts } from "./parts.ts";
import { writeNumber } from "./values.ts";
import type { Workbook } from "./workbook.ts";
import { unescaped, xmlReader } from "./xml.ts";

/** A row of a sheet; a number among its cells is the place of a text in the list that sheets share. */
export interface SheetRow {
  /** As the spreadsheet shows it, from 1. */
  row: number;
  cells: (string | number)[];
}

export interface SheetLimits {
  rows: number;
  cells: number;
  columns: number;
}

/** What is known of the cell that is being read. */
interface Cell {
  column: number;
  type: string;
  style: number;
  text: string;
  /** What it is computed by; shown if the file does not keep the result. */
  formula: string;
}

/**
 * The rows of a sheet with at least one cell that is not empty, at most `limits.rows`: formulas by their kept value,
 * days by their style. Raises 400 for a damaged part and 422 above the limits.
 */
export function readSheet(
  file: Uint8Array,
  part: string,
  { kinds, is1904 }: Pick<Workbook, "kinds" | "is1904">,
  limits: SheetLimits,
  allowed: Allowance,
): SheetRow[] {
  const rows: SheetRow[] = [];
  let present: SheetRow = { row: 0, cells: [] };
  let cell: Cell = { column: -1, type: "n", style: 0, text: "", formula: "" };
  let cells = 0;
  let ignored = 0;
  let isText = false;
  let isFormula = false;
  let hasAll = false;

  const write = xmlReader({
    open: ({ name, attributes }) => {
      switch (name) {
        case "row":
          present = { row: Number(attributes.r ?? present.row + 1), cells: [] };
          cell = { ...cell, column: -1 };
          break;
        case "c":
          cell = {
            column: attributes.r ? columnOf(attributes.r) : cell.column + 1,
            type: attributes.t ?? "n",
            style: Number(attributes.s ?? 0),
            text: "",
            formula: "",
          };
          break;
        case "rPh": // how a text is spoken
          ignored++;
          break;
        case "v":
        case "t":
          isText = ignored === 0;
          break;
        case "f":
          isFormula = true;
      }
    },
    text: (text) => {
      if (isText) cell.text += text;
      if (isFormula) cell.formula += text;
    },
    close: (name) => {
      if (name === "v" || name === "t") isText = false;
      if (name === "f") isFormula = false;
      if (name === "rPh") ignored--;
      if (name === "c" && (cell.text !== "" || cell.formula !== "")) {
        if (cell.column >= limits.columns) throw tooWide(limits.columns);
        if (++cells > limits.cells) throw tooMany(limits.cells);
        present.cells[cell.column] = valueOf(cell);
      }
      if (name !== "row" || present.cells.length === 0 || hasAll) return;
      rows.push({ row: present.row, cells: Array.from(present.cells, (value) => value ?? "") });
      hasAll = rows.length === limits.rows;
    },
  });

  const valueOf = ({ type, style, text, formula }: Cell): string | number => {
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
  };

  readParts(file, allowed, (name) =>
    name !== part ? undefined : (bytes) => {
      write(bytes);
      return hasAll;
    });
  return rows;
}

/** `B12` is 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase() ?? "A") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

function tooWide(columns: number) {
  return unreadable(
    `The sheet has more than ${columns.toLocaleString("en")} columns: delete those that you do not need`,
  );
}

function tooMany(cells: number) {
  return unreadable(`The sheet has more than ${cells.toLocaleString("en")} cells: split it`);
}
