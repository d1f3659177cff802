/**
 * The rules that a test misses when they are gone, as `npm run bench -- mutation` found them last.
 *
 * @module
 */

const file = new URL("noticed.txt", import.meta.url);

/** Their names. */
export async function noticed(): Promise<Set<string>> {
  return new Set((await Deno.readTextFile(file)).trimEnd().split("\n"));
}

/** Keeps the names for the gate. */
export async function writeNoticed(names: string[]): Promise<void> {
  await Deno.writeTextFile(file, [...names.toSorted(), ""].join("\n"));
}

/** That many elements, chosen by the seed (mulberry32). */
export function sample<T>(all: readonly T[], size: number, seed: number): T[] {
  const rest = [...all];
  const chosen: T[] = [];
  let state = seed >>> 0;
  while (chosen.length < size && rest.length > 0) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const index = ((mixed ^ (mixed >>> 14)) >>> 0) % rest.length;
    chosen.push(...rest.splice(index, 1));
  }
  return chosen;
}
