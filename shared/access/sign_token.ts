import { importJWK, SignJWT } from "jose";
import { z } from "zod";
import { defineEnv, env, optional } from "../data/env.ts";

/** Without `key_ops` and `ext`, which `supabase gen signing-key` adds and Web Crypto does not take for signing. */
const SigningKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const signingKey = z.string().transform((text, context) => {
  try {
    return SigningKey.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "must be a private ES256 key as JWK, with kid" });
    return z.NEVER;
  }
});

/**
 * JWT_SIGNING_KEY signs the tokens that API keys are exchanged for: a private ES256 key as JWK, as
 * `supabase gen signing-key` makes it, whose public half is in the project's JWKS. API keys do not work without it.
 */
export const signingEnv = defineEnv(z.object({ JWT_SIGNING_KEY: optional(signingKey) }));

/** An access token of the project with these claims. */
export async function signToken(claims: { sub: string }, seconds: number): Promise<string> {
  const { JWT_SIGNING_KEY: key } = signingEnv();
  if (key === undefined) {
    throw new Error("The function's environment cannot be used: JWT_SIGNING_KEY is missing");
  }
  return await new SignJWT({ ...claims, role: "authenticated" })
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: key.kid })
    .setIssuer(`${env().SUPABASE_URL}/auth/v1`)
    .setAudience("authenticated")
    .setIssuedAt()
    .setExpirationTime(`${seconds} seconds`)
    .sign(await importJWK(key, "ES256"));
}
