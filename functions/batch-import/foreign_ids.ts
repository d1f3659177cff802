import type { Column } from "../../shared/read/columns.ts";
import { tidy } from "../../shared/input/names.ts";
import type { Field } from "./opportunity.ts";
import type { Warning } from "../../shared/read/problem.ts";

const names = { organization_id: "organization", principal_id: "principal", product_id: "product" } as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Another system's `Organization ID` looks like our `organization_id`. Without one UUID in it the column is left out;
 * with some, and next to a name, a warning says what the column was taken for. A mapped column is meant.
 */
export function leaveOutForeignIds(
  columns: Column<Field>[],
  rows: string[][],
): { columns: Column<Field>[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const kept = columns.map((column, position) => {
    const [field] = column.fields;
    if (!field || !isReference(field) || column.isMapped) return column;
    const isNamed = columns.some(({ fields }) => fields.includes(names[field]));
    if (!isNamed && column.name === field) return column;
    const cells = rows.map((cells) => tidy(cells[position] ?? "")).filter((cell) => cell !== "");
    const isForeign = !cells.some((cell) => uuid.test(cell));
    if (!isForeign && !isNamed) return column;
    const message = isForeign
      ? `column '${column.name}' was left out: it has no UUIDs, so it is no ${field}`
      : `column '${column.name}' was taken for ${field}; mapping={"${column.name}": ""} leaves it out`;
    warnings.push({ field, code: "foreign_ids", message });
    return isForeign ? { ...column, fields: [] } : column;
  });
  return { columns: kept, warnings };
}

function isReference(field: Field): field is keyof typeof names {
  return Object.hasOwn(names, field);
}
