import type { Json } from "../data/database.types.ts";
import { tidy } from "../input/names.ts";
import { isStorable, storable } from "../input/text.ts";
import type { Column } from "./columns.ts";
import { faultText } from "./faults.ts";
import { quoteAdvice } from "./file_faults.ts";
import type { Problem } from "./problem.ts";
import type { Values } from "./formats.ts";
import type { Reader, Readers, Reading } from "./reading.ts";
import { unguard } from "./text.ts";
import { translator } from "./values.ts";

/** A row of a file with the names of our fields. */
export type FieldRow = { [field: string]: Json | undefined };

/** The texts of the fields of each row. */
export type RowTexts<Field extends string> = [Field, string][][];

/** Rows of cells as rows of fields, with what is wrong with their cells; `texts` as {@link textsOf} returns them. */
export function convertRows<Field extends string>(
  { rows, columns, texts, readers, isIntact, unclosed, firstRow = 1 }: {
    rows: string[][];
    columns: Column<Field>[];
    texts: RowTexts<Field>;
    readers: Readers<Field>;
    isIntact: boolean;
    /** The places of rows whose quotes do not match. */
    unclosed?: Set<number>;
    firstRow?: number;
  },
): { rows: FieldRow[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const converted = rows.map((cells, index) => {
    const row = firstRow + index;
    const fault = faultOf(cells.length, columns.length, unclosed?.has(index) ?? false);
    if (fault) {
      problems.push({ row, field: null, ...fault });
      return {};
    }
    const fields: FieldRow = {};
    for (const [field, text] of texts[index]!) {
      const reading = text === "" ? { value: null } : read(text, isIntact, readers[field]);
      fields[field] = "value" in reading ? reading.value : storable(text);
      if ("value" in reading) continue;
      problems.push({ row, field, code: reading.code, message: `${field} ${reading.message}` });
    }
    return fields;
  });
  return { rows: converted, problems };
}

/**
 * The text of each field of each row that has one, translated; if empty cells clear their field, also empty texts.
 * Of a ragged row nobody can say which is which.
 */
export function textsOf<Field extends string>(
  rows: string[][],
  columns: Column<Field>[],
  values: Values,
  clears = false,
): RowTexts<Field> {
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

/** All texts of a field. */
export function columnOf<Field extends string>(texts: RowTexts<Field>, field: Field): string[] {
  return texts.flatMap((row) => row.flatMap(([name, text]) => name === field ? [text] : []));
}

/** The rows of a file as the database can hold them. */
export function storableRows(rows: string[][]): string[][] {
  return rows.map((cells) => cells.every(isStorable) ? cells : cells.map(storable));
}

function read(text: string, isIntact: boolean, reader: Reader<Json> | undefined): Reading<Json> {
  if (!isStorable(text) || (!isIntact && text.includes("\uFFFD"))) {
    return { code: "characters", message: faultText("characters") };
  }
  return reader?.(text) ?? { value: text };
}

/** What is wrong with a row as a whole. */
function faultOf(
  cells: number,
  columns: number,
  isUnclosed: boolean,
): Pick<Problem, "code" | "message"> | undefined {
  if (isUnclosed) return { code: "quotes", message: `the quotes do not match: ${quoteAdvice}` };
  if (cells === columns) return undefined;
  const advice = cells > columns
    ? "quote a cell that holds the delimiter"
    : "leave a cell empty, but keep its delimiter";
  const message = `the row has ${cells} cells, the header has ${columns}; ${advice}`;
  return { code: "ragged_row", message };
}
