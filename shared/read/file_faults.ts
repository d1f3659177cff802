import { ApiError } from "../http/errors.ts";
import { tidy } from "../input/names.ts";

/** A wider table is none of ours. */
export const maxColumns = 1_000;

/** How many cells a record has up to its last one that holds anything. */
export function lastFilled(cells: string[]): number {
  return cells.findLastIndex((cell) => tidy(cell) !== "") + 1;
}

/** Raises 422 for a header of more columns than anyone means. */
export function checkWidth(columns: number): void {
  if (columns > maxColumns) {
    const [sent, most] = [columns, maxColumns].map((count) => count.toLocaleString("en"));
    throw invalid(
      `The header has ${sent} columns, at most ${most} are allowed: delete those that you do not need`,
    );
  }
}

export function emptyFile(): ApiError {
  return invalid("The file is empty: it needs a header row and at least one row below it");
}

export function headerOnly(): ApiError {
  return invalid("The file has a header row only: it needs at least one row below it");
}

export function openQuote(line: number): ApiError {
  return unreadable(`The quotes of the row that begins at line ${line} do not match: ${quoteAdvice}`);
}

export const quoteAdvice = 'a quoted cell ends with a quote, and a quote inside it is written twice ("")';

/** 400 for a file that is no table. */
export function unreadable(message: string, cause?: unknown): ApiError {
  return new ApiError(400, "BAD_REQUEST", message, {}, { cause });
}

/** 422 for a table that does not fit. */
export function invalid(message: string): ApiError {
  return new ApiError(422, "VALIDATION_ERROR", message);
}
