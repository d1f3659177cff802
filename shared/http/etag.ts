import { z } from "@hono/zod-openapi";
import { ApiError } from "./errors.ts";

/** Documents the header on a route that changes a row with a version: `request: { headers: ifMatchHeader }`. */
export const ifMatchHeader = z.object({
  "if-match": z.string().optional().openapi({
    description: "The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since",
    example: '"3"',
  }),
});

/** The header with which a row's version is answered. */
export function etag(row: { version: number }): { ETag: string } {
  return { ETag: `"${row.version}"` };
}

/**
 * The version that the caller's If-Match names, which SQL compares; undefined without one, and for `*`. Weak tags are
 * taken as strong ones, because proxies that compress make them so. Throws 400 for what is no entity tag, and 412 for
 * one that we never gave out.
 */
export function ifMatch(headers: Headers): number | undefined {
  const sent = headers.get("if-match")?.trim();
  if (sent === undefined || sent === "*") return undefined;
  const tag = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/.exec(sent)?.[1];
  if (tag === undefined) {
    throw new ApiError(400, "BAD_REQUEST", 'If-Match must be one ETag in its quotes, such as "3"');
  }
  if (!/^(0|[1-9]\d{0,8})$/.test(tag)) {
    throw new ApiError(412, "VERSION_MISMATCH", `If-Match is ${sent}, which is no version of this`);
  }
  return Number(tag);
}
