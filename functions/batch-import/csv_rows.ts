import type { Json } from "../../shared/data/database.types.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { parseExactJson, withPlainNumbers } from "../../shared/input/exact_json.ts";
import { isStorable, storable } from "../../shared/input/text.ts";
import { type Column, type Mapping, matchColumns, unknownColumns } from "../../shared/read/columns.ts";
import { quoteAdvice } from "../../shared/read/file_faults.ts";
import type { Reader } from "../../shared/read/reading.ts";
import type { Table } from "../../shared/read/table.ts";
import { tidy } from "../../shared/input/names.ts";
import { unguard } from "../../shared/read/text.ts";
import { translator } from "../../shared/read/values.ts";
import { type Formats, valueReaders } from "./csv_values.ts";
import { leaveOutForeignIds } from "./foreign_ids.ts";
import type { CheckedRows } from "./json_rows.ts";
import { type Fault, faultMessage, storableJson } from "./json_values.ts";
import { type Field, fields } from "./opportunity.ts";
import type { Problem, Warning } from "./problem.ts";
import type { Values } from "./schema.ts";

/** What the error file is made of: the file as sent, as far as the database can hold it. */
export type Source = {
  columns: string[];
  rows: string[][];
  lines: number[];
  delimiter: string | null;
  unknown_columns: string[];
  mapping: Mapping;
  values: Values;
  formats: Formats;
  warnings: Warning[];
};

/** What the columns of a file may fill. */
export const target = { fields, needed: "name and organization (or organization_id)" };

/**
 * The rows of a CSV file as opportunities: cells trimmed, foreign values translated, numbers and dates as SQL writes
 * them, empty cells left out, or null if they clear their field. SQL checks the values. Raises 422 when the header or the mapping is wrong.
 */
export function readRows(
  file: Table,
  mapping: Mapping,
  values: Values,
  formats: Formats = {},
  clears = false,
): CheckedRows & { source: Source } {
  const header = file.columns.map(storable);
  const { columns, warnings } = leaveOutForeignIds(matchColumns(header, mapping, target), file.rows);
  warnings.push(...encodingWarnings(file.encoding));
  const texts = textsOf(file.rows, columns, values, clears);
  const readers = valueReaders(texts, formats, file.isSheet);
  const { opportunities, problems } = convertRows({ ...file, columns, texts, readers });
  const rows = file.rows.map((cells) => cells.every(isStorable) ? cells : cells.map(storable));
  const { lines, delimiter } = file;
  const unknown_columns = unknownColumns(columns);
  const source = {
    columns: header,
    rows,
    lines,
    delimiter,
    unknown_columns,
    mapping,
    values,
    formats,
    warnings,
  };
  return { opportunities, problems, source };
}

/** A guess that a person should check. */
export function encodingWarnings(encoding: string | null): Warning[] {
  if (encoding !== "windows-1252") return [];
  const message = "the file is not UTF-8 and was read as windows-1252; check letters with accents";
  return [{ field: null, code: "encoding", message }];
}

/** Rows of cells as opportunities; `texts` as {@link textsOf} returns them. */
export function convertRows({ rows, columns, texts, readers, isIntact, unclosed, firstRow = 1 }: {
  rows: string[][];
  columns: Column<Field>[];
  texts: [Field, string][][];
  readers: { [field in Field]?: Reader };
  isIntact: boolean;
  /** The places of rows whose quotes do not match. */
  unclosed?: Set<number>;
  firstRow?: number;
}): CheckedRows {
  const problems: Problem[] = [];
  const opportunities = rows.map((cells, index) => {
    const row = firstRow + index;
    if (unclosed?.has(index)) {
      problems.push({ row, field: null, code: "quotes", message: `the quotes do not match: ${quoteAdvice}` });
      return {};
    }
    if (cells.length !== columns.length) {
      const message = raggedMessage(cells.length, columns.length);
      problems.push({ row, field: null, code: "ragged_row", message });
      return {};
    }
    const opportunity: { [field in Field]?: Json } = {};
    for (const [field, text] of texts[index]!) {
      if (text === "") {
        opportunity[field] = null;
        continue;
      }
      const { value, problem } = read(field, text, isIntact, readers[field]);
      opportunity[field] = value;
      if (problem) problems.push({ row, field, ...problem });
    }
    return opportunity;
  });
  return { opportunities, problems };
}

/**
 * The text of each field of each row that has one, translated; if empty cells clear their field, also empty texts.
 * Of a ragged row nobody can say which is which.
 */
export function textsOf(
  rows: string[][],
  columns: Column<Field>[],
  values: Values,
  clears = false,
): [Field, string][][] {
  const translate = translator(values);
  return rows.map((cells) => {
    if (cells.length !== columns.length) return [];
    return columns.flatMap(({ fields }, position) => {
      const text = tidy(unguard(tidy(cells[position]!)));
      const meanings = fields.map((field): [Field, string] => [field, text && translate(field, text)]);
      return clears ? meanings : meanings.filter(([, meaning]) => meaning !== "");
    });
  });
}

const encoder = new TextEncoder();

interface Reading {
  value?: Json;
  problem?: Pick<Problem, "code" | "message">;
}

function read(field: Field, text: string, isIntact: boolean, reader: Reader | undefined): Reading {
  if (!isStorable(text) || (!isIntact && text.includes("\uFFFD"))) {
    return {
      value: storable(text),
      problem: { code: "characters", message: faultMessage(field, "characters") },
    };
  }
  if (field === "context" || field === "custom_context") return readObject(field, text);
  const reading = reader?.(text) ?? { value: text };
  if ("value" in reading) return reading;
  return { value: text, problem: { code: reading.code, message: `${field} ${reading.message}` } };
}

function readObject(field: Field, text: string): Reading {
  let value: Json;
  try {
    value = withPlainNumbers(parseExactJson(encoder.encode(text))) as Json; // exact numbers are numbers to JSON
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
