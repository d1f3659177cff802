/**
 * Answers beside those that `dataOf` reads.
 *
 * @module
 */
import { dataOf } from "../../client/mod.ts";
import type { Page } from "../ui/load.ts";

interface Result<Row> {
  data?: Page<Row>;
  error?: unknown;
  response: Response;
}

/** The rows with the cursor of the next ones; throws as `dataOf` does. */
export function pageOf<Row>(result: Result<Row>): Page<Row> {
  dataOf(result);
  return result.data ?? { data: [], pagination: { next_cursor: null } };
}

/** How many rows there are, for a list that was asked with `count=exact`; throws as `dataOf` does. */
export function totalOf(result: Result<unknown>): number {
  return pageOf(result).pagination.total ?? 0;
}

/** Throws as `dataOf` does; for an answer without a body. */
export function doneOf(result: { error?: unknown; response: Response }): void {
  if (!result.response.ok) dataOf({ ...result, data: undefined });
}
