/**
 * Lists as tables.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { Action } from "./action.tsx";
import { Failure } from "./error.tsx";
import { count } from "./format.ts";
import type { List } from "./load.ts";
import { Long } from "./long.tsx";
import { shortest, useShownRows } from "./shown_rows.ts";

const manyPages = 20;

export interface Column<Row> {
  title: string;
  cell(row: Row): ComponentChildren;
  isNumber?: boolean;
}

interface Properties<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf(row: Row): string | number;
}

export function Table<Row>({ caption, columns, rows, keyOf }: Properties<Row>) {
  const { region, first, last, above, below } = useShownRows(rows.length);
  const isLong = rows.length > shortest;
  return (
    <div
      ref={region}
      class={isLong ? "scrolling long" : "scrolling"}
      role="region"
      aria-label={caption}
      tabIndex={0}
    >
      <table aria-rowcount={isLong ? rows.length + 1 : undefined}>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? "number" : undefined}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {rows.slice(first, last).map((row, index) => (
            <tr key={keyOf(row)} aria-rowindex={isLong ? first + index + 2 : undefined}>
              {columns.map(({ title, cell, isNumber }) => (
                <td key={title} dir={isNumber ? undefined : "auto"} class={isNumber ? "number" : undefined}>
                  {isLong ? cell(row) : opened(cell(row))}
                </td>
              ))}
            </tr>
          ))}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** Rows of one height cut a text off by themselves. */
function opened(cell: ComponentChildren): ComponentChildren {
  return typeof cell === "string" ? <Long text={cell} /> : cell;
}

/** Takes the place of rows that are not in sight. */
function Gap({ height }: { height: number }) {
  return height > 0 ? <tr class="gap" aria-hidden="true" style={{ height: `${height}px` }} /> : null;
}

interface ListProperties<Row> extends Omit<Properties<Row>, "rows"> {
  list: List<Row>;
  /** What to do when there is nothing. */
  empty: ComponentChildren;
}

/** A list that says when it is read, empty or failed, and grows by a button. */
export function ListTable<Row>({ list, empty, ...table }: ListProperties<Row>) {
  if (list.error !== undefined) return <Failure error={list.error} retry={() => void list.reload()} />;
  if (!list.rows) return <p class="muted" aria-busy="true">Loading …</p>;
  if (list.rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <>
      <Table {...table} rows={list.rows} />
      {list.hasMore && (
        <p class="actions">
          <Action run={() => list.more()} kind="quiet">Show more</Action>
          {list.isLong && <Action run={() => list.more(manyPages)} kind="quiet">Show much more</Action>}
          <span class="muted">{count(list.rows.length)} shown</span>
        </p>
      )}
    </>
  );
}
