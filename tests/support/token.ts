/**
 * Tokens signed by the stack's own key that its sign-in would not issue, such as expired ones.
 *
 * @module
 */
import { importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { stack } from "./env.ts";
import { claimsOf } from "./sql.ts";

/**
 * The same token with other claims, signed by the stack; only where the stack's key is at hand (not
 * STACK=supabase).
 */
export async function resign(token: string, changes: JWTPayload): Promise<string> {
  const key: JWK = JSON.parse(await Deno.readTextFile(`${stack.directory}/signing_key.json`));
  return await new SignJWT({ ...claimsOf(token), ...changes })
    .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: key.kid })
    .sign(await importJWK(key, "ES256"));
}

/** The same token, expired a minute ago. */
export async function expired(token: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return await resign(token, { iat: now - 3660, exp: now - 60 });
}

/** The same token with one claim changed and the old signature. */
export function forged(token: string, changes: JWTPayload): string {
  const [header, , signature] = token.split(".");
  const payload = btoa(JSON.stringify({ ...claimsOf(token), ...changes }));
  return [header, payload.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), signature].join(".");
}
