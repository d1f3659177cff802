import { CompactSign, compactVerify, createLocalJWKSet, importJWK, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { type AuditKey, auditKeys } from "./env.ts";

/** Not "JWT", so that nothing takes a checkpoint for a token. */
const type = "audit-checkpoint";

/** What a checkpoint signs. */
export const Signed = z.object({
  log: z.guid(),
  size: z.int(),
  root: z.string(),
  last_entry_id: z.int(),
  sealed_until: z.string(),
});

/** Signs with the newest key. */
export async function sign(
  checkpoint: z.output<typeof Signed>,
): Promise<{ key_id: string; signature: string }> {
  const key = auditKeys().at(-1)!;
  const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify(checkpoint)))
    .setProtectedHeader({ alg: "ES256", typ: type, kid: key.kid })
    .sign(await importJWK({ ...key }, "ES256"));
  return { key_id: key.kid, signature };
}

/** The public halves of the keys. */
export function publicKeys(keys: readonly AuditKey[] = auditKeys()): JSONWebKeySet {
  return { keys: keys.map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y, alg: "ES256", use: "sig" })) };
}

/** What the signature states; undefined if none of the keys made it. */
export async function verify(
  signature: string,
  keys: JSONWebKeySet,
): Promise<z.output<typeof Signed> | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(signature, createLocalJWKSet(keys), {
      algorithms: ["ES256"],
    });
    return protectedHeader.typ === type
      ? Signed.parse(JSON.parse(new TextDecoder().decode(payload)))
      : undefined;
  } catch {
    return undefined;
  }
}
