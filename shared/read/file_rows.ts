import { invalid } from "../http/problem.ts";
import { tidy } from "../input/names.ts";
import { storable } from "../input/text.ts";
import { isErrorColumn, type Mapping, matchColumns, type Target, unknownColumns } from "./columns.ts";
import type { Formats, Values } from "./formats.ts";
import { joinColumns } from "./joined_columns.ts";
import { encodingWarnings, type Problem, type Warning } from "./problem.ts";
import type { Readers } from "./reading.ts";
import { convertRows, type FieldRow, type RowTexts, storableRows, textsOf } from "./rows.ts";
import type { Table } from "./table.ts";
import { comparable } from "./text.ts";

/** What the rows of a file are. */
export interface RowKind<Field extends string> {
  target: Target<Field>;
  /** The readers of fields, by all texts of the file. */
  readers: (
    texts: RowTexts<Field>,
    formats: Formats,
    how: { isSheet?: boolean; rounds?: boolean },
  ) => Readers<Field>;
}

/** The file as sent. */
export type FileSource = {
  columns: string[];
  rows: string[][];
  lines: number[];
  delimiter: string | null;
  unknown_columns: string[];
  warnings: Warning[];
};

/** The rows of a file with our fields. SQL checks the values. Raises 422 when the header or the mapping is wrong. */
export function fileRows<Field extends string>(
  file: Table,
  { target, readers: readersOf }: RowKind<Field>,
  { mapping = {}, values = {}, formats = {}, round = false }: {
    mapping?: Mapping;
    values?: Values;
    formats?: Formats;
    round?: boolean;
  },
): { rows: FieldRow[]; problems: Problem[]; source: FileSource } {
  const header = file.columns.map(storable);
  if (Object.keys(mapping).length === 0) requireKnown(header, target.fields);
  const joined = joinColumns({ columns: header, rows: file.rows }, mapping);
  const columns = matchColumns(joined.columns, joined.mapping, target);
  const texts = textsOf(joined.rows, columns, values);
  const readers = readersOf(texts, formats, { isSheet: file.isSheet, rounds: round });
  const { rows, problems } = convertRows({ ...file, rows: joined.rows, columns, texts, readers });
  const source = {
    columns: header,
    rows: storableRows(file.rows),
    lines: file.lines,
    delimiter: file.delimiter,
    unknown_columns: unknownColumns(columns.filter((_, place) => !joined.spent.has(place))),
    warnings: encodingWarnings(file.encoding),
  };
  return { rows, problems, source };
}

/** Without a mapping a foreign column is more likely a typing error than one to leave out. */
function requireKnown(header: string[], fields: readonly string[]): void {
  const known = new Set(fields.map(comparable));
  const foreign = header.filter((name) =>
    name !== "" && !known.has(comparable(name)) && !isErrorColumn(name)
  );
  if (foreign.length === 0) return;
  throw invalid(foreign.map((name) => ({
    path: ["header"],
    code: "unknown_column",
    message: `column "${tidy(name)}" is none of ${fields.join(", ")}; with a mapping it would be left out`,
  })));
}
