import { Buffer } from "node:buffer";
import type { Bytes } from "../input/bytes.ts";
import { type CredentialKey, keyRingKeys } from "./key_ring.ts";

/** Something secret as it is kept. */
export interface Sealed {
  /** The key that encrypted it, by its id in CREDENTIAL_KEYS. */
  key_id: string;
  /** Base64 of iv (12 bytes), ciphertext and tag (16 bytes) of AES-256-GCM. */
  ciphertext: string;
}

/** What a sealed text belongs to: it opens for nothing else. Begins with its kind, such as `["channel", …ids]`. */
export type Owner = readonly [kind: string, ...ids: string[]];

const ivLength = 12;
const utf8 = new TextEncoder();
const imported = new Map<string, Promise<CryptoKey>>();

/** Encrypts a text for its owner under the newest key. Every call gives another ciphertext. */
export async function seal(text: string, owner: Owner): Promise<Sealed> {
  const newest = newestKey();
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  const encrypted = await crypto.subtle.encrypt(gcm(iv, owner), await cipher(newest), utf8.encode(text));
  return { key_id: newest.id, ciphertext: Buffer.concat([iv, Buffer.from(encrypted)]).toString("base64") };
}

/** The text that was sealed. Throws when the key is not in the ring, the owner another, or anything was changed. */
export async function open(sealed: Sealed, owner: Owner): Promise<string> {
  const key = keyRingKeys().find(({ id }) => id === sealed.key_id);
  if (key === undefined) throw new Error(`CREDENTIAL_KEYS has no key ${sealed.key_id}`);
  const bytes = fromBase64(sealed.ciphertext);
  const algorithm = gcm(bytes.slice(0, ivLength), owner);
  const text = await crypto.subtle.decrypt(algorithm, await cipher(key), bytes.slice(ivLength));
  return new TextDecoder("utf-8", { fatal: true }).decode(text);
}

/**
 * 16 hexadecimal digits that are equal for equal texts of one owner under one key, and reveal nothing without
 * the key: an HMAC-SHA-256 under a key that HKDF derives from the newest one for this owner alone.
 */
export async function fingerprint(text: string, owner: Owner): Promise<string> {
  const secret = fromBase64(newestKey().key);
  const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derivation = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: bound("fingerprint", owner),
  };
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  const key = await crypto.subtle.deriveKey(derivation, source, hmac, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, utf8.encode(text));
  return Buffer.from(digest, 0, 8).toString("hex");
}

/** The id of the key that encrypts. */
export function newestKeyId(): string {
  return newestKey().id;
}

function newestKey(): CredentialKey {
  const newest = keyRingKeys().at(-1);
  if (newest === undefined) throw new Error("CREDENTIAL_KEYS is empty");
  return newest;
}

/** By the key itself, so that another ring never gets an old ring's key of the same id. */
function cipher({ key }: CredentialKey): Promise<CryptoKey> {
  let found = imported.get(key);
  if (found === undefined) {
    found = crypto.subtle.importKey("raw", fromBase64(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    imported.set(key, found);
  }
  return found;
}

function gcm(iv: Bytes, owner: Owner) {
  return { name: "AES-GCM", iv, additionalData: bound("sealed", owner) };
}

/** JSON, because joined ids could be cut elsewhere. */
function bound(use: string, owner: Owner): Bytes {
  return utf8.encode(JSON.stringify([use, ...owner]));
}

function fromBase64(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, "base64"));
}
