import type { Caller } from "../../shared/context.ts";
import { open, type Owner, seal, type Sealed } from "../../shared/data/encryption.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { newSecret } from "../../shared/outbound/signature.ts";

/** A new secret, in the form that its owner is told once and in the one that is kept. */
export async function makeSecret(owner: Owner) {
  const secret = newSecret();
  const { key_id, ciphertext } = await seal(secret, owner);
  return { secret, sealed: { key_id, ciphertext } };
}

/** Whose secret it is: copied to another endpoint, source or tenant, it does not open. */
export function ownerOf(kind: "webhook_endpoint" | "webhook_source", tenant: string, id: string): Owner {
  return [kind, tenant, id.toLowerCase()];
}

/** Secrets by ciphertext: decrypting is the dearest part of a delivery, and the same few come again and again. */
const opened = new Map<string, Promise<string>>();
const mostOpened = 1_000;

/** The secrets in plain text, opened once a process. */
export function openAll(secrets: readonly Sealed[], owner: Owner): Promise<string[]> {
  return Promise.all(secrets.map((sealed) => {
    let secret = opened.get(sealed.ciphertext);
    if (secret === undefined) {
      secret = open(sealed, owner);
      if (opened.size >= mostOpened) opened.delete(opened.keys().next().value ?? "");
      opened.set(sealed.ciphertext, secret);
      secret.catch(() => opened.delete(sealed.ciphertext));
    }
    return secret;
  }));
}

/** The tenant that secrets are made for. Throws 401 for the secret key, which is nobody's. */
export function tenantOf(caller: Caller): string {
  if (caller.kind !== "service") return caller.clientId;
  throw new ApiError(401, "UNAUTHORIZED", "Sign in first: this needs the token of a user or an API key");
}
