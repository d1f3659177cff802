import type { Caller } from "../../shared/context.ts";
import { fingerprint, open, type Owner, seal, type Sealed } from "../../shared/data/encryption.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { noteSecretRead } from "../../shared/observe/audit_notes.ts";
import { describeError, log } from "../../shared/observe/log.ts";
import { newSecret } from "../../shared/outbound/signature.ts";

/** A new secret, in the form that its owner is told once and in the one that is kept. */
export async function makeSecret(owner: Owner) {
  const secret = newSecret();
  const { key_id, ciphertext } = await seal(secret, owner);
  return { secret, sealed: { key_id, ciphertext } };
}

/** A secret as it is kept: the one that the sender `issued`, or a new one, which only then is told. */
export async function keepSecret(
  owner: readonly [kind: "webhook_source", tenant: string, id: string],
  issued?: string,
) {
  const [kind, tenant, id] = owner;
  const secret = issued ?? newSecret();
  const sealed = await seal(secret, ownerOf(kind, tenant, id));
  // By tenant, so that the same request can be recognized when it comes again.
  const print = issued === undefined ? {} : { fingerprint: await fingerprint(secret, [kind, tenant]) };
  return { made: issued === undefined ? { secret } : {}, sealed: { ...sealed, ...print } };
}

/** Whose secret it is: copied to another endpoint, source or tenant, it does not open. */
export function ownerOf(kind: "webhook_endpoint" | "webhook_source", tenant: string, id: string): Owner {
  return [kind, tenant, id.toLowerCase()];
}

/** Plaintexts by owner and ciphertext: decryption is the costliest part of a delivery, and few secrets are hot. */
const opened = new Map<string, Promise<string>>();
const mostOpened = 1_000;

/** The secrets that open, and whether some do not: their key is gone until the operator brings it back. */
export async function openMost(secrets: readonly Sealed[], owner: Owner) {
  const results = await Promise.allSettled(secrets.map((sealed) => openAll([sealed], owner)));
  const reasons = results.flatMap((result) => result.status === "rejected" ? [result.reason] : []);
  for (const reason of reasons) log("error", { action: "open secret", owner, error: describeError(reason) });
  const opened = results.flatMap((result) => result.status === "fulfilled" ? result.value : []);
  return { opened, isComplete: reasons.length === 0 };
}

/** The secrets in plain text, each decrypted once per process. Rejects if one belongs to another owner. */
export function openAll(secrets: readonly Sealed[], owner: Owner): Promise<string[]> {
  noteSecretRead("webhooks", owner);
  return Promise.all(secrets.map((sealed) => {
    // By owner too: a remembered ciphertext must not open for another tenant, kind or id.
    const key = JSON.stringify([...owner, sealed.key_id, sealed.ciphertext]);
    let secret = opened.get(key);
    if (secret === undefined) {
      secret = open(sealed, owner);
      if (opened.size >= mostOpened) opened.delete(opened.keys().next().value ?? "");
      opened.set(key, secret);
      secret.catch(() => opened.delete(key));
    }
    return secret;
  }));
}

/** The tenant that secrets are made for. Throws 401 for the secret key, which is nobody's. */
export function tenantOf(caller: Caller): string {
  if (caller.kind !== "service") return caller.clientId;
  throw new ApiError(401, "UNAUTHORIZED", "Sign in first: this needs the token of a user or an API key");
}
