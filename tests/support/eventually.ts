/**
 * Waiting for what happens by itself: asked for again and again, never slept for.
 *
 * @module
 */

export type Look<T> = () => Promise<T | undefined | false> | T | undefined | false;

/**
 * Looks until there is something else than undefined and false. After the time limit, in milliseconds, fails with the
 * sentence and with what is `seen` instead. The limit is far above what a busy machine needs.
 */
export async function eventually<T>(
  what: string,
  look: Look<T>,
  within = 30_000,
  seen?: () => unknown,
): Promise<T> {
  const deadline = performance.now() + within;
  while (true) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) {
      const instead = seen ? `, but: ${Deno.inspect(await seen())}` : "";
      throw new Error(`not within ${within / 1000} s: ${what}${instead}`);
    }
    await delay(20);
  }
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
