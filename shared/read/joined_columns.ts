import { tidy } from "../input/names.ts";
import type { Mapping } from "./columns.ts";
import type { Table } from "./table.ts";
import { comparable } from "./text.ts";

/** A table whose joined cells stand in one column each; `mapping` leaves out the others. */
export interface Joined {
  columns: string[];
  rows: string[][];
  mapping: Mapping;
  /** The places of columns that went into another one. */
  spent: Set<number>;
}

/**
 * Joins the columns that a mapping names together: with `{"Date+Time": "started_at"}` the cells of `Date` and `Time`
 * stand in one column, a blank between them. A name that is a column itself, or of which a part is not there, is left
 * for `matchColumns` to judge.
 */
export function joinColumns({ columns, rows }: Pick<Table, "columns" | "rows">, mapping: Mapping): Joined {
  const places = new Map(columns.map((name, place) => [comparable(name), place]));
  const mapped = new Set(Object.keys(mapping).map(comparable));
  const joined: Joined = { columns: [...columns], rows, mapping, spent: new Set() };
  for (const name of Object.keys(mapping)) {
    const parts = name.split("+").map(comparable);
    const from = parts.flatMap((part) => places.get(part) ?? []);
    const [place, ...others] = from.filter((place) => !mapped.has(comparable(columns[place]!)));
    if (places.has(comparable(name)) || parts.length < 2 || from.length < parts.length) continue;
    if (place === undefined || joined.spent.has(place)) continue;
    joined.columns[place] = name;
    joined.rows = joined.rows.map((cells) =>
      cells.length === columns.length ? cells.with(place, textOf(cells, from)) : cells
    );
    joined.mapping = {
      ...joined.mapping,
      ...Object.fromEntries(others.map((other) => [columns[other]!, ""])),
    };
    for (const other of others) joined.spent.add(other);
  }
  return joined;
}

function textOf(cells: string[], places: number[]): string {
  return tidy(places.map((place) => tidy(cells[place]!)).join(" "));
}
