import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";
import type { Bytes } from "../input/bytes.ts";
import { ApiError } from "./errors.ts";
import { parseJson } from "../input/json.ts";
import { holding, inTurn } from "./turns.ts";

/**
 * Reads the body of a route once and within bounds, so that a handler finds it complete in `c.req`. Answers 415 unless
 * its content type is one of `types`, 413 when it is longer than `limit`, or else the function's body limit, whatever
 * Content-Length says, and 400 for JSON that is broken or too deep. A body that is not `required` may be missing, then
 * all this is skipped.
 */
export function readBody(
  types: readonly string[],
  required: boolean,
  limit?: number,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const most = limit ?? c.var.bodyLimit;
    const tenant = c.var.caller?.clientId;
    const announced = c.req.raw.body === null ? 0 : Number(c.req.header("content-length") ?? most);
    await holding(tenant, Math.min(announced, most), async () => {
      const optional = required ? undefined : await readBytes(c, most);
      if (optional?.byteLength === 0) {
        setJson(c, {});
        return await next();
      }
      requireType(c, types);
      const body = optional ?? await readBytes(c, most);
      await inTurn(tenant, body.byteLength, async () => {
        if (isJson(c.req.header("content-type") ?? "")) setJson(c, parseJson(body));
        await next();
      });
    });
  };
}

/** Parsed once; what T claims is hono's contract, zod checks it. */
function setJson(c: Context, value: unknown): void {
  c.req.json = <T>() => Promise.resolve(value as T);
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
  if (isJson(type) && charset !== undefined && !/^utf-?8$/.test(charset)) {
    throw unsupported(`charset "${charset}"`, "UTF-8");
  }
}

function unsupported(sent: string, accepted: string): ApiError {
  return new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `The request has ${sent}, accepted here: ${accepted}`);
}

function isJson(type: string): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(type);
}

/** The whole body; `c.req` keeps it for the next reader. */
async function readBytes(c: Context, limit: number): Promise<Uint8Array> {
  // The server takes no more from the wire than was announced; what was not is counted as it comes.
  const isShort = Number(c.req.header("content-length") ?? NaN) <= limit;
  try {
    if (!isShort) c.req.raw = new Request(c.req.raw, { body: await readCounted(c.req.raw.body, limit) });
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.byteLength > limit) throw tooLong(limit);
    return body;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError(400, "BAD_REQUEST", "The body ended before it was complete", {}, { cause });
  }
}

/** What is too long is read on for a while and dropped: a client that is still sending would miss the answer. */
async function readCounted(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size <= limit) chunks.push(chunk);
    else if (size > 4 * limit) break;
  }
  if (size > limit) throw tooLong(limit);
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** 413 for a body of more than `limit` bytes. */
export function tooLong(limit: number): ApiError {
  const most = limit.toLocaleString("en");
  return new ApiError(413, "PAYLOAD_TOO_LARGE", `The body is too long, at most ${most} bytes`);
}
