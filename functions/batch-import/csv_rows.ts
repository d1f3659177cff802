import { parseJson } from "../../shared/input/json.ts";
import type { CsvFile } from "../../shared/input/csv.ts";
import type { Json } from "../../shared/data/database.types.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { isStorable, storable } from "../../shared/input/text.ts";
import { stripApostrophe } from "./error_file.ts";
import type { CheckedRows } from "./json_rows.ts";
import { type Fault, faultMessage, storableJson } from "./json_values.ts";
import { type Mapping, matchColumns, unknownColumns } from "./match_columns.ts";
import type { Field } from "./opportunity.ts";
import type { Problem } from "./problem.ts";
import type { Values } from "./schema.ts";

/** What the error file is made of: the file as sent, as far as the database can hold it. */
export type Source = {
  columns: string[];
  rows: string[][];
  unknown_columns: string[];
  mapping: Mapping;
  values: Values;
};

/**
 * The rows of a CSV file as opportunities: cells trimmed, foreign values translated, empty cells left out. Numbers and
 * dates stay text, which SQL checks. Raises 422 when the header or the mapping is wrong.
 */
export function readRows(file: CsvFile, mapping: Mapping, values: Values): CheckedRows & { source: Source } {
  const header = file.columns.map(storable);
  const columns = matchColumns(header, mapping);
  const meanings = new Map(
    Object.entries(values).map(([field, pairs]) => [field, new Map(Object.entries(pairs))]),
  );
  const problems: Problem[] = [];

  const opportunities = file.rows.map((cells, index) => {
    const row = index + 1;
    if (cells.length !== columns.length) {
      problems.push({
        row,
        field: null,
        code: "ragged_row",
        message: raggedMessage(cells.length, columns.length),
      });
      return {};
    }
    const opportunity: { [field in Field]?: Json } = {};
    for (const [position, cell] of cells.entries()) {
      for (const field of columns[position]!.fields) {
        const text = stripApostrophe(cell).trim();
        if (text === "") continue;
        const { value, problem } = read(field, meanings.get(field)?.get(text) ?? text, file.isUtf8);
        opportunity[field] = value;
        if (problem) problems.push({ row, field, ...problem });
      }
    }
    return opportunity;
  });
  const rows = file.rows.map((cells) => cells.every(isStorable) ? cells : cells.map(storable));
  const source = { columns: header, rows, unknown_columns: unknownColumns(columns), mapping, values };
  return { opportunities, problems, source };
}

const encoder = new TextEncoder();

interface Reading {
  value?: Json;
  problem?: Pick<Problem, "code" | "message">;
}

function read(field: Field, text: string, isUtf8: boolean): Reading {
  if (!isStorable(text) || (!isUtf8 && text.includes("\uFFFD"))) {
    return {
      value: storable(text),
      problem: { code: "characters", message: faultMessage(field, "characters") },
    };
  }
  return field === "context" || field === "custom_context" ? readObject(field, text) : { value: text };
}

function readObject(field: Field, text: string): Reading {
  let value: Json;
  try {
    value = parseJson(encoder.encode(text)) as Json; // what JSON.parse makes is nothing else
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { problem: { code: "format", message: `${field} must be a JSON object like {"key": "value"}` } };
  }
  const faults = new Set<Fault>();
  const stored = storableJson(value, faults);
  const [fault] = faults;
  return fault
    ? { value: stored, problem: { code: fault, message: faultMessage(field, fault) } }
    : { value: stored };
}

function raggedMessage(cells: number, columns: number): string {
  const advice = cells > columns
    ? "quote a cell that holds the delimiter"
    : "leave a cell empty, but keep its delimiter";
  return `the row has ${cells} cells, the header has ${columns}; ${advice}`;
}
