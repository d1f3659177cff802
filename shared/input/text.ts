import { z } from "@hono/zod-openapi";
import { tidy } from "./names.ts";
import { ExactNumber } from "./exact_json.ts";

/** Whether Postgres can store the text: it takes neither NUL nor a lone surrogate. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The text with U+FFFD in place of each character that Postgres cannot store. */
export function storable(text: string): string {
  return isStorable(text) ? text : text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** A text of a body that goes to the database. */
export function storableText() {
  return z.string().refine(isStorable, "holds a NUL or a broken character");
}

/** A text of one line's length, such as a name: nothing blank around it, at least one character. */
export function shortText(longest: number) {
  return storableText().overwrite(tidy).min(1).max(longest);
}

/** Whether Postgres can store every name and text of a JSON value, and every number as it was written. */
export function isStorableJson(value: unknown): boolean {
  // JSON.parse reads 1e999 as infinity, which would be sent on as null.
  if (typeof value === "number") return Number.isFinite(value);
  if (value instanceof ExactNumber) return value.isStorable;
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorableJson(inner));
}
