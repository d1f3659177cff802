import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { ApiError } from "../http/errors.ts";

/** The signature does not prove who sent the request: 401. */
export class InvalidSignature extends ApiError {
  constructor(message: string) {
    super(401, "UNAUTHORIZED", message);
  }
}

/** How far the sender's clock may be off, either way: a recorded request is worth nothing afterwards. */
const toleranceSeconds = 300;

/** A secret of Standard Webhooks: `whsec_` and the base64 of 32 random bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/**
 * The headers that sign a message, by https://www.standardwebhooks.com (v1). Several secrets while one is being
 * replaced: a receiver that has any of them finds its signature.
 */
export function signStandard(
  message: { id: string; timestamp: number; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const { id, timestamp, body } = message;
  const signatures = secrets.map((secret) => `v1,${standardDigest(id, timestamp, body, secret)}`);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}

/**
 * Checks a message against any of the secrets and returns its id. Takes Svix's header names too, which Resend sends.
 * Throws InvalidSignature.
 */
export function verifyStandard(
  headers: Headers,
  body: Uint8Array,
  secrets: readonly string[],
  now: number = Date.now(),
): string {
  const header = (name: string) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`);
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map(header);
  if (!id || !timestamp || !signature) {
    throw new InvalidSignature("The headers webhook-id, webhook-timestamp and webhook-signature are needed");
  }
  requireRecent(timestamp, now);
  const given = signature.split(" ").flatMap((part) => part.startsWith("v1,") ? [part.slice(3)] : []);
  requireAny(secrets.map((secret) => standardDigest(id, timestamp, body, secret)), given);
  return id;
}

/** The header Stripe-Signature for a body, by https://docs.stripe.com/webhooks (scheme v1). */
export function signStripe(body: string, timestamp: number, secret: string): string {
  return `t=${timestamp},v1=${stripeDigest(timestamp, body, secret)}`;
}

/** Checks the header Stripe-Signature against any of the secrets. Throws InvalidSignature. */
export function verifyStripe(
  header: string | null,
  body: Uint8Array,
  secrets: readonly string[],
  now: number = Date.now(),
): void {
  const parts = (header ?? "").split(",").map((part) => part.trim().split("=", 2));
  const timestamp = parts.find(([name]) => name === "t")?.[1];
  const given = parts.flatMap(([name, value]) => name === "v1" && value ? [value] : []);
  if (!timestamp || given.length === 0) {
    throw new InvalidSignature("The header Stripe-Signature with t= and v1= is needed");
  }
  requireRecent(timestamp, now);
  requireAny(secrets.map((secret) => stripeDigest(timestamp, body, secret)), given);
}

function standardDigest(
  id: string,
  timestamp: number | string,
  body: string | Uint8Array,
  secret: string,
): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
}

function stripeDigest(timestamp: number | string, body: string | Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
}

/** Throws InvalidSignature unless the timestamp, in seconds since 1970, is close to `now`. */
export function requireRecent(timestamp: string, now: number): void {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  if (Math.abs(Math.floor(now / 1000) - seconds) <= toleranceSeconds) return;
  throw new InvalidSignature(`The timestamp must be within ${toleranceSeconds} s of now`);
}

/** Every pair is compared, each in constant time. */
function requireAny(expected: readonly string[], given: readonly string[]): void {
  let matches = false;
  for (const one of expected) {
    for (const other of given.slice(0, 10)) matches = equal(one, other) || matches;
  }
  if (!matches) throw new InvalidSignature("The signature does not match the body");
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
