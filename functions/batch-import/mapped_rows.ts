import type { Json } from "../../shared/data/database.types.ts";
import { storable } from "../../shared/input/text.ts";
import { type Mapping, matchColumns, unknownColumns } from "../../shared/read/columns.ts";
import { tidy } from "../../shared/input/names.ts";
import { translator } from "../../shared/read/values.ts";
import { target } from "./csv_rows.ts";
import { type Formats, valueReaders } from "./csv_values.ts";
import type { Field } from "./opportunity.ts";
import type { Problem } from "./problem.ts";
import type { Values } from "./schema.ts";

type Row = { [name: string]: Json | undefined };

/**
 * JSON rows with another system's names, as rows with ours: names mapped, texts translated and read as in a CSV file,
 * other values as they are. Rows that are no objects stay for the caller to refuse. Raises 422 for a wrong mapping.
 */
export function mapRows(
  rows: Json[],
  mapping: Mapping,
  values: Values,
  formats: Formats,
): { rows: Json[]; problems: Problem[]; unknown_columns: string[] } {
  const header = [...new Set(rows.flatMap((row) => isObject(row) ? Object.keys(row) : []))];
  const columns = matchColumns(header.map(storable), mapping, target);
  const fieldsOf = new Map(header.map((name, index) => [name, columns[index]!.fields]));
  const translate = translator(values);
  const mapped = rows.map((row) => isObject(row) ? renamed(row, fieldsOf, translate) : row);
  const texts = mapped.map((row) => isObject(row) ? textsOf(row) : []);
  const readers = valueReaders(texts, formats);
  const problems: Problem[] = [];
  for (const [index, row] of mapped.entries()) {
    if (!isObject(row)) continue;
    for (const [field, text] of texts[index]!) {
      const reading = readers[field]?.(text) ?? { value: text };
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
  row: Row,
  fieldsOf: Map<string, Field[]>,
  translate: (field: string, text: string) => string,
): Row {
  const entries = Object.entries(row).flatMap(([name, value]) =>
    (fieldsOf.get(name) ?? []).map((field): [string, Json | undefined] => [
      field,
      typeof value === "string" ? translate(field, tidy(value)) : value,
    ])
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

function textsOf(row: Row): [Field, string][] {
  return target.fields.flatMap((field): [Field, string][] => {
    const value = row[field];
    return typeof value === "string" ? [[field, value]] : [];
  });
}

/** The JSON type that a field has; text that is no number is left for the check of the row to refuse. */
function typed(field: Field, text: string): Json {
  const number = Number(text);
  return field === "probability_percent" && Number.isFinite(number) ? number : text;
}

function isObject(value: Json): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
