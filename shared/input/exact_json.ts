import { parseJson } from "./json.ts";

/** A number of a JSON text, digit by digit as it was sent: 12345678901234567890 and 1.10 have no equal in JavaScript. */
export class ExactNumber {
  constructor(readonly text: string) {}

  /** Whether Postgres keeps it; JSON.parse would read 1e999 as infinity, and a receiver of the number too. */
  get isStorable(): boolean {
    return Number.isFinite(Number(this.text)) && this.text.length <= 1000 && !/e-\d{4}/i.test(this.text);
  }
}

/** The value of a JSON text, its numbers as ExactNumber. Throws as parseJson does. */
export function parseExactJson(bytes: Uint8Array): unknown {
  return parseJson(bytes, (_, value, context) => {
    return typeof value === "number" ? new ExactNumber(context?.source ?? String(value)) : value;
  });
}
