import type { z } from "@hono/zod-openapi";
import { storable } from "../../shared/input/text.ts";
import { findColumns, type Mapping } from "../../shared/read/columns.ts";
import { dateFormatOf } from "../../shared/read/dates.ts";
import { numberFormatOf } from "../../shared/read/numbers.ts";
import type { Table } from "../../shared/read/table.ts";
import { tidy } from "../../shared/input/names.ts";
import { comparable, unguard } from "../../shared/read/text.ts";
import { readRows, target } from "./csv_rows.ts";
import type { Formats } from "../../shared/read/formats.ts";
import type { Field } from "./opportunity.ts";
import { problemsOf } from "./analysis_problems.ts";
import type { Analysis } from "./analysis_schema.ts";
import type { Values } from "./schema.ts";
import { suggestColumns, type Suggestion } from "./suggest_columns.ts";
import { suggestValues } from "./suggest_values.ts";

/** What the caller has decided already; the rest is suggested. */
export interface Given {
  mapping?: Mapping;
  values?: Values;
  formats?: Formats;
}

/**
 * What an import would do with this file: what each column is, with which mapping, values and formats it goes in, and
 * what would be wrong then. It takes the same steps as the import.
 */
export function analyse(file: Table, given: Given): z.output<typeof Analysis> {
  const header = file.columns.map(storable);
  const texts = header.map((_, column) => textsOf(file.rows, column));
  const suggestions = suggestColumns(header, (column) => texts[column]!);
  const chosen = header.map((name, column) => chosenFor(name, suggestions[column]!, given.mapping ?? {}));
  const mapping = mappingOf(header, chosen, given.mapping ?? {});
  const byField = textsByField(chosen, texts);
  const values = { ...suggestValues(byField), ...given.values };
  const formats = formatsOf(byField, values, given.formats ?? {});
  const found = findColumns(header, mapping, target);
  const isRight = found.details.length === 0 && file.rows.length > 0;
  const read = isRight ? readRows(file, mapping, values, formats) : undefined;
  return {
    encoding: file.encoding,
    delimiter: file.delimiter,
    columns: header.map((sent, column) => ({
      name: tidy(sent) || `column ${column + 1}`,
      suggestion: chosen[column]!.field,
      confidence: chosen[column]!.confidence,
      samples: samplesOf(texts[column]!),
      looks_like: suggestions[column]!.looks_like,
    })),
    formats: { number: formats.number ?? "auto", date: formats.date ?? "auto" },
    mapping,
    values,
    rows: file.rows.length,
    problems: problemsOf(file, found, read),
  };
}

type Choice = Pick<Suggestion, "confidence"> & { field: Field | null };

/** A column that the caller mapped is what they say. */
function chosenFor(name: string, suggestion: Suggestion, mapping: Mapping): Choice {
  const sent = Object.entries(mapping).find(([column]) => comparable(column) === comparable(name));
  if (!sent) return suggestion;
  const [to] = [sent[1] ?? []].flat();
  const field = target.fields.find((field) => comparable(field) === comparable(to ?? ""));
  return { field: field ?? null, confidence: 1 };
}

/** The given mapping, with the columns that an import would not see by itself, or would take for a field of ours. */
function mappingOf(header: string[], chosen: Choice[], given: Mapping): Mapping {
  const own = new Set(target.fields.map(comparable));
  const settled = new Set(Object.keys(given).map(comparable));
  const added: [string, string][] = [];
  for (const [column, sent] of header.entries()) {
    const [name, field] = [comparable(sent), chosen[column]!.field];
    const isPlain = field === null ? !own.has(name) : comparable(field) === name;
    if (name === "" || settled.has(name)) continue;
    if (field !== null) settled.add(name);
    if (!isPlain) added.push([tidy(sent), field ?? ""]);
  }
  return { ...Object.fromEntries(added), ...given };
}

/** The texts of a column that has any, as an import trims them. */
function textsOf(rows: string[][], column: number): string[] {
  return rows.map((cells) => storable(tidy(unguard(tidy(cells[column] ?? ""))))).filter((text) =>
    text !== ""
  );
}

function textsByField(chosen: Choice[], texts: string[][]): Map<Field, string[]> {
  return new Map(chosen.flatMap(({ field }, column) => field ? [[field, texts[column]!] as const] : []));
}

function formatsOf(texts: Map<Field, string[]>, values: Values, given: Formats): Formats {
  const written = (field: Field) =>
    (texts.get(field) ?? []).filter((text) => !Object.hasOwn(values[field] ?? {}, text));
  return {
    number: given.number ?? numberFormatOf([written("amount"), written("probability_percent")]),
    date: given.date ?? dateFormatOf(written("expected_close_date")),
  };
}

function samplesOf(texts: string[]): string[] {
  const different = new Set<string>();
  for (const text of texts) {
    different.add(text.length > 100 ? `${text.slice(0, 99).toWellFormed()}…` : text);
    if (different.size === 5) break;
  }
  return [...different];
}
