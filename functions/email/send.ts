import { ApiError } from "../../shared/http/errors.ts";
import type { Job, Outcome } from "../../shared/jobs/job.ts";
import { askProvider, type Attempt } from "./ask_provider.ts";
import { env } from "./env.ts";
import { unsubscribeHeaders, withTracking, withUnsubscribe } from "./links.ts";
import { load, type SendableEmail, usableProviders } from "./load.ts";
import { asciiAddress, type Mail } from "./provider.ts";
import { render } from "./render.ts";
import { defaultSource, ownSource } from "./templates/mod.ts";

/** Sends a mail once, by the provider that the database has chosen, and says how that went. */
export async function send(job: Job): Promise<Outcome> {
  if (usableProviders().length === 0) {
    return { outcome: "postponed", retry_after: 60, error: "No e-mail provider has an API key" };
  }
  const email = await load(job);
  switch (email.action) {
    case "send":
      await new Promise((resolve) => setTimeout(resolve, email.retry_after * 1000));
      return await sendNow(email, job.attempt);
    case "postpone":
      return { outcome: "postponed", retry_after: email.retry_after };
    case "suppress":
      return { outcome: "completed", result: { status: "suppressed" } };
    case "settled":
      return { outcome: "completed" };
    case "gone":
      return { outcome: "rejected", error: "The mail no longer exists" };
    case "closed":
      return { outcome: "rejected", error: "The tenant is not active" };
  }
}

async function sendNow(email: SendableEmail, made: number): Promise<Outcome> {
  const provider = usableProviders().find(({ name }) => name === email.provider);
  if (provider === undefined) throw new Error(`${email.provider} has no API key`);
  const mail = mailOf(email);
  if (typeof mail === "string") return { outcome: "rejected", error: mail };
  const { isFinal = false, ...attempt } = await askProvider(provider, mail, env());
  const outcome = outcomeOf(attempt, isFinal, email);
  // Most lost answers are lost once, and the key makes asking again harmless.
  return outcome.outcome === "failed" && attempt.status === "unknown" && made === 1
    ? { ...outcome, retry_after: 1 }
    : outcome;
}

/** The mail to send, or why it cannot be made. */
function mailOf(email: SendableEmail): Mail | string {
  const { message_id: id, template, locale, own } = email;
  const to = asciiAddress(email.to);
  if (to === undefined) return "The address has a domain that cannot exist";
  const source = own === undefined ? defaultSource(template, locale) : ownSource(own, locale);
  const { APP_URL } = env();
  try {
    let content = render(source, email.variables, APP_URL);
    if (email.optional) content = withUnsubscribe(content, email, locale, APP_URL);
    if (email.tracking) content = { ...content, html: withTracking(content.html, email) };
    return { id, to, headers: email.optional ? unsubscribeHeaders(email) : {}, ...content };
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

/**
 * After a refusal the next provider is asked at once; after the last one, all of them later. A provider that may have the
 * mail from an earlier attempt is asked again, unless it says that it takes no such mail.
 */
function outcomeOf(
  attempt: Omit<Attempt, "isFinal">,
  isFinal: boolean,
  { is_last, unclear }: SendableEmail,
): Outcome {
  const result = { ...attempt, unclear: unclear && !isFinal };
  const error = `${attempt.provider}: ${attempt.error}`;
  switch (attempt.status) {
    case "taken":
      return { outcome: "completed", result };
    case "limited":
      return { outcome: "postponed", retry_after: 0, result };
    case "unknown":
      return { outcome: "failed", error, result };
    case "refused":
      if (!is_last && !result.unclear) return { outcome: "postponed", retry_after: 0, result };
      return isFinal ? { outcome: "rejected", error, result } : { outcome: "failed", error, result };
  }
}
