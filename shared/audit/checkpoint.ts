/**
 * What a signed checkpoint of the audit log states, for whoever has the public keys.
 *
 * @module
 */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from "jose";
import { isRecord } from "../input/record.ts";

/** Not "JWT", so that nothing takes a checkpoint for a token. */
export const checkpointType = "audit-checkpoint";

/** What a checkpoint signs. */
export interface Signed {
  /** The tenant. */
  log: string;
  size: number;
  root: string;
  last_entry_id: number;
  sealed_until: string;
}

/** The value's fields that are signed. Throws a TypeError if one is missing. */
export function readSigned(value: unknown): Signed {
  if (!isSigned(value)) {
    throw new TypeError("a checkpoint states log, size, root, last_entry_id, sealed_until");
  }
  const { log, size, root, last_entry_id, sealed_until } = value;
  return { log, size, root, last_entry_id, sealed_until };
}

function isSigned(value: unknown): value is Signed {
  return isRecord(value) &&
    [value.log, value.root, value.sealed_until].every((text) => typeof text === "string") &&
    [value.size, value.last_entry_id].every((number) => Number.isSafeInteger(number));
}

/** What the signature (a JWS, ES256) states; undefined if none of the keys made it. */
export async function verify(signature: string, keys: JSONWebKeySet): Promise<Signed | undefined> {
  try {
    const options = { algorithms: ["ES256"] };
    const { payload, protectedHeader } = await compactVerify(signature, createLocalJWKSet(keys), options);
    if (protectedHeader.typ !== checkpointType) return undefined;
    return readSigned(JSON.parse(new TextDecoder().decode(payload)));
  } catch {
    return undefined;
  }
}
