/** The longest delay of a request. */
const longestMs = 1_000;
/** Requests of one caller, and of all, that wait in this process. Further ones go on at once: they cost their rate. */
const mostOfOne = 10;
const mostWaiting = 200;

const waiting = new Map<string, number>();
let total = 0;

/** The delay in ms of a request that has used so much of its rate: from 0 at `after` to a second at 1. */
export function delayOf(used: number, after: number): number {
  return used <= after ? 0 : longestMs * Math.min(1, (used - after) / (1 - after));
}

/** Requests that are delayed in this process now. */
export function delayed(): number {
  return total;
}

/**
 * Delays the request of a caller who nears its limit. It holds nothing but a timer: no connection, turn or body, because
 * it comes before them.
 */
export async function slowDown(subject: string, used: number, after: number): Promise<void> {
  const ofThis = waiting.get(subject) ?? 0;
  if (ofThis >= mostOfOne || total >= mostWaiting) return;
  waiting.set(subject, ofThis + 1);
  total++;
  await new Promise((resolve) => setTimeout(resolve, delayOf(used, after)));
  total--;
  const left = (waiting.get(subject) ?? 1) - 1;
  if (left > 0) waiting.set(subject, left);
  else waiting.delete(subject);
}
