import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { gather } from "../../shared/jobs/gather.ts";
import type { Job } from "../../shared/jobs/job.ts";
import { env } from "./env.ts";
import type { Provider } from "./provider.ts";
import { resend } from "./resend.ts";
import { sendgrid } from "./sendgrid.ts";
import { templateNames } from "./templates/mod.ts";

const Own = z.object({ subject: z.string(), html: z.string(), text: z.string().nullable() });
const Sendable = z.object({
  action: z.literal("send"),
  /** Seconds until its turn. */
  retry_after: z.number(),
  message_id: z.guid(),
  client_id: z.guid().nullable(),
  template: z.enum(templateNames),
  to: z.string(),
  locale: z.string(),
  variables: z.record(z.string(), z.union([z.string(), z.number()])),
  link_key: z.string(),
  provider: z.enum(["resend", "sendgrid"]),
  /** Whether the provider was chosen before and may have the mail already. */
  unclear: z.boolean(),
  /** Whether its recipient may unsubscribe. */
  optional: z.boolean(),
  tracking: z.boolean(),
  /** Whether every other provider has refused it. */
  is_last: z.boolean(),
});
const job_id = z.guid();
const Loaded = z.discriminatedUnion("action", [
  Sendable.extend({ job_id }),
  z.object({ job_id, action: z.literal("postpone"), retry_after: z.number() }),
  z.object({ job_id, action: z.enum(["suppress", "settled", "gone", "closed"]) }),
]);
const Answer = z.object({
  emails: z.array(Loaded).transform((emails) => new Map(emails.map((email) => [email.job_id, email]))),
  templates: z.record(z.string(), Own),
});
const Payload = z.object({ message_id: z.guid() });

/** What to do with a mail now; `own` is the tenant's template. */
export type LoadedEmail = z.output<typeof Loaded> & { own?: z.output<typeof Own> };
export type SendableEmail = z.output<typeof Sendable> & { own?: z.output<typeof Own> };

const providers: Record<Provider["name"], Provider> = { resend, sendgrid };

/** The providers that have a key, in their order. */
export function usableProviders(): Provider[] {
  const { EMAIL_PROVIDERS, RESEND_API_KEY, SENDGRID_API_KEY } = env();
  const keys = { resend: RESEND_API_KEY, sendgrid: SENDGRID_API_KEY };
  return EMAIL_PROVIDERS.filter((name) => keys[name] !== undefined).map((name) => providers[name]);
}

/** Long enough for jobs that start together to share a call, short enough not to matter. */
const gatherMs = 3;

const loadTogether = gather(gatherMs, async (jobs: Job[]) => {
  const answer = await adminClient().rpc("load_emails", {
    jobs: jobs.map(({ id, payload }) => ({ id, ...Payload.parse(payload) })),
    providers: usableProviders().map(({ name, knowsKeys }) => ({ name, knows_keys: knowsKeys })),
    rate: env().EMAIL_RATE_PER_SECOND,
  });
  return Answer.parse(unwrap(answer));
});

/** Decides right before a mail is sent, and remembers the chosen provider before it is asked. */
export async function load(job: Job): Promise<LoadedEmail> {
  const { emails, templates } = await loadTogether(job);
  const email = emails.get(job.id);
  if (email === undefined) throw new Error(`load_emails says nothing of ${job.id}`);
  if (email.action !== "send") return email;
  return { ...email, own: templates[`${email.client_id}:${email.template}`] };
}
