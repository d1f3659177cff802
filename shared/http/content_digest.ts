import { Buffer } from "node:buffer";
import type { Bytes } from "../input/bytes.ts";
import { ApiError } from "./errors.ts";

const algorithms: Record<string, string> = { "sha-256": "SHA-256", "sha-512": "SHA-512" };

/**
 * Compares a body with its Content-Digest (RFC 9530), if one was sent. Throws 422 for another digest, 400 for a header
 * without one that can be checked.
 */
export async function checkContentDigest(header: string | undefined, body: Bytes): Promise<void> {
  if (header === undefined) return;
  const sent = header.split(",").flatMap((member) => {
    const [, name = "", value = ""] = /^\s*([\w-]+)=:([A-Za-z0-9+/]+={0,2}):\s*$/.exec(member) ?? [];
    const algorithm = algorithms[name];
    return algorithm === undefined ? [] : [{ name, algorithm, value }];
  });
  if (sent.length === 0) {
    const message = "Content-Digest must be like sha-256=:<base64>:, with sha-256 or sha-512";
    throw new ApiError(400, "BAD_REQUEST", message);
  }
  for (const { name, algorithm, value } of sent) {
    const digest = Buffer.from(await crypto.subtle.digest(algorithm, body)).toString("base64");
    if (digest === value) continue;
    const message = `The body's ${name} is ${digest}, Content-Digest says ${value}: send it again`;
    throw new ApiError(422, "DIGEST_MISMATCH", message);
  }
}
