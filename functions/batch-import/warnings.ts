import type { Json } from "../../shared/data/database.types.ts";
import type { Warning } from "./problem.ts";

type Row = { [field: string]: Json | undefined };

/** What a person should look at although nothing is wrong with one row. */
export function warningsOf(rows: Row[], on_conflict: string | undefined): Warning[] {
  return [
    ...fractions(rows),
    ...roundedIds(rows),
    ...(on_conflict === "update" ? withoutIds(rows) : []),
  ];
}

function fractions(rows: Row[]): Warning[] {
  const given = rows.flatMap(({ probability_percent }) =>
    probability_percent == null ? [] : [Number(probability_percent)]
  );
  if (!given.some((value) => value > 0) || !given.every((value) => value >= 0 && value <= 1)) return [];
  const message = "all values of probability_percent are at most 1: 0.6 means 0.6 %; for 60 % send 60";
  return [{ field: "probability_percent", code: "all_fractions", message }];
}

function roundedIds(rows: Row[]): Warning[] {
  const row = rows.findIndex(({ external_id }) => /^\d([.,]\d+)?E\+\d+$/i.test(String(external_id ?? "")));
  if (row < 0) return [];
  const message =
    `external_id of row ${row + 1} is '${rows[row]!.external_id}', as a spreadsheet shortens long ` +
    "numbers: digits are lost; format the column as text and export again";
  return [{ field: "external_id", code: "rounded_ids", message }];
}

function withoutIds(rows: Row[]): Warning[] {
  const missing = rows.filter(({ external_id }) => external_id == null || external_id === "").length;
  if (missing === 0) return [];
  const message =
    `${missing} of ${rows.length} rows have no external_id: on_conflict=update creates them anew each time`;
  return [{ field: "external_id", code: "no_ids", message }];
}
