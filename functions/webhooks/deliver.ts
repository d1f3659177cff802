import { Readable } from "node:stream";
import type { Guard } from "../../shared/outbound/ssrf.ts";
import { UrlNotAllowed } from "../../shared/outbound/addresses.ts";
import { signStandard } from "../../shared/outbound/signature.ts";
import { storable } from "../../shared/input/text.ts";
import { describeError, log } from "../../shared/observe/log.ts";
import { onwardHeaders, timed } from "../../shared/observe/scope.ts";
import type { Outcome } from "../../shared/jobs/job.ts";
import type { Sendable } from "./prepare.ts";
import { openAll, ownerOf } from "./secrets.ts";

/** Until the answer's headers; less than a worker's grace at its end. */
const timeoutMs = 15_000;
const responseBytes = 1024;
/** For the answer's first kilobyte. The status has already decided: a stream that stays open must not hold a place. */
const bodyMs = 1_000;

/** Seconds from each attempt to the next: 8 in all, by the schedule of Standard Webhooks. */
const pauses = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];
/** Retry-After is kept to up to this. */
const longestPause = 24 * 3600;

/** Sends a delivery once, signed, and says how that went. Only a 2xx is success; 410 ends it for good. */
export async function deliver(delivery: Sendable, attempt: number, guard: Guard): Promise<Outcome> {
  const { url, body, event_id, client_id, endpoint_id, probe } = delivery;
  const owner = ownerOf("webhook_endpoint", client_id, endpoint_id);
  const secrets = await openAll(delivery.secrets, owner).catch((error) => {
    log("error", {
      clientId: client_id,
      action: "open secret",
      endpointId: endpoint_id,
      error: describeError(error),
    });
  });
  if (secrets === undefined) return cannotSign;
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/json",
    "user-agent": "Frontline-Webhooks/1.0",
    ...onwardHeaders(),
    ...signStandard({ id: event_id, timestamp, body }, secrets),
  };
  const began = performance.now();
  const made = () => ({ duration_ms: Math.round(performance.now() - began), ...(probe ? { probe } : {}) });
  const signal = sharedTimeout();
  try {
    const request = { method: "POST", headers, body, signal };
    const answer = await timed(new URL(url).host, () => guard.send(url, request), ({ status }) => status);
    const response = await firstKilobyte(answer.body);
    const result = { ...made(), status_code: answer.status, response };
    if (answer.status >= 200 && answer.status < 300) return { outcome: "completed", result };
    const error = `The endpoint answered ${answer.status}`;
    if (answer.status === 410) return { outcome: "rejected", error, result };
    return { outcome: "failed", error, result, retry_after: pause(attempt, answer.headers) };
  } catch (error) {
    return { outcome: "failed", error: reason(error), result: made(), retry_after: pause(attempt) };
  }
}

/** Waits for the operator to bring the key back. Nothing was sent, so it is no attempt. */
const cannotSign: Outcome = {
  outcome: "postponed",
  retry_after: 60,
  error: "The endpoint's secret cannot be opened: rotate-secret makes a new one",
};

/** The pause before the next attempt: the schedule's, jittered by a tenth, or a longer one that the endpoint asks for. */
export function pause(attempt: number, headers = new Headers()): number {
  const scheduled = (pauses[attempt - 1] ?? 0) * (1 + Math.random() / 10);
  const asked = headers.get("retry-after") ?? "";
  const seconds = /^\d+$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? scheduled : Math.max(scheduled, Math.min(seconds, longestPause));
}

let timeout: { signal: AbortSignal; madeAt: number } | undefined;

/** Attempts that begin within a tenth of a second share a timer: one each costs as much as signing twice. */
function sharedTimeout(): AbortSignal {
  const now = performance.now();
  if (timeout === undefined || now - timeout.madeAt > 100) {
    timeout = { signal: AbortSignal.timeout(timeoutMs + 100), madeAt: now };
  }
  return timeout.signal;
}

/** What comes of the answer within its time; a body that stalls or breaks changes nothing about the status. */
async function firstKilobyte(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const bytes = new Uint8Array(responseBytes);
  let length = 0;
  const timer = setTimeout(() => body instanceof Readable && body.destroy(), bodyMs);
  try {
    for await (const chunk of body ?? []) {
      const part = chunk.subarray(0, responseBytes - length);
      bytes.set(part, length);
      length += part.length;
      if (length === responseBytes) break;
    }
  } catch (error) {
    log("debug", {
      action: "webhook.deliver",
      message: "An answer's body broke off",
      error: describeError(error),
    });
  } finally {
    clearTimeout(timer);
  }
  return storable(new TextDecoder().decode(bytes.subarray(0, length)));
}

/** In words that the tenant may see: of our side nothing. */
function reason(error: unknown): string {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  const refused = causes.find((cause) => cause instanceof UrlNotAllowed);
  if (refused instanceof Error) return `The URL is not allowed: ${refused.message}`;
  if (error instanceof DOMException && /^(Timeout|Abort)Error$/.test(error.name)) {
    return `The endpoint did not answer within ${timeoutMs / 1000} s`;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(E|UND_ERR_)[A-Z_]+$/.test(code)
    ? `The connection failed: ${code}`
    : "The connection to the endpoint failed";
}
