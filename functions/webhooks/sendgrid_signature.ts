import { Buffer } from "node:buffer";
import { createPublicKey, verify } from "node:crypto";
import { InvalidSignature, requireRecent } from "../../shared/outbound/signature.ts";

/**
 * Checks SendGrid's signed event webhook: ECDSA over the timestamp and the body, against any of the public keys (base64
 * of their DER form, as SendGrid shows them). Throws InvalidSignature.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function verifySendGrid(
  headers: Headers,
  body: Uint8Array,
  keys: readonly string[],
  now: number = Date.now(),
): void {
  const signature = headers.get("x-twilio-email-event-webhook-signature");
  const timestamp = headers.get("x-twilio-email-event-webhook-timestamp");
  if (signature === null || timestamp === null) {
    throw new InvalidSignature(
      "The headers X-Twilio-Email-Event-Webhook-Signature and -Timestamp are needed",
    );
  }
  requireRecent(timestamp, now);
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  const digest = Buffer.from(signature, "base64");
  const fits = keys.some((key) => {
    const publicKey = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return verify("sha256", signed, publicKey, digest);
  });
  if (!fits) throw new InvalidSignature("The signature does not match the body");
}
