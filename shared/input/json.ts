import { ApiError } from "../http/errors.ts";

/** How deep objects and arrays of a JSON body may lie in each other. */
export const maxJsonDepth = 64;

/** How many values a JSON body may hold: `{}` is two bytes of text and fifty of memory. */
export const maxJsonValues = 100_000;

/** Changes each value that JSON.parse has read; `source` is its text, of primitives only. */
type Reviver = (name: string, value: unknown, context?: { source?: string }) => unknown;

/** The value of a JSON text. Throws 400 that says in plain words what is wrong and where. */
export function parseJson(bytes: Uint8Array, reviver?: Reviver): unknown {
  const text = decode(bytes);
  if (text.trim() === "") throw new ApiError(400, "BAD_REQUEST", "The body is empty, JSON is expected");
  requireModest(text);
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    throw new ApiError(400, "BAD_REQUEST", `The body is not valid JSON: ${explain(error, text)}`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ApiError(400, "BAD_REQUEST", "The body is not UTF-8 text");
  }
}

/**
 * Looks at the text because JSON.parse and zod recurse, 100,000 open brackets would exhaust their stack, and because
 * they build everything before anyone can count it.
 */
function requireModest(text: string): void {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        i = endOfString(text, i);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > maxJsonDepth) {
          throw new ApiError(
            400,
            "BAD_REQUEST",
            `The JSON is nested deeper than ${maxJsonDepth} levels, ${at(text, i)}`,
          );
        }
        values++;
        break;
      case 0x2c: // ,
        values++;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
  if (values > maxJsonValues) {
    throw new ApiError(
      413,
      "PAYLOAD_TOO_LARGE",
      `The JSON holds more than ${maxJsonValues.toLocaleString("en")} values`,
    );
  }
}

/** The index of the quote that closes the string opened at `start`; the text's length when none does. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
  } while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 1;
}

/** V8 gives the position of most mistakes, and else quotes the place. */
function explain(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = Number(
    / at position (\d+)/.exec(message)?.[1] ?? (/end of JSON/.test(message) ? text.length : NaN),
  );
  if (position >= text.length) return `it ends too early, ${at(text, text.length)}`;
  const what = message.replace(/ in JSON.*| after JSON.*| is not valid JSON/s, "");
  const words = what.charAt(0).toLowerCase() + what.slice(1);
  return Number.isNaN(position) ? words : `${words}, ${at(text, position)}`;
}

function at(text: string, index: number): string {
  const lines = text.slice(0, index).split("\n");
  return `at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
