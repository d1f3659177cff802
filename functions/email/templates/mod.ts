import { emailVerification } from "./email_verification.ts";
import { inLayout } from "./layout.ts";
import { passwordReset } from "./password_reset.ts";
import { paymentReceipt } from "./payment_receipt.ts";
import type { Template } from "./parts.ts";
import { teamInvitation } from "./team_invitation.ts";
import { usageAlert } from "./usage_alert.ts";
import { weeklyDigest } from "./weekly_digest.ts";
import { welcome } from "./welcome.ts";

const defaults = {
  welcome,
  email_verification: emailVerification,
  password_reset: passwordReset,
  team_invitation: teamInvitation,
  usage_alert: usageAlert,
  weekly_digest: weeklyDigest,
  payment_receipt: paymentReceipt,
} satisfies Record<string, Template>;

/** The name of a template. */
export type TemplateName = keyof typeof defaults;

/** All templates. Their rules (variables, priority) are in supabase/schemas/87_email/kinds.sql. */
export const templateNames: readonly TemplateName[] = [
  "welcome",
  "email_verification",
  "password_reset",
  "team_invitation",
  "usage_alert",
  "weekly_digest",
  "payment_receipt",
];

/** The variables that a template names, in their order. */
export function variablesOf(name: TemplateName): string[] {
  const { subject, body } = defaults[name].en;
  return [...new Set([...`${subject} ${body}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, variable]) => variable!))];
}

/** The Mustache source of a mail. Without `text`, it is made from the HTML. */
export interface Source {
  subject: string;
  html: string;
  text: string | null;
}

/** The default of a template, in the language of the locale or in English. */
export function defaultSource(name: TemplateName, locale: string): Source {
  const languages: Template = defaults[name];
  const language = locale.toLowerCase().split("-")[0]!;
  const found = Object.hasOwn(languages, language) ? language : "en";
  const { subject, body } = languages[found] ?? languages.en;
  return { subject, html: inLayout({ locale: found, body }), text: null };
}

/** A tenant's own words, in the layout unless they are a whole document. */
export function ownSource(own: Source, locale: string): Source {
  return { ...own, html: inLayout({ locale, body: own.html }) };
}
