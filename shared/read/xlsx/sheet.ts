import { unreadable } from "../file_faults.ts";
import { type Allowance, readParts } from "./parts.ts";
import { columnOf, newCell, valueOf } from "./cell.ts";
import type { Workbook } from "./workbook.ts";
import { xmlReader } from "./xml.ts";

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

/**
 * The rows of a sheet with at least one cell that is not empty, at most `limits.rows`: formulas by their kept value,
 * days by their style. Raises 400 for a damaged part and 422 above the limits.
 */
export function readSheet(
  file: Uint8Array,
  part: string,
  workbook: Styles,
  limits: SheetLimits,
  allowed: Allowance,
): SheetRow[] {
  const rows: SheetRow[] = [];
  const write = sheetReader(workbook, limits, (row) => rows.push(row) === limits.rows);
  readParts(file, allowed, (name) =>
    name !== part ? undefined : (bytes) => {
      write(bytes);
      return rows.length === limits.rows;
    });
  return rows;
}

/** What is needed of a workbook to read its cells. */
export type Styles = Pick<Workbook, "kinds" | "is1904">;

/**
 * Reads the XML of a sheet as its bytes come and hands on each row that has a filled cell, as readSheet returns them,
 * until `take` returns true. `after`: the number of the row before the first.
 */
export function sheetReader(
  workbook: Styles,
  limits: Omit<SheetLimits, "rows">,
  take: (row: SheetRow) => boolean,
  after = 0,
): (bytes: Uint8Array) => void {
  let present: SheetRow = { row: after, cells: [] };
  let cell = newCell(-1);
  let cells = 0;
  let ignored = 0;
  let isText = false;
  let isFormula = false;
  let hasAll = false;

  return xmlReader({
    open: ({ name, attributes }) => {
      switch (name) {
        case "row":
          present = { row: Number(attributes.r ?? present.row + 1), cells: [] };
          cell = newCell(-1);
          break;
        case "c":
          cell = newCell(attributes.r ? columnOf(attributes.r) : cell.column + 1, attributes);
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
      if (hasAll) return;
      if (name === "v" || name === "t") isText = false;
      if (name === "f") isFormula = false;
      if (name === "rPh") ignored--;
      if (name === "c" && (cell.text !== "" || cell.formula !== "")) {
        if (cell.column >= limits.columns) throw tooWide(limits.columns);
        if (++cells > limits.cells) throw tooMany(limits.cells);
        present.cells[cell.column] = valueOf(cell, workbook);
      }
      if (name !== "row" || present.cells.length === 0) return;
      hasAll = take({ row: present.row, cells: Array.from(present.cells, (value) => value ?? "") });
    },
  });
}

function tooWide(columns: number) {
  return unreadable(
    `The sheet has more than ${columns.toLocaleString("en")} columns: delete those that you do not need`,
  );
}

function tooMany(cells: number) {
  return unreadable(`The sheet has more than ${cells.toLocaleString("en")} cells: split it`);
}
