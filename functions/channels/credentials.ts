import type { z } from "@hono/zod-openapi";
import type { Caller } from "../../shared/context.ts";
import { fingerprint, type Owner, seal, type Sealed } from "../../shared/data/encryption.ts";
import { ApiError } from "../../shared/http/errors.ts";
import type { Credentials } from "./schema.ts";

/** Credentials as SQL takes them. */
export interface SealedCredentials extends Sealed, Record<string, string> {
  fingerprint: string;
}

/** Whose ciphertext it is: copied to another channel or tenant, it does not open. */
export function ownerOf(tenant: string, channel: string): Owner {
  return ["channel", tenant, channel];
}

/**
 * Encrypts a channel's credentials. The fingerprint is the tenant's, not the channel's: a repeated request makes a new
 * channel id and has to be known as the same one by it.
 */
export async function encryptCredentials(
  credentials: z.output<typeof Credentials>,
  tenant: string,
  channel: string,
): Promise<SealedCredentials> {
  const sorted = Object.fromEntries(Object.entries(credentials).sort(([a], [b]) => a < b ? -1 : 1));
  const text = JSON.stringify(sorted);
  const [sealed, print] = await Promise.all([
    seal(text, ownerOf(tenant, channel)),
    fingerprint(text, ["channels", tenant]),
  ]);
  return { ...sealed, fingerprint: print };
}

/** The tenant that channels are written for. Throws 401 for the secret key, which is nobody's. */
export function tenantOf(caller: Caller): string {
  if (caller.kind !== "service") return caller.clientId;
  throw new ApiError(401, "UNAUTHORIZED", "Sign in first: this needs the token of a user");
}
