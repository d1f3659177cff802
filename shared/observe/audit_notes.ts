import type { Caller } from "../context.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { waitUntil } from "../jobs/background.ts";
import { describeError, log } from "./log.ts";
import { inScope } from "./scope.ts";

/** What belongs in a tenant's audit log although it changes no row; a type and not an interface, so that it is JSON. */
export type AuditNote = {
  client_id: string;
  action: "denied" | "rate_limited" | "limit_reached" | "secret_read";
  /** What was acted on. */
  resource: string;
  record_id?: string;
  /** Few and short: notes that differ in them are counted apart. */
  details: Record<string, string>;
  actor_id?: string | null;
  key_id?: string;
  request_id?: string;
  ip?: string;
  user_agent?: string;
};

/** Longest time that notes wait in the process, and so what a killed one loses. */
const flushMs = 1_000;
/** Notes that one report may have. Further ones are counted by tenant and action alone. */
const maxNotes = 1_000;

let pending = new Map<string, AuditNote & { times: number }>();
let isWaiting = false;

/**
 * Adds a note; notes that say the same are one with a count, reported at most once a second. Nobody waits for it.
 * Without a runtime that keeps the process alive for it, as in tests, nothing is reported.
 */
export function noteForAudit(note: AuditNote): void {
  if (globalThis.EdgeRuntime === undefined) return;
  add({ ...note, times: 1 });
  if (isWaiting) return;
  isWaiting = true;
  waitUntil(inScope(undefined, reportLater));
}

/** The user or key that a note names as its actor. */
export function actorOf(caller: Caller): Pick<AuditNote, "actor_id" | "key_id"> {
  return { actor_id: caller.userId, ...(caller.kind === "key" ? { key_id: caller.keyId } : {}) };
}

/** Notes that a function read a secret in plain text, for a caller if one asked for it. */
export function noteSecretRead(
  reader: string,
  [kind, client_id = "", record_id]: readonly [kind: string, ...owner: string[]],
  caller?: Caller,
): void {
  noteForAudit({
    client_id,
    action: "secret_read",
    resource: `${kind}s`,
    record_id,
    details: { function: reader },
    ...(caller && actorOf(caller)),
  });
}

/** Counts a note with those that say the same. */
function add(note: AuditNote & { times: number }): void {
  const { client_id, action, resource, record_id, details, actor_id, key_id, times } = note;
  const key = JSON.stringify([client_id, action, resource, record_id, details, actor_id, key_id]);
  const known = pending.get(key);
  if (known !== undefined) known.times += times;
  else if (pending.size < maxNotes) pending.set(key, note);
  else if (record_id !== undefined || actor_id || key_id || Object.keys(details).length > 0) {
    add({ client_id, action, resource, details: {}, times });
  } else pending.set(key, note);
}

async function reportLater(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, flushMs));
  isWaiting = false;
  const notes = [...pending.values()];
  pending = new Map();
  try {
    unwrap(await adminClient().rpc("record_audit_notes", { notes }));
  } catch (error) {
    // While the database is away the notes wait for the next report; those that it refuses would be refused again.
    const isAway = error instanceof ApiError && error.status === 503;
    if (isAway) notes.forEach(add);
    log("error", {
      action: "record_audit_notes",
      message: isAway
        ? "Notes for the audit log wait for the database"
        : "Notes for the audit log were refused",
      notes: notes.length,
      error: describeError(error),
    });
  }
}
