import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";

/** Requests of a key that the database has not been told of yet. */
export interface KeyUsage {
  requests: number;
  /** How many of them were refused: 403 and 429. */
  denials: number;
}

/** Keys whose counts one process keeps; more than it remembers tokens for. */
const maxKeys = 2_000;
const pending = new Map<string, KeyUsage>();

/** Adds to a key's counts. They are lost if the process ends before the key's next exchange. */
export function addUsage(keyId: string, { requests, denials }: KeyUsage): void {
  const before = pending.get(keyId) ?? { requests: 0, denials: 0 };
  pending.delete(keyId);
  pending.set(keyId, { requests: before.requests + requests, denials: before.denials + denials });
  if (pending.size > maxKeys) pending.delete(pending.keys().next().value ?? keyId);
}

/** Takes a key's counts, to report them; what was not written down is added again. */
export function takeUsage(keyId: string): KeyUsage {
  const usage = pending.get(keyId) ?? { requests: 0, denials: 0 };
  pending.delete(keyId);
  return usage;
}

/** Counts the requests of keys that were refused, for whatever reason. */
export const countDenials: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { status } = c.res;
  const caller = c.get("caller");
  if (caller?.kind !== "key" || (status !== 403 && status !== 429)) return;
  addUsage(caller.keyId, { requests: 0, denials: 1 });
};
