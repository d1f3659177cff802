import { z } from "@hono/zod-openapi";
import { base64url } from "jose";
import { ApiError } from "./errors.ts";
import { moment } from "../input/time.ts";

/** The query parameters of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({
    description: "Rows per page",
    example: 20,
  }),
  cursor: z.string().min(1).max(1000).optional().openapi({
    description: "`next_cursor` of the previous page",
  }),
  count: z.enum(["exact"]).optional().openapi({
    description: "`exact` adds `total`, which costs a count",
  }),
});

/** What a list says about itself. */
export const Pagination = z.object({
  limit: z.number().int(),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
  total: z.number().int().optional(),
}).openapi("Pagination");

/** The usual key: newest first, then the id. The time stays text, because a Date would lose the microseconds. */
export const newestFirst = z.tuple([
  moment(),
  z.uuid(),
]);

/** The opaque cursor for a row's key: the values of the columns that the list is sorted by. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return base64url.encode(JSON.stringify(key));
}

/** The key in a cursor. Throws 400 for anything that {@link encodeCursor} would not have made for such a list. */
export function decodeCursor<T extends z.ZodType>(cursor: string, key: T): z.output<T> {
  try {
    return key.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(base64url.decode(cursor))));
  } catch {
    throw new ApiError(
      400,
      "BAD_REQUEST",
      "cursor is not one of ours: use the next_cursor of the page before, unchanged",
    );
  }
}

/**
 * One page out of up to `limit + 1` rows: the extra row only tells that there is more.
 * `total` is the exact count where the caller asked for it.
 */
export function paginate<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number | null)[],
  total?: number | null,
): { data: Row[]; pagination: z.output<typeof Pagination> } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const has_more = rows.length > limit;
  const next_cursor = has_more && last !== undefined ? encodeCursor(key(last)) : null;
  return {
    data,
    pagination: { limit, next_cursor, has_more, ...(typeof total === "number" ? { total } : {}) },
  };
}

type PageQuery = z.output<typeof pageQuery>;

/** The arguments of an RPC that lists rows: how many to read for {@link paginate}, and whether to count all. */
export function pageSize({ limit, count }: PageQuery) {
  return { page_size: limit + 1, with_total: count === "exact" };
}

/** Those of an RPC that lists rows newest first: where the page begins, too. */
export function pageArguments(query: PageQuery) {
  const [after_time, after_id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, newestFirst);
  return { after_time, after_id, ...pageSize(query) };
}

/** The page out of what such an RPC returned, `{rows, total}`. */
export function readPage<T extends z.ZodType<{ id: string; created_at: string }>>(
  found: unknown,
  row: T,
  { limit }: PageQuery,
): { data: z.output<T>[]; pagination: z.output<typeof Pagination> } {
  const { rows, total } = z.object({ rows: z.array(row), total: z.int().nullable() }).parse(found);
  return paginate(rows, limit, ({ created_at, id }) => [created_at, id], total);
}
