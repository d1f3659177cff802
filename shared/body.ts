import type { Context, MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

/** How deep objects and arrays of a JSON body may lie in each other. */
export const maxJsonDepth = 64;

/** How many values a JSON body may hold: `{}` is two bytes of text and fifty of memory. */
export const maxJsonValues = 100_000;

/**
 * Reads the body of a route once and within bounds, so that a handler finds it complete in `c.req`. Answers 415 unless
 * its content type is one of `types`, 413 when it is longer than `limit` bytes, whatever Content-Length says, and 400
 * for JSON that is broken or too deep. A body that is not `required` may be missing, then all this is skipped.
 */
export function readBody(types: readonly string[], limit: number, required: boolean): MiddlewareHandler {
  return async (c, next) => {
    if (!required && c.req.raw.body === null) return await next();
    requireType(c, types);
    const body = await readBytes(c.req.raw, limit);
    c.req.raw = new Request(c.req.raw, { body });
    if (isJson(c.req.header("content-type") ?? "")) {
      const value = parseJson(body);
      // Parsed once; what T claims is hono's contract, zod checks it.
      c.req.json = <T>() => Promise.resolve(value as T);
    }
    await next();
  };
}

function requireType(c: Context, types: readonly string[]): void {
  const sent = c.req.header("content-type");
  const encoding = c.req.header("content-encoding");
  if (encoding !== undefined && encoding !== "identity") {
    throw unsupported(`content-encoding "${encoding}"`, "none");
  }
  const accepted = types.join(" or ");
  if (sent === undefined) throw unsupported("a body without content-type", accepted);
  const [type = "", ...parameters] = sent.split(";").map((part) => part.trim().toLowerCase());
  if (!types.includes(type)) throw unsupported(`content-type "${sent}"`, accepted);
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice(8).replaceAll(
    '"',
    "",
  );
  if (isJson(type) && charset !== undefined && charset !== "utf-8") {
    throw unsupported(`charset "${charset}"`, "UTF-8");
  }
}

function unsupported(sent: string, accepted: string): ApiError {
  return new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `The request has ${sent}, accepted here: ${accepted}`);
}

function isJson(type: string): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(type);
}

async function readBytes(request: Request, limit: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.byteLength;
    // What is too long is read on for a while and dropped: a client that is still sending would miss the answer.
    if (size <= limit) chunks.push(chunk);
    else if (size > 4 * limit) break;
  }
  if (size > limit) {
    throw new ApiError(
      413,
      "PAYLOAD_TOO_LARGE",
      `The body is too long, at most ${limit.toLocaleString("en")} bytes`,
    );
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  try {
    yield* request.body;
  } catch (cause) {
    throw new ApiError(400, "BAD_REQUEST", "The body ended before it was complete", {}, { cause });
  }
}

/** The value of a JSON text. Throws 400 that says in plain words what is wrong and where. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === "") throw new ApiError(400, "BAD_REQUEST", "The body is empty, JSON is expected");
  requireModest(text);
  try {
    return JSON.parse(text);
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
