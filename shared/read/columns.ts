import { ApiError } from "../http/errors.ts";
import { tidy } from "../input/names.ts";
import { comparable } from "./text.ts";

/** `{"deal_stage": "stage"}`: a column's name and the field or fields that its cells fill; empty: left out. */
export type Mapping = Record<string, string | string[] | null>;

/** One column of a CSV file. */
export interface Column<Field extends string> {
  /** As sent, or its position when it has no name. */
  name: string;
  /** Empty for a column that is unknown or left out. */
  fields: Field[];
  /** True if the mapping names the column. */
  isMapped: boolean;
}

/** What rows are made of. */
export interface Target<Field extends string> {
  fields: readonly Field[];
  /** The fields that every row needs, in words. */
  needed: string;
}

interface Detail {
  path: string;
  code: string;
  message: string;
}

/** The columns of a header that is right; raises 422 with what {@link findColumns} finds wrong. */
export function matchColumns<Field extends string>(
  header: string[],
  mapping: Mapping,
  target: Target<Field>,
): Column<Field>[] {
  const { columns, details } = findColumns(header, mapping, target);
  if (details.length === 0) return columns;
  throw new ApiError(422, "VALIDATION_ERROR", details.map(({ message }) => message).join("; "), { details });
}

/**
 * Finds the fields that each column fills, by `mapping` first and by its name otherwise. `details` is empty unless the
 * header or the mapping leaves a choice or names an unknown column or field, or no column is known.
 */
export function findColumns<Field extends string>(
  header: string[],
  mapping: Mapping,
  { fields, needed }: Target<Field>,
): { columns: Column<Field>[]; details: Detail[] } {
  const fieldOf = new Map(fields.map((field) => [comparable(field), field]));
  const wanted = new Map(Object.entries(mapping).map(([name, to]) => [comparable(name), targetsOf(to)]));
  const columns = header.map((sent, index): Column<Field> => {
    const name = comparable(sent);
    const targets = isErrorColumn(sent) ? [] : wanted.get(name) ?? [name];
    return {
      name: tidy(sent) || `column ${index + 1}`,
      fields: targets.flatMap((target) => fieldOf.get(comparable(target)) ?? []),
      isMapped: wanted.has(name),
    };
  });
  const details = [
    ...repeated(columns),
    ...misdirected(header, mapping, fields),
    ...contested(columns, fields),
  ];
  if (details.length === 0 && columns.every((column) => column.fields.length === 0)) {
    details.push(detail("header", "unknown_columns", nothingKnown(columns, needed)));
  }
  return { columns, details };
}

/** The columns whose cells go nowhere, for the answer to name them. */
export function unknownColumns<Field extends string>(columns: Column<Field>[]): string[] {
  return columns.flatMap(({ name, fields }) => fields.length === 0 && !isErrorColumn(name) ? [name] : []);
}

/** True for the column that an error file adds. */
export function isErrorColumn(name: string): boolean {
  return comparable(name) === "error";
}

function targetsOf(to: Mapping[string]): string[] {
  return [to ?? []].flat().filter((field) => field !== "");
}

/** Columns of one name matter only if their cells go somewhere. */
function repeated(columns: Column<string>[]): Detail[] {
  const filling = columns.filter(({ fields }) => fields.length > 0);
  return Map.groupBy(filling, ({ name }) => comparable(name)).values()
    .filter((same) => same.length > 1)
    .map((same) => {
      const names = list(same.map(({ name }) => name));
      return detail("header", "duplicate_column", `the columns ${names} have the same name, rename one`);
    })
    .toArray();
}

function misdirected(header: string[], mapping: Mapping, fields: readonly string[]): Detail[] {
  const present = new Set(header.map(comparable));
  const known = new Set(fields.map(comparable));
  return Object.entries(mapping).flatMap(([name, to]) => {
    const path = `mapping.${name}`;
    if (isErrorColumn(name)) {
      const message = "the column 'error' is left out, because error files have it; rename it";
      return [detail(path, "reserved_column", message)];
    }
    if (!present.has(comparable(name))) {
      const message = `mapping names the column '${name}', and the file has no such column`;
      return [detail(path, "unknown_column", message)];
    }
    return targetsOf(to).filter((field) => !known.has(comparable(field))).map((field) => {
      const message = `mapping sends '${name}' to '${field}', must be one of ${fields.join(", ")}`;
      return detail(path, "unknown_field", message);
    });
  });
}

function contested(columns: Column<string>[], fields: readonly string[]): Detail[] {
  return fields.flatMap((field) => {
    const claims = columns.filter((column) => column.fields.includes(field)).map(({ name }) => name);
    if (new Set(claims.map(comparable)).size < 2) return []; // of one name: `repeated` says it
    const message = `the columns ${list(claims)} both fill ${field}, map or rename one`;
    return [detail("mapping", "ambiguous_field", message)];
  });
}

function nothingKnown(columns: Column<string>[], needed: string): string {
  const seen = columns.slice(0, 20).map(({ name }) => `'${name}'`).join(", ");
  const more = columns.length > 20 ? ` and ${columns.length - 20} more` : "";
  return `the file has the columns ${seen}${more}, and none of them is known; ${needed} are needed: ` +
    `rename columns, or say what they are with mapping={"${columns[0]?.name ?? "a column"}": "field"}`;
}

function detail(path: string, code: string, message: string): Detail {
  return { path, code, message };
}

function list(names: string[]): string {
  return names.map((name) => `'${name}'`).join(" and ");
}
