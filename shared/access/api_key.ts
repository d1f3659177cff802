import { base64url } from "jose";

/** What a key is used for: `test` keys are for development and end soon. */
export const keyModes = ["live", "test"] as const;
export type KeyMode = typeof keyModes[number];

/** An API key as the database knows it. */
export interface KeyDigest {
  /** What it is looked up by; no secret. */
  prefix: string;
  /** SHA-256 of the whole key, hexadecimal. */
  digest: string;
}

/** A key in its full text, and what is kept of it. */
export interface NewKey extends KeyDigest {
  key: string;
}

/** Keys made before there were test keys have no checksum. */
const form = /^(fl_(live|test)_([0-9a-z]{8})_[\w-]{43})(?:_([0-9a-f]{8}))?$/;
const alphabet = "abcdefghijklmnopqrstuvwxyz012345";

/**
 * The same new secret as a key of each mode: `fl_<mode>_<8 characters>_<32 random bytes>_<checksum>`. The checksum is
 * the first 8 hexadecimal digits of the SHA-256 of the text before its underscore.
 */
export async function newApiKeys(): Promise<Record<KeyMode, NewKey>> {
  const letters = crypto.getRandomValues(new Uint8Array(8));
  const prefix = Array.from(letters, (byte) => alphabet[byte % alphabet.length]).join("");
  const secret = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const complete = async (mode: KeyMode): Promise<NewKey> => {
    const body = `fl_${mode}_${prefix}_${secret}`;
    const key = `${body}_${await checksum(body)}`;
    return { key, prefix, digest: await sha256(key) };
  };
  return { live: await complete("live"), test: await complete("test") };
}

/** A new key of one mode. */
export async function newApiKey(mode: KeyMode = "live"): Promise<NewKey> {
  return (await newApiKeys())[mode];
}

/** True if the text looks like one of our API keys, valid or not. */
export function isMeantAsApiKey(text: string): boolean {
  return text.startsWith("fl_");
}

/** Prefix and digest of an API key, or undefined if it is incomplete or mistyped. */
export async function digestApiKey(key: string): Promise<KeyDigest | undefined> {
  const [, body, mode, prefix, sum] = form.exec(key) ?? [];
  if (body === undefined || prefix === undefined) return undefined;
  const isWhole = sum === undefined ? mode === "live" : sum === await checksum(body);
  return isWhole ? { prefix, digest: await sha256(key) } : undefined;
}

async function checksum(body: string): Promise<string> {
  return (await sha256(body)).slice(0, 8);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
