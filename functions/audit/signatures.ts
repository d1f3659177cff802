import { CompactSign, importJWK, type JSONWebKeySet } from "jose";
import { checkpointType, type Signed } from "../../shared/audit/checkpoint.ts";
import { type AuditKey, auditKeys } from "./env.ts";

/** Signs with the newest key. */
export async function sign(checkpoint: Signed): Promise<{ key_id: string; signature: string }> {
  const key = auditKeys().at(-1)!;
  const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify(checkpoint)))
    .setProtectedHeader({ alg: "ES256", typ: checkpointType, kid: key.kid })
    .sign(await importJWK({ ...key }, "ES256"));
  return { key_id: key.kid, signature };
}

/** The public halves of the keys. */
export function publicKeys(keys: readonly AuditKey[] = auditKeys()): JSONWebKeySet {
  return { keys: keys.map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y, alg: "ES256", use: "sig" })) };
}
