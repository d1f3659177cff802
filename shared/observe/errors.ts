import { hashOf } from "./counters.ts";
import { fingerprintOf, ownFrame, withoutValues } from "./fingerprint.ts";
import { describeError } from "./log.ts";
import { mask } from "./mask.ts";

/** An error that a caller or a job met. */
export interface NotedError {
  error: unknown;
  code: string;
  /** The HTTP status; 0 for a job. */
  status: number;
  action: string;
  clientId: string | null;
  userId: string | null;
  requestId: string | null;
}

type Sample = { at: string; request_id: string | null; user_id: string | null; stack: string };

/** A row of `private.sent_error`; a type and not an interface, so that it is JSON. */
export type SentError = {
  client_id: string | null;
  fingerprint: string;
  code: string;
  action: string;
  frame: string | null;
  message: string;
  status: number;
  count: number;
  users: number[];
  samples: Sample[];
};

/** Groups in one report, and occurrences of each that are described. */
const maxGroups = 200;
const maxSamples = 3;
const longestStack = 8_000;
const waiting = new Map<string, SentError>();
let listener: (() => void) | undefined;

/** Keeps errors from now on, and calls `heard` when one is added and none was waiting. */
export function whenFailed(heard: () => void): void {
  listener = heard;
}

/** The fingerprint of an error. What it says is masked first. */
export function describe(
  { error, code, status, action }: Omit<NotedError, "clientId" | "userId" | "requestId">,
) {
  const stack = mask(describeError(error)).slice(0, longestStack);
  const text = error instanceof Error ? error.message : String(error);
  const message = withoutValues(mask(text)) || code;
  const frame = ownFrame(stack);
  const isOurs = status === 0 || status >= 500;
  const fingerprint = fingerprintOf({ code, action, frame, message: isOurs ? message : null });
  return { fingerprint, frame, message, stack };
}

/** Counts an error in its group. */
export function noteError(noted: NotedError): void {
  if (listener === undefined) return;
  const { clientId, userId, requestId, code, status, action } = noted;
  const { stack, ...described } = describe(noted);
  const key = `${clientId} ${described.fingerprint}`;
  let group = waiting.get(key);
  if (group === undefined) {
    if (waiting.size >= maxGroups) return;
    group = { client_id: clientId, code, status, action, ...described, count: 0, users: [], samples: [] };
    waiting.set(key, group);
    if (waiting.size === 1) listener();
  }
  group.count++;
  const user = userId === null ? undefined : hashOf(userId);
  if (user !== undefined && !group.users.includes(user) && group.users.length < 1_000) group.users.push(user);
  if (group.samples.length < maxSamples) {
    group.samples.push({ at: new Date().toISOString(), request_id: requestId, user_id: userId, stack });
  }
}

/** Takes all groups. */
export function takeErrors(): SentError[] {
  const taken = [...waiting.values()];
  waiting.clear();
  return taken;
}
