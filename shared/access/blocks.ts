import type { MiddlewareHandler } from "hono";
import type { AppEnv, Caller, Person } from "../context.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { waitUntil } from "../jobs/background.ts";
import { describeError, log } from "../observe/log.ts";
import { onwardHeaders } from "../observe/scope.ts";
import { remember } from "./memory_buckets.ts";

/** How long a process refuses by what it knows, so that a lifted block ends soon. The database decides. */
const knownMs = 5_000;

/** By user or key: until when it is refused here, in ms since 1970, and with which error. */
const blocked = new Map<string, { until: number; error: ApiError }>();
/** By user or key: the last minute in which this process told the database of a refusal. */
const told = new Map<string, number>();

/** The user or key of a caller; none for the secret key, which is never blocked. */
function subjectOf(caller: Caller | Person | undefined): string | null {
  return caller?.kind === "key" ? caller.keyId : caller?.userId ?? null;
}

/** Throws 429 BLOCKED if this process has just heard that the caller is blocked. */
export function refuseBlocked(caller: Caller | Person): void {
  const known = blocked.get(subjectOf(caller) ?? "");
  if (known !== undefined && known.until > Date.now()) throw known.error;
}

/** Remembers callers whom the database has refused because they are blocked. */
export const rememberBlocks: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { error } = c;
  if (!(error instanceof ApiError) || error.code !== "BLOCKED") return;
  const subject = subjectOf(c.get("caller") ?? c.get("person"));
  if (subject === null || (blocked.get(subject)?.until ?? 0) > Date.now()) return;
  remember(blocked, subject, { until: Date.now() + knownMs, error });
};

/** Tells the database that the caller was refused for its rate, once a minute, without keeping the caller waiting. */
export function noteRefusal(caller: Caller | Person): void {
  const subject = subjectOf(caller);
  const minute = Math.floor(Date.now() / 60_000);
  if (subject === null || told.get(subject) === minute) return;
  remember(told, subject, minute);
  waitUntil(tell(subject, caller));
}

async function tell(subject: string, { kind, clientId }: Caller | Person): Promise<void> {
  const refusal = { caller: subject, tenant: clientId ?? undefined, kind: kind === "key" ? kind : "user" };
  try {
    unwrap(await adminClient(onwardHeaders()).rpc("record_refusal", refusal));
  } catch (error) {
    told.delete(subject);
    log("warn", {
      action: "record_refusal",
      message: "A refusal was not noted",
      error: describeError(error),
    });
  }
}
