import type { Json } from "../../shared/data/database.types.ts";
import { type Fault, faultText, storableJson } from "../../shared/read/faults.ts";
import { isRecord } from "../../shared/input/record.ts";
import { isStorableJson } from "../../shared/input/text.ts";
import type { Problem } from "../../shared/read/problem.ts";
import { type Field, fields, NewOpportunity } from "./opportunity.ts";

type Row = { [field: string]: Json | undefined };

/** More of one row than a person reads. */
const maxUnknownFields = 20;

/** Rows ready for `import_opportunities`, with what is wrong with their form. */
export interface CheckedRows {
  opportunities: Row[];
  problems: Problem[];
}

/** Checks the form of JSON rows: objects, known fields, JSON types, storable characters. Values are SQL's. */
export function checkRows(rows: Json[]): CheckedRows {
  const problems: Problem[] = [];
  const opportunities = rows.map((sent, index) => {
    const row = index + 1;
    if (!isRecord(sent)) {
      problems.push({
        row,
        field: null,
        code: "type",
        message: `the row is ${kindOf(sent)}, must be an object`,
      });
      return {};
    }
    const { record, faults } = repaired(sent);
    const wrong = NewOpportunity.safeParse(record).error?.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.slice(0, maxUnknownFields).map(unknownField)
        : wrongType(String(issue.path[0]), record)
    ) ?? [];
    const known = [...faults].filter(([name]) =>
      isField(name) && !wrong.some(({ field }) => field === name)
    );
    for (const problem of [...wrong, ...known.map(([field, fault]) => faulty(field, fault))]) {
      problems.push({ row, ...problem });
    }
    return record;
  });
  return { opportunities, problems };
}

type FieldProblem = Omit<Problem, "row">;

/** The row itself, unless something in it had to be replaced. */
function repaired(sent: Row): { record: Row; faults: Map<string, Fault> } {
  const faults = new Map<string, Fault>();
  if (isStorableJson(sent)) return { record: sent, faults };
  const entries = Object.entries(sent).map(([key, value]): [string, Json] => {
    const found = new Set<Fault>();
    const name = String(storableJson(key, found));
    const stored = storableJson(value, found);
    for (const fault of found) faults.set(name, fault);
    return [name, stored];
  });
  return { record: Object.fromEntries(entries), faults };
}

function unknownField(sent: string): FieldProblem {
  const name = sent.length > 100 ? `${sent.slice(0, 100)}…`.toWellFormed() : sent;
  const known = fields.find((field) => field === name.toLowerCase().replaceAll(/[\s-]/g, "_"));
  const hint = known ? `, did you mean ${known}?` : " of an opportunity";
  return { field: name, code: "unknown_field", message: `${name} is not a field${hint}` };
}

function wrongType(field: string, record: Row): FieldProblem {
  return {
    field,
    code: "type",
    message: `${field} is ${kindOf(record[field])}, must be ${expected[field as Field] ?? "a string"}`,
  };
}

const expected: { [field in Field]?: string } = {
  probability_percent: "a number",
  amount: "a number or a decimal string",
  context: "an object",
  custom_context: "an object",
};

function faulty(field: string, fault: Fault): FieldProblem {
  return { field, code: fault, message: `${field} ${faultText(fault)}` };
}

function isField(name: string): name is Field {
  return Object.hasOwn(NewOpportunity.shape, name);
}

function kindOf(value: Json | undefined): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
