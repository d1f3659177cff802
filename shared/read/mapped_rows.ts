import type { Json } from "../data/database.types.ts";
import { tidy } from "../input/names.ts";
import { isRecord } from "../input/record.ts";
import { storable } from "../input/text.ts";
import { type Mapping, matchColumns, type Target, unknownColumns } from "./columns.ts";
import type { Problem } from "./problem.ts";
import type { Values } from "./formats.ts";
import type { Readers } from "./reading.ts";
import type { FieldRow, RowTexts } from "./rows.ts";
import { translator } from "./values.ts";

/** How rows with another system's names become rows with ours. */
export interface RowMapping<Field extends string> {
  target: Target<Field>;
  mapping: Mapping;
  values: Values;
  /** The readers of fields, by the texts of all rows. */
  readers: (texts: RowTexts<Field>) => Readers<Field>;
  /** The JSON value that a field has for a text; the text itself if left out. */
  typed?: (field: Field, value: Json) => Json;
}

/**
 * JSON rows with another system's names, as rows with ours: names mapped, texts translated and read as in a CSV file,
 * other values as they are. Rows that are no objects stay for the caller to refuse. Raises 422 for a wrong mapping.
 */
export function mapRows<Field extends string>(
  rows: Json[],
  { target, mapping, values, readers, typed = (_, value) => value }: RowMapping<Field>,
): { rows: Json[]; problems: Problem[]; unknown_columns: string[] } {
  const header = [...new Set(rows.flatMap((row) => isRecord(row) ? Object.keys(row) : []))];
  const columns = matchColumns(header.map(storable), mapping, target);
  const fieldsOf = new Map(header.map((name, index) => [name, columns[index]!.fields]));
  const translate = translator(values);
  const mapped = rows.map((row) => isRecord(row) ? renamed(row, fieldsOf, translate) : row);
  const texts = mapped.map((row) => isRecord(row) ? textsOf(row, target.fields) : []);
  const readerOf = readers(texts);
  const problems: Problem[] = [];
  for (const [index, row] of mapped.entries()) {
    if (!isRecord(row)) continue;
    for (const [field, text] of texts[index]!) {
      const reading = readerOf[field]?.(text) ?? { value: text };
      if ("value" in reading) row[field] = typed(field, reading.value);
      else {
        delete row[field];
        problems.push({ row: index + 1, field, code: reading.code, message: `${field} ${reading.message}` });
      }
    }
  }
  return { rows: mapped, problems, unknown_columns: unknownColumns(columns) };
}

function renamed(
  row: FieldRow,
  fieldsOf: Map<string, string[]>,
  translate: (field: string, text: string) => string,
): FieldRow {
  const entries = Object.entries(row).flatMap(([name, value]) =>
    (fieldsOf.get(name) ?? []).map((field): [string, Json | undefined] => [
      field,
      typeof value === "string" ? translate(field, tidy(value)) : value,
    ])
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

function textsOf<Field extends string>(row: FieldRow, fields: readonly Field[]): [Field, string][] {
  return fields.flatMap((field): [Field, string][] => {
    const value = row[field];
    return typeof value === "string" ? [[field, value]] : [];
  });
}
