import { base64url } from "jose";

/** An API key as the database knows it. */
export interface KeyDigest {
  /** What it is looked up by; no secret. */
  prefix: string;
  /** SHA-256 of the whole key, hexadecimal. */
  digest: string;
}

const form = /^fl_live_([0-9a-z]{8})_[\w-]{43}$/;
const alphabet = "abcdefghijklmnopqrstuvwxyz012345";

/** A new key, `fl_live_<8 characters>_<32 random bytes>`, and what is kept of it. */
export async function newApiKey(): Promise<KeyDigest & { key: string }> {
  const letters = crypto.getRandomValues(new Uint8Array(8));
  const prefix = Array.from(letters, (byte) => alphabet[byte % alphabet.length]).join("");
  const secret = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const key = `fl_live_${prefix}_${secret}`;
  return { key, prefix, digest: await sha256(key) };
}

/** True if the text looks like one of our API keys, valid or not. */
export function isMeantAsApiKey(text: string): boolean {
  return text.startsWith("fl_");
}

/** Prefix and digest of an API key, or undefined if it is not a complete key of this environment. */
export async function digestApiKey(key: string): Promise<KeyDigest | undefined> {
  const prefix = form.exec(key)?.[1];
  return prefix === undefined ? undefined : { prefix, digest: await sha256(key) };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
