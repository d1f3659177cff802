import type { Json } from "../../shared/data/database.types.ts";
import type { Warning } from "../../shared/read/problem.ts";

type Row = { [field: string]: Json | undefined };

/** The options that say which opportunity a row is. */
export interface MatchOptions {
  on_conflict?: string | undefined;
  on_missing?: string | undefined;
  match?: string | undefined;
}

/** What the warnings of a file are made of; collected part by part. */
export interface RowFacts {
  rows: number;
  /** `all`: no probability is above 1; `some`: one is above 0. */
  fractions: { all: boolean; some: boolean };
  /** The first id that a spreadsheet has shortened. */
  rounded: { row: number; id: string } | null;
  withoutId: number;
}

export const noFacts: RowFacts = {
  rows: 0,
  fractions: { all: true, some: false },
  rounded: null,
  withoutId: 0,
};

/** The facts of the rows before and of these. */
export function addFacts(before: RowFacts, rows: Row[]): RowFacts {
  const given = rows.flatMap(({ probability_percent }) =>
    probability_percent == null ? [] : [Number(probability_percent)]
  );
  const index = rows.findIndex(({ external_id }) => /^\d([.,]\d+)?E\+\d+$/i.test(String(external_id ?? "")));
  const rounded = index < 0 ? null : { row: before.rows + index + 1, id: String(rows[index]!.external_id) };
  return {
    rows: before.rows + rows.length,
    fractions: {
      all: before.fractions.all && given.every((value) => value >= 0 && value <= 1),
      some: before.fractions.some || given.some((value) => value > 0),
    },
    rounded: before.rounded ?? rounded,
    withoutId: before.withoutId +
      rows.filter(({ external_id }) => external_id == null || external_id === "").length,
  };
}

/** What a person should look at although nothing is wrong with one row. */
export function warningsOf(facts: RowFacts, options: MatchOptions): Warning[] {
  const { on_conflict, on_missing = "create", match = "external_id" } = options;
  const isRepeated = on_conflict === "update" && on_missing === "create" && match === "external_id";
  return [
    ...fractions(facts),
    ...roundedIds(facts),
    ...(isRepeated ? withoutIds(facts) : []),
  ];
}

function fractions({ fractions: { all, some } }: RowFacts): Warning[] {
  if (!all || !some) return [];
  const message = "all values of probability_percent are at most 1: 0.6 means 0.6 %; for 60 % send 60";
  return [{ field: "probability_percent", code: "all_fractions", message }];
}

function roundedIds({ rounded }: RowFacts): Warning[] {
  if (rounded === null) return [];
  const message = `external_id of row ${rounded.row} is '${rounded.id}', as a spreadsheet shortens long ` +
    "numbers: digits are lost; format the column as text and export again";
  return [{ field: "external_id", code: "rounded_ids", message }];
}

function withoutIds({ rows, withoutId }: RowFacts): Warning[] {
  if (withoutId === 0) return [];
  const message =
    `${withoutId} of ${rows} rows have no external_id: on_conflict=update creates them anew each time; ` +
    "match=name finds them by name";
  return [{ field: "external_id", code: "no_ids", message }];
}
