import { storable } from "../../shared/input/text.ts";
import { type Mapping, matchColumns, unknownColumns } from "../../shared/read/columns.ts";
import { encodingWarnings, type Warning } from "../../shared/read/problem.ts";
import type { Formats } from "../../shared/read/formats.ts";
import { convertRows, storableRows, textsOf } from "../../shared/read/rows.ts";
import type { Table } from "../../shared/read/table.ts";
import { valueReaders } from "./csv_values.ts";
import { leaveOutForeignIds } from "./foreign_ids.ts";
import type { CheckedRows } from "./json_rows.ts";
import { fields } from "./opportunity.ts";
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
 * them, empty cells left out, or null if they clear their field. SQL checks the values. Raises 422 when the header or
 * the mapping is wrong.
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
  const texts = textsOf(file.rows, columns, values, clears);
  const readers = valueReaders(texts, formats, file.isSheet);
  const { rows, problems } = convertRows({ ...file, columns, texts, readers });
  const source = {
    columns: header,
    rows: storableRows(file.rows),
    lines: file.lines,
    delimiter: file.delimiter,
    unknown_columns: unknownColumns(columns),
    mapping,
    values,
    formats,
    warnings: [...warnings, ...encodingWarnings(file.encoding)],
  };
  return { opportunities: rows, problems, source };
}
