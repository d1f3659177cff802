import { ApiError } from "../../shared/http/errors.ts";
import { comparable, isErrorColumn } from "./error_file.ts";
import { type Field, fields } from "./opportunity.ts";

/** `{"deal_stage": "stage"}`: a column's name and the field or fields that its cells fill. */
export type Mapping = Record<string, string | string[]>;

/** One column of a CSV file. */
export interface Column {
  /** As sent, or its position when it has no name. */
  name: string;
  /** Empty for a column that is unknown or left out. */
  fields: Field[];
}

interface Detail {
  path: string;
  code: string;
  message: string;
}

const fieldOf = new Map(fields.map((field) => [comparable(field), field]));

/**
 * Finds the fields that each column fills, by `mapping` first and by its name otherwise.
 * Raises 422 when the header or the mapping leaves a choice, or names what there is not.
 */
export function matchColumns(header: string[], mapping: Mapping): Column[] {
  const wanted = new Map(
    Object.entries(mapping).map(([name, target]) => [comparable(name), [target].flat()]),
  );
  const columns = header.map((sent, index): Column => {
    const name = comparable(sent);
    const targets = isErrorColumn(sent) ? [] : wanted.get(name) ?? [name];
    return {
      name: sent.trim() || `column ${index + 1}`,
      fields: targets.flatMap((target) => fieldOf.get(comparable(target)) ?? []),
    };
  });
  const details = [...repeated(header), ...misdirected(header, mapping), ...contested(columns)];
  if (details.length > 0) {
    throw new ApiError(422, "VALIDATION_ERROR", details.map(({ message }) => message).join("; "), {
      details,
    });
  }
  return columns;
}

/** The columns whose cells go nowhere, for the answer to name them. */
export function unknownColumns(columns: Column[]): string[] {
  return columns.filter(({ name, fields }) => fields.length === 0 && !isErrorColumn(name)).map(({ name }) =>
    name
  );
}

function repeated(header: string[]): Detail[] {
  return Map.groupBy(header.filter((name) => name.trim() !== ""), comparable).values()
    .filter((same) => same.length > 1)
    .map((same) =>
      detail("header", "duplicate_column", `the columns ${list(same)} have the same name, rename one`)
    )
    .toArray();
}

function misdirected(header: string[], mapping: Mapping): Detail[] {
  const present = new Set(header.map(comparable));
  return Object.entries(mapping).flatMap(([name, target]) => {
    const path = `mapping.${name}`;
    if (isErrorColumn(name)) {
      return [
        detail(
          path,
          "reserved_column",
          "the column 'error' is left out, because error files have it; rename it",
        ),
      ];
    }
    if (!present.has(comparable(name))) {
      return [
        detail(path, "unknown_column", `mapping names the column '${name}', and the file has no such column`),
      ];
    }
    return [target].flat().filter((field) => !fieldOf.has(comparable(field))).map((field) =>
      detail(
        path,
        "unknown_field",
        `mapping sends '${name}' to '${field}', must be one of ${fields.join(", ")}`,
      )
    );
  });
}

function contested(columns: Column[]): Detail[] {
  return fields.flatMap((field) => {
    const claims = columns.filter((column) => column.fields.includes(field)).map(({ name }) => name);
    if (new Set(claims.map(comparable)).size < 2) return []; // of one name: `repeated` says it
    return [
      detail(
        "mapping",
        "ambiguous_field",
        `the columns ${list(claims)} both fill ${field}, map or rename one`,
      ),
    ];
  });
}

function detail(path: string, code: string, message: string): Detail {
  return { path, code, message };
}

function list(names: string[]): string {
  return names.map((name) => `'${name.trim()}'`).join(" and ");
}
