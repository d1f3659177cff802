import { stringify } from "csv-stringify/sync";
import { z } from "@hono/zod-openapi";
import { isErrorColumn } from "./columns.ts";

/** The rows of an error file. */
export const BadRows = z.object({
  /** The header as it was sent; null when the rows came as JSON. */
  columns: z.array(z.string()).nullable(),
  /** Of the file as it was sent. */
  delimiter: z.string().nullish(),
  rows: z.array(z.object({
    row: z.int(),
    /** The cells under `columns`, or the JSON object. */
    record: z.union([z.array(z.unknown()), z.looseObject({})]),
    errors: z.array(z.object({ message: z.string() })),
  })),
});

type Bad = z.output<typeof BadRows>;

/**
 * The bad rows as sent with a last column `error`, as CSV; keys of JSON rows in the order of `fields`.
 * Cells that a spreadsheet would run as a formula get a leading apostrophe, which `unguard` takes away again.
 */
export function errorFile({ columns, rows, delimiter }: Bad, fields: readonly string[]): string {
  const named = columns ?? keysOf(rows, fields);
  const header = [...named.filter((name) => !isErrorColumn(name)), "error"];
  return csv([header, ...errorTable(named, rows)], delimiter ?? ",");
}

/** More rows of an {@link errorFile} of a CSV file. */
export function moreErrors({ columns, rows, delimiter }: Bad): string {
  return csvRows(errorTable(columns ?? [], rows), delimiter ?? ",");
}

function errorTable(named: string[], rows: Bad["rows"]): string[][] {
  const kept = named.flatMap((name, index) => isErrorColumn(name) ? [] : [{ name, index }]);
  return rows.map(({ record, errors }) => {
    const isCells = Array.isArray(record);
    const known = kept.map(({ name, index }) =>
      isCells ? record[index] : Object.hasOwn(record, name) ? record[name] : undefined
    );
    const surplus = isCells ? record.slice(named.length) : []; // after the error, which keeps its column
    return [...known.map(cell), errors.map(({ message }) => message).join("; "), ...surplus.map(cell)];
  });
}

/**
 * Rows of cells as CSV, with a byte order mark, by which spreadsheets know UTF-8. Every cell that begins like a formula
 * is defused.
 */
export function csv(table: string[][], delimiter = ","): string {
  return "\uFEFF" + csvRows(table, delimiter);
}

/**
 * The other delimiters are quoted too, so that the header tells which one is meant. The library escapes every beginning
 * of a formula but a line feed, which some spreadsheets skip.
 */
function csvRows(table: string[][], delimiter: string): string {
  const escaped = table.map((cells) => cells.map((text) => text.startsWith("\n") ? `'${text}` : text));
  return stringify(escaped, { delimiter, escape_formulas: true, quoted_match: /[,;|\t\r\n]/ });
}

/** The headers of an answer that is a CSV file to save. */
export function csvHeaders(filename: string): Record<string, string> {
  return {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${filename}"`,
  };
}

/** The keys of JSON rows: fields in their usual order, then what is none. */
function keysOf(rows: Bad["rows"], fields: readonly string[]): string[] {
  const keys = new Set(rows.flatMap(({ record }) => Object.keys(record)));
  const known = fields.filter((field) => keys.has(field));
  return [...new Set([...known, ...keys])];
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
