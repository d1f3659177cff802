import { z } from "@hono/zod-openapi";

/** Whether Postgres can store the text: it takes neither NUL nor a lone surrogate. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** A text of a body that goes to the database. */
export function storableText() {
  return z.string().refine(isStorable, "holds a NUL or a broken character");
}

/** Whether Postgres can store every name and text of a JSON value. */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorableJson(inner));
}
