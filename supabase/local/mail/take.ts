/**
 * Takes a mail as a provider does, with the fault that its recipient's domain has.
 *
 * @module
 */
import type { KeptMail, MailBox, Reply } from "./box.ts";
import type { Fault, Faults } from "./faults.ts";
import { type Content, type PlayedProvider, playedProviders } from "./providers.ts";

/** A reply, or a connection that ends without one, or neither. */
export type Taken = Reply | "drop" | "hang";

/** What becomes of one request to take a mail. */
export function take(
  name: KeptMail["provider"],
  request: { authorization?: string; key?: string; body: unknown },
  box: MailBox,
  faults: Faults,
): Taken {
  const provider = playedProviders[name];
  box.asked[name]++;
  if (!request.authorization?.startsWith("Bearer ")) return provider.refused(401, "The API key is missing");
  const mail = provider.read(request.body);
  if (!mail.success) return mail.reply;
  // SendGrid knows no keys.
  const key = name === "resend" ? request.key : undefined;
  const fault = faults.next(name, mail.data.to);
  const asked = { provider: name, to: mail.data.to, key: request.key ?? null, at: Date.now() };
  // A provider that is down or busy looks at no keys.
  const refusal = refusalOf(provider, fault);
  const before = key === undefined ? undefined : box.replyTo(key);
  if (refusal !== undefined) {
    box.note({ ...asked, end: fault?.kind ?? "refuse" });
    return refusal;
  }
  if (before === undefined && fault?.kind === "reject") {
    box.note({ ...asked, end: fault.kind });
    return provider.refused(422, "The address is not valid");
  }
  const { reply, id } = before ?? keep(name, request.key, mail.data, box);
  if (before === undefined && key !== undefined) box.remember(key, { reply, id });
  box.note({ ...asked, end: fault?.kind ?? (before === undefined ? "taken" : "repeated"), mail: id });
  if (fault?.kind === "drop" || fault?.kind === "hang") return fault.kind;
  return fault?.kind === "exhaust" ? { ...reply, headers: { ...reply.headers, ...fieldsOf(fault) } } : reply;
}

function keep(provider: KeptMail["provider"], key: string | undefined, content: Content, box: MailBox) {
  const id = crypto.randomUUID();
  box.keep({ id, provider, at: new Date().toISOString(), key: key ?? null, ...content });
  return { id, reply: playedProviders[provider].taken(id) };
}

function refusalOf(provider: PlayedProvider, fault: Fault | undefined): Taken | undefined {
  if (fault?.kind === "refuse") return provider.refused(503, "Unavailable");
  if (fault?.kind === "lose") return "drop";
  if (fault?.kind !== "limit") return undefined;
  const headers = { ...fieldsOf(fault), "retry-after": String(fault.seconds) };
  return { ...provider.refused(429, "Too many requests"), headers };
}

function fieldsOf({ seconds }: Fault): Record<string, string> {
  return { "ratelimit-limit": "1", "ratelimit-remaining": "0", "ratelimit-reset": String(seconds) };
}
