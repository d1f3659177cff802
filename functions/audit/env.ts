import { z } from "zod";
import { defineEnv, optional } from "../../shared/data/env.ts";

const AuditKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  kid: z.string().min(1).max(100),
  x: z.string(),
  y: z.string(),
  d: z.string().optional(),
});

/** A P-256 key as JWK; with `d` it can sign. */
export type AuditKey = z.output<typeof AuditKey>;

const keySet = z.string().transform((text, context) => {
  try {
    const { keys } = z.object({ keys: z.array(AuditKey).min(1) }).parse(JSON.parse(text));
    if (keys.at(-1)?.d !== undefined) return keys;
  } catch {
    // The message below says what would be right, without the value.
  }
  context.addIssue({
    code: "custom",
    message: "must be a JWKS of P-256 keys with kid, the last one private",
  });
  return z.NEVER;
});

/**
 * AUDIT_SIGNING_KEYS, the newest last: a JWKS of P-256 keys. The last one signs checkpoints, all verify them. Of a
 * former key the public half is enough.
 */
export const auditEnv = defineEnv(z.object({ AUDIT_SIGNING_KEYS: optional(keySet) }));

/** The keys, oldest first. Throws if none are set. */
export function auditKeys(): readonly AuditKey[] {
  const { AUDIT_SIGNING_KEYS: keys } = auditEnv();
  if (keys === undefined) {
    throw new Error("The function's environment cannot be used: AUDIT_SIGNING_KEYS is missing");
  }
  return keys;
}
