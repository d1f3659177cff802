import type { Json } from "../data/database.types.ts";
import { ExactNumber } from "../input/exact_json.ts";
import { isStorable, storable } from "../input/text.ts";

/** What a JSON value may hold and the database cannot: a character, or a number beyond all bounds. */
export type Fault = "characters" | "range";

/**
 * The value as the database can hold it: U+FFFD for a character that it cannot store, null for an infinite number
 * (JSON's 1e400). What had to be replaced is added to `faults`.
 */
export function storableJson(value: Json | undefined, faults: Set<Fault>): Json {
  if (typeof value === "string") {
    if (!isStorable(value)) faults.add("characters");
    return storable(value);
  }
  const isEndless = value instanceof ExactNumber
    ? !value.isStorable
    : typeof value === "number" && !Number.isFinite(value);
  if (isEndless) {
    faults.add("range");
    return null;
  }
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((element) => storableJson(element, faults));
  if (!isNested(value) || value instanceof ExactNumber) return value;
  // Not by assignment: `__proto__` stays a plain key.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableJson(key, faults), storableJson(inner, faults)]),
  );
}

/** How the fault of a field is told, after its name. */
export function faultText(fault: Fault): string {
  return fault === "range"
    ? "holds a number that is too large"
    : "holds a NUL or a broken character, shown as \uFFFD; remove or replace it";
}

function isNested<T>(value: T): value is T & object {
  return typeof value === "object" && value !== null;
}
