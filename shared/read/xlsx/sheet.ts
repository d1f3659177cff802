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
  workbook: Pick<Workbook, "kinds" | "is1904">,
  limits: SheetLimits,
  allowed: Allowance,
): SheetRow[] {
  const rows: SheetRow[] = [];
  let present: SheetRow = { row: 0, cells: [] };
  let cell = newCell(-1);
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
      rows.push({ row: present.row, cells: Array.from(present.cells, (value) => value ?? "") });
      hasAll = rows.length === limits.rows;
    },
  });

  readParts(file, allowed, (name) =>
    name !== part ? undefined : (bytes) => {
      write(bytes);
      return hasAll;
    });
  return rows;
}

function tooWide(columns: number) {
  return unreadable(
    `The sheet has more than ${columns.toLocaleString("en")} columns: delete those that you do not need`,
  );
}

function tooMany(cells: number) {
  return unreadable(`The sheet has more than ${cells.toLocaleString("en")} cells: split it`);
}
