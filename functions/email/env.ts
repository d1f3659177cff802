import { z } from "zod";
import { defineEnv, httpUrl, list, optional } from "../../shared/data/env.ts";

const trimmed = (fallback?: string) => {
  const url = httpUrl().transform((text) => text.replace(/\/+$/, ""));
  return fallback === undefined ? url : optional(url).transform((text) => text ?? fallback);
};

/** The providers, where their APIs are, and how mails look. */
export const env = defineEnv(z.object({
  /** In their order: the next one is asked only when the one before it certainly did not take the mail. */
  EMAIL_PROVIDERS: list().transform((names) => names.length > 0 ? names : ["resend", "sendgrid"]).pipe(
    z.array(z.enum(["resend", "sendgrid"], "must be resend, sendgrid or both")),
  ),
  RESEND_API_URL: trimmed("https://api.resend.com"),
  RESEND_API_KEY: optional(z.string()),
  SENDGRID_API_URL: trimmed("https://api.sendgrid.com"),
  SENDGRID_API_KEY: optional(z.string()),
  /** Mails a second to each provider, from all workers together. */
  EMAIL_RATE_PER_SECOND: optional(z.coerce.number().min(0.1).max(10_000)).transform((rate) => rate ?? 5),
  /** For how long a provider may take to answer. A worker waits no longer than 15 s at its end. */
  EMAIL_TIMEOUT_SECONDS: optional(z.coerce.number().min(1).max(15)).transform((seconds) => seconds ?? 15),
  /** `Name <address>` or an address of a domain that the providers know. */
  EMAIL_FROM: z.string().regex(/^[^\r\n]{1,300}$/, "must be one line"),
  /** Links in mails begin with it. */
  APP_URL: trimmed(),
  /** Supabase Auth signs its hook with one of them. */
  SEND_EMAIL_HOOK_SECRETS: list(),
}));

/** The values of {@link env}. */
export type EmailEnv = ReturnType<typeof env>;
