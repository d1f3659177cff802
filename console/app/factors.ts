/**
 * Second factors: codes from an authenticator app.
 *
 * @module
 */
import { computed } from "@preact/signals";
import { callAuth } from "./auth.ts";
import { accessToken, keep, refresh, session, sessionIn } from "./session.ts";

/** A factor that was begun: its secret is shown once. */
export interface Enrolment {
  id: string;
  secret: string;
  /** For the app, as `otpauth://…`. */
  uri: string;
}

export const factors = computed(() => session.value?.user.factors ?? []);
const verified = computed(() => factors.value.find(({ status }) => status === "verified"));

/** The factor whose code this session still lacks. */
export const wanted = computed(() => isRaised(session.value?.access_token) ? undefined : verified.value);

export async function enrol(friendly_name: string): Promise<Enrolment> {
  const body = { factor_type: "totp", friendly_name };
  const answer = await callAuth("factors", { body, token: await accessToken() });
  if (!isEnrolment(answer)) throw new Error("Sign-in answered without the factor's secret");
  return { id: answer.id, ...answer.totp };
}

/** Raises the session; the first code also confirms a factor that was begun. */
export async function verify(factor: string, code: string): Promise<void> {
  const token = await accessToken();
  const challenge = await callAuth(`factors/${factor}/challenge`, { token });
  const challenge_id = typeof challenge === "object" && challenge !== null && "id" in challenge
    ? challenge.id
    : undefined;
  keep(sessionIn(await callAuth(`factors/${factor}/verify`, { body: { challenge_id, code }, token })));
}

export async function remove(factor: string): Promise<void> {
  await callAuth(`factors/${factor}`, { method: "DELETE", token: await accessToken() });
  await refresh();
}

function isEnrolment(answer: unknown): answer is { id: string; totp: { secret: string; uri: string } } {
  return typeof answer === "object" && answer !== null && "id" in answer && "totp" in answer;
}

/** Whether a token says that both factors were given. */
function isRaised(token = ""): boolean {
  const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
  return payload !== undefined && JSON.parse(atob(payload)).aal === "aal2";
}
