import { z } from "zod";
import { defineEnv, optional } from "./env.ts";

/** An AES-256 key in base64 and the id by which ciphertexts name it. */
export interface CredentialKey {
  id: string;
  key: string;
}

const keyRing = z.string().transform((text, context): CredentialKey[] => {
  const ring = text.split(",").map((entry) => /^\s*([a-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)\s*$/.exec(entry))
    .flatMap((match) => match ? [{ id: match[1] ?? "", key: match[2] ?? "" }] : []);
  const ids = new Set(ring.map(({ id }) => id));
  if (ids.size === text.split(",").length) return ring;
  context.addIssue({
    code: "custom",
    message: "must be a list such as a:<base64 of 32 bytes>,b:<base64 of 32 bytes> with a different id each",
  });
  return z.NEVER;
});

/**
 * CREDENTIAL_KEYS, the newest last: `2026-01:<base64 of 32 bytes>,2026-07:…`. The newest encrypts, all decrypt; an old one
 * can be removed once re-encryption has left nothing under it.
 */
export const keyRingEnv = defineEnv(z.object({ CREDENTIAL_KEYS: optional(keyRing) }));

/** The keys, oldest first. Throws if none are set. */
export function keyRingKeys(): readonly CredentialKey[] {
  const { CREDENTIAL_KEYS: keys } = keyRingEnv();
  if (keys === undefined) {
    throw new Error("The function's environment cannot be used: CREDENTIAL_KEYS is missing");
  }
  return keys;
}
