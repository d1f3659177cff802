/**
 * The providers' event webhooks, signed as they sign them.
 *
 * @module
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { signStandard } from "../../../shared/outbound/signature.ts";
import type { KeptMail } from "./box.ts";

/** A secret of Svix, which Resend signs with. */
export const resendSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** Auth signs its send-email hook with it. */
export const hookSecret = "whsec_dGhlIGF1dGggaG9vayBvZiB0aGUgbG9jYWwgc3RhY2s=";

/** SendGrid signs with ECDSA; a stack makes its own pair of keys. */
export function newSendGridKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** What happened to a mail. */
export interface MailEvent {
  type: "sent" | "delivered" | "delayed" | "bounced" | "complained";
  mail: Pick<KeptMail, "id" | "messageId" | "to" | "provider">;
  /** Of the event; the same one again is a repetition. */
  id: string;
  at: Date;
}

const resendTypes = {
  sent: "email.sent",
  delivered: "email.delivered",
  delayed: "email.delivery_delayed",
  bounced: "email.bounced",
  complained: "email.complained",
};
const sendgridTypes = {
  sent: "processed",
  delivered: "delivered",
  delayed: "deferred",
  bounced: "bounce",
  complained: "spamreport",
};

/** The webhook request for an event. */
export function eventRequest(
  event: MailEvent,
  privateKey: string,
): { headers: Record<string, string>; body: string } {
  const { type, mail, id, at } = event;
  const seconds = Math.floor(at.getTime() / 1000);
  if (mail.provider === "resend") {
    const body = JSON.stringify({
      type: resendTypes[type],
      created_at: at.toISOString(),
      data: {
        email_id: mail.id,
        to: [mail.to],
        tags: { message_id: mail.messageId },
        ...type === "bounced" ? { bounce: { type: "Permanent", message: "There is no such mailbox" } } : {},
      },
    });
    const timestamp = Math.floor(Date.now() / 1000);
    return { headers: signStandard({ id, timestamp, body }, [resendSecret]), body };
  }
  const bounce = type === "bounced" ? { type: "bounce", reason: "550 There is no such mailbox" } : {};
  const body = JSON.stringify([{
    email: mail.to,
    event: sendgridTypes[type],
    sg_event_id: id,
    timestamp: seconds,
    message_id: mail.messageId,
    ...bounce,
  }]);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = sign("sha256", new TextEncoder().encode(timestamp + body), privateKey).toString("base64");
  return {
    headers: {
      "x-twilio-email-event-webhook-signature": signature,
      "x-twilio-email-event-webhook-timestamp": timestamp,
    },
    body,
  };
}
