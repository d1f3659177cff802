import type { Json } from "../../shared/data/database.types.ts";
import { round } from "../../shared/read/numbers.ts";
import { nameKey, tidy } from "../../shared/input/names.ts";
import type { CheckedRows } from "./json_rows.ts";
import { stages } from "./opportunity.ts";

type Row = CheckedRows["opportunities"][number];

/** The rows of any content type with the same names for the same things: `Won ` is won, and `eur` is EUR. */
export function tidyRows(rows: Row[], rounds: boolean): Row[] {
  return rows.map((row) => {
    let better = row;
    for (const [field, value] of Object.entries(row)) {
      const text = tidied(field, value, rounds);
      if (text !== value) better = { ...better, [field]: text };
    }
    return better;
  });
}

function tidied(field: string, value: Json | undefined, rounds: boolean): Json | undefined {
  if (rounds && field === "amount" && typeof value === "number") return round(String(value));
  if (rounds && field === "probability_percent" && typeof value === "number") {
    return Number(round(String(value)));
  }
  if (typeof value !== "string") return value;
  const text = tidy(value);
  switch (field) {
    case "amount":
    case "probability_percent":
      return rounds ? round(text) : text;
    case "stage": {
      const name = nameKey(text);
      return stages.find((stage) => stage === name) ?? text;
    }
    case "currency":
      return /^[a-z]{3}$/i.test(text) ? text.toUpperCase() : text;
    default:
      return text;
  }
}
