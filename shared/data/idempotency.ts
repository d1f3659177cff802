import { z } from "@hono/zod-openapi";
import { ApiError } from "../http/errors.ts";

/** Documents the header on a route that creates: `request: { headers: idempotencyHeader }`. */
export const idempotencyHeader = z.object({
  "idempotency-key": z.string().optional().openapi({
    description:
      "1–255 printable ASCII characters without a comma. The same key and body within 24 h give the stored " +
      "answer again (`Idempotency-Replayed: true`), the same key with another body 409 `IDEMPOTENCY_KEY_REUSED`.",
  }),
});

/**
 * The request's Idempotency-Key, which SQL stores and compares. Throws 400 when SQL could not keep it.
 * A comma is refused because a header sent twice arrives as one value joined by a comma.
 */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key.includes(",")) {
    throw new ApiError(400, "BAD_REQUEST", "Idempotency-Key must be sent once and hold no comma");
  }
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new ApiError(
      400,
      "BAD_REQUEST",
      `Idempotency-Key must be 1–255 printable ASCII characters, this one has ${key.length}`,
    );
  }
  return key;
}

/** The headers of an answer that may be a stored one. */
export function replayHeaders(result: { replayed: boolean }): Record<string, string> {
  return result.replayed ? { "Idempotency-Replayed": "true" } : {};
}
