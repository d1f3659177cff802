import { stringify } from "csv-stringify/sync";
import type { z } from "@hono/zod-openapi";
import { fields } from "./opportunity.ts";
import type { BadRows } from "./schema.ts";

/**
 * The bad rows as sent with a last column `error`, as CSV.
 * Cells that a spreadsheet would run as a formula get a leading apostrophe, which `stripApostrophe` takes away again.
 */
export function errorFile({ columns, rows }: z.output<typeof BadRows>): string {
  const named = columns ?? keysOf(rows);
  const kept = named.flatMap((name, index) => isErrorColumn(name) ? [] : [{ name, index }]);
  const table = rows.map(({ record, errors }) => {
    const isCells = Array.isArray(record);
    const known = kept.map(({ name, index }) =>
      isCells ? record[index] : Object.hasOwn(record, name) ? record[name] : undefined
    );
    const surplus = isCells ? record.slice(named.length) : []; // after the error, which keeps its column
    return [...known.map(cell), errors.map(({ message }) => message).join("; "), ...surplus.map(cell)];
  });
  return csv([[...kept.map(({ name }) => name), "error"], ...table]);
}

/** Rows of cells as CSV; every cell that begins like a formula is defused. */
export function csv(table: string[][]): string {
  // The other delimiters are quoted too, so that the header tells which one is meant.
  return stringify(table, { escape_formulas: true, quoted_match: /[;\t\r\n]/ });
}

/** The cell without the apostrophe that keeps spreadsheets from running it. */
export function stripApostrophe(cell: string): string {
  return /^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;
}

/** Whether the column is the one that an error file adds. */
export function isErrorColumn(name: string): boolean {
  return comparable(name) === "error";
}

/** A column name as names are compared: case, spaces, `_` and the apostrophe of a defused cell do not count. */
export function comparable(name: string): string {
  return stripApostrophe(name).toLowerCase().replaceAll(/[\s_]/g, "");
}

/** The headers of an answer that is a CSV file to save. */
export function csvHeaders(filename: string): Record<string, string> {
  return {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${filename}"`,
  };
}

/** The keys of JSON rows: fields in their usual order, then what is none. */
function keysOf(rows: z.output<typeof BadRows>["rows"]): string[] {
  const keys = new Set(rows.flatMap(({ record }) => Object.keys(record)));
  const known: string[] = fields.filter((field) => keys.has(field));
  return [...new Set([...known, ...keys])];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
