import type { ErrorEvent } from "@sentry/deno";
import { waitUntil } from "../jobs/background.ts";
import { env } from "../data/env.ts";
import { describeError, log } from "./log.ts";
import { maskedJson } from "./mask.ts";

/** Where a fault happened, as the log line of the request says it too. */
export interface FaultContext {
  requestId: string;
  userId: string | null;
  function: string;
  action: string;
  /** The same as the error group's, so that both group alike. */
  fingerprint: string;
}

/** What leaves the process: no request, headers or host name, and every text masked. */
function scrub(event: ErrorEvent): ErrorEvent {
  const { request: _request, server_name: _host, ...rest } = event;
  return JSON.parse(maskedJson(rest));
}

async function start(dsn: string): Promise<typeof import("@sentry/deno")> {
  const sentry = await import("@sentry/deno");
  sentry.init({
    dsn,
    sendDefaultPii: false,
    sendClientReports: false,
    // They would hold the log lines and URLs of other requests that the process served.
    beforeBreadcrumb: () => null,
    beforeSend: scrub,
  });
  return sentry;
}

let started: Promise<typeof import("@sentry/deno")> | undefined;

/** Sends a fault to Sentry if SENTRY_DSN is set. Loaded at the first fault, so that a cold start does not pay for it. */
export function reportFault(error: unknown, context: FaultContext): void {
  const dsn = env().SENTRY_DSN;
  if (dsn === undefined) return;
  started ??= start(dsn);
  waitUntil(
    started.then(async (sentry) => {
      sentry.captureException(error, {
        ...(context.userId === null ? {} : { user: { id: context.userId } }),
        fingerprint: [context.fingerprint],
        tags: { request_id: context.requestId, function: context.function, action: context.action },
      });
      await sentry.flush(2_000);
    }).catch((failure) => {
      // Unhandled, it would end the process and every request in it.
      log("warn", {
        action: "sentry",
        message: "A fault could not be reported",
        error: describeError(failure),
      });
    }),
  );
}
