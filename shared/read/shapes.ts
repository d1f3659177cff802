import { dateReader } from "./dates.ts";
import { numberReader } from "./numbers.ts";
import { nameKey } from "../input/names.ts";

/** The kinds of values that a column may look like. */
export const shapes = [
  "empty",
  "uuid",
  "email",
  "url",
  "date",
  "percent",
  "money",
  "number",
  "currency",
  "boolean",
  "category",
  "text",
] as const;
export type Shape = typeof shapes[number];

/** What people write for "no value". */
const nothing = new Set([
  "",
  "-",
  "--",
  "–",
  "—",
  "n/a",
  "#n/a",
  "na",
  "n.a.",
  "k.a.",
  "null",
  "nil",
  "none",
]);

/** True for a cell that says that there is no value, such as `N/A`. */
export function saysNothing(text: string): boolean {
  return nothing.has(nameKey(text));
}

/** What at least nine of ten values of a column look like. */
export function shapeOf(cells: string[]): Shape {
  const values = cells.filter((cell) => !saysNothing(cell));
  if (values.length === 0) return "empty";
  const needed = values.length * 0.9;
  const fitting = tests.find(([, fits]) => values.filter(fits).length >= needed);
  if (fitting) return fitting[0];
  const different = new Set(values.map(nameKey)).size;
  return values.length >= 5 && different <= Math.max(2, values.length / 3) && different <= 30
    ? "category"
    : "text";
}

const dates = dateReader("auto", []);
const numbers = numberReader("auto", []);

const tests: [Shape, (text: string) => boolean][] = [
  ["uuid", (text) => /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(text)],
  ["email", (text) => /^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$/.test(text)],
  ["url", (text) => /^(https?:\/\/|www\.)\S+$/i.test(text)],
  ["date", isDate],
  ["percent", (text) => text.endsWith("%") && isNumber(text)],
  ["money", (text) => /\p{Sc}|^[A-Z]{3}\b|\b[A-Z]{3}$/u.test(text) && isNumber(text)],
  ["boolean", (text) => /^(true|false|yes|no|y|n|ja|nein|oui|non|si|sí|да|нет|0|1)$/i.test(text)],
  ["number", isNumber],
  ["currency", (text) => /^[A-Za-z]{3}$/.test(text) && text.toUpperCase() === text || /^\p{Sc}$/u.test(text)],
];

function isDate(text: string): boolean {
  const reading = dates(text);
  if ("code" in reading) return reading.code === "ambiguous" && /\D/.test(text.slice(0, 5));
  return reading.value !== text || /^\d{4}-\d\d-\d\d$/.test(text);
}

function isNumber(text: string): boolean {
  const reading = numbers(text);
  return "code" in reading ? reading.code === "ambiguous" : /^-?\d+(\.\d+)?$/.test(reading.value);
}
