import type { z } from "@hono/zod-openapi";
import type { findColumns } from "../../shared/read/columns.ts";
import type { Table } from "../../shared/read/table.ts";
import type { Analysis } from "./analysis_schema.ts";
import type { readRows } from "./csv_rows.ts";
import { type Field, stages } from "./opportunity.ts";
import { tidyRows } from "./tidy_rows.ts";
import { addFacts, noFacts, warningsOf } from "./warnings.ts";

type Found = z.output<typeof Analysis>["problems"][number];
type Columns = ReturnType<typeof findColumns<Field>>;
type Rows = ReturnType<typeof readRows>;

/** More problems than a person reads. */
const most = 100;

/** What an import would say of the file: of its header, its columns and its rows. */
export function problemsOf(file: Table, { columns, details }: Columns, read: Rows | undefined): Found[] {
  const rows = tidyRows(read?.opportunities ?? [], false);
  const warnings = read ? [...read.source.warnings, ...warningsOf(addFacts(noFacts, rows), {})] : [];
  return [
    ...details.map(({ code, message }) => ofFile("error", null, code, message)),
    ...(details.length === 0 ? missing(columns) : []),
    ...(file.rows.length === 0
      ? [ofFile("error", null, "header_only", "there is a header row only: add at least one row below it")]
      : []),
    ...(read?.problems ?? []).map(({ row, field, code, message }) =>
      ofRow(file, row, { field, code, message })
    ),
    ...unknownStages(file, rows),
    ...warnings.map(({ field, code, message }) => ofFile("warning", field, code, message)),
  ].slice(0, most);
}

function missing(columns: Columns["columns"]): Found[] {
  const columnOf = (field: Field) => columns.find(({ fields }) => fields.includes(field))?.name;
  const lacks = (field: Field, advice: string) =>
    ofFile("error", field, "required", `no column was recognized as ${field}: ${advice}`);
  const id = columnOf("external_id");
  const say = "say which one it is with mapping";
  return [
    ...(columnOf("name") ? [] : [
      lacks("name", id ? `${say}, or use mapping={${JSON.stringify(id)}: ["external_id", "name"]}` : say),
    ]),
    ...(columnOf("organization") || columnOf("organization_id") ? [] : [lacks("organization", say)]),
  ];
}

/** One problem a value, at its first row. */
function unknownStages(file: Table, rows: ReturnType<typeof tidyRows>): Found[] {
  const seen = new Set<string>();
  return rows.flatMap(({ stage }, index) => {
    if (typeof stage !== "string" || stages.some((known) => known === stage) || seen.has(stage)) return [];
    seen.add(stage);
    const message = `stage is '${stage}', must be one of ${stages.join(", ")}; ` +
      `say what it means with values={"stage": {${JSON.stringify(stage)}: "${stages[0]}"}}`;
    return [ofRow(file, index + 1, { field: "stage", code: "unknown_value", message })];
  });
}

function ofFile(severity: Found["severity"], field: string | null, code: string, message: string): Found {
  return { severity, row: null, line: null, field, code, message };
}

function ofRow(file: Table, row: number, problem: Pick<Found, "field" | "code" | "message">): Found {
  return { severity: "error", row, line: file.lines[row - 1] ?? null, ...problem };
}
