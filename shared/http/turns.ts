import { ApiError } from "./errors.ts";

/** Bodies from this size on, some hundred rows, cost more than answering a usual request. */
const largeBytes = 32 * 1024;
/** Bodies that may wait, which bounds the memory that a tenant's hold. */
const mostWaiting = 128;
/** After this long a request goes on without its turn, so that it is answered in time when the database hangs. */
const longestWaitMs = 4_000;

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
  else throw tooMany();
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

function tooMany(): ApiError {
  const message = `More than ${mostWaiting} large requests of your tenant wait: send fewer at once`;
  return new ApiError(429, "RATE_LIMITED", message, { retry_after: 1 });
}
