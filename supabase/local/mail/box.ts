/**
 * What the stand-ins of the mail providers got.
 *
 * @module
 */

/** A mail that a provider took. */
export interface KeptMail {
  id: string;
  provider: "resend" | "sendgrid";
  at: string;
  /** The Idempotency-Key. */
  key: string | null;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Our id of it, which comes back in events. */
  messageId: string;
}

/** A provider's answer, if it gives one. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One request to take a mail, and how it ended. */
export interface Asked {
  provider: KeptMail["provider"];
  to: string;
  key: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** The fault that it met, or whether the mail is new to the provider. */
  end: string;
  /** The mail that the provider has. */
  mail?: string;
}

const most = 100_000;

/** Keeps the newest mails, and the replies to keys that it has seen. */
export class MailBox {
  readonly mails = new Map<string, KeptMail>();
  readonly #replies = new Map<string, { reply: Reply; id: string }>();
  /** Requests that asked to take a mail, by provider, taken or not. */
  readonly asked = { resend: 0, sendgrid: 0 };
  readonly requests: Asked[] = [];

  keep(mail: KeptMail): void {
    this.mails.set(mail.id, mail);
    const [oldest] = this.mails.keys();
    if (this.mails.size > most && oldest !== undefined) this.mails.delete(oldest);
  }

  note(asked: Asked): void {
    this.requests.push(asked);
    if (this.requests.length > 2 * most) this.requests.splice(0, most);
  }

  /** Newest first. */
  find({ to, limit = 100 }: { to?: string; limit?: number }): KeptMail[] {
    const all = [...this.mails.values()].reverse();
    return (to === undefined ? all : all.filter((mail) => mail.to === to.toLowerCase())).slice(0, limit);
  }

  /** The reply that a key got before, and the mail's id. */
  replyTo(key: string): { reply: Reply; id: string } | undefined {
    return this.#replies.get(key);
  }

  remember(key: string, given: { reply: Reply; id: string }): void {
    this.#replies.set(key, given);
  }
}
