import { z } from "@hono/zod-openapi";
import { createHash } from "node:crypto";
import { ApiError } from "./errors.ts";

/** Documents the header on a route that changes a row with a version: `request: { headers: ifMatchHeader }`. */
export const ifMatchHeader = z.object({
  "if-match": z.string().optional().openapi({
    description: "The `ETag` you read; answers 412 `VERSION_MISMATCH` if it has changed since",
    example: '"3"',
  }),
});

/** Documents the header on a route that reads such a row: `request: { headers: ifNoneMatchHeader }`. */
export const ifNoneMatchHeader = z.object({
  "if-none-match": z.string().optional().openapi({
    description: "An `ETag` you have, or several; answers 304 if it is still the present one",
    example: '"3"',
  }),
});

/** True if the request's If-None-Match names the answer's ETag, compared weakly (RFC 9110 13.1.2). */
export function isUnchanged(request: Headers, answer: Headers): boolean {
  const sent = request.get("if-none-match");
  const tag = answer.get("etag");
  if (sent === null || tag === null) return false;
  const known = sent.split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes("*") || known.includes(tag.replace(/^W\//, ""));
}

/** The header with which a row's version is answered. */
export function etag(row: { version: number }): { ETag: string } {
  return { ETag: `"${row.version}"` };
}

/**
 * The same for a row that is shown with more than its version stands for, such as a team with its members: their digest
 * follows the version, unless there is nothing in them.
 */
export function detailedEtag(row: { version: number }, ...details: unknown[]): { ETag: string } {
  if (details.every(isNothing)) return etag(row);
  const digest = createHash("sha256").update(JSON.stringify(details)).digest("hex");
  return { ETag: `"${row.version}.${digest.slice(0, 16)}"` };
}

/** No text, count or entry anywhere in it. */
function isNothing(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).every(isNothing) : !value;
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
  if (!/^(0|[1-9]\d{0,8})(\.[\da-f]{16})?$/.test(tag)) {
    throw new ApiError(412, "VERSION_MISMATCH", `If-Match is ${sent}, which was never an ETag of this`);
  }
  return Number.parseInt(tag);
}
