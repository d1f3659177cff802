/**
 * What the tests of mails share: sending one, and reading what the stand-ins of the providers got.
 *
 * @module
 */
import { assert } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import type { Fault } from "../../supabase/local/mail/faults.ts";
import type { Asked, KeptMail } from "../../supabase/local/mail/box.ts";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";

export type Email = Schemas["Email"];
export type EmailDetails = Schemas["EmailDetails"];
type As = { token: string };

/** A domain of its own, so that faults and mails are no other test's. */
export const newDomain = () => `${crypto.randomUUID().slice(0, 8)}.mail.test`;

/** Makes the providers fail for the recipients of a domain. */
export async function arm(
  domain: string,
  ...faults: (Partial<Fault> & Pick<Fault, "kind">)[]
): Promise<void> {
  const answer = await fetch(`${stack.inboxUrl}/faults/${domain}`, {
    method: "PUT",
    body: JSON.stringify(faults),
  });
  assert(answer.ok, await answer.text());
}

/** The mails that the providers took for an address, newest first. */
export async function inbox(to: string): Promise<KeptMail[]> {
  const answer = await fetch(`${stack.inboxUrl}/messages?to=${encodeURIComponent(to)}`);
  return await answer.json();
}

/** The requests to take mails for a domain, in their order. */
export async function requestsFor(domain: string): Promise<Asked[]> {
  const answer = await fetch(`${stack.inboxUrl}/requests/${domain}`);
  return await answer.json();
}

/** Lets the provider report events of a mail, in this order. */
export async function report(mail: Pick<KeptMail, "id">, ...types: string[]): Promise<void> {
  const answer = await fetch(`${stack.inboxUrl}/messages/${mail.id}/events`, {
    method: "POST",
    body: JSON.stringify({ types }),
  });
  assert(answer.ok, await answer.text());
}

/** Sends a mail and returns the answer. */
export const send = (as: As, to: unknown, more: Record<string, unknown> = {}, key?: string) =>
  api<Email>("POST", "/email/v1/messages", {
    as,
    json: { template: "welcome", to, variables: { tenant: "Initech", url: "/start" }, ...more },
    key,
  });

export const details = async (as: As, id: string) =>
  (await api<EmailDetails>("GET", `/email/v1/messages/${id}`, { as })).data;

/** The mail when it has one of these states. */
export const settled = (as: As, id: string, ...states: Email["status"][]) =>
  eventually(
    `the mail is ${states.join(" or ")}`,
    async () => {
      const mail = await details(as, id);
      return states.includes(mail.status) && mail;
    },
    60_000,
    () => details(as, id),
  );
