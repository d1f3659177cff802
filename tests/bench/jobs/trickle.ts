/**
 * Enqueues jobs one by one and gives the milliseconds from there until each begins; whoever runs job n calls
 * `begun.get(n)`.
 */
export async function trickle(
  count: number,
  everyMs: number,
  begun: Map<number, () => void>,
  enqueue: (n: number) => PromiseLike<unknown>,
): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let n = 0; n < count; n++) {
    const { promise, resolve } = Promise.withResolvers<number>();
    const enqueuedAt = performance.now();
    begun.set(n, () => resolve(performance.now() - enqueuedAt));
    await enqueue(n);
    waits.push(promise);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return await Promise.all(waits);
}
