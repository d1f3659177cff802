import { parseJson } from "./json.ts";
import { isRecord } from "./record.ts";

/** Newer than the type library: https://github.com/tc39/proposal-json-parse-with-source */
const rawJson: (text: string) => unknown = Reflect.get(JSON, "rawJSON");

/** A number of a JSON text, digit by digit as it was sent: 12345678901234567890 and 1.10 have no equal in JavaScript. */
export class ExactNumber {
  constructor(readonly text: string) {}

  /** Whether Postgres keeps it; JSON.parse would read 1e999 as infinity, and a receiver of the number too. */
  get isStorable(): boolean {
    return Number.isFinite(Number(this.text)) && this.text.length <= 1000 && !/e-\d{4}/i.test(this.text);
  }

  /** JSON.stringify writes the digits. */
  toJSON(): unknown {
    return rawJson(this.text);
  }
}

/** The value of a JSON text, its numbers as ExactNumber. Throws as parseJson does. */
export function parseExactJson(bytes: Uint8Array): unknown {
  return parseJson(bytes, (_, value, context) => {
    return typeof value === "number" ? new ExactNumber(context?.source ?? String(value)) : value;
  });
}

/** True for a JSON object that {@link parseExactJson} read. */
export function isExactRecord(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !(value instanceof ExactNumber);
}

/** What {@link parseExactJson} read, with plain numbers where JavaScript writes them as they were sent. */
export function withPlainNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) {
    return String(Number(value.text)) === value.text ? Number(value.text) : value;
  }
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (typeof value !== "object" || value === null) return value;
  // Not by assignment: `__proto__` stays a plain key.
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withPlainNumbers(inner)]));
}
