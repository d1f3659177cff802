import { ApiError } from "./errors.ts";

/** Bodies from this size on, some hundred rows, cost more than answering a usual request. */
const largeBytes = 32 * 1024;
/** Large bodies of a tenant that may wait for their turn. */
const mostWaiting = 128;
/** What the bodies of a tenant may take of this process's memory, which all tenants share. */
const mostHeldBytes = 64_000_000;
/** After this long a request goes on without its turn, so that it is answered in time when the database hangs. */
const longestWaitMs = 4_000;

/** For each tenant, the bytes of its bodies that are read, wait or are in work. */
const held = new Map<string, number>();

/** Reads a body and does its work. Throws 429 if the tenant's bodies together would take too much memory. */
export async function holding(
  tenant: string | null | undefined,
  bytes: number,
  work: () => Promise<void>,
): Promise<void> {
  if (!tenant) return await work();
  const others = held.get(tenant) ?? 0;
  if (others + bytes > mostHeldBytes) throw tooMany(`Bodies of ${mostHeldBytes / 1e6} MB`);
  held.set(tenant, others + bytes);
  try {
    await work();
  } finally {
    const left = (held.get(tenant) ?? 0) - bytes;
    if (left > 0) held.set(tenant, left);
    else held.delete(tenant);
  }
}

/** For each tenant with a large body in work: the next ones, in their order. */
const waiting = new Map<string, (() => void)[]>();

/**
 * Does the work for a body. A tenant's large bodies take turns in this process, so that sending many at once leaves the
 * processor and the database to others. Throws 429 when too many wait.
 */
export async function inTurn(
  tenant: string | null | undefined,
  bytes: number,
  work: () => Promise<void>,
): Promise<void> {
  if (!tenant || bytes < largeBytes) return await work();
  const queue = waiting.get(tenant);
  if (queue === undefined) waiting.set(tenant, []);
  else if (queue.length < mostWaiting) await turnIn(queue);
  else throw tooMany(`${mostWaiting} large requests`);
  try {
    await work();
  } finally {
    const next = waiting.get(tenant)?.shift();
    if (next) next();
    else waiting.delete(tenant);
  }
}

/** Waits for the turn, but not for long; who went on without it still lets the next one in at its end. */
async function turnIn(queue: (() => void)[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  queue.push(resolve);
  const timer = setTimeout(() => {
    queue.splice(queue.indexOf(resolve), 1);
    resolve();
  }, longestWaitMs);
  await promise;
  clearTimeout(timer);
}

function tooMany(what: string): ApiError {
  const message = `${what} of your tenant wait already: send fewer at once`;
  return new ApiError(429, "RATE_LIMITED", message, { retry_after: 1 });
}
