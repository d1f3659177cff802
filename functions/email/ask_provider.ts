import { timed } from "../../shared/observe/scope.ts";
import type { EmailEnv } from "./env.ts";
import type { Mail, Provider, Verdict } from "./provider.ts";

/** An attempt as it is kept. */
export interface Attempt extends Verdict {
  provider: Provider["name"];
  status_code?: number;
  duration_ms: number;
  /** Whether the failure says something about the provider, not about the mail. */
  blames_provider: boolean;
  /** Seconds for which it wants no request. */
  rest_seconds?: number;
  /** Seconds until its window has room for another request. */
  pause_seconds?: number;
}

/** Asks a provider once to take a mail. Never throws: an unclear end is a result. */
export async function askProvider(provider: Provider, mail: Mail, env: EmailEnv): Promise<Attempt> {
  const { url, headers, body } = provider.request(mail, env);
  const began = performance.now();
  const made = () => ({ provider: provider.name, duration_ms: Math.round(performance.now() - began) });
  const request = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "user-agent": "Frontline/1.0" },
    body,
    signal: AbortSignal.timeout(env.EMAIL_TIMEOUT_SECONDS * 1000),
  };
  try {
    const answer = await timed(new URL(url).host, () => fetch(url, request), ({ status }) => status);
    const verdict = provider.judge(answer.status, answer.headers, await jsonOf(answer));
    return {
      ...made(),
      ...verdict,
      status_code: answer.status,
      blames_provider: verdict.status === "refused" && !verdict.isFinal,
      ...paceOf(answer.headers, verdict),
    };
  } catch (error) {
    return { ...made(), ...verdictOf(error, env), blames_provider: true };
  }
}

/** The status has decided; a body that breaks off or is not JSON only says less. */
async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text().catch(() => "");
  try {
    return JSON.parse(text.slice(0, 100_000));
  } catch {
    return undefined;
  }
}

/** Only a connection that was never made is a sure refusal. */
function verdictOf(error: unknown, { EMAIL_TIMEOUT_SECONDS }: EmailEnv): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  if (/client error \(Connect\)/.test(message)) {
    return { status: "refused", error: "No connection could be made" };
  }
  const isSlow = error instanceof DOMException && error.name === "TimeoutError";
  return {
    status: "unknown",
    error: isSlow
      ? `It did not answer within ${EMAIL_TIMEOUT_SECONDS} s`
      : "The connection broke before the answer",
  };
}

/** By the RateLimit fields of Resend and SendGrid, in seconds or as the second of 1970. */
function paceOf(headers: Headers, { status }: Verdict): Pick<Attempt, "rest_seconds" | "pause_seconds"> {
  const field = (name: string) => headers.get(`ratelimit-${name}`) ?? headers.get(`x-ratelimit-${name}`);
  const reset = Number(field("reset") ?? NaN);
  const untilReset = reset > 1e9 ? reset - Date.now() / 1000 : reset;
  if (status === "limited") {
    const asked = Number(headers.get("retry-after") ?? NaN);
    const seconds = [asked, untilReset].find((value) => value > 0) ?? 2;
    return { rest_seconds: Math.min(seconds, 3600) };
  }
  return field("remaining") === "0" && untilReset > 0 ? { pause_seconds: Math.min(untilReset, 60) } : {};
}
