import { createHash } from "node:crypto";

/** What the audit log keeps of a request. */
export interface RequestContext {
  request_id?: string;
  ip?: string;
  user_agent?: string;
  /** The API version that is called, such as v1. */
  version?: string;
}

let signer: { secretKey: string; key: Uint8Array } | undefined;

/**
 * The context, signed: the header `x-request-context`. SQL trusts it because nobody else can make it; everything else
 * in a request's headers may come from a client of the Data API. See `private.signed_context`.
 */
export function signContext(context: RequestContext, secretKey: string): string {
  if (signer?.secretKey !== secretKey) {
    signer = { secretKey, key: sha256(`request context ${secretKey}`) };
  }
  const sent = hex(new TextEncoder().encode(JSON.stringify(context)));
  return `${sent}.${hex(sha256(signer.key, sha256(signer.key, sent)))}`;
}

function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
